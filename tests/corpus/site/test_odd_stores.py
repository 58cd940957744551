"""Stores that are empty, small, audited, or full of texts that try to be something else."""

from __future__ import annotations

import csv
import errno
import re
from datetime import UTC, date, datetime

import duckdb
import pytest
from lxml import html

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.site import build_site
from gongkai.corpus.site.words import organ_page, slug
from gongkai.corpus.store import Store
from gongkai.corpus.store.arrow import joined, tables_of
from gongkai.corpus.store.rows import rows_of
from gongkai.report.auditing.findings import Audit, Finding
from gongkai.report.model import Note, Report, Source
from tests.corpus.site.making import report, some_reports, store_of
from tests.corpus.site.test_site import broken_links, page, pages, sheet, tiles

MADE = datetime(2024, 2, 1, 9, 30, tzinfo=UTC)


def built(store, place, **options):
    build_site(store, place, made=MADE, **options)
    return place


def test_an_empty_store_gives_a_whole_site(tmp_path):
    site = built(Store.create_or_open(tmp_path / "store"), tmp_path / "site")
    assert "报告库是空的" in page(site, "index.html").text_content()
    assert set(tiles(site).values()) == {0}
    assert broken_links(site) == []
    assert {p.name for p in site.glob("*.html")} == {
        *("index.html", "findings.html", "compare.html", "outcomes.html", "faults.html", "about.html"),
    }


def test_one_report(tmp_path):
    site = built(store_of(tmp_path / "store", [report("示例市教育局", 2020, seed=5)]), tmp_path / "site")
    assert tiles(site)["报告"] == 1
    assert broken_links(site) == []
    assert page(site, organ_page("示例市教育局")).xpath("//ul[@class='multiples']//*[local-name()='svg']")


@pytest.mark.parametrize(
    ("agency", "year", "edition"),
    [
        (None, 2020, "cn-gid-2019"),
        ("示例市教育局", None, "cn-gid-2019"),
        ("示例市教育局", 2012, None),
        (None, None, None),
    ],
    ids=["no agency", "no year", "no edition", "nothing"],
)
def test_a_report_that_does_not_say_what_it_is(agency, year, edition, tmp_path):
    one = report(agency, year, edition=edition, seed=5)
    site = built(store_of(tmp_path / "store", [one]), tmp_path / "site")
    assert tiles(site)["报告"] == 1
    assert broken_links(site) == []
    assert one.source.sha256 in page(site, organ_page(agency)).text_content()
    assert one.source.sha256 in (site / f"data/reports/{year or 'none'}.csv").read_text(encoding="utf-8-sig")


def test_misread_years_do_not_stretch_the_charts(tmp_path):
    reports = [report("示例市教育局", year, edition="cn-gid-2019", seed=5) for year in (202, 2019, 2020)]
    site = built(store_of(tmp_path / "store", reports), tmp_path / "site")
    assert broken_links(site) == []
    assert (site / "index.html").stat().st_size < 400_000


HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>&amp;'\"\\"


def hostile_store(folder):
    """A store in which every text of a report tries to be markup, a formula or a path."""
    rows = []
    for year in (2018, 2020):
        one = report(f"=cmd|{HOSTILE}/../..", year, seed=4, name=f"../{HOSTILE}{year}.html")
        one.title = HOSTILE
        one.notes.append(Note("unplaced", f"@SUM(1)+{HOSTILE}"))
        finding = Finding(f"X/../{HOSTILE}", "error", f"+{HOSTILE}", {}, (), HOSTILE, HOSTILE)
        rows.append(rows_of(one, Audit(one, [finding]), path=f"/x/{HOSTILE}", size=1))
    rows.append({"files": [(f"/x/{HOSTILE}.pdf", None, 1, "1", f"-{HOSTILE}")]})
    store = Store.create_or_open(folder)
    with store.writing() as writer:
        writer.add(tables_of(joined(rows)))
        writer.commit()
    return store


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    return built(hostile_store(folder / "store"), folder / "site", title=f"统计{HOSTILE}")


def test_texts_of_reports_stay_texts(hostile):
    site, shown = hostile, 0
    for file in pages(site):
        text = file.read_text(encoding="utf-8")
        tree = html.fromstring(text)
        assert tree.xpath("//script|//img|//*[@onerror]") == [], file
        assert "<script" not in text
        shown += "alert(1)" in tree.text_content()
    assert shown > 5
    assert broken_links(site) == []
    assert "alert(1)" in "".join(
        page(site, "findings.html").xpath("//*[local-name()='svg']//*[local-name()='text']/text()")
    )


def test_file_names_take_nothing_from_texts(hostile):
    assert {p.name for p in hostile.parent.iterdir()} == {"store", "site"}
    for file in hostile.rglob("*"):
        assert re.fullmatch(r"[a-z0-9._-]+", file.name), file


