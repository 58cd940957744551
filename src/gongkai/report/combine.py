"""Adding up the reports of several agencies, and checking a roll-up against its parts.

Only figures that may be added are added (``additive_keys`` of the rules). De-duplicated counts and stocks are left
empty with a note: the same item counted by two agencies is one item. Prose is not combined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.law.checks import rules_edition, substitutes
from gongkai.law.crosswalk import era_of
from gongkai.law.editions import Edition, builtin_editions
from gongkai.law.messages import Message
from gongkai.law.rules import additive_keys, builtin_rules, non_additive_keys
from gongkai.report.auditing.cross_level import RollUp, counted_twice
from gongkai.report.auditing.declarative import figures_of, prints_coarse_rows
from gongkai.report.auditing.engine import examine
from gongkai.report.auditing.findings import Audit
from gongkai.report.auditing.wording import names, number
from gongkai.report.model import Cell, Note, Number, Report

_TOLD = {
    "combine.not_additive": "{cells}是去重数或存量，各单位相加会重复计算，未汇总，请另行统计",
    "combine.not_listed": "{cells}不是可以跨单位相加的栏目，未汇总，请另行统计",
    "combine.absent": "{cells}在部分单位的报告中没有读到，未汇总",
    "combine.unit": "{cells}各单位的计量单位不同且无法换算，未汇总",
    "combine.blank": "{cells}有单位未填，按0相加",
}
_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


class CombineError(Exception):
    """The reports cannot be added up. ``reason`` says why, ``mend`` what to do (Chinese)."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason}；{mend}")
        self.reason = reason
        self.mend = mend


class NothingToCombineError(CombineError):
    """No report was given."""


class UnknownFormError(CombineError):
    """A report without a known year or form."""


class MixedYearsError(CombineError):
    """Reports for different years."""


class MixedEditionsError(CombineError):
    """Reports on editions of the form that cannot be added up together."""


class CountedTwiceError(CombineError):
    """One agency with two reports (rule V-04)."""


def combine(reports: Sequence[Report], agency: str, *, edition: Edition | None = None) -> Report:
    """The report of ``agency`` that adds up ``reports``: one year, each agency once.

    Without ``edition`` the reports are on one built-in edition. With it they may be on any edition of its era: these
    share keys and what they mean. A cell that a report's form does not have is added from the others.

    Blank plus blank is blank, blank plus a number is the number. A cell that one of the reports lacks although its form
    has it is left out, one that must not be added is blank; a note says which and why.

    Raises a CombineError: NothingToCombineError, UnknownFormError, MixedYearsError, MixedEditionsError or
    CountedTwiceError.
    """
    _refuse_strangers(reports, edition)
    form = edition or builtin_editions().get(reports[0].edition or "")
    if form is None:
        raise UnknownFormError(
            Message("{agencies}没有可识别的统计表", agencies=_told(reports[:1])),
            "请用 --edition 指定自定义版本，或去掉这份报告",
        )
    combined = Report(
        agency=agency,
        year=reports[0].year,
        edition=form.id,
        title=f"{agency}{reports[0].year}年政府信息公开工作年度报告（汇总）",
    )
    adder = _Adder(form, [_unit(report, form) for report in reports], _on_one_footing(reports, form))
    combined.cells = dict(adder.cells())
    combined.notes = list(adder.notes())
    return combined


def may_be_added(key: str, edition: Edition) -> bool:
    """Whether a cell may be added over agencies: it is listed as additive, or part of a row that is."""
    row_key = key.partition("@")[0]
    row = edition.rows.get(row_key)
    return bool({key, row_key} & additive_keys() or (row and row.role == "component" and row.parent in additive_keys()))


def check_rollup(
    parent: Report,
    own: Report | None,
    subordinates: Sequence[Report],
    expected_units: Sequence[str] | None = None,
    *,
    edition: Edition | None = None,
) -> Audit:
    """Rules V-01 to V-04 for a report that declares itself the roll-up of ``own`` (None: no figures of its own) and
    ``subordinates``; ``expected_units`` are the names of all units that must report."""
    form = edition or builtin_editions().get(parent.edition or "")
    expected = tuple(expected_units) if expected_units is not None else None
    below = tuple(_on_form(report, form) if form else report for report in subordinates)
    subject = RollUp(parent, form, None, own, below, expected)
    cross_level = [rule for rule in builtin_rules().values() if rule.kind == "cross_level"]
    return examine(subject, [r for r in cross_level if form is None or rules_edition(form) in r.editions])


