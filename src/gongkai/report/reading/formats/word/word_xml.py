"""Word documents in one XML file: Word 2003 XML and the flat form of Office Open XML, often under the name .doc."""

from __future__ import annotations

from lxml import etree

from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import MAX_MARKUP
from gongkai.report.reading.formats.numbering import prefix
from gongkai.report.reading.formats.package import bomb, parse_xml
from gongkai.report.reading.formats.word.docx import read_body
from gongkai.report.reading.formats.word.markup import W

_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_AUXILIARY = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_ANNOTATIONS = "{http://schemas.microsoft.com/aml/2001/core}"
_PARTS = ("document", "styles", "numbering")


def read_word_xml(data: bytes) -> Document:
    """The document, as from a docx file. Raises UnreadableError."""
    if len(data) > MAX_MARKUP:
        raise bomb()
    root = parse_xml(data.replace(_WORD_2003, W[1:-1].encode()))
    if root.tag == f"{_PACKAGE}package":
        return _read_package(root)
    return _read_2003(root)


def _read_package(root: etree._Element) -> Document:
    parts = {}
    for part in root.iter(f"{_PACKAGE}part"):
        folder, _, name = str(part.get(f"{_PACKAGE}name", "")).rpartition("/")
        content = part.find(f"{_PACKAGE}xmlData/*")
        if folder == "/word" and content is not None:
            parts[name.removesuffix(".xml")] = content
    if "document" not in parts:
        raise UnreadableError("文件里没有正文部分，可能已损坏", "请用 Word 或 WPS 打开后另存为 docx")
    styles, numbering = (etree.tostring(parts[name]) if name in parts else None for name in _PARTS[1:])
    return read_body(parts["document"], styles, numbering)


def _read_2003(root: etree._Element) -> Document:
    """Word 2003 prints each list number into a hint and marks what tracking deleted by an annotation."""
    styles = root.find(f"{W}styles")
    for deletion in list(root.iter(f"{_ANNOTATIONS}annotation")):
        parent = deletion.getparent()
        if deletion.get(f"{W}type") == "Word.Deletion" and parent is not None:
            parent.remove(deletion)
    for hint in list(root.iter(f"{W}listPr")):
        _print_number(hint)
    for merge in root.iter(f"{W}vmerge", f"{W}hmerge"):
        merge.tag = f"{W}vMerge" if merge.tag == f"{W}vmerge" else f"{W}hMerge"
    wrappers = (f"{_ANNOTATIONS}annotation", f"{_ANNOTATIONS}content", f"{_AUXILIARY}*")
    etree.strip_tags(root, *wrappers)
    return read_body(root, etree.tostring(styles) if styles is not None else None, None)


def _print_number(hint: etree._Element) -> None:
    """Put the printed number of a list item in front of its text."""
    printed, properties = hint.find(f"{_AUXILIARY}t"), hint.getparent()
    paragraph = properties.getparent() if properties is not None else None
    if printed is None or properties is None or paragraph is None or paragraph.tag != f"{W}p":
        return
    text = etree.SubElement(etree.Element(f"{W}r"), f"{W}t")
    text.text = prefix(str(printed.get(f"{_AUXILIARY}val", "")).strip())
    paragraph.insert(paragraph.index(properties) + 1, text)
