"""Web pages parsed and brought to what a reader sees: no scripts, nothing hidden, blocks without inline markup."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree

from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import MAX_MARKUP
from gongkai.report.reading.formats.package import bomb

BREAK = "\u2028"
_UNSEEN = (
    *("script", "style", "noscript", "template", "svg", "canvas", "video", "audio", "map", "xml", "del"),
    *("select", "textarea", "button", "input", "rt", "rp", "colgroup", "v:shapetype"),
)
_INLINE = (
    *("span", "font", "a", "b", "strong", "i", "em", "u", "s", "strike", "ins", "sub", "sup", "small", "big", "label"),
    *("nobr", "wbr", "bdo", "bdi", "code", "tt", "kbd", "abbr", "acronym", "cite", "q", "mark", "time", "var", "samp"),
    *("ruby", "rb", "img", "br", "form", "object", "embed", "iframe", "param", "basefont", "blink", "base", "link"),
    *("meta", "data", "output", "dfn"),
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NO_HEIGHT = re.compile(r"^0+(?:\.0+)?(?:px|pt)?$")
_HIDING_WORDS = (b"display", b"visibility", b"mso-hide", b"hidden")
_STYLED = etree.XPath(
    "//*[@hidden or contains(@style, 'isplay') or contains(@style, 'ISPLAY') or contains(@style, 'isibility')"
    " or contains(@style, 'ISIBILITY') or contains(@style, 'mso-hide')]"
)
_PREFIXED = etree.XPath(".//*[contains(name(), ':')]")
_LINKS = etree.XPath(".//a")
_FLAT_ROWS = etree.XPath("//tr[@height]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")  # A tag named with one could not be asked for.
_WHITE = re.compile("[ \t\r\n\f\xa0]+")
_UNEVEN = re.compile("[ \t\r\n\f\xa0\u200b-\u200f\u2028\ufeff\xad]")
_WRAP = re.compile("(?<=[\u2e80-\uffef])[ \t\r\f]*\n[ \t\r\n\f]*|[ \t\r\f]*\n[ \t\r\n\f]*(?=[\u2e80-\uffef])")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\ufeff\xad"))


def page_source(text: str) -> bytes:
    """The source of a page as the parser takes it; raises UnreadableError where it is too long."""
    if len(text) > MAX_MARKUP:
        raise bomb()
    return _NO_XML.sub("", text).encode("utf-8", "replace")


def parse_html(source: bytes) -> etree._Element:
    """The root of a page; raises UnreadableError when there is none. Nothing is fetched."""
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableError("网页里没有内容", "请在浏览器里打开网页，另存为“网页，仅 HTML”后再读")
    return root


def drop_unseen(root: etree._Element, source: bytes) -> None:
    """Drop scripts, form controls, hidden elements and rows without height. A page that hides its text until a script
    shows it keeps what it hides."""
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    folded = source.lower()
    if any(word in folded for word in _HIDING_WORDS):
        _drop_hidden(root)
    for row in select(_FLAT_ROWS, root):
        if _NO_HEIGHT.match(row.get("height", "").strip()):
            drop(row)


def _drop_hidden(root: etree._Element) -> None:
    hidden = [e for e in select(_STYLED, root) if e.get("hidden") is not None or _HIDDEN.search(e.get("style", ""))]
    whole = weight(root) if hidden else 0
    for element in hidden:
        if weight(element) * 2 < whole:
            drop(element)


def drop_captions(main: etree._Element) -> None:
    """Drop the captions of figures that are pictures and no tables: they are no prose of the report."""
    for caption in list(main.iter("figcaption")):
        figure = caption.getparent()
        if figure is not None and figure.find(".//img") is not None and figure.find(".//table") is None:
            drop(caption)


def flatten_inline(main: etree._Element) -> None:
    """Merge inline markup into the text of its block; a line break becomes ``BREAK``."""
    for preformatted in main.iter("pre", "listing", "xmp"):
        for element in preformatted.iter():
            element.text = element.text and element.text.replace("\n", BREAK)
            if element is not preformatted:
                element.tail = element.tail and element.tail.replace("\n", BREAK)
    for line_break in main.iter("br"):
        line_break.tail = BREAK + (line_break.tail or "")
    prefixed = {str(element.tag) for element in select(_PREFIXED, main)}
    etree.strip_tags(main, *_INLINE, *prefixed)


def lines(text: str) -> list[str]:
    """The printed lines of a block's text: white space folded, source line ends inside Chinese dropped, empty lines
    left out."""
    if not _UNEVEN.search(text):
        return [text]
    if "\n" in text:
        text = _WRAP.sub("", text)
    text = _WHITE.sub(" ", text.translate(_INVISIBLE))
    return [line for part in text.split(BREAK) if (line := part.strip())]


def select(path: etree.XPath, element: etree._Element) -> list[etree._Element]:
    """The elements that an XPath of elements finds."""
    return cast(list[etree._Element], path(element))


def text_of(element: etree._Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def text_length(element: etree._Element) -> int:
    """The number of characters that are not white space."""
    return len("".join(text_of(element).split()))


def weight(element: etree._Element) -> int:
    """The number of characters that are not in links: prose and tables, not navigation."""
    return text_length(element) - sum(text_length(link) for link in select(_LINKS, element))


def drop(element: etree._Element) -> None:
    """Remove an element, keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
