"""The whole site, as files: what it holds, that every link leads somewhere, that its numbers are those of the store."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import html

from gongkai.corpus.site import build_site
from gongkai.corpus.site.questions import questions
from gongkai.corpus.site.words import organ_page, slug
from gongkai.law.rules import builtin_rules
from gongkai.report.auditing.engine import audit
from tests.corpus.site.making import report, some_reports, store_of

MADE = datetime(2024, 2, 1, 9, 30, tzinfo=UTC)
FAULTS = [("/data/in/a/坏的.pdf", "文件已损坏"), ("/data/in/b/扫描.pdf", "只有图像")]
ODD = [
    report(None, 2020, seed=3),
    report("示例甲市教育局", None, seed=4),
    report("示例甲市教育局", 2021, seed=9),
    report("示例甲市司法局", 2020, edition=None, seed=2),
]


@pytest.fixture(scope="module")
def reports():
    return [*some_reports(4), *ODD]


@pytest.fixture(scope="module")
def store(reports, tmp_path_factory):
    return store_of(tmp_path_factory.mktemp("store"), reports, FAULTS)


@pytest.fixture(scope="module")
def site(store, tmp_path_factory):
    place = tmp_path_factory.mktemp("site") / "out"
    build_site(store, place, made=MADE)
    return place


def page(site: Path, path: str):
    return html.fromstring((site / path).read_text(encoding="utf-8"))


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def sheet(site: Path, name: str) -> list[list[str]]:
    with (site / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def broken_links(site: Path) -> list[tuple[str, str]]:
    """Addresses that lead to no file or to no place in one; every address of the site is relative."""
    broken, ids = [], {}
    for file in pages(site):
        tree = html.fromstring(file.read_text(encoding="utf-8"))
        for address in (*tree.xpath("//@href"), *tree.xpath("//@src")):
            path, fragment = urldefrag(unquote(address))
            target = (file.parent / path).resolve() if path else file
            if re.match(r"[a-z]+:|/", address) or not target.is_file() or site.resolve() not in target.parents:
                broken.append((file.name, address))
            elif fragment:
                if target not in ids:
                    ids[target] = set(html.fromstring(target.read_text(encoding="utf-8")).xpath("//@id"))
                if fragment not in ids[target]:
                    broken.append((file.name, address))
    return broken


def test_every_link_leads_to_a_file_of_the_site(site):
    assert broken_links(site) == []


def test_every_file_is_reached_from_the_first_page(site):
    reached, waiting = set(), [site / "index.html"]
    while waiting:
        file = waiting.pop()
        if file in reached:
            continue
        reached.add(file)
        if file.suffix == ".html":
            tree = html.fromstring(file.read_text(encoding="utf-8"))
            waiting += [
                (file.parent / urldefrag(unquote(a))[0]).resolve() for a in tree.xpath("//a/@href") if a[0] != "#"
            ]
    unreached = {f.relative_to(site).as_posix() for f in site.rglob("*") if f.is_file()} - {
        f.relative_to(site.resolve()).as_posix() for f in reached if site.resolve() in f.resolve().parents
    }
    assert unreached <= {"site.css", "gongkai-site.txt", "data/totals.csv"} | {
        f"data/{f.relative_to(site / 'data').as_posix()}" for f in (site / "data" / "findings").glob("*.csv")
    }


def test_nothing_is_fetched_and_no_script_runs(site):
    for file in pages(site):
        tree = html.fromstring(file.read_text(encoding="utf-8"))
        assert tree.xpath("//script") == []
        assert tree.xpath("//@*[starts-with(name(), 'on')]") == []
        assert tree.xpath("//link/@href")[0].endswith("site.css")
    assert "url(" not in (site / "site.css").read_text(encoding="utf-8")


def test_ids_are_unique_and_headings_in_order(site):
    for file in pages(site):
        tree = html.fromstring(file.read_text(encoding="utf-8"))
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), file
        levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), (file, levels)


def tiles(site: Path) -> dict[str, int]:
    tree = page(site, "index.html")
    found = {}
    for div in tree.xpath("//dl[@class='tiles']/div"):
        found[div.findtext("dt")] = int(div.xpath("string(dd/a)").replace(",", ""))
    return found


def test_the_numbers_of_the_first_page_are_those_of_the_reports(site, reports):
    audits = [audit(one) for one in reports]
    assert tiles(site) == {
        "报告": len(reports),
        "机关": len({one.agency for one in reports if one.agency}),
        "表格版式": len({one.edition for one in reports if one.edition}),
        "文件格式": 1,
        "错误": sum(a.count("error") for a in audits),
        "警告": sum(a.count("warning") for a in audits),
        "提示": sum(a.count("info") for a in audits),
        "读不了的文件": 2,
    }


def counted(reports):
    """One report an organ and year: the one with most figures, then by hash."""
    best = {}
    for one in sorted(reports, key=lambda r: r.source.sha256):
        filled = sum(cell.value is not None for cell in one.cells.values())
        key = (one.agency, one.year) if one.agency and one.year else one.source.sha256
        if key not in best or filled > best[key][0]:
            best[key] = (filled, one)
    return [one for _, one in best.values()]


def test_requests_received_are_the_sum_of_the_reports_that_count(site, reports):
    expected, sources = Counter(), Counter()
    for one in counted(reports):
        value = one.value("req_received") if one.year and one.year < 2019 else one.value("req_received@total")
        if one.year and one.edition and value is not None:
            expected[str(one.year)] += value
            sources[str(one.year)] += 1
    rows = sheet(site, "requests_by_year")
    year, received, given = (rows[0].index(name) for name in ("年度", "收到（件）", "收到：填报（份）"))
    assert {row[year]: int(row[received]) for row in rows[1:]} == dict(expected)
    assert {row[year]: int(row[given]) for row in rows[1:]} == dict(sources)


PARTS_2014 = {
    "granted": ("reply_already_public", "reply_granted"),
    "partial": ("reply_partial",),
    "refused": ("reply_refused",),
    "unable": ("reply_not_this_agency", "reply_not_exist"),
    "amend": ("reply_amend_requested",),
    "redirected": ("reply_other_channel",),
}
PARTS_2019 = {
    "granted": ("outcome_granted",),
    "partial": ("outcome_partial",),
    "refused": ("refused_",),
    "unable": ("unable_",),
    "not_processed": ("np_",),
    "other": ("outcome_other", "other_overdue_correction", "other_unpaid_fee", "other_misc"),
}


def test_outcomes_are_the_sums_of_their_rows(site, reports):
    expected = Counter()
    for one in counted(reports):
        if not one.year or not one.edition:
            continue
        old = one.edition.startswith("cn-gid-2014")
        for outcome, prefixes in (PARTS_2014 if old else PARTS_2019).items():
            for key, cell in one.cells.items():
                row, _, column = key.partition("@")
                if row.startswith(prefixes) and column == ("" if old else "total"):
                    expected[str(one.year), outcome] += cell.value
    rows = sheet(site, "outcomes")
    assert {(row[0], row[2]): int(row[3]) for row in rows[1:]} == dict(expected)
    for year in {row[0] for row in rows[1:]}:
        assert sum(float(row[5]) for row in rows[1:] if row[0] == year) == pytest.approx(1)


def test_findings_by_severity_and_rule_are_those_of_the_audits(site, reports):
    by_year, by_rule, concerned = Counter(), Counter(), {}
    for one in reports:
        for finding in audit(one).findings:
            by_year[str(one.year or ""), finding.severity] += 1
            by_rule[finding.rule] += 1
            concerned.setdefault(finding.rule, set()).add(one.source.sha256)
    rows = sheet(site, "findings_by_year")
    assert {(row[0], row[1]): int(row[2]) for row in rows[1:]} == dict(by_year)
    league = sheet(site, "rules")
    assert {row[0]: int(row[7]) for row in league[1:]} == dict(by_rule)
    assert {row[0]: int(row[4]) for row in league[1:]} == {rule: len(some) for rule, some in concerned.items()}


def test_the_denominator_of_a_rule_is_the_reports_that_it_is_made_for(site, reports):
    for row in sheet(site, "rules")[1:]:
        rule = builtin_rules()[row[0]]
        applicable = [r for r in reports if r.edition in rule.editions and rule.covers_year(r.year)]
        assert row[5] == (str(len(applicable)) if applicable else "0")


def test_each_rule_has_a_page_with_all_its_findings(site, reports):
    expected = Counter(finding.rule for one in reports for finding in audit(one).findings)
    for rule, count in expected.items():
        tree = page(site, f"rules/{rule}.html")
        assert len(tree.xpath("//ol[@class='findings']/li")) == count
        assert len(sheet(site, f"rules/{rule}")) == count + 1


def test_an_agency_s_page_shows_its_figures_breaks_and_reports(site, reports):
    tree = page(site, organ_page("示例甲市教育局"))
    text = tree.text_content()
    assert "2018（前后年度都有报告）" in text
    assert "2014年版→2019年版：口径相近，谨慎比较" in text
    assert len(tree.xpath("//tr[@class='era-begins']")) == 2
    for one in reports:
        assert (one.source.sha256 in text) is (one.agency == "示例甲市教育局")
    charts = tree.xpath("//ul[@class='multiples']//*[local-name()='svg']")
    assert charts
    for chart in charts:
        assert chart.get("role") == "img"
        assert chart.xpath("*[local-name()='title']")[0].text
        assert chart.xpath(".//*[@class='break']")


def test_the_table_of_an_agency_equals_its_csv(site):
    tree = page(site, organ_page("示例甲市交通运输局"))
    table = tree.xpath("//h2[@id='series']/following::table")[0]
    shown = [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath(".//tbody/tr")]
    rows = sheet(site, f"agencies/{slug('示例甲市交通运输局')}")[1:]
    assert len(shown) == len(rows)
    for cells, values in zip(shown, rows, strict=True):
        for at in (0, 2, 3, 7, 8, 9, 10):
            assert cells[at].replace(",", "") == values[at]
        for at in (5, 6):
            assert cells[at] == (f"{float(values[at]) * 100:.1f}%" if values[at][0].isdigit() else values[at])


@pytest.mark.parametrize("name", sorted(set(questions()) - {"rules", "totals", "faults"}))
def test_every_answer_s_table_has_the_rows_of_its_csv(site, name):
    rows = sheet(site, name)[1:]
    where = ("index.html", "findings.html", "outcomes.html", "faults.html", "reports/index.html")
    tables = [t for p in where for t in page(site, p).xpath(f"//figure[@id='{name.replace('_', '-')}']//table")]
    assert tables or not rows
    for table in tables:
        assert len(table.xpath(".//tbody/tr")) == len(rows)
        for row, values in zip(table.xpath(".//tbody/tr"), rows, strict=True):
            for cell, value in zip(row, values, strict=True):
                if re.fullmatch(r"\d+", value):
                    assert cell.text_content().strip().replace(",", "") in (value, f"{int(value) * 100}.0%")


def test_the_sql_of_the_site_gives_the_site_s_numbers(site, store):
    tree = page(site, "about.html")
    with store.connection() as connection:
        for name in ("requests_by_year", "findings_by_year", "outcomes"):
            sql = tree.xpath(f"//h3[@id='{name}']/following::pre")[0].text_content()
            assert len(connection.execute(sql).fetchall()) == len(sheet(site, name)) - 1


def test_a_year_lists_the_reports_that_its_sums_are_made_of(site, reports):
    rows = sheet(site, "reports/2020")
    assert len(rows) - 1 == sum(one.year == 2020 for one in reports)
    received = sum(int(row[4]) for row in rows[1:] if row[4] and row[9] == "是")
    assert str(received) in {row[3] for row in sheet(site, "requests_by_year") if row[0] == "2020"}
    assert len(sheet(site, "reports/none")) == 2


def test_faults_are_listed_without_where_the_machine_keeps_them(site):
    text = page(site, "faults.html").text_content()
    assert "a/坏的.pdf" in text
    assert "文件已损坏" in text
    assert "/data/in" not in text
    assert "/data/in" not in (site / "data" / "faults.csv").read_text(encoding="utf-8")


def test_the_foot_tells_when_and_of_what(site, store):
    for file in pages(site):
        foot = html.fromstring(file.read_text(encoding="utf-8")).xpath("string(//footer)")
        assert "2024-02-01 09:30" in foot
        assert f"第{store.manifest.generation}代" in foot


def test_the_same_store_gives_the_same_site(site, store, tmp_path):
    build_site(store, tmp_path / "again", made=MADE)
    ours = {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    theirs = {
        p.relative_to(tmp_path / "again").as_posix(): p.read_bytes()
        for p in (tmp_path / "again").rglob("*")
        if p.is_file()
    }
    assert ours == theirs