def _refuse_strangers(reports: Sequence[Report], edition: Edition | None) -> None:
    """Raise the CombineError that forbids adding ``reports`` up."""
    if not reports:
        raise NothingToCombineError("没有可汇总的报告", "请给出至少一份报告")
    if unknown := [r for r in reports if r.year is None or r.edition is None]:
        raise UnknownFormError(
            Message("{agencies}没有可识别的年度或统计表", agencies=_told(unknown)), "请先核对这些报告，或去掉后再汇总"
        )
    years = sorted({r.year for r in reports if r.year is not None})
    if len(years) > 1:
        raise MixedYearsError(Message("报告分属{years}年度，不能相加", years=years), "请只汇总同一年度的报告")
    _refuse_other_forms(reports, edition)
    if twice := counted_twice(reports):
        raise CountedTwiceError(Message("{agencies}有两份报告，会重复计算", agencies=twice), "每个单位只保留一份报告")


def _refuse_other_forms(reports: Sequence[Report], edition: Edition | None) -> None:
    if edition is None:
        if len(titles := list(dict.fromkeys(_title(r) for r in reports))) > 1:
            raise MixedEditionsError(
                Message("报告所用表格不同（{titles}），栏目不一，不能相加", titles=titles), "请按表格分别汇总"
            )
        return
    if others := [r for r in reports if not _shares_keys(r, edition)]:
        raise MixedEditionsError(
            Message(
                "{agencies}用的是{titles}，与汇总所用的《{title}》不属于同一时期，栏目含义不同，不能相加",
                agencies=_told(others), titles=list(dict.fromkeys(_title(r) for r in others)), title=edition.title,
            ),
            Message("请退回这些报告，改用《{title}》重新报送，或去掉后再汇总", title=edition.title),
        )  # fmt: skip


def _title(report: Report) -> str:
    form = builtin_editions().get(report.edition or "")
    return Message("《{title}》", title=form.title) if form else Message("未知的表格")


def _shares_keys(report: Report, edition: Edition) -> bool:
    """Whether a report is on the edition or on one of its era."""
    if report.edition == edition.id:
        return True
    form = builtin_editions().get(report.edition or "")
    return form is not None and era_of(form) is not None and era_of(form) == era_of(edition)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A report among those that are added: ``lacks`` are the cells of the combined form that its own form does not
    have, ``beyond`` those of its form (as labelled there) that the combined form does not have."""

    name: str
    form: Edition
    lacks: frozenset[str] = frozenset()
    beyond: tuple[str, ...] = ()


def _unit(report: Report, edition: Edition) -> _Unit:
    name = _told([report])[0]
    form = builtin_editions().get(report.edition or "")
    if form is None or report.edition == edition.id:
        return _Unit(name, edition)
    lacks = frozenset(key for key in edition.slots if key not in form.slots and key not in report.cells)
    beyond = tuple(key for key in form.slots if key not in edition.slots and key in report.cells)
    return _Unit(name, form, lacks, beyond)


def _on_form(report: Report, edition: Edition) -> Report:
    """A report as it stands in the form of the roll-up: what its own form does not have is blank."""
    if report.edition == edition.id or not _shares_keys(report, edition):
        return report
    blanks = {key: Cell(key, None, "", None) for key in _unit(report, edition).lacks}
    return replace(report, edition=edition.id, cells={**report.cells, **blanks})


def _told(reports: Iterable[Report]) -> list[str]:
    return [r.agency or (r.source.name if r.source else Message("未知单位")) for r in reports]


def _on_one_footing(reports: Sequence[Report], edition: Edition) -> list[dict[str, Cell]]:
    """The cells of each report. Where some print one row in place of several, the others' several become that one."""
    if not any(prints_coarse_rows(report, edition) for report in reports):
        return [dict(report.cells) for report in reports]
    return [_coarsened(report.cells, edition) for report in reports]


def _coarsened(cells: Mapping[str, Cell], edition: Edition) -> dict[str, Cell]:
    kept = dict(cells)
    for coarse, fine in substitutes(edition).items():
        columns = {key.partition("@")[2] for key in cells if key.partition("@")[0] in fine}
        for column in columns:
            parts = [kept.pop(f"{row}@{column}") for row in fine if f"{row}@{column}" in kept]
            kept[f"{coarse}@{column}"] = _added(f"{coarse}@{column}", parts)
    return kept


