"""WordprocessingML brought to its printed state: what revisions, fields, hidden text, controls and text boxes leave.

Everything here works in place on the tree with lxml's own tree operations, so that the walk after it meets only
``w:p``, ``w:tbl`` and text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from gongkai.report.reading.formats.package import parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
BREAK = "\u2028"
_T = f"{W}t"
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": BREAK, f"{W}cr": BREAK, f"{W}noBreakHyphen": "-"}
_SYMBOLS = {"F0FC": "√", "F0FE": "☑", "F052": "☑", "F050": "√", "F0A8": "□", "F06F": "□", "F0A3": "□"}
_INVISIBLE = re.compile("[\u200b\u200c\u200d\ufeff\xad]|[ \t]*\r?\n[ \t]*")

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", _A[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", _M[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_UNWRAPPED = [
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo")
] + [f"{W}{name}" for name in ("ruby", "rubyBase")]
_DROPPED = [
    f"{W}{name}"
    for name in (
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"),
        *("rPr", "tabs", "sectPr", "rt", "rubyPr", "drawing", "pict", "object", "tblPr", "tblGrid", "tblPrEx"),
        *("pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange"),
    )
]
_OFF = frozenset(("0", "false", "off", "none"))
_PAGE_FIELD = re.compile(r"^\s*(?:PAGE|NUMPAGES|SECTIONPAGES|TOC)\b", re.IGNORECASE)


def usual_namespaces(markup: bytes) -> bytes:
    """A WordprocessingML part with ISO strict namespaces turned into the transitional ones."""
    if b"http://purl.oclc.org/ooxml/" in markup:
        for strict, transitional in _STRICT:
            markup = markup.replace(strict, transitional)
    return markup


def parse_part(markup: bytes) -> etree._Element:
    """The root of a WordprocessingML part in the transitional namespaces."""
    return parse_xml(usual_namespaces(markup))


def is_on(element: etree._Element | None) -> bool:
    """The value of an on/off property such as ``w:vanish``."""
    return element is not None and str(element.get(f"{W}val", "1")) not in _OFF


def count_lone_pictures(root: etree._Element) -> int:
    """Paragraphs that hold a picture and no text: often a table that was pasted as an image."""
    paragraphs = {_ancestor(image, f"{W}p") for image in root.iter(f"{_A}blip", f"{_V}imagedata")}
    return sum(p is not None and not "".join(_texts(p)).strip() for p in paragraphs)


def drop_captions(root: etree._Element) -> None:
    """Drop the caption below a picture: it is no prose of the report. It is known by the style that Word calls so."""
    for paragraph in list(root.iter(f"{W}p")):
        above = paragraph.getprevious()
        if above is not None and _style(paragraph) == "Caption" and next(above.iter(f"{_A}blip"), None) is not None:
            _remove(paragraph)


def _style(paragraph: etree._Element) -> str | None:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if style is None else style.get(f"{W}val")


def has_embedded_files(root: etree._Element) -> bool:
    """Whether other files stand in the document: worksheets, or pages that a converter put in whole."""
    return next(root.iter(f"{_O}OLEObject", f"{W}altChunk"), None) is not None


def normalise(root: etree._Element) -> None:
    """Bring the tree to what is printed."""
    _choose_alternatives(root)
    _drop_hidden(root)
    _drop_fields(root)
    _lift_text_boxes(root)
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    etree.strip_tags(root, *_UNWRAPPED)
    for element in root.iter(f"{W}sym", *_SIGNS):
        element.text = _SIGNS.get(str(element.tag)) or _symbol(element)


def printed_text(paragraph: etree._Element) -> str:
    """The text of a normalised paragraph; soft breaks are ``BREAK``. Line feeds in it are layout of the XML."""
    text = etree.tostring(paragraph, method="text", encoding="unicode", with_tail=False)
    return _INVISIBLE.sub("", text)


def _symbol(element: etree._Element) -> str:
    """The sign of a ``w:sym``; fonts of signs keep theirs in the private use area."""
    code = str(element.get(f"{W}char", "")).upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    point = int(code, 16) if re.fullmatch("[0-9A-F]{4}", code) else 0
    return chr(point) if point >= 0x20 and not 0xD800 <= point < 0xF900 else ""


def _texts(element: etree._Element) -> Iterable[str]:
    return (t.text or "" for t in element.iter(_T, f"{_M}t"))


def _ancestor(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _choose_alternatives(root: etree._Element) -> None:
    """Keep one branch of every ``mc:AlternateContent``: the choice, or the fallback where the choice has no text."""
    for alternate in list(root.iter(f"{_MC}AlternateContent")):
        choice, fallback = alternate.find(f"{_MC}Choice"), alternate.find(f"{_MC}Fallback")
        if choice is not None and fallback is not None:
            empty = not any(_texts(choice)) and any(_texts(fallback))
            alternate.remove(choice if empty else fallback)
    etree.strip_tags(root, f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback")


def _drop_hidden(root: etree._Element) -> None:
    """Drop hidden runs, placeholder texts of empty controls, and rows that are hidden or deleted; join paragraphs
    whose mark was deleted."""
    for mark in list(root.iter(f"{W}vanish", f"{W}showingPlcHdr", f"{W}hidden", f"{W}del")):
        properties = mark.getparent()
        owner = properties.getparent() if properties is not None else None
        if properties is None or owner is None or not is_on(mark):
            continue
        if mark.tag == f"{W}showingPlcHdr":
            _empty_control(owner)
        elif properties.tag == f"{W}trPr" or (mark.tag == f"{W}vanish" and owner.tag == f"{W}r"):
            _remove(owner)
        elif mark.tag == f"{W}del" and owner.tag == f"{W}pPr":
            _join_with_next(owner.getparent())


def _empty_control(control: etree._Element) -> None:
    content = control.find(f"{W}sdtContent")
    if content is not None:
        for text in content.iter(_T):
            text.text = ""


def _join_with_next(paragraph: etree._Element | None) -> None:
    """A deleted paragraph mark: the text goes to the front of the following paragraph."""
    following = paragraph.getnext() if paragraph is not None else None
    if paragraph is None or following is None or following.tag != f"{W}p":
        return
    position = 1 if following.find(f"{W}pPr") is not None else 0
    following[position:position] = [child for child in paragraph if child.tag != f"{W}pPr"]
    _remove(paragraph)


def _drop_fields(root: etree._Element) -> None:
    """Blank the results of page number and contents fields; other fields keep their result, none its code."""
    for simple in root.iter(f"{W}fldSimple"):
        if _PAGE_FIELD.match(str(simple.get(f"{W}instr", ""))):
            _blank(simple.iter(_T))
    marks = [str(mark.get(f"{W}fldCharType")) for mark in root.iter(f"{W}fldChar")]
    if marks and marks.count("begin") == marks.count("end"):
        _blank(_field_results(root))


def _field_results(root: etree._Element) -> list[etree._Element]:
    """The text elements inside page number and contents fields, which nest and span paragraphs."""
    codes: list[str] = []
    silent: list[etree._Element] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText", _T):
        if element.tag == _T:
            if any(_PAGE_FIELD.match(code) for code in codes):
                silent.append(element)
        elif element.tag == f"{W}instrText":
            codes[-1:] = [codes[-1] + (element.text or "")] if codes else []
        elif element.get(f"{W}fldCharType") == "begin":
            codes.append("")
        elif element.get(f"{W}fldCharType") == "end" and codes:
            codes.pop()
    return silent


def _blank(texts: Iterable[etree._Element]) -> None:
    for text in list(texts):
        text.text = ""


def _lift_text_boxes(root: etree._Element) -> None:
    """Put the paragraphs of a text box after the paragraph that it is anchored in."""
    for box in list(root.iter(f"{W}txbxContent")):
        anchor = _ancestor(box, f"{W}p")
        if anchor is not None:
            for child in reversed(list(box)):
                anchor.addnext(child)
