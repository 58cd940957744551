"""Made-up reports of any edition."""

from __future__ import annotations

import random
from typing import Any

import pytest
import typst

from gongkai.law.editions import Edition, builtin_editions, edition_from_dict
from gongkai.report.model import Cell, Number, Report, Section

NO_FONT = not any("CJK" in name or "Han" in name for name in typst.Fonts().families())
NEEDS_FONT = pytest.mark.skipif(NO_FONT, reason="no Chinese font is installed")
EDITIONS = sorted(builtin_editions())
AGENCY = "某市交通运输局"
PROSE = (
    "本年度主动公开政府信息128条。\n（一）健全工作机制\n"
    "按照谁制作谁公开、谁保存谁负责的分工，把公开的要求写进办文、办会、办事的流程，修订制度3项，举办培训班2次，"
    "对公开栏目逐月检查，发现的问题当月改正。"
)
NUMERALS = "一二三四五六七八九十"


def numbered_cells(edition: Edition) -> dict[str, Cell]:
    """Every cell of the edition, each with a figure of its own: 1, 2, 3 …"""
    return {
        key: Cell(key, number, str(number), table.unit_of(row, column))
        for number, (key, (table, row, column)) in enumerate(edition.slots.items(), start=1)
    }


def sections_of(edition: Edition, signed: str = f"\n{AGENCY}\n2022年1月20日") -> list[Section]:
    """The preamble and all sections of the edition with some prose, signed at the end."""
    titles = [Section("preamble", None, None, "根据有关规定，现公布本机关年度报告。")]
    for number, title in enumerate(edition.sections):
        mark = NUMERALS[number] if number < 10 else f"十{NUMERALS[number - 10]}"
        titles.append(Section(title.key, f"{mark}、", title.title, PROSE))
    last = titles[-1]
    titles[-1] = Section(last.key, last.number, last.title, last.text + signed)
    return titles


def full_report(edition_id: str) -> Report:
    edition = builtin_editions()[edition_id]
    year = edition.first_year or 2020
    title = f"{AGENCY}{year}年政府信息公开工作年度报告"
    return Report(AGENCY, year, edition_id, title, None, numbered_cells(edition), sections_of(edition))


MARKS = ("/", "-", "—", "——")


def figure(rng: random.Random, kind: str) -> tuple[Number | None, str]:
    """(value, raw) as clerks print them; raw is empty for a blank and where the figure comes from registers."""
    if rng.random() < 0.3:
        return None, rng.choice(("", *MARKS))
    if kind == "decimal":
        value = round(rng.uniform(0, 99_999), rng.randint(1, 2))
        return value, rng.choice(("", f"{value:.2f}"))
    if kind == "signed_integer":
        value = rng.randint(-9_999, 9_999)
        return value, rng.choice(("", f"{value:+d}" if value else "0"))
    value = rng.randint(0, 10 ** rng.randint(1, 7))
    return value, rng.choice(("", str(value), f"{value:,}", f"{value}（含撤回2件）" if value < 10_000 else str(value)))


def any_cells(edition: Edition, seed: int, *, whole: bool = True) -> dict[str, Cell]:
    """Cells of the edition; unless ``whole``, some tables and some rows without rows below them are lacking."""
    rng = random.Random(seed)
    lacking = set() if whole else _lacking(edition, rng)
    return {
        key: Cell(key, *figure(rng, table.type_of(row, column)), table.unit_of(row, column))
        for key, (table, row, column) in edition.slots.items()
        if table.key not in lacking and row.key not in lacking
    }


def _lacking(edition: Edition, rng: random.Random) -> set[str]:
    parents = {row.parent for row in edition.rows.values()}
    leaves = [row.key for row in edition.rows.values() if row.key not in parents and row.key != "value"]
    tables = [t.key for t in edition.tables[1:]]
    return {*rng.sample(leaves, rng.randint(0, 4)), *rng.sample(tables, rng.randint(0, min(2, len(tables))))}


CUSTOM: dict[str, Any] = {
    "id": "quarterly-internal",
    "title": "政务公开工作季度统计（内部）",
    "valid_years": {"from": 2009, "to": None},
    "empty_marks": ["", "/"],
    "tables": [
        {
            "key": "work",
            "title": "政务公开工作季度统计表",
            "layout": "row_value",
            "cell_key": "{row}:{column}",
            "column_order": ["label", "year", "unit", "cumulative"],
            "form_note": "注：累计数自2008年5月1日起算。",
            "columns": [
                {"key": "year", "label": "本年度"},
                {"key": "cumulative", "label": "累计"},
            ],
            "rows": [
                {"key": "head", "number": "一", "label": "网站发布情况", "role": "heading", "type": "heading"},
                {"key": "posts", "number": "（一）", "label": "网站发布信息数", "unit": "条", "parent": "head"},
                {"key": "videos", "number": "其中", "label": "视频解读数", "unit": "条", "parent": "posts"},
                {"key": "charts", "number": "其中", "label": "图表解读数", "unit": "条", "parent": "posts"},
                {"key": "cost", "number": "二", "label": "工作经费支出", "unit": "万元", "type": "decimal"},
            ],
        },
        {
            "key": "levels",
            "title": "各级受理情况",
            "layout": "matrix",
            "cell_key": "{row}@{column}",
            "default_column": "sum",
            "columns": [
                {"key": "county", "label": "县级", "group": ["本级", "机关"]},
                {"key": "town", "label": "乡镇", "group": ["本级", "基层"]},
                {"key": "street", "label": "街道", "group": ["本级", "基层"]},
                {"key": "sum", "label": "合计"},
            ],
            "rows": [
                {"key": "taken", "number": "一", "label": "受理件数", "unit": "件"},
                {"key": "done", "number": "二", "label": "办理情况", "role": "heading", "type": "heading"},
                {"key": "closed", "number": "1", "label": "办结件数", "unit": "件", "parent": "done"},
                {"key": "open", "number": "2", "label": "在办件数", "unit": "件", "parent": "done"},
            ],
        },
    ],
}


def custom_edition() -> Edition:
    return edition_from_dict(CUSTOM)
