"""The league of findings, and the page of each rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from gongkai.corpus.site.drawing.charts import SEVERITY_FILLS, ranking
from gongkai.corpus.site.drawing.vega import Bar
from gongkai.corpus.site.language import _
from gongkai.corpus.site.organs import FindingRow, findings_by_rule
from gongkai.corpus.site.pages.overview import kinds, severities
from gongkai.corpus.site.questions import questions
from gongkai.corpus.site.rendering import PER_PAGE, Leaf, leaves
from gongkai.corpus.site.sheets import Row, Sheet, csv_file, grouped
from gongkai.corpus.site.site import Figure, Site
from gongkai.corpus.site.words import rule_file, rule_page, severity_words
from gongkai.law.rules import SEVERITIES, Rule, builtin_rules
from gongkai.report.writing.spreadsheet import Value

DRAWN = 15
Forms = Mapping[tuple[str | None, int | None], int]
"""How many reports there are of each edition and year."""


def write_findings(site: Site) -> None:
    league, agencies = rule_league(site), site.answer("agencies_by_errors")
    site.page(
        "findings.html",
        "findings.html",
        severities=severities(site),
        kinds=kinds(site),
        league=Figure(league, ranking(league, _rule_bars(league), unit="份", parts=_severity_names()), True, 10_000),
        agencies=Figure(agencies, ranking(agencies, list(_agency_bars(agencies)), unit="处")),
    )
    _write_rules(site, league)


def rule_league(site: Site) -> Sheet:
    """The rules by the number of reports concerned, with what the law room knows: title and range of application."""
    asked = site.answer("rules")
    forms = _forms(site)
    rows = [_league_row(row, forms) for row in asked.records()]
    return site.keep(
        Sheet("rules", asked.title, asked.definition, questions()["rules"].headings, tuple(rows), asked.sql)
    )


def _league_row(row: Mapping[str, object], forms: Forms) -> tuple[Value, ...]:
    rule = builtin_rules().get(str(row["rule"]))
    applicable = applicable_reports(rule, forms) if rule else None
    reports = int(str(row["reports"]))
    share = reports / applicable if applicable else None
    meaning = (rule.title_zh, rule.citation) if rule else ("自定义规则", None)
    known = (str(row["rule"]), *meaning, str(row["severity"]), reports, applicable, share)
    return (*known, int(str(row["findings"])), int(str(row["organs"])))


def applicable_reports(rule: Rule, forms: Forms) -> int:
    """Reports whose edition and year the rule is made for."""
    return sum(n for (edition, year), n in forms.items() if edition in rule.editions and rule.covers_year(year))


def _forms(site: Site) -> Forms:
    found = site.connection.execute("SELECT edition, year, count(*) FROM reports GROUP BY edition, year")
    return {(edition, year): count for edition, year, count in found.fetchall()}


def _severity_names() -> list[tuple[int, str]]:
    return [(SEVERITY_FILLS[at], severity_words(severity)) for at, severity in enumerate(SEVERITIES)]


def _rule_bars(league: Sheet) -> list[Bar]:
    fills = dict[str, int](zip(SEVERITIES, SEVERITY_FILLS, strict=True))
    return [
        Bar(
            f"{row['rule']} {_(str(row['title']))}",
            float(str(row["reports"])),
            _("{count}份", count=grouped(float(str(row["reports"])))),
            fills.get(str(row["severity"]), 0),
        )
        for row in islice(league.records(), DRAWN)
    ]


def _agency_bars(sheet: Sheet) -> Iterator[Bar]:
    for row in islice(sheet.records(), DRAWN):
        errors = float(str(row["per_report"]))
        if errors > 0:
            known = {"rate": f"{errors:.2f}", "errors": row["errors"], "reports": row["reports"]}
            yield Bar(str(row["organ"]), errors, _("{rate}（{errors}/{reports}）", **known))


def _write_rules(site: Site, league: Sheet) -> None:
    by_rule = {str(row["rule"]): row for row in league.records()}
    for name, findings in findings_by_rule(site.connection):
        csv, totals = f"data/rules/{rule_file(name)}.csv", by_rule[name]
        context = {
            "rule": builtin_rules().get(name),
            "id": name,
            "totals": totals,
            "csv": csv,
            "headings": league.headings,
        }
        for leaf, some in in_pages(site, rule_page(name), csv, findings, int(str(totals["findings"]))):
            site.page(leaf.path, "rule.html", leaf=leaf, findings=some, **context)


FINDING_HEADINGS = ("年度", "机关", "规则", "严重程度", "问题", "建议", "依据", "文件", "SHA-256")


def finding_cells(finding: FindingRow) -> Row:
    """A finding as a row of a CSV, in the order of ``FINDING_HEADINGS``."""
    meaning = (finding.year, finding.organ, finding.rule, finding.severity, finding.message)
    return (*meaning, finding.mend, finding.basis, finding.name, finding.sha256)


def in_pages(
    site: Site, path: str, csv: str, findings: Iterator[FindingRow], total: int
) -> Iterator[tuple[Leaf, list[FindingRow]]]:
    """The findings page after page, as many at a time as a page holds; each goes into the CSV on its way."""
    with csv_file(site.renderer.folder / csv, FINDING_HEADINGS) as rows:
        for leaf in leaves(path, total):
            some = list(islice(findings, PER_PAGE))
            for finding in some:
                rows.add(finding_cells(finding))
            yield leaf, some