def test_no_cell_of_a_csv_begins_a_formula(hostile):
    texts = []
    for file in (hostile / "data").rglob("*.csv"):
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.reader(rows):
                texts += [cell for cell in row if not re.fullmatch(r"-?[\d.]+", cell)]
    assert any(text.startswith("'=cmd") for text in texts)
    assert [text for text in texts if text[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


OLD, NEW, OTHER = "示例市卫生局", "示例市卫生健康委员会", "示例市教育局"


def audit_tables(store, reports):
    """The audit's tables, by hand: a renamed organ, a code, a parent, a copy, a late report, a missing year."""
    organ = {OLD: NEW, NEW: NEW, OTHER: OTHER}
    tree = (2016, 2023, 3, "990100", "prefecture", "department", "示例市")
    agencies = [
        (name, organ[name], organ[name], *tree, "更名" if name == OLD else "同名", None, None, None, "机构改革方案")
        for name in organ
    ]
    series = [(r.source.sha256, r.agency, r.year, organ[r.agency], True, None) for r in reports]
    one, other = reports[0], reports[-1]
    prose = (one.source.sha256, one.agency, one.year, 0, "preamble", "总体情况", "agencies")
    copies = [(*prose, other.source.sha256, other.agency, other.year, 0.83, 400, "[]")]
    late = [(one.source.sha256, one.agency, one.year, organ[one.agency], date(2017, 4, 9), date(2017, 3, 31), 9)]
    missing = [(2019, NEW, "990100", "gap", "前后年度都有报告而缺此年")]
    rows = {"agencies": agencies, "series": series, "copies": copies, "lateness": late, "missing": missing}
    with store.writing() as writer:
        writer.replace("audit", tables_of(rows))


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audited")
    reports = [report(OLD, year, seed=3) for year in (2016, 2017, 2018)]
    reports += [report(NEW, year, seed=3) for year in (2020, 2021)] + [report(OTHER, 2020, seed=6)]
    store = store_of(folder / "store", reports)
    audit_tables(store, reports)
    return built(store, folder / "site")


def test_a_renamed_organ_is_one_series(audited):
    rows = sheet(audited, f"agencies/{slug(NEW)}")
    assert [row[0] for row in rows[1:]] == ["2016", "2017", "2018", "2020", "2021"]
    assert not (audited / organ_page(OLD)).exists()
    text = page(audited, organ_page(NEW)).text_content()
    assert OLD in text
    assert "更名" in text
    assert tiles(audited)["机关"] == 2


def test_what_the_audit_knows_is_on_the_organ_s_page(audited):
    text = " ".join(page(audited, organ_page(NEW)).text_content().split())
    assert "2019（前后年度都有报告而缺此年）" in text
    assert "期限 2017-03-31，迟9天" in text
    assert "83%" in text
    assert "990100" in text


def test_missing_and_late_reports_are_counted(audited):
    assert sheet(audited, "missing_reports")[1:] == [["2019", NEW, "990100", "前后年度都有报告而缺此年"]]
    assert sheet(audited, "lateness_by_year")[1:] == [["2016", "1", "1", "1", "9"]]
    assert broken_links(audited) == []


def test_the_directory_groups_by_the_organ_above(audited):
    tree = page(audited, "agencies/index.html")
    assert tree.xpath("//tr[@class='group']/th/text()") == ["示例市"]
    assert len(tree.xpath("//tbody/tr[not(@class)]")) == 2


def test_the_organs_compared_are_the_chosen_ones(tmp_path):
    store = store_of(tmp_path / "store", some_reports(4, (2020, 2021)))
    site = built(store, tmp_path / "site", compare=("示例甲市教育局", "示例甲市交通运输局"))
    rows = sheet(site, "compare_received")
    assert [row[0] for row in rows[1:]] == ["示例甲市教育局", "示例甲市交通运输局"]
    tree = page(site, "compare.html")
    table = [[" ".join(c.text_content().split()) for c in row] for row in tree.xpath("(//table)[1]//tbody/tr")]
    assert table == rows[1:]


def test_a_name_that_the_store_lacks_is_refused_with_close_ones(tmp_path):
    store = store_of(tmp_path / "store", some_reports(2, (2020,)))
    with pytest.raises(CorpusError, match="没有机关") as refused:
        build_site(store, tmp_path / "site", compare=("甲市教育局",))
    assert "示例甲市教育局" in refused.value.mend
    assert not (tmp_path / "site").exists()


def test_many_findings_of_a_rule_go_on_several_pages(tmp_path):
    rows = []
    for n in range(2):
        one = Report("示例市教育局", 2020 + n, source=Source("x.txt", f"{n:064d}", "txt"))
        some = [Finding("A19-01", "error", f"第{at}处") for at in range(400)]
        rows.append(rows_of(one, Audit(one, some), path=f"/x{n}", size=1))
    store = Store.create_or_open(tmp_path / "store")
    with store.writing() as writer:
        writer.add(tables_of(joined(rows)))
        writer.commit()
    site = built(store, tmp_path / "site")
    counts = [len(page(site, f"rules/{name}").xpath("//ol/li")) for name in ("A19-01.html", "A19-01-2.html")]
    assert counts == [500, 300]
    assert len(sheet(site, "rules/A19-01")) == 801
    assert len(page(site, organ_page("示例市教育局").replace(".html", "-2.html")).xpath("//ol/li")) == 300
    assert broken_links(site) == []


@pytest.mark.parametrize("error", [duckdb.OutOfMemoryException, duckdb.IOException], ids=["memory", "spill"])
def test_a_machine_too_small_is_one_line(error, tmp_path, monkeypatch):
    store = store_of(tmp_path / "store", some_reports(1, (2020,)))

    def too_much(connection):
        raise error("x")

    monkeypatch.setattr("gongkai.corpus.site.prepare", too_much)
    with pytest.raises(CorpusError, match="空间不足"):
        build_site(store, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_no_room_for_temporary_files_is_one_line(tmp_path, monkeypatch):
    store = store_of(tmp_path / "store", some_reports(1, (2020,)))

    def full(**options):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("gongkai.corpus.site.TemporaryDirectory", full)
    with pytest.raises(CorpusError, match="磁盘已满"):
        build_site(store, tmp_path / "site")
