"""Where on a page the report stands: among navigation, side bars and footers, in layouts of any age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.report.reading.formats.web.tree import drop, select, text_of, weight

# Names that the content systems of government sites give to the box of an article (TRS, UCAP, Epoint, VSB, webplus …).
_KNOWN = re.compile(
    r"^(?:trs_editor|trs_ueditor|trs_paper_default|ucapcontent|zoom|fontzoom|js_content|bodylabel|view|xilan|nr|"
    r"wp_articlecontent|v_news_content|vsb_content(?:_\d+)?|ivs_content|custom_unionstyle|ewb-article(?:-\w+)?|"
    r"(?:pages?|article|art|arc|news|info|detail|main|text|txt|xl|xxgk|gk|zw|zwgk|con|cont|body|epoint|ed)?"
    r"[_-]?(?:content|contents|article|articlecon|con_text|text|conn?|txt|detail|main)(?:[_-]?(?:text|con|content|box|txt|body|main|\d+))?)$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:(?:page|site|web|index|common|public|main)?[_-]?(?:footer|foot|bottom|copyright|header|top|nav|navbar|navigation|"
    r"menu|crumbs?|breadcrumbs?|sidebar|share|bdsharebuttonbox|pager|position|location|toolbar|search)"
    r"(?:[_-]?(?:box|bar|wrap|con|content|main|nav|\d+))?)$",
    re.IGNORECASE,
)
_BOXES = ("div", "section", "article", "main", "center", "form", "ucapcontent")
_FURNITURE_TAGS = ("nav", "footer", "aside")
_NAMED = etree.XPath(
    ".//div[@id or @class] | .//td[@id or @class] | .//section | .//ul[@id or @class] | .//header | .//nav | .//footer"
    " | .//aside | .//article | .//main | .//ucapcontent"
)
_LEAF_TABLES = etree.XPath(".//table[not(.//table)]")
_OWN_CELLS = etree.XPath("./tr/td | ./tbody/tr/td")
_FORM_WORDS = ("制发", "规范性文件", "行政许可", "申请", "复议", "诉讼", "结转", "收费", "统计指标", "指标名称")
_MIN_FORM_CELLS = 8
_HOLDS = 0.7
_NEARLY_ALL = 0.85
_WORTH = 0.3
_PART = 0.1
_SCRAPS = 10


def main_content(root: etree._Element) -> etree._Element:
    """The lowest element that holds the report with all its statistics tables; the body of a bare document."""
    body = root if root.tag == "body" else root.find(".//body")
    if body is None:
        return root
    named = select(_NAMED, body)
    _drop_furniture(body, named)
    total = weight(body)
    if not total:
        return body
    parts = _known_containers(named, total) or [_densest(body, total)]
    forms = [table for table in select(_LEAF_TABLES, body) if _is_form(table)]
    return _outside_of_table(_around(parts[0], [*parts, *forms], body))


def _drop_furniture(body: etree._Element, named: list[etree._Element]) -> None:
    """Drop headers, footers and menus by their names, unless they hold a statistics table, a title or much of the
    page's text."""
    whole = weight(body)
    for element in filter(_is_furniture, named):
        holds_title = any("报告" in text_of(heading) for heading in element.iter("h1", "h2"))
        if weight(element) < whole * _WORTH and not holds_title and not any(map(_is_form, element.iter("table"))):
            drop(element)


def _is_furniture(element: etree._Element) -> bool:
    return element.tag in _FURNITURE_TAGS or any(_FURNITURE.match(name) for name in _names(element))


def _names(element: etree._Element) -> list[str]:
    return f"{element.get('id', '')} {element.get('class', '')}".split()


def _known_containers(named: list[etree._Element], total: int) -> list[etree._Element]:
    """The innermost element of a known name that holds nearly all that any of them holds, and those of the same name
    beside it, among which some editors split a text."""
    known = [element for element in filter(_is_known, named) if next(element.iterancestors("body"), None) is not None]
    weights = [weight(element) for element in known]
    most = max(weights, default=0)
    if most < total * _WORTH:
        return []
    best = [element for element, size in zip(known, weights, strict=True) if size >= most * _NEARLY_ALL][-1]
    names = set(_names(best))
    twins = [e for e, size in zip(known, weights, strict=True) if size >= most * _PART and names & set(_names(e))]
    return [best, *(twin for twin in twins if twin not in best.iterancestors())]


def _is_known(element: etree._Element) -> bool:
    return element.tag in ("article", "main", "ucapcontent") or any(_KNOWN.match(name) for name in _names(element))


def _densest(body: etree._Element, total: int) -> etree._Element:
    """The lowest element that holds most of the page's prose, down through layout tables; not past text that stands
    in no box at all, such as the paragraphs before a box that somebody forgot to close."""
    main, passed = body, 0
    while (lower := next(_heavy_boxes(main, total * _HOLDS), None)) is not None:
        passed += weight(main) - sum(weight(child) for child in main if child.tag in (*_BOXES, "table"))
        if passed > _SCRAPS:
            break
        main = lower
    return main


def _heavy_boxes(element: etree._Element, least: float) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in (*_BOXES, "table") and weight(child) >= least:
            boxes = select(_OWN_CELLS, child) if child.tag == "table" else [child]
            yield from (box for box in boxes if box is child or weight(box) >= least)


def _around(main: etree._Element, parts: list[etree._Element], body: etree._Element) -> etree._Element:
    """``main``, or the lowest element above it that holds all the ``parts`` of the report."""
    while main is not body and not all(part is main or main in part.iterancestors() for part in parts):
        parent = main.getparent()
        if parent is None:
            break
        main = parent
    return main


def _outside_of_table(element: etree._Element) -> etree._Element:
    """A row or a table body is no box of its own: the element around its table."""
    while element.tag in ("tr", "tbody", "thead", "tfoot", "table"):
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return element


def _is_form(table: etree._Element) -> bool:
    text = text_of(table)
    return sum(word in text for word in _FORM_WORDS) >= 2 and sum(1 for _ in table.iter("td", "th")) >= _MIN_FORM_CELLS
