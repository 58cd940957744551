"""Page, fonts and styles of the Word file, in the manner of GB/T 9704 (党政机关公文格式)."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml import etree

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
HEAD_FONT = "黑体"
SUBHEAD_FONT = "楷体_GB2312"
PAGE_FONT = "宋体"
LATIN_FONT = "Times New Roman"

# What stands in where a font of the field is not installed; the last of each is free and in Debian's fonts-noto-cjk.
STAND_INS = {
    TITLE_FONT: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,Noto Serif CJK SC",
    BODY_FONT: "仿宋,FangSong,Noto Serif CJK SC",
    HEAD_FONT: "SimHei,Noto Sans CJK SC",
    SUBHEAD_FONT: "楷体,KaiTi,Noto Serif CJK SC",
    PAGE_FONT: "SimSun,Noto Serif CJK SC",
}


@dataclass(frozen=True)
class _Look:
    """A paragraph style: font, size in points, line spacing in points (None: single), first-line indent in
    characters, space on the left and on the right in points."""

    name: str
    font: str
    size: float
    line: float | None = 28.5
    indent: int = 0
    align: WD_ALIGN_PARAGRAPH | None = None
    keep_with_next: bool = False
    sides: tuple[float, float] = (0, 0)


_CENTER, _RIGHT, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
LOOKS = (
    _Look("Normal", BODY_FONT, 16, indent=2, align=_JUSTIFY),
    _Look("Title", TITLE_FONT, 22, 35, align=_CENTER, keep_with_next=True),
    _Look("Heading 1", HEAD_FONT, 16, indent=2, keep_with_next=True),
    _Look("Heading 2", SUBHEAD_FONT, 16, indent=2, keep_with_next=True),
    _Look("Signature", BODY_FONT, 16, align=_RIGHT, sides=(0, 64)),
    _Look("Attachment", HEAD_FONT, 16, keep_with_next=True),
    _Look("Table Title", TITLE_FONT, 18, 30, align=_CENTER, keep_with_next=True),
    _Look("Table Line", BODY_FONT, 12, 20),
    _Look("Table Text", BODY_FONT, 10.5, None),
    _Look("Table Text Narrow", BODY_FONT, 9, None),
    _Look("Table Head", HEAD_FONT, 10.5, None, align=_CENTER),
    _Look("Table Head Narrow", HEAD_FONT, 9, None, align=_CENTER, sides=(3.5, 3.5)),
    _Look("Picture", BODY_FONT, 16, None, align=_CENTER),
    _Look("Caption", BODY_FONT, 12, 20, align=_CENTER),
    _Look("Footer", PAGE_FONT, 14, None),
)


def prepare(document: Document, *, title: str, author: str) -> None:
    """Set page, styles, fonts, language, properties and page numbers of a new document."""
    for look in LOOKS:
        _apply(document, look)
    _set_language(document)
    _set_page(document.sections[0])
    document.settings.odd_and_even_pages_header_footer = True
    _number_pages(document.sections[0])
    _declare_fonts(document)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], "zh-CN"
    properties.comments = ""


def _apply(document: Document, look: _Look) -> None:
    styles = document.styles
    known = look.name in styles
    style = styles[look.name] if known else styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        style.base_style = styles["Normal"]
    _set_font(style, look)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(0), Pt(0)
    layout.alignment = look.align if look.align is not None else WD_ALIGN_PARAGRAPH.LEFT
    layout.keep_with_next = look.keep_with_next
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if look.line else WD_LINE_SPACING.SINGLE
    if look.line:
        layout.line_spacing = Pt(look.line)
    layout.first_line_indent = Pt(look.size * look.indent)
    layout.left_indent, layout.right_indent = map(Pt, look.sides)
    indent = layout.element.pPr.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(look.indent * 100))


def _set_font(style: ParagraphStyle, look: _Look) -> None:
    style.font.size, style.font.bold, style.font.color.rgb = Pt(look.size), False, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN_FONT)
    fonts.set(qn("w:eastAsia"), look.font)
    borders = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if borders is not None:
        style.element.pPr.remove(borders)


def _set_language(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")


def _set_page(section: Section) -> None:
    """A4 with the margins of GB/T 9704: head 37, foot 35, left 28, right 26 mm."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)


def _number_pages(section: Section) -> None:
    """— 1 — outside: right on odd pages, left on even pages, one character in."""
    for footer, align, side in ((section.footer, _RIGHT, "right"), (section.even_page_footer, None, "left")):
        paragraph = footer.paragraphs[0]
        paragraph.style = "Footer"
        paragraph.alignment = align
        setattr(paragraph.paragraph_format, f"{side}_indent", Pt(14))
        paragraph.add_run("— ")
        _add_page_field(paragraph)
        paragraph.add_run(" —")


def _add_page_field(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _declare_fonts(document: Document) -> None:
    """Name stand-ins for the field's fonts, so that a machine without them shows the text in a Chinese font."""
    part = next(r.target_part for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    table = etree.Element(qn("w:fonts"), nsmap={"w": qn("w:x")[1:].partition("}")[0]})
    for name, stand_ins in STAND_INS.items():
        font = etree.SubElement(table, qn("w:font"), {qn("w:name"): name})
        for tag, value in (("altName", stand_ins), ("charset", "86"), ("family", "roman"), ("pitch", "default")):
            etree.SubElement(font, qn(f"w:{tag}"), {qn("w:val"): value})
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
