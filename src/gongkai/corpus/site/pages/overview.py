"""The first page, the outcomes, the faults and the explanations: pages that are made of answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile

from gongkai.corpus.site.drawing.charts import lines_by_year, stack_by_year
from gongkai.corpus.site.drawing.svg import Picture
from gongkai.corpus.site.measures import MEASURES, Break, break_between, eras
from gongkai.corpus.site.sheets import Sheet, shown
from gongkai.corpus.site.site import Figure, Site
from gongkai.corpus.site.words import KINDS, OUTCOMES, RESULTS, reason_label, severity_words
from gongkai.law.rules import SEVERITIES
from gongkai.report.writing.spreadsheet import Value

FLOWS = {"received": "收到", "handled": "办结", "carried_out": "结转下年"}
TILES = (
    ("reports", "reports/index.html"),
    ("organs", "agencies/index.html"),
    ("editions", "reports/index.html"),
    ("formats", "#reports-by-format"),
    ("errors", "findings.html"),
    ("warnings", "findings.html"),
    ("infos", "findings.html"),
    ("unreadable", "faults.html"),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of the first page with the page that it opens onto."""

    name: str
    label: str
    unit: str
    value: Value
    href: str


def write_overview(site: Site) -> None:
    totals = site.answer("totals")
    site.page(
        "index.html",
        "overview.html",
        totals=totals,
        tiles=list(_tiles(totals)),
        facts=next(totals.records()),
        reports=site.figure("reports_by_year", _reports),
        requests=site.figure("requests_by_year", _requests),
        breaks=breaks_of(site.answer("requests_by_year"), "handled"),
        outcomes=_outcomes(site),
        severities=severities(site),
        kinds=kinds(site),
        formats=Figure(site.answer("reports_by_format"), alone=True),
        latest=Figure(site.answer("latest_errors"), alone=True),
    )


def _tiles(totals: Sheet) -> Iterator[Tile]:
    values = next(totals.records())
    headings = {heading.name: heading for heading in totals.headings}
    for name, href in TILES:
        yield Tile(name, headings[name].label, headings[name].unit, values[name], href)


def _reports(sheet: Sheet) -> tuple[Picture, ...]:
    return stack_by_year(sheet, "era", "reports", {**eras(), "None": "未识别表格"}, unit="份")


def _requests(sheet: Sheet) -> tuple[Picture, ...]:
    return lines_by_year(sheet, FLOWS, unit="件")


def severities(site: Site) -> Figure:
    names: dict[str, str] = {severity: severity_words(severity) for severity in SEVERITIES}
    return site.figure(
        "findings_by_year", lambda sheet: stack_by_year(sheet, "severity", "findings", names, unit="处", half=True)
    )


def kinds(site: Site) -> Figure:
    return site.figure(
        "findings_by_kind", lambda sheet: stack_by_year(sheet, "kind", "findings", KINDS, unit="处", half=True)
    )


def _outcomes(site: Site) -> Figure:
    return site.figure(
        "outcomes", lambda sheet: stack_by_year(sheet, "outcome", "requests", OUTCOMES, unit="件", whole=True)
    )


def breaks_of(sheet: Sheet, measure: str) -> list[Break]:
    """What the changes of the form within a sheet's years mean for a measure."""
    present = sorted({str(era) for era in sheet.column("era") if era is not None})
    chosen = next(m for m in MEASURES if m.id == measure)
    return [break_between(chosen, one, other) for one, other in pairwise(present)]


def write_outcomes(site: Site) -> None:
    outcomes = _outcomes(site)
    refusals = site.answer("refusals")
    site.page(
        "outcomes.html",
        "outcomes.html",
        outcomes=outcomes,
        refusals=Figure(refusals, tuple(_refusal_charts(refusals))),
        review=_results(site, "review_results"),
        litigation=_results(site, "litigation_results"),
        breaks={
            "outcomes": breaks_of(outcomes.sheet, "granted_share"),
            "refusals": breaks_of(refusals, "refused_share"),
            "review": breaks_of(site.answer("review_results"), "review"),
            "litigation": breaks_of(site.answer("litigation_results"), "litigation"),
        },
    )


def _refusal_charts(sheet: Sheet) -> Iterator[Picture]:
    """One chart for the reasons of 2014, one for those since 2019: they are different lists."""
    at = sheet.at("era")
    for old in (True, False):
        rows = tuple(row for row in sheet.rows if (row[at] == "2014-2018") is old)
        reasons = sorted({str(row[sheet.at("reason")]) for row in rows})
        name = f"{sheet.id}_{'2014' if old else '2019'}"
        chosen = Sheet(name, sheet.title, sheet.definition, sheet.headings, rows)
        names = {reason: reason_label(reason) for reason in reasons}
        yield from stack_by_year(chosen, "reason", "requests", names, unit="件", whole=True)


def _results(site: Site, name: str) -> Figure:
    return site.figure(name, lambda sheet: stack_by_year(sheet, "result", "cases", RESULTS, unit="件", whole=True))


def write_faults(site: Site) -> None:
    faults = site.answer("faults")
    paths = [str(path) for path in faults.column("path")]
    cut = common_folder(paths)
    rows = tuple((shown(row[0])[len(cut) :], *row[1:]) for row in faults.rows)
    listed = Sheet(faults.id, faults.title, faults.definition, faults.headings, rows, faults.sql)
    site.keep(listed)
    site.page("faults.html", "faults.html", faults=Figure(listed, alone=True, rows=500), notes=_notes(site))


def _notes(site: Site) -> Figure:
    return Figure(site.answer("notes_by_code"), alone=True, rows=200)


def common_folder(paths: list[str]) -> str:
    """The folders that all addresses begin with, closing slash and all: where the files lay is nobody's business."""
    folders = [path.split("/")[:-1] for path in paths]
    shared = takewhile(lambda level: len(set(level)) == 1, zip(*folders, strict=False))
    return "".join(f"{level[0]}/" for level in shared)


def write_about(site: Site) -> None:
    """Last of all pages: it lists every sheet that the others have asked for."""
    site.page("about.html", "about.html", sheets=list(site.sheets.values()), measures=MEASURES)
