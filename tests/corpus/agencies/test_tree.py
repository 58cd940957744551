"""The agency tree: read from a table, parents told or found by code, every fault told with its line."""

from __future__ import annotations

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.corpus.agencies.codes import PROVINCES, code_fault, codes_above, level_of_code, significant
from gongkai.corpus.agencies.tree import read_tree
from gongkai.law.schema_check import FileFaultsError


def tree(tmp_path, *rows, head="code,name,parent,kind,from,to"):
    path = tmp_path / "tree.csv"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return read_tree(path)


def parents(found):
    return {node.name: found.nodes[node.parent].name if node.parent is not None else None for node in found.nodes}


COUNTY = (
    "370000,青山省人民政府,,,,",
    "370100,安和市人民政府,,,,",
    "370102,东湖区人民政府,,,,",
    "370102,东湖区财政局,,,,",
    "370102003,华山街道办事处,,,,",
    "370102003004,华山街道第一居委会,,institution,,",
    "370102,东湖区国库中心,东湖区财政局,,,",
    "370101,东湖新区管委会,370000,government,2015,2019",
)


def test_the_code_tells_who_stands_above(tmp_path):
    found = tree(tmp_path, *COUNTY)
    assert parents(found) == {
        "青山省人民政府": None,
        "安和市人民政府": "青山省人民政府",
        "东湖区人民政府": "安和市人民政府",
        "东湖区财政局": "东湖区人民政府",
        "华山街道办事处": "东湖区人民政府",
        "华山街道第一居委会": "华山街道办事处",
        "东湖区国库中心": "东湖区财政局",
        "东湖新区管委会": "青山省人民政府",
    }
    kinds = [node.kind for node in found.nodes]
    assert kinds == [*["government"] * 3, "department", "subdistrict", *["institution"] * 2, "government"]
    assert [node.level for node in found.nodes][:5] == ["province", "prefecture", "county", "county", "township"]


def test_a_level_that_the_table_lacks_is_skipped(tmp_path):
    found = tree(tmp_path, "370000,青山省人民政府", "370102,东湖区财政局", head="代码,名称")
    assert parents(found)["东湖区财政局"] == "青山省人民政府"


def test_agencies_exist_in_their_years(tmp_path):
    found = tree(tmp_path, *COUNTY, "370102,东湖区甲局,,,2016,2018", "370102,东湖区乙局,,,2019,")
    county = next(at for at, node in enumerate(found.nodes) if node.name == "东湖区人民政府")
    names = {year: {found.nodes[at].name for at in found.below(county, year)} for year in (2015, 2018, 2019)}
    assert names[2018] - names[2015] == {"东湖区甲局"}
    assert names[2019] - names[2018] == {"东湖区乙局"}


def test_a_successor_takes_the_place_of_its_predecessor(tmp_path):
    found = tree(
        tmp_path, "370100,安和地区行政公署,,government,,2015", "370100,安和市政府,,,2016,", "370102,东湖区政府,,,,"
    )
    assert parents(found)["东湖区政府"] == "安和市政府"


@pytest.mark.parametrize(("separator", "word"), [(";", "分号"), ("\t", "制表符"), ("，", "全角逗号"), ("|", "竖线")])
def test_another_separator_than_the_comma_is_named(tmp_path, separator, word):
    with pytest.raises(FileFaultsError) as refused:
        tree(tmp_path, separator.join(("370000", "青山省人民政府")), head=separator.join(("代码", "名称")))
    assert [f"{fault.path}：{fault.message}" for fault in refused.value.faults] == [
        f"第1行：各列用{word}分隔；请另存为用逗号分隔的 CSV"
    ]


def test_a_workbook_is_no_csv(tmp_path):
    xlsxwriter.Workbook(tmp_path / "tree.csv").close()
    with pytest.raises(FileFaultsError) as refused:
        read_tree(tmp_path / "tree.csv")
    assert [fault.message for fault in refused.value.faults] == ["这是 Excel 工作簿，不是 CSV；请在 Excel 中另存为 CSV"]


def test_every_fault_is_told_with_its_line(tmp_path):
    rows = (
        "3701,甲市政府,,,,",
        "990000,乙省政府,,,,",
        "370002,丙区政府,,,,",
        "370100,,,,,",
        "370100,丁市政府,,王国,,",
        "370100,戊市政府,,,15,",
        "370100,己市政府,,,2019,2016",
        "370100,庚市政府,,,,",
        "370100,庚市 政府,,,,",
        "370100,辛市政府,,,,",
        "370102,壬区政府,没有的市,,,",
        "370200,癸市政府,,,,",
        "370302,子区政府,癸市政府,,,",
        "370200,丑局,寅局,,,",
        "370200,寅局,丑局,,,",
    )
    with pytest.raises(FileFaultsError) as caught:
        tree(tmp_path, *rows)
    told = [str(fault) for fault in caught.value.faults]
    lines = [2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 14, 15, 16]
    assert [fault.partition("：")[0] for fault in told] == [f"第{line}行" for line in lines]
    words = (
        "应为6位",
        "前两位",
        "缺中间一级",
        "没有填",
        "不是机关类型",
        "不是年度",
        "晚于",
        "在第 9 行已有",
        "另一个政府",
    )
    words += ("找不到上级", "不在上级", "自己的上级", "自己的上级")
    assert all(word in fault for word, fault in zip(words, told, strict=True))


def test_a_table_without_codes_is_refused(tmp_path):
    with pytest.raises(FileFaultsError, match="缺少列：code"):
        tree(tmp_path, "甲,乙", head="name,parent")


codes = st.builds(
    lambda province, city, county: province + city + (county if city != "00" else "00"),
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 99).map("{:02}".format),
    st.integers(0, 99).map("{:02}".format),
)


@given(codes)
@settings(max_examples=100, deadline=None)
def test_codes_of_the_standard(code):
    assert code_fault(code) is None
    above = codes_above(code)
    assert all(significant(code).startswith(one) and one != significant(code) for one in above)
    assert [len(one) for one in above] == [n for n in (4, 2, 0) if n < len(significant(code))]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("000000", "national"),
        ("370000", "province"),
        ("370100", "prefecture"),
        ("370102", "county"),
        ("370102003000", "township"),
        ("441900003", "township"),
        ("429004", "county"),
    ],
)
def test_the_level_of_a_code(code, level):
    assert code_fault(code) is None
    assert level_of_code(code) == level


@pytest.mark.parametrize("code", ["", "3701", "37010", "37010A", "３７０１０２", "370002", "100000", "3701021"])
def test_what_is_no_code(code):
    assert code_fault(code)
