"""One report on the findings page: the list of findings, and the report itself with cells and sentences marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from gongkai.law.editions import Edition
from gongkai.law.rules import SEVERITIES, Severity
from gongkai.report.auditing.findings import Audit, Finding, Quote
from gongkai.report.model import Cell
from gongkai.report.presenting.marks import Marks, Segment, marks_of, segments
from gongkai.report.presenting.words import (
    SEVERITY_MARKS,
    SEVERITY_NAMES,
    cell_label,
    cell_words,
    counts,
    name_of,
    rule_title,
    summary,
)
from gongkai.report.writing.arrangement import Arrangement, Text, arrange_known
from gongkai.report.writing.figures import clean, printed
from gongkai.report.writing.html import article_parts, el
from gongkai.report.writing.layout import Box, PrintedTable, keys_printed

Content = Sequence[str | HtmlElement]
CELLS_SHOWN = 8


class ReportView:
    """The parts of the page of one report. ``prefix`` begins every id; ``level`` is the level of its first heading."""

    def __init__(self, audit: Audit, edition: Edition | None, prefix: str, level: int = 1) -> None:
        self.audit = audit
        self.edition = edition
        self.prefix = prefix
        self.level = level
        self.marks: Marks = marks_of(audit, edition)
        self.paper = _paper(audit, edition)
        self.cell_ids = {
            key: f"{prefix}-c{number}" for number, key in enumerate(sorted(keys_printed(self.paper.tables)))
        }

    def body(self) -> HtmlElement:
        """The list and the report side by side."""
        if self.audit.error is not None:
            return el("p", {"class": "unreadable"}, f"无法读取：{self.audit.error}")
        return el("div", {"class": "report-body"}, self._list(), self._report())

    def _heading(self, below: int, text: str, **attributes: str) -> HtmlElement:
        return el(f"h{self.level + below}", text, **attributes)

    def _list(self) -> HtmlElement:
        parts: list[HtmlElement] = [self._heading(1, "问题清单")]
        if self.audit.findings:
            parts.append(self._filters())
            items = (self._item(n, f) for n, f in enumerate(self.audit.findings, start=1))
            parts.append(el("ol", {"class": "findings"}, *items))
        else:
            parts.append(el("p", {"class": "clean"}, "✓ 未发现问题"))
        parts += [*self._not_assessable(), *self._notes()]
        return el("nav", {"class": "list", "aria-label": f"问题清单：{name_of(self.audit)}"}, *parts)

    def _filters(self) -> HtmlElement:
        present = [(s, n) for s, n in counts(self.audit).items() if n]
        boxes = (el("label", {"class": s}, _checkbox(s), badge(s), f" {n}") for s, n in present)
        return el("fieldset", {"class": "filters"}, el("legend", "显示"), *boxes)

    def _item(self, number: int, finding: Finding) -> HtmlElement:
        title = rule_title(finding.rule)
        head = el("p", {"class": "head"}, el("b", f"{number}."), badge(finding.severity), el("code", finding.rule))
        item = el(
            "li", {"class": f"finding {finding.severity}"}, head, id=f"{self.prefix}-f{number}", value=str(number)
        )
        if title:
            head.append(el("span", {"class": "rule"}, title))
        item.append(el("p", {"class": "message"}, finding.message))
        item.extend(self._cells(finding))
        item.extend(self._quote(number, at, quote) for at, quote in enumerate(finding.quotes, start=1))
        if finding.mend:
            item.append(el("p", {"class": "mend"}, el("b", "建议："), finding.mend))
        if finding.basis:
            item.append(el("p", {"class": "basis"}, el("b", "依据："), finding.basis))
        return item

    def _cells(self, finding: Finding) -> Iterator[HtmlElement]:
        """Links to the cells, those beyond the first few folded away."""
        items = [el("li", self._cell_link(key, cell_words(key, v, self.edition))) for key, v in finding.cells.items()]
        if items:
            yield el("ul", {"class": "cells"}, *items[:CELLS_SHOWN])
        if more := items[CELLS_SHOWN:]:
            summary = el("summary", f"其余{len(more)}格")
            yield el("details", {"class": "more"}, summary, el("ul", {"class": "cells"}, *more))

    def _cell_link(self, key: str, words: str) -> str | HtmlElement:
        target = self.cell_ids.get(self.edition.resolve(key) if self.edition else key)
        return el("a", words, href=f"#{target}") if target else f"{words}（表中没有此格）"

    def _quote(self, number: int, at: int, quote: Quote) -> HtmlElement:
        spans = (s for some in self.marks.spans.values() for s in some)
        placed = any(s.finding == number and s.quote == at for s in spans)
        text = f"“{quote.text}”"
        inner: str | HtmlElement = el("a", text, href=f"#{self._quote_id(number, at)}") if placed else text
        return el("blockquote", inner)

    def _quote_id(self, finding: int, quote: int) -> str:
        return f"{self.prefix}-f{finding}-q{quote}"

    def _not_assessable(self) -> Iterator[HtmlElement]:
        if self.audit.not_assessable:
            items = (
                el("li", el("code", n.rule), f" {rule_title(n.rule)}：{n.reason}") for n in self.audit.not_assessable
            )
            heading = el("summary", f"未能核对 {len(self.audit.not_assessable)} 项")
            yield el("details", {"class": "more"}, heading, el("ul", *items))

    def _notes(self) -> Iterator[HtmlElement]:
        if self.audit.report.notes:
            items = (el("li", note.message) for note in self.audit.report.notes)
            heading = el("summary", f"读取说明 {len(self.audit.report.notes)} 条")
            yield el("details", {"class": "more"}, heading, el("ul", *items))

    def _report(self) -> HtmlElement:
        parts = article_parts(
            self.paper, prefix=self.prefix, top=self.level + 1, decorate=self._decorate, content_of=self._content
        )
        return el("article", {"class": "paper", "aria-labelledby": f"{self.prefix}-title"}, *parts)

    def _decorate(self, element: HtmlElement, box: Box) -> None:
        """Number the findings at the cell that they name, and say them to screen readers and under the pointer."""
        if box.key is None or not (numbers := self.marks.cells.get(box.key)):
            return
        severity = self.marks.gravest(numbers)
        words = clean("；".join(self._said(n) for n in numbers))
        element.set("class", " ".join(filter(None, (element.get("class"), "marked", severity))))
        element.set("id", self.cell_ids[box.key])
        element.set("title", words)
        element.set("aria-description", words)
        element.extend(self._reference(n) for n in numbers)

    def _said(self, number: int) -> str:
        finding = self.audit.findings[number - 1]
        return f"第{number}条（{SEVERITY_NAMES[finding.severity]}）：{finding.message}"

    def _reference(self, number: int) -> HtmlElement:
        severity = self.marks.severities[number - 1]
        label = f"见问题清单第{number}条，{SEVERITY_NAMES[severity]}"
        return el(
            "a",
            f"{SEVERITY_MARKS[severity]}{number}",
            {"class": f"ref {severity}", "aria-label": label},
            href=f"#{self.prefix}-f{number}",
        )

    def _content(self, text: Text) -> Content:
        """The words of a paragraph, those that findings quote marked."""
        if text.section is None or not (spans := self.marks.spans.get(text.section)):
            return [text.text]
        line = self.audit.report.sections[text.section].text[text.start :].split("\n", 1)[0].rstrip()
        return [part for s in segments(line, text.start, spans) for part in self._segment(s)]

    def _segment(self, segment: Segment) -> Iterator[str | HtmlElement]:
        if not segment.covered:
            yield segment.text
            return
        for span in segment.opens:
            yield el("span", {"class": "anchor"}, id=self._quote_id(span.finding, span.quote))
        severity = self.marks.gravest([span.finding for span in segment.covered])
        yield el("mark", segment.text, {"class": severity})
        for number in dict.fromkeys(span.finding for span in segment.closes):
            yield self._reference(number)


def _checkbox(severity: Severity) -> HtmlElement:
    return el("input", {"class": f"show-{severity}", "type": "checkbox", "checked": "", "autocomplete": "off"})


def badge(severity: Severity) -> HtmlElement:
    """The severity by shape and word."""
    shape = el("span", SEVERITY_MARKS[severity], {"aria-hidden": "true"})
    return el("span", {"class": f"badge {severity}"}, shape, f" {SEVERITY_NAMES[severity]}")


def _paper(audit: Audit, edition: Edition | None) -> Arrangement:
    """The report as printed, and in one more table the cells that its form has no place for."""
    paper = arrange_known(audit.report, edition)
    if not audit.report.title:
        paper.title = (clean(name_of(audit)),)
    known = keys_printed(paper.tables)
    lost = {key: cell for key, cell in audit.report.cells.items() if key not in known}
    if lost:
        paper.appended.append(_plain_table(lost, edition))
    return paper


def _plain_table(cells: Mapping[str, Cell], edition: Edition | None) -> PrintedTable:
    table = PrintedTable("其他单元格", None, widths=(2.0, 1.0), header_rows=1)
    table.boxes += [Box("单元格", 0, 0, head="column"), Box("数字", 0, 1, head="column")]
    for row, (key, cell) in enumerate(cells.items(), start=1):
        table.boxes.append(Box(clean(cell_label(key, edition)), row, 0, head="row", align="left"))
        table.boxes.append(Box(printed(cell), row, 1, key=key, cell=cell))
    return table


def headline(audit: Audit) -> str:
    """Agency, year and outcome on one line."""
    report = audit.report
    facts = (report.agency, f"{report.year}年度" if report.year else None, summary(audit))
    return "　".join(filter(None, facts))


def totals(audits: Sequence[Audit]) -> dict[Severity, int]:
    return {s: sum(a.count(s) for a in audits) for s in SEVERITIES}