def _added(key: str, cells: Sequence[Cell]) -> Cell:
    """The sum of cells of one unit."""
    filled = [Decimal(str(cell.value)) for cell in cells if cell.value is not None]
    if not filled:
        return Cell(key, None, "", cells[0].unit)
    total = _plain(sum(filled, Decimal(0)))
    return Cell(key, total, number(total), cells[0].unit)


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)


class _Adder:
    """Adds the cells of several reports; remembers what it could not add. ``units`` are those of ``reports``."""

    def __init__(self, edition: Edition, units: list[_Unit], reports: list[dict[str, Cell]]) -> None:
        self.edition = edition
        self.units = units
        self.reports = reports
        self.figures = [figures_of(Report(cells=cells)) for cells in reports]
        self.told: dict[str, list[str]] = {code: [] for code in _TOLD}
        self.told_without: dict[tuple[str, ...], list[str]] = {}

    def cells(self) -> Iterator[tuple[str, Cell]]:
        for key in self._keys():
            found = [cells[key] for cells in self.reports if key in cells]
            if refusal := self._refusal(key):
                self.told[refusal].append(key)
                yield key, Cell(key, None, "", found[0].unit)
            elif self._unread(key):
                self.told["combine.absent"].append(key)
            elif (level := _one_unit(found)) is None:
                self.told["combine.unit"].append(key)
                yield key, Cell(key, None, "", None)
            else:
                self._remember(key, level)
                yield key, _added(key, level)

    def _unread(self, key: str) -> bool:
        """Whether a report lacks the cell although its form has it."""
        return any(
            key not in figures and key not in unit.lacks
            for unit, figures in zip(self.units, self.figures, strict=True)
        )  # fmt: skip

    def _remember(self, key: str, level: Sequence[Cell]) -> None:
        if 0 < sum(cell.value is None for cell in level) < len(level):
            self.told["combine.blank"].append(key)
        if without := tuple(unit.name for unit in self.units if key in unit.lacks):
            self.told_without.setdefault(without, []).append(key)

    def _keys(self) -> list[str]:
        """Every cell that a report has, in the order of the form; none that only other forms have."""
        found = {key for cells in self.reports for key in cells}.difference(*(unit.beyond for unit in self.units))
        ordered = [key for key in self.edition.slots if key in found]
        return [*ordered, *sorted(found - set(ordered))]

    def _refusal(self, key: str) -> str | None:
        """Why a cell must not be added; None when it may."""
        if may_be_added(key, self.edition):
            return None
        return "combine.not_additive" if {key, key.partition("@")[0]} & non_additive_keys() else "combine.not_listed"

    def notes(self) -> Iterator[Note]:
        for code, keys in self.told.items():
            if keys:
                yield Note(code, Message(_TOLD[code], cells=names(self.edition, keys)))
        for agencies, keys in self.told_without.items():
            cells = names(self.edition, keys)
            told = Message("{cells}在{agencies}的表格中没有此栏，由其他单位相加", cells=cells, agencies=agencies)
            yield Note("combine.not_in_theirs", told)
        for (form, beyond), others in self._beyond().items():
            cells = names(form, beyond)
            told = Message("{agencies}的表格另有{cells}，汇总所用的表格没有此栏，未汇入", cells=cells, agencies=others)
            yield Note("combine.not_in_ours", told)

    def _beyond(self) -> dict[tuple[Edition, tuple[str, ...]], list[str]]:
        """Organs by what their form has over and above."""
        found: dict[tuple[Edition, tuple[str, ...]], list[str]] = {}
        for unit in self.units:
            if unit.beyond:
                found.setdefault((unit.form, unit.beyond), []).append(unit.name)
        return found


def _one_unit(cells: Sequence[Cell]) -> list[Cell] | None:
    """The cells in one unit: money is converted to that of the first figure; None where units do not convert. A cell
    that states no unit has that of the others."""
    stated = [cell.unit for cell in cells if cell.value is not None]
    units = list(dict.fromkeys(unit for unit in stated if unit))
    if len(units) <= 1:
        return list(cells)
    if any(unit not in _MONEY for unit in stated):
        return None
    return [_converted(cell, units[0]) for cell in cells]


def _converted(cell: Cell, unit: str) -> Cell:
    if cell.value is None or cell.unit == unit:
        return Cell(cell.key, cell.value, cell.raw, unit)
    value = _plain(Decimal(str(cell.value)) * _MONEY[cell.unit or ""] / _MONEY[unit])
    return Cell(cell.key, value, number(value), unit)
