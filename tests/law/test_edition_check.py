"""The edition checker: what passes, every fault it names with its place, and hostile files."""

from __future__ import annotations

import copy
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.data_files import DATA
from gongkai.law.edition_check import EditionError, check, load_checked
from gongkai.law.editions import builtin_editions, edition_from_dict

ROOT = Path(__file__).resolve().parents[2]
BUILTIN = sorted((DATA / "editions").iterdir(), key=lambda f: f.name)
SAMPLES = sorted((ROOT / "samples" / "editions").glob("*.json"))


def small() -> dict[str, Any]:
    """A small custom edition without fault: two value columns, sections, a rule."""
    return {
        "id": "town-2012",
        "title": "某镇信息公开统计表",
        "valid_years": {"from": 2010, "to": 2012},
        "base": "cn-gid-2014-national",
        "report_sections": [
            {"key": "sec_overview", "order": 1, "title": "概述"},
            {"key": "sec_other", "order": 2, "title": "其他", "aliases": ["附表"]},
        ],
        "tables": [
            {
                "key": "stats",
                "title": "统计表",
                "section": "sec_other",
                "layout": "row_value",
                "column_order": ["label", "unit", "year", "cumulative"],
                "columns": [{"key": "year", "label": "本年度"}, {"key": "cumulative", "label": "历年累计"}],
                "cell_key": "{row}@{column}",
                "default_column": "year",
                "rows": [
                    {"key": "sec_requests", "label": "依申请公开", "role": "heading", "type": "heading"},
                    {"key": "req_received", "label": "收到申请数", "unit": "件", "role": "total"},
                    {
                        "key": "req_in_person",
                        "label": "当面申请",
                        "unit": "件",
                        "parent": "req_received",
                        "role": "component",
                    },
                    {
                        "key": "req_letter",
                        "label": "信函申请",
                        "unit": "件",
                        "parent": "req_received",
                        "role": "component",
                        "aliases": ["来信"],
                    },
                    {"key": "visits", "label": "接待人数", "unit": "人次"},
                ],
            }
        ],
        "rules": [
            {
                "id": "TOWN-01",
                "kind": "arithmetic",
                "editions": ["town-2012"],
                "severity": "error",
                "expr": "req_received@c == req_in_person@c + req_letter@c",
                "for_each": {"c": "stats.columns"},
                "title_zh": "申请数等于分项之和",
                "title_en": "Requests equal the sum of their ways",
                "basis": "arithmetic",
            }
        ],
    }


def grid() -> dict[str, Any]:
    """A grid, a matrix and a single row."""
    total = {"key": "total", "label": "总计", "role": "total"}
    return {
        "id": "county-tables",
        "title": "某县表",
        "tables": [
            {
                "key": "art20",
                "title": "项",
                "layout": "grid",
                "cell_key": "{row}_{column}",
                "columns": [{"key": "made", "label": "制作"}, {"key": "open", "label": "公开"}],
                "rows": [{"key": "rules", "label": "规章", "unit": "件"}],
            },
            {
                "key": "requests",
                "title": "申请",
                "layout": "matrix",
                "cell_key": "{row}@{column}",
                "default_column": "total",
                "columns": [{"key": "person", "label": "自然人"}, total],
                "rows": [{"key": "received", "label": "新收", "unit": "件"}],
            },
            {
                "key": "review",
                "title": "复议",
                "layout": "single_row",
                "cell_key": "{column}",
                "columns": [
                    {"key": "upheld", "label": "维持", "parent": "total", "role": "component"},
                    {"key": "total", "label": "总计", "role": "total"},
                ],
                "rows": [],
            },
        ],
    }


