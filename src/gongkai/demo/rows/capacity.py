"""Sheets 人员机构 and 会议培训."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from gongkai.corpus.synth.chance import split, stream
from gongkai.demo.agency import Agency, YearFigures
from gongkai.demo.rows.days import some_day, some_days
from gongkai.demo.rows.texts import Titles, words
from gongkai.demo.sheets import RegisterError, Row, full_row

KINDS = {
    "dedicated_offices": "专门机构",
    "reading_points": "查阅点",
    "staff_full_time": "专职",
    "staff_part_time": "兼职",
}
_STAFF = ("专职", "兼职")


def capacity_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    """Who and what was there on 31 December of each year; a year without a figure leaves things as they are."""
    draw = stream(agency.name, "capacity")
    rows: list[Row] = []
    for key, kind in KINDS.items():
        there: list[Row] = []
        for target in years:
            if key not in target.figures:
                continue
            before = target is years[0]
            while len(there) < target.count(key):
                there.append(_comes(rows, kind, date(target.year - 3, 3, 3) if before else _soon(draw, target.year)))
            while len(there) > target.count(key):
                there.pop()["止"] = some_day(draw, target.year, 140, 200)
    return rows


def _soon(draw: Random, year: int) -> date:
    return some_day(draw, year, 20, 130)


def _comes(rows: list[Row], kind: str, since: date) -> Row:
    row = full_row("人员机构", {"姓名或名称": _name(rows, kind), "类型": kind, "起": since})
    rows.append(row)
    return row


def _name(rows: list[Row], kind: str) -> str:
    """Staff are told apart by letters: no register of the demonstration holds a person's name."""
    if kind in _STAFF:
        staff = sum(row["类型"] in _STAFF for row in rows)
        letters = words()["ordinals"]
        return f"工作人员{letters[staff] if staff < len(letters) else staff + 1}"
    same = sum(row["类型"] == kind for row in rows)
    names = words()["dedicated_offices" if kind == "专门机构" else "reading_points"]
    return str(names[same]) if same < len(names) else f"第{same + 1}{kind}"


def training_rows(agency: Agency, years: Sequence[YearFigures]) -> list[Row]:
    titles = Titles(agency)
    return [row for target in years for row in _events(titles, target)]


def _events(titles: Titles, target: YearFigures) -> list[Row]:
    draw = stream(titles.agency.name, "trainings", target.year)
    meetings, classes = target.count("meetings_held"), target.count("training_classes")
    trainees = target.count("trainees")
    if trainees and not classes:
        raise RegisterError(f"trainees of {target.year} without a training class")
    attended: list[int | None] = [None] * meetings
    rows = _held(draw, titles, target.year, "会议", "meetings", attended)
    rows += _held(draw, titles, target.year, "培训班", "trainings", _heads(draw, trainees, classes))
    if meetings + classes:
        # An event of another body: present in the register, counted in no cell.
        rows += _held(draw, titles, target.year, "培训班", "trainings_elsewhere", [2], host="其他")
    return sorted(rows, key=lambda row: str(row["日期"]))


def _heads(draw: Random, trainees: int, classes: int) -> list[int | None]:
    at_least = min(1, trainees // classes) if classes else 0
    return [at_least + n for n in split(draw, trainees - at_least * classes, [1] * classes)] if classes else []


def _held(
    draw: Random,
    titles: Titles,
    year: int,
    kind: str,
    names: str,
    attended: Sequence[int | None],
    host: str = "本机关",
) -> list[Row]:
    rows = []
    for day, heads in zip(some_days(draw, year, len(attended)), attended, strict=True):
        name = titles.one_of(draw, names, year)
        values: Row = {"日期": day, "类型": kind, "名称": name, "举办单位": host, "人次": heads}
        rows.append(full_row("会议培训", values))
    return rows
