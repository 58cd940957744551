"""The web page as lxml sees it, tables expanded by a naive grid of our own."""

from __future__ import annotations

import re

import pytest
from lxml import html

from gongkai.report.model import Cell, Report, Section
from gongkai.report.writing import write_bytes
from gongkai.report.writing.arrangement import arrange
from tests.report.writing.grids import places, squeezed
from tests.report.writing.reports import AGENCY, EDITIONS, full_report


def opened(report):
    return html.fromstring(write_bytes(report, "html").decode())


def grid_of(table):
    """Element by (row, column), spans expanded."""
    grid = {}
    for r, row in enumerate(table.iter("tr")):
        column = 0
        for cell in row:
            while (r, column) in grid:
                column += 1
            for i in range(int(cell.get("rowspan", 1))):
                for j in range(int(cell.get("colspan", 1))):
                    grid[r + i, column + j] = cell
            column += int(cell.get("colspan", 1))
    return grid


@pytest.fixture(scope="module")
def page():
    return opened(full_report("cn-gid-2021"))


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_every_box_is_at_its_place(edition_id):
    report = full_report(edition_id)
    tables = opened(report).findall(".//table")
    expected = arrange(report).tables
    assert len(tables) == len(expected)
    for table, form in zip(tables, expected, strict=True):
        grid = grid_of(table)
        assert {at: squeezed(e.text_content()) for at, e in grid.items()} == {
            at: squeezed(box.text) for at, box in places(form).items()
        }


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_every_figure_is_headed_by_its_labels(edition_id):
    report = full_report(edition_id)
    page = opened(report)
    ids = {e.get("id"): e.text_content() for e in page.iter("th") if e.get("id")}
    for table, form in zip(page.findall(".//table"), arrange(report).tables, strict=True):
        grid = grid_of(table)
        for (row, column), box in places(form).items():
            if box.key and any(b.head and b.column_span > 1 for b in form.boxes):
                named = {ids[i] for i in grid[row, column].get("headers").split()}
                above = {grid[r, column].text_content() for r in range(row) if grid[r, column].tag == "th"}
                left = {grid[row, c].text_content() for c in range(column) if grid[row, c].tag == "th"}
                assert left <= named <= above | left


def test_the_figure_of_a_stacked_grid_is_not_headed_by_the_grid_above(page):
    ids = {e.get("id"): e.text_content() for e in page.iter("th") if e.get("id")}
    grid = grid_of(page.findall(".//table")[0])
    assert [ids[i] for i in grid[6, 1].get("headers").split()] == ["第二十条第（五）项", "本年处理决定数量", "行政许可"]


def test_tables_have_captions_and_scopes(page):
    for table in page.iter("table"):
        assert table.findtext("caption")
        assert all(th.get("scope") in ("row", "col", "rowgroup", "colgroup") for th in table.iter("th"))
    assert len(page.findall(".//thead")) == 2


def test_ids_are_unique(page):
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_language_title_and_headings(page):
    text = write_bytes(full_report("cn-gid-2021"), "html").decode()
    assert text.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert page.findtext(".//title") == f"{AGENCY}2021年政府信息公开工作年度报告"
    assert page.find(".//h1").text_content() == f"{AGENCY}2021年政府信息公开工作年度报告"
    assert next(h.text for h in page.iter("h2")) == "一、总体情况"
    assert {h.text for h in page.iter("h3")} == {"（一）健全工作机制"}


def test_nothing_is_fetched_and_nothing_runs(page):
    text = write_bytes(full_report("cn-gid-2021"), "html").decode()
    assert not re.search(r"https?:|src=|url\(|@import|<script|<link|\son\w+=|\sstyle=", text)
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_policy_admits_the_style_sheet():
    import hashlib
    from base64 import b64encode

    text = write_bytes(full_report("cn-gid-2021"), "html").decode()
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL).group(1)
    assert b64encode(hashlib.sha256(style.encode()).digest()).decode() in text


def test_words_are_never_markup():
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>&amp;</style>'
    report = Report(
        title=hostile, sections=[Section("preamble", hostile, hostile, hostile)], edition="cn-gid-2014-weihai"
    )
    report.agency = hostile
    report.cells = {"staff_total": Cell("staff_total", None, hostile, printed_unit=hostile)}
    page = opened(report)
    assert not page.findall(".//script")
    assert not page.findall(".//img")
    assert page.text_content().count(hostile) >= 6
