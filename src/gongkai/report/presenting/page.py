"""The findings page: reports with their findings marked in place, in one file or one file for each report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lxml.html import HtmlElement

from gongkai.law.rules import SEVERITIES
from gongkai.report.auditing.findings import Audit
from gongkai.report.presenting.report_view import ReportView, badge, headline, totals
from gongkai.report.presenting.words import Editions, edition_of, name_of
from gongkai.report.writing import save
from gongkai.report.writing.html import el, page, stylesheet

ONE_FILE = 40  # Reports that one page holds well; more go into one file each.
OPEN_AT_ONCE = 3


def findings_html(audits: Sequence[Audit], *, editions: Editions | None = None) -> bytes:
    """One self-contained page without script: for one report its list and itself, for several an overview first."""
    if len(audits) == 1:
        return _single(audits[0], editions)
    views = [ReportView(a, edition_of(a, editions), f"r{n}", level=2) for n, a in enumerate(audits, start=1)]
    links = [f"#{view.prefix}" for view in views]
    body = [_skip_link("overview", "跳到总览"), _banner("政府信息公开年度报告核对结果", _total_line(audits))]
    body.append(el("main", _overview(audits, links), *(_folded(v, is_open=len(views) <= OPEN_AT_ONCE) for v in views)))
    return page("核对结果", *body, css=stylesheet(__package__, "findings.css"))


def write_pages(audits: Sequence[Audit], folder: Path, index: Path, *, editions: Editions | None = None) -> None:
    """One page a report in ``folder`` (made if missing), and the overview that links to them at ``index``."""
    folder.mkdir(parents=True, exist_ok=True)
    base = "" if folder == index.parent else f"{folder.name}/"
    names = [f"{number:04d}-{_file_stem(name_of(audit))}.html" for number, audit in enumerate(audits, start=1)]
    back = index.name if not base else f"../{index.name}"
    for audit, name in zip(audits, names, strict=True):
        save(folder / name, _single(audit, editions, back=back))
    body = [_banner("政府信息公开年度报告核对结果", _total_line(audits))]
    body.append(el("main", _overview(audits, [base + name for name in names])))
    save(index, page("核对结果", *body, css=stylesheet(__package__, "findings.css")))


def _file_stem(name: str) -> str:
    """The name without what a file system or an address could take amiss."""
    return re.sub(r"[^\w\u4e00-\u9fff-]+", "-", Path(name).stem)[:60].strip("-") or "report"


def _single(audit: Audit, editions: Editions | None, back: str | None = None) -> bytes:
    view = ReportView(audit, edition_of(audit, editions), "r1")
    name = name_of(audit)
    banner = _banner(name, headline(audit))
    if back:
        banner.insert(0, el("p", {"class": "back"}, el("a", "← 全部报告", href=back)))
    body = [banner, el("main", el("section", {"class": "report"}, view.body()))]
    if audit.error is None:
        body.insert(0, _skip_link("r1-title", "跳到报告"))
    return page(f"核对结果：{name}", *body, css=stylesheet(__package__, "findings.css"))


def _skip_link(target: str, words: str) -> HtmlElement:
    return el("a", words, {"class": "skip"}, href=f"#{target}")


def _banner(title: str, line: str) -> HtmlElement:
    return el("header", {"class": "banner"}, el("h1", title), el("p", line))


def _total_line(audits: Sequence[Audit]) -> str:
    sums = totals(audits)
    unread = sum(a.error is not None for a in audits)
    words = f"共{len(audits)}份报告：错误{sums['error']}、警告{sums['warning']}、提示{sums['info']}"
    return words + (f"；无法读取{unread}份" if unread else "")


def _overview(audits: Sequence[Audit], links: Sequence[str]) -> HtmlElement:
    titles = ("报告", "单位", "年度", *(badge(s) for s in SEVERITIES), "未能核对")
    head = el("thead", el("tr", *(el("th", title, scope="col") for title in titles)))
    rows = (_overview_row(audit, link) for audit, link in zip(audits, links, strict=True))
    table = el("table", {"class": "overview"}, el("caption", "总览"), head, el("tbody", *rows))
    region = {"class": "scroll", "role": "group", "tabindex": "0", "aria-label": "总览"}
    return el("section", el("div", region, table), id="overview")


def _overview_row(audit: Audit, link: str) -> HtmlElement:
    name = el("th", el("a", name_of(audit), href=link), scope="row")
    facts = (audit.report.agency or "—", str(audit.report.year or "—"))
    if audit.error is not None:
        return el("tr", name, *(el("td", f) for f in facts), el("td", "无法读取", colspan="4"))
    numbers = (*(audit.count(s) for s in SEVERITIES), len(audit.not_assessable))
    return el("tr", name, *(el("td", f) for f in facts), *(el("td", str(n), {"class": "number"}) for n in numbers))


def _folded(view: ReportView, *, is_open: bool) -> HtmlElement:
    """A report that opens on demand: hundreds of them stay quick because the browser skips what is closed."""
    title = el("h2", name_of(view.audit))
    summary = el("summary", title, el("span", {"class": "headline"}, headline(view.audit)))
    details = el("details", {"class": "report"}, summary, el("div", view.body(), id=view.prefix))
    if is_open:
        details.set("open", "")
    return details