@pytest.mark.parametrize("path", [*BUILTIN, *SAMPLES], ids=lambda p: p.name)
def test_every_edition_that_ships_is_without_fault(path):
    assert check(json.loads(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("make", [small, grid])
def test_the_examples_below_start_without_fault(make):
    assert check(make()) == []


def test_a_checked_file_becomes_an_edition(tmp_path):
    path = tmp_path / "town.json"
    path.write_text(json.dumps(small()), encoding="utf-8")
    edition = load_checked(path)
    assert list(edition.slots)[:2] == ["req_received@year", "req_received@cumulative"]
    assert edition.resolve("req_received") == "req_received@year"
    assert edition.label("req_received@cumulative") == "收到申请数·历年累计"
    assert [r.id for r in edition.rules] == ["TOWN-01"]
    assert isinstance(hash(edition), int)


def put(data: dict[str, Any], path: str, value: object) -> None:
    """Set the member at a JSON path without the leading ``$.``; ``...`` as value removes it."""
    *steps, last = (int(s) if s.isdigit() else s for s in re.findall(r"[^.\[\]]+", path))
    for step in steps:
        data = data[step]
    if value is ...:
        del data[last]
    elif isinstance(data, list) and last == len(data):
        data.append(value)
    else:
        data[last] = value


ROWS = "tables[0].rows"
FAULTS = [
    # Fields: missing, unknown, of the wrong type, not in the list.
    ("id", ..., "$", "缺少“id”"),
    ("tables", ..., "$", "缺少“tables”"),
    ("tables", [], "$.tables", "至少要有 1 项"),
    ("tables[0].rows[1].label", ..., "$.tables[0].rows[1]", "缺少“label”"),
    ("colour", "red", "$", "不认识“colour”；可用的有："),
    ("tables[0].rows[1].colour", "red", "$.tables[0].rows[1]", "不认识“colour”"),
    ("title", 7, "$.title", "应为文字，现为 7"),
    ("valid_years.from", "2010", "$.valid_years.from", '应为整数或null，现为 "2010"'),
    ("valid_years.from", 1999, "$.valid_years.from", "不能小于 2008"),
    ("valid_years.from", 9999, "$.valid_years.from", "不能大于 2199"),
    ("id", "Town 2012", "$.id", "请用小写字母、数字和连字符"),
    ("status", "draft", "$.status", '"draft" 不在可选值之内；可选：national、local_variant、custom'),
    ("tables[0].layout", "list", "$.tables[0].layout", "可选：row_value、grid、matrix、single_row"),
    (f"{ROWS}[1].role", "sum", "$.tables[0].rows[1].role", "可选：total、component、subset、standalone、heading"),
    (f"{ROWS}[1].type", "float", "$.tables[0].rows[1].type", "可选：integer、decimal"),
    (f"{ROWS}[1].value", "maybe", "$.tables[0].rows[1].value", "可选：none、optional、computed、required"),
    (f"{ROWS}[1].key", "收到", "$.tables[0].rows[1].key", "请以小写字母开头"),
    ("tables[0].columns[0].group", 3, "$.tables[0].columns[0].group", "应为文字或null或列表（[…]），现为 3"),
    ("tables[0].columns[0].group", ["a", 3], "$.tables[0].columns[0].group[1]", "应为文字，现为 3"),
    ("title", ["x" * 36], "$.title", f'现为 ["{"x" * 36}"]'),
    ("title", ["x" * 37], "$.title", f'现为 ["{"x" * 37}"…'),
    # Empty labels and titles.
    (f"{ROWS}[1].label", "", "$.tables[0].rows[1].label", "不能为空"),
    (f"{ROWS}[1].label", "　 ", "$.tables[0].rows[1].label", "不能为空"),
    (f"{ROWS}[1].label", None, "$.tables[0].rows[1].label", "只有 single_row 表的行可以没有标签"),
    (f"{ROWS}[3].aliases", [""], "$.tables[0].rows[3].aliases[0]", "不能为空"),
    ("tables[0].columns[0].label", "", "$.tables[0].columns[0].label", "不能为空"),
    # Keys used twice.
    (f"{ROWS}[3].key", "req_in_person", "$.tables[0].rows[3].key", "行代码“req_in_person”已用于 $.tables[0].rows[2]"),
    ("tables[0].columns[1].key", "year", "$.tables[0].columns[1].key", "列代码“year”已用于 $.tables[0].columns[0]"),
    ("report_sections[1].key", "sec_overview", "$.report_sections[1].key", "章节代码“sec_overview”已用于"),
    # Parents.
    (f"{ROWS}[2].parent", "nothing", "$.tables[0].rows[2].parent", "本表没有代码为“nothing”的行"),
    (f"{ROWS}[1].parent", "req_in_person", "$.tables[0].rows[1].parent", "req_received → req_in_person → req_received"),
    (f"{ROWS}[4].parent", "visits", "$.tables[0].rows[4].parent", "上级关系成环：visits → visits"),
    ("tables[0].columns[1].parent", "x", "$.tables[0].columns[1].parent", "本表没有代码为“x”的列"),
    (f"{ROWS}[2].parent", None, "$.tables[0].rows[2].parent", "component 行须写明上级"),
    (f"{ROWS}[4].role", "subset", "$.tables[0].rows[4].parent", "subset 行须写明上级"),
    (f"{ROWS}[4].role", "total", "$.tables[0].rows[4].role", "合计行“visits”没有以它为“parent”的 component 行"),
    (f"{ROWS}[4].value", "computed", "$.tables[0].rows[4].value", "却没有下级行"),
    (f"{ROWS}[0].value", "required", "$.tables[0].rows[0].value", "标题行（heading）不能必填"),
    (f"{ROWS}[4].type", "heading", "$.tables[0].rows[4].type", "role 也应为 heading"),
    ("tables[0].columns[1].role", "component", "$.tables[0].columns[1].parent", "component 列须写明上级"),
    ("tables[0].columns[1].role", "total", "$.tables[0].columns[1].role", "合计列“cumulative”没有可加的列"),
    # Units.
    (f"{ROWS}[4].unit", "头", "$.tables[0].rows[4].unit", "不认识单位“头”；确为本地所用的，请列入文件顶层的“units”"),
    (f"{ROWS}[4].unit", "", "$.tables[0].rows[4].unit", "没有单位请写 null"),
    (f"{ROWS}[4].unit", 5, "$.tables[0].rows[4].unit", "应为文字或null"),
    ("tables[0].columns[0].unit", "?", "$.tables[0].columns[0].unit", "不认识单位“?”"),
    # Labels that cannot be told apart.
    (f"{ROWS}[3].label", "1、当面申请", "$.tables[0].rows[3].label", "与 $.tables[0].rows[2] 无法区分"),
    (f"{ROWS}[3].aliases", ["当面 申请"], "$.tables[0].rows[3].aliases", "行标签“当面 申请”与 $.tables[0].rows[2]"),
    ("tables[0].columns[1].label", "本年度", "$.tables[0].columns[1].label", "列标签“本年度”"),
    ("report_sections[1].aliases", ["一、概述"], "$.report_sections[1].aliases", "章节标题“一、概述”"),
    # Layout, cell keys, printed order, default column.
    ("tables[0].cell_key", "{row}", "$.tables[0].cell_key", "应写成“{row}@{column}”这样"),
    ("tables[0].cell_key", "{row}@{col}", "$.tables[0].cell_key", "不合 row_value 表（2 列）"),
    ("tables[0].cell_key", "{row}@{column", "$.tables[0].cell_key", "不合 row_value 表"),
    ("tables[0].cell_key", "{row!r}@{column}", "$.tables[0].cell_key", "不合 row_value 表"),
    ("tables[0].cell_key", "{row.key}@{column}", "$.tables[0].cell_key", "不合 row_value 表"),
    ("tables[0].cell_key", "{}", "$.tables[0].cell_key", "不合 row_value 表"),
    ("tables[0].column_order", ["label", "total"], "$.tables[0].column_order", "“total”不是列；可用的有：label、"),
    ("tables[0].column_order", ["label", "year"], "$.tables[0].column_order", "缺少“cumulative”"),
    ("tables[0].column_order", ["year", "cumulative"], "$.tables[0].column_order", "缺少“label”"),
    ("tables[0].column_order", ["label", "year", "year", "cumulative"], "$.tables[0].column_order", "“year”写了 2 次"),
    ("tables[0].columns[0].key", "unit", "$.tables[0].columns[0].key", "列代码不能用“unit”"),
    ("tables[0].default_column", "total", "$.tables[0].default_column", "没有代码为“total”的列；可用的有：year、"),
    ("tables[0].rows", [], "$.tables[0].rows", "表里没有行"),
    ("tables[0].rows", [{"key": "a", "label": "甲", "role": "heading"}], "$.tables[0].rows", "没有一行可以填数"),
    ("tables[0].section", "sec_none", "$.tables[0].section", "没有代码为“sec_none”的章节"),
    # Years, base, sections, id.
    ("valid_years", {"from": 2013, "to": 2010}, "$.valid_years", "起始年份 2013 晚于终止年份 2010"),
    ("base", "cn-gid-2012", "$.base", "没有内置版本“cn-gid-2012”；可用的有：cn-gid-2014-national"),
    ("report_sections[1].order", 3, "$.report_sections[1].order", "此处应为 2，现为 3"),
    ("report_sections[1].order", 1, "$.report_sections[1].order", "此处应为 2，现为 1"),
    ("id", "cn-gid-2021", "$.rules[0].editions", "应包含本版本“cn-gid-2021”"),
    # Rules.
    ("rules[0].expr", "req_received = req_letter", "$.rules[0].expr", "两个等号"),
    ("rules[0].expr", "req_received@c == req_leter@c", "$.rules[0].expr", "本版本没有可填数的“req_leter@c”"),
    ("rules[0].expr", "req_recieved == req_letter", "$.rules[0].expr", "是不是“req_received”"),
    ("rules[0].expr", "sub(req_received) == 1", "$.rules[0].expr", "不能用 sub(…)"),
    ("rules[0].when", "nothing > 0", "$.rules[0].when", "“nothing”"),
    ("rules[0].for_each", {"c": "stats.cells"}, "$.rules[0].for_each.c", "应为“表代码.columns”"),
    ("rules[0].for_each", {"c": ["total"]}, "$.rules[0].expr", "“req_received@c”"),
    ("rules[0].id", "A14-07", "$.rules[0].id", "“A14-07”是内置规则的编号"),
    ("rules[0].id", "town1", "$.rules[0].id", "请写成大写字母加"),
    ("rules[0].kind", "document", "$.rules[0].kind", "可选：arithmetic、quality、cross_year"),
    ("rules[0].severity", "fatal", "$.rules[0].severity", "可选：error、warning、info"),
    ("rules[0].blank", "ignore", "$.rules[0].blank", "不在可选值之内"),
    ("rules[0].years", {"from": 2012, "to": 2010}, "$.rules[0].years", "晚于"),
    ("rules[0].expr", "(" * 5000, "$.rules[0].expr", "表达式太长"),
    ("rules[0].title_zh", ..., "$.rules[0]", "缺少“title_zh”"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place", "words"), FAULTS)
def test_a_fault_is_named_with_its_place(path, value, place, words):
    data = small()
    put(data, path, value)
    found = check(data)
    assert any(f.path == place and words in f.message for f in found), [str(f) for f in found]


GRID_FAULTS = [
    ("tables[0].cell_key", "{row}", "$.tables[0].cell_key", "应写成“{row}_{column}”这样"),
    ("tables[1].cell_key", "{column}", "$.tables[1].cell_key", "应写成“{row}@{column}”这样"),
    ("tables[2].cell_key", "{row}", "$.tables[2].cell_key", "应写成“{column}”这样"),
    ("tables[0].column_order", ["label"], "$.tables[0].column_order", "只有 row_value 表写 column_order"),
    ("tables[2].columns[0].parent", None, "$.tables[2].columns[1].role", "合计列“total”没有可加的列"),
    (
        "tables[1].columns",
        [{"key": "total", "label": "总计", "role": "total"}],
        "$.tables[1].columns[0].role",
        "没有可加",
    ),
    ("tables[0].columns[1].key", "made", "$.tables[0].rows[0]", "格子代码“rules_made”（made 列）与"),
    ("tables[2].columns[0].key", "rules_made", "$.tables[2].rows", "格子代码“rules_made”"),
    ("tables[2].key", "requests", "$.tables[2].key", "表代码“requests”已用于 $.tables[1]"),
]


@pytest.mark.parametrize(("path", "value", "place", "words"), GRID_FAULTS)
def test_a_fault_of_another_layout_is_named_with_its_place(path, value, place, words):
    data = grid()
    put(data, path, value)
    found = check(data)
    assert any(f.path == place and words in f.message for f in found), [str(f) for f in found]


FINE = [
    (f"{ROWS}[4].unit", None),
    (f"{ROWS}[0].value", "optional"),
    (f"{ROWS}[4].label", "信函申请"),  # The same label under another heading.
    ("tables[0].default_column", "cumulative"),
    ("tables[0].column_order", ["label", "cumulative", "year"]),
    ("tables[0].column_order", ...),
    ("report_sections", []),
    ("valid_years", {"from": 2010, "to": None}),
    ("valid_years", ...),
    ("base", ...),
    ("rules[0].expr", "req_received == req_letter + req_in_person"),
    ("rules[0].expr", "prev(req_received) <= req_received@cumulative"),
    ("rules[0].for_each", {"c": ["total", "year"]}),
    ("rules[0].when", "visits@c > 0"),
    ("rules[0].years", {"from": 2012, "to": 2012}),
    ("valid_years", {"from": 2012, "to": 2012}),
    ("rules[0].editions", ["town-2012", "cn-gid-2014-national"]),
    ("rules", []),
]


@pytest.mark.parametrize(("path", "value"), FINE)
def test_what_is_allowed_is_no_fault(path, value):
    data = small()
    if path == "report_sections":
        put(data, "tables[0].section", None)
    put(data, path, value)
    assert check(data) == []


def test_a_unit_of_the_place_is_allowed_once_it_is_declared():
    data = small()
    put(data, f"{ROWS}[4].unit", "头")
    put(data, "units", ["头"])
    assert check(data) == []


def test_a_key_that_the_edition_lacks_is_allowed_when_it_is_optional():
    data = small()
    put(data, "rules[0].expr", "req_received@c == req_in_person@c + req_fax@c")
    assert check(data) != []
    put(data, "rules[0].optional_keys", ["req_fax"])
    assert check(data) == []


def test_a_bare_row_needs_a_default_column():
    data = small()
    put(data, "rules[0].expr", "req_received == req_in_person + req_letter")
    assert check(data) == []
    put(data, "tables[0].default_column", ...)
    assert [f.path for f in check(data)] == ["$.rules[0].expr"] * 3


def test_a_rule_id_is_used_once():
    data = small()
    put(data, "rules[1]", copy.deepcopy(data["rules"][0]))
    assert [f.message for f in check(data)] == ["规则编号“TOWN-01”已用于 $.rules[0]"]


def test_the_id_of_a_built_in_edition_is_taken():
    data = {**small(), "id": "cn-gid-2021", "rules": []}
    assert [str(f) for f in check(data)] == ["$.id：“cn-gid-2021”是内置版本的编号，请另取一个"]


def test_all_faults_are_told_at_once_sorted_by_place():
    data = small()
    put(data, "id", "Town")
    put(data, f"{ROWS}[2].parent", "nothing")
    put(data, f"{ROWS}[3].unit", "头")
    for number in range(5, 12):
        put(data, f"{ROWS}[{number}]", {"key": f"row_{number}", "label": f"行{number}"})
    put(data, f"{ROWS}[10].key", "UPPER")
    put(data, f"{ROWS}[9].role", "subset")
    put(data, "rules[0].expr", "1")
    paths = [f.path for f in check(data) if "editions" not in f.path]
    inside = [p for p in paths if p.startswith("$.tables")]
    assert {"$.id", "$.rules[0].expr"} <= set(paths)
    assert inside == [
        "$.tables[0].rows[2].parent",
        "$.tables[0].rows[3].unit",
        "$.tables[0].rows[9].parent",
        "$.tables[0].rows[10].key",
    ]


@pytest.mark.parametrize("data", [None, 3, "x", [], [[]], {}, {"tables": {}}, {"tables": [None, 3, []]}])
def test_what_is_no_edition_at_all_is_refused(data):
    assert check(data)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "不是有效的 JSON：第 1 行第 1 列"),
        (b'{"id": "a",}', "不是有效的 JSON"),
        (b"\xb1\xea\xcc\xe2", "不是 UTF-8"),
        (b'{"id": "a", "id": "b"}', "“id”写了两次"),
        (b'{"tables": ' * 50_000, "嵌套层数过多"),
    ],
)
def test_an_unusable_file_is_refused(tmp_path, content, message):
    path = tmp_path / "edition.json"
    path.write_bytes(content)
    with pytest.raises(EditionError, match=message):
        load_checked(path)


def test_a_file_with_too_many_rows_is_refused_in_little_time():
    data = small()
    put(data, ROWS, [{"key": f"r{n}", "label": "同", "parent": f"r{n + 1}"} for n in range(20_000)])
    faults = check(data)
    assert ("$.tables[0].rows", "至多 1000 项，现有 20000 项") in [(f.path, f.message) for f in faults]


def test_the_message_shows_the_first_faults_and_counts_the_rest():
    data = small()
    put(data, ROWS, [{"key": f"K{n}", "label": f"行{n}"} for n in range(30)])
    error = EditionError(check(data))
    assert str(error).count("$.") == 10
    assert str(error).endswith(f"；……共 {len(error.faults)} 处")


def test_a_file_of_windows_with_a_mark_at_its_start_is_read(tmp_path):
    path = tmp_path / "edition.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(small()).encode())
    assert load_checked(path).id == "town-2012"


ODD = [
    None,
    0,
    -1,
    3.5,
    True,
    "",
    " ",
    "x",
    "{row}",
    "stats",
    [],
    [[]],
    ["x"],
    [None],
    {},
    {"key": "x"},
    10**30,
    "年" * 300,
]
WHOLE = [json.loads(p.read_text(encoding="utf-8")) for p in [*BUILTIN, *SAMPLES]] + [small(), grid()]


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, value in members for place in places(value, (*path, key)))]


def spoil(rng: random.Random) -> dict[str, Any]:
    """A whole edition with one to three places replaced or removed."""
    data = copy.deepcopy(rng.choice(WHOLE[-3:] if rng.random() < 0.7 else WHOLE))
    for _ in range(rng.randrange(1, 4)):
        *steps, last = rng.choice([p for p in places(data) if p])
        owner = data
        for step in steps:
            owner = owner[step]
        if rng.random() < 0.2:
            del owner[last]
        else:
            owner[last] = copy.deepcopy(rng.choice(ODD))
    return data


@settings(max_examples=250, deadline=None)
@given(st.integers(0, 2**32))
def test_no_spoilt_file_breaks_the_checker_and_what_passes_can_be_used(seed):
    data = spoil(random.Random(seed))
    if not check(data):
        edition = edition_from_dict(data)
        assert edition.slots
        assert all(edition.label(key) for key in edition.slots)


def test_built_in_editions_and_their_files_agree():
    assert {p.name.removesuffix(".json") for p in BUILTIN} == set(builtin_editions())
