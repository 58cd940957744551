"""The findings page as lxml sees it."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote

import pytest
from lxml import html

from gongkai.law.editions import builtin_editions
from gongkai.report.auditing.engine import audit as audit_report
from gongkai.report.auditing.findings import Finding
from gongkai.report.presenting import findings_bytes, page, write_findings
from gongkai.report.writing import UnwritableError
from tests.report.presenting.audits import (
    HOSTILE,
    broken_audit,
    clean_audit,
    every_kind,
    hostile_audit,
    sample_audit,
)
from tests.report.writing.reports import EDITIONS, custom_edition, full_report, numbered_cells


def opened(audits, **options):
    return html.fromstring(findings_bytes(audits, "html", **options).decode())


def by_id(document, name):
    (element,) = document.xpath("//*[@id=$name]", name=name)
    return element


def broken_links(document):
    ids = {e.get("id") for e in document.iter() if e.get("id")}
    return [a.get("href") for a in document.iter("a") if a.get("href")[0] == "#" and a.get("href")[1:] not in ids]


PAGES = {
    "one": lambda: [sample_audit()],
    "2014": lambda: [sample_audit("cn-gid-2014-weihai")],
    "clean": lambda: [clean_audit()],
    "unreadable": lambda: [broken_audit()],
    "several": every_kind,
    "hostile": lambda: [hostile_audit()],
    "none": list,
}


@pytest.mark.parametrize("audits", PAGES.values(), ids=PAGES.keys())
def test_links_lead_somewhere_and_ids_are_unique(audits):
    document = opened(audits())
    ids = [e.get("id") for e in document.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert not any(" " in i for i in ids)
    assert broken_links(document) == []


@pytest.mark.parametrize("audits", PAGES.values(), ids=PAGES.keys())
def test_nothing_is_fetched_and_nothing_runs(audits):
    text = findings_bytes(audits(), "html").decode()
    document = html.fromstring(text)
    assert not document.findall(".//script")
    assert not document.xpath("//@src | //@style | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\(|@import", text)
    policy = document.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_a_cell_is_marked_in_place_and_linked_both_ways():
    document = opened([sample_audit()])
    link = next(a for a in by_id(document, "r1-f1").iter("a") if "规章·本年废止件数＝2" in a.text)
    cell = by_id(document, link.get("href")[1:])
    assert cell.tag == "td"
    assert cell.text == "2"
    assert cell.get("class") == "marked error"
    assert [a.get("href") for a in cell.iter("a")] == ["#r1-f1", "#r1-f2"]
    said = "第1条（错误）：两边不等：左边为12，右边为15。；第2条（警告）：文中为128条，表中为2条。"
    assert cell.get("title") == cell.get("aria-description") == said


def test_a_blank_cell_is_marked_too():
    document = opened([sample_audit()])
    link = next(a for a in by_id(document, "r1-f1").iter("a") if "空白" in a.text)
    cell = by_id(document, link.get("href")[1:])
    assert cell.text is None
    assert cell.find("a").text == "■1"
    assert cell.find("a").get("aria-label") == "见问题清单第1条，错误"


def test_sentences_are_marked_in_place_overlaps_and_line_breaks_too():
    document = opened([sample_audit()])
    section = next(s for s in document.iter("section") if "主动公开政府信息情况" in (s.findtext("h3") or ""))
    assert [m.text for m in section.iter("mark")] == ["主动公开政府", "信息128条", "。", "（一）健全"]
    anchors = [s.get("id") for s in section.iter("span") if s.get("class") == "anchor"]
    assert anchors == ["r1-f2-q1", "r1-f2-q2"]
    quotes = [a.get("href") for a in by_id(document, "r1-f2").iter("a")][1:]
    assert quotes == ["#r1-f2-q1", "#r1-f2-q2"]
    assert {a.get("href") for a in section.iter("a") if a.getparent().tag != "td"} == {"#r1-f2"}


def test_the_marked_report_still_says_the_same_words():
    audit = sample_audit()
    document = opened([audit])
    article = document.find(".//article")
    for reference in article.xpath(".//a[contains(@class, 'ref')]"):
        reference.text = ""
    words = article.text_content()
    for section in audit.report.sections:
        assert all(line in words for line in section.text.split("\n"))


def test_a_finding_without_a_place_is_listed_without_link():
    item = by_id(opened([sample_audit()]), "r1-f3")
    assert not item.findall(".//a")
    assert "no_such_cell＝7（表中没有此格）" in item.text_content()
    assert "“年度报告”" in item.text_content()


def test_the_list_shows_rule_mend_and_basis():
    words = by_id(opened([sample_audit()]), "r1-f1").text_content()
    for part in ("1.", "■ 错误", "A19-01", "第一项+第二项", "建议：请核对总计列。", "依据：国办公开办函〔2021〕30号"):
        assert part in words


def test_severity_is_told_by_shape_and_word():
    badges = {b.text_content() for b in opened([sample_audit()]).iter("span") if b.get("class", "").startswith("badge")}
    assert badges == {"■ 错误", "▲ 警告", "○ 提示"}


def test_a_finding_on_very_many_cells_folds_most_of_them():
    audit = sample_audit()
    audit.findings = [Finding("C21-01", "info", "有空白。", dict.fromkeys(audit.report.cells, None))]
    item = by_id(opened([audit]), "r1-f1")
    shown, folded = item.xpath(".//ul[@class='cells']")
    assert (len(shown), len(folded)) == (8, len(audit.report.cells) - 8)
    assert item.findtext(".//summary") == f"其余{len(folded)}格"


def test_notes_and_what_could_not_be_checked_are_there():
    summaries = [s.text_content() for s in opened([sample_audit()]).iter("summary")]
    assert summaries == ["未能核对 1 项", "读取说明 1 条"]


def test_a_clean_and_an_unreadable_report_say_so():
    assert "✓ 未发现问题" in opened([clean_audit()]).text_content()
    assert "无法读取：文件已加密" in opened([broken_audit()]).text_content()


def test_headings_go_down_one_level_at_a_time():
    for audits in ([sample_audit()], every_kind()):
        levels = [int(e.tag[1]) for e in opened(audits).iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))


def test_several_reports_begin_with_an_overview():
    document = opened(every_kind())
    table = document.find(".//table[@class='overview']")
    rows = [[cell.text_content() for cell in row] for row in table.iter("tr")]
    assert rows[0] == ["报告", "单位", "年度", "■ 错误", "▲ 警告", "○ 提示", "未能核对"]
    assert rows[1] == ["交通运输局.docx", "某市交通运输局", "2021", "1", "1", "1", "1"]
    assert rows[4] == ["坏文件.pdf", "—", "—", "无法读取"]
    assert [d.get("open") for d in document.xpath("//details[@class='report']")] == [None] * 4
    assert [d.get("open") for d in opened(every_kind()[:2]).xpath("//details[@class='report']")] == ["", ""]


def test_words_of_a_file_are_never_markup():
    for audits in ([hostile_audit()], [hostile_audit(), hostile_audit()]):
        document = opened(audits)
        assert not document.findall(".//img")
        visible = HOSTILE.replace("\x1b", "")
        assert document.text_content().count(visible) >= 10


def test_cells_of_a_custom_form_are_laid_out_when_it_is_given():
    edition = custom_edition()
    audit = sample_audit()
    audit.report.edition, audit.report.cells = edition.id, numbered_cells(edition)
    audit.findings = [Finding("X-1", "error", "不等。", {"posts:year": 1})]
    with_form = opened([audit], editions={edition.id: edition})
    assert [c.text for c in with_form.iter("caption")] == ["政务公开工作季度统计表", "各级受理情况"]
    assert "网站发布信息数·本年度＝1" in with_form.text_content()
    without = opened([audit])
    assert [c.text for c in without.iter("caption")] == ["其他单元格"]
    assert len(without.xpath("//td[contains(@class, 'marked')]")) == 1


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_a_real_audit_is_marked_in_every_cell_it_names(edition_id):
    audit = audit_report(full_report(edition_id))
    edition = builtin_editions()[edition_id]
    named = {edition.resolve(key) for f in audit.findings for key in f.cells} & set(audit.report.cells)
    document = opened([audit])
    assert named
    assert len(document.xpath("//td[contains(@class, 'marked')]")) == len(named)
    assert len(document.xpath("//li[starts-with(@class, 'finding ')]")) == len(audit.findings)


def test_a_folder_takes_a_page_for_each_report(tmp_path):
    write_findings(every_kind(), tmp_path / "结果")
    names = sorted(p.name for p in (tmp_path / "结果").iterdir())
    assert names == ["0001-交通运输局.html", "0002-卫生局.html", "0003-清白.html", "0004-坏文件.html", "index.html"]
    index = html.fromstring((tmp_path / "结果" / "index.html").read_text(encoding="utf-8"))
    assert [unquote(a.get("href")) for a in index.iter("a")] == names[:-1]
    first = html.fromstring((tmp_path / "结果" / names[0]).read_text(encoding="utf-8"))
    assert first.find(".//p[@class='back']/a").get("href") == "index.html"


def test_many_reports_in_one_html_file_become_pages_beside_it(tmp_path):
    audits = [clean_audit(f"报告{n}.docx") for n in range(page.ONE_FILE + 1)]
    write_findings(audits, tmp_path / "all.html")
    index = html.fromstring((tmp_path / "all.html").read_text(encoding="utf-8"))
    links = [unquote(a.get("href")) for a in index.iter("a")]
    assert len(links) == len(audits)
    assert all((tmp_path / link).is_file() for link in links)
    one = html.fromstring((tmp_path / links[0]).read_text(encoding="utf-8"))
    back = one.find(".//p[@class='back']/a").get("href")
    assert (tmp_path / links[0]).parent.joinpath(back).resolve() == (tmp_path / "all.html").resolve()


def test_a_hostile_file_name_stays_inside_the_folder(tmp_path):
    write_findings([hostile_audit()], tmp_path / "out")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out"]
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "begin"), [("a.json", b"{"), ("a.xlsx", b"PK"), ("a.HTM", b"<!doctype"), ("a.txt", "交通".encode())]
)
def test_the_suffix_chooses_the_format(name, begin, tmp_path):
    write_findings([sample_audit()], tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begin)


def test_the_format_may_be_named(tmp_path):
    write_findings([sample_audit()], tmp_path / "结果.dat", form="json")
    assert (tmp_path / "结果.dat").read_bytes().startswith(b"{")


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(UnwritableError, match="table、json、html、xlsx"):
        write_findings([sample_audit()], tmp_path / "a.odt")


def test_a_place_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UnwritableError, match="不能写入"):
        write_findings([sample_audit()], tmp_path / "file" / "folder")
