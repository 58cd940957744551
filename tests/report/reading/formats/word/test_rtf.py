"""Rich Text Format: written by hand as Word does, and by LibreOffice from docx."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.limits import MAX_MARKUP
from gongkai.report.reading.formats.word.docx import read_docx
from gongkai.report.reading.formats.word.rtf import read_rtf
from tests.report.reading.formats import office
from tests.report.reading.formats.samples import converted, grids, outline, soffice, texts

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\froman\fcharset134 SimSun;}{\f1\fcharset0 Arial;}{\f2\fcharset136 x;}}"
)


def read(body: str) -> Document:
    return read_rtf((HEAD + body + "}").encode("ascii"))


def hexed(text: str, encoding: str = "gbk") -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode(encoding))


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        (rf"\pard {hexed('公开')}12{hexed('条')}\par", ["公开12条"]),
        (rf"\pard\loch\f1 12\hich\dbch\f0 {hexed('件')}\par", ["12件"]),
        (rf"\f2 {hexed('資訊', 'big5')}\par", ["資訊"]),
        (r"\uc1\u20844?\u24320?\par", ["公开"]),
        (rf"\uc2\u20844{hexed('公')}\u24320{hexed('开')}\par", ["公开"]),
        (r"\uc0\u20844\u24320 x\par", ["公开x"]),
        (r"\u-10187?\u-9215?\par", ["\U0001d401"]),
        (rf"{hexed('上')}\line {hexed('下')}\tab x\par", ["上", "下\tx"]),
        (rf"{{\b {hexed('一、')}}}{{\i {hexed('总体')}}}\par {hexed('次')}\par", ["一、总体", "次"]),
        (rf"{hexed('见')}{{\v {hexed('隐')}}}{{\deleted {hexed('删')}}}{{\revised {hexed('增')}}}\par", ["见增"]),
        (rf"\v {hexed('隐')}\v0 {hexed('见')}\par", ["见"]),
        (r"{\header 1\par}{\footer 2\par}{\footnote 3}{\*\bkmkstart x}{\*\unknown y}z\par", ["z"]),
        (r"{\info{\title t}}{\stylesheet{\s1 heading 1;}}{\pict\pngblip 8950}z\par", ["z"]),
        (r"{\field{\*\fldinst { PAGE }}{\fldrslt 7}}{\field{\*\fldinst REF x}{\fldrslt 12}}z\par", ["12z"]),
        (r"\{a\}\\b\~c\_d\par", ["{a}\\b c-d"]),
        (r"\ldblquote a\rdblquote\emdash b\par", ["“a”—b"]),
        (r"{\listtext\pard\plain 1.\tab}2021x\par", ["1. 2021x"]),
        (rf"{{\pntext\f0 {hexed('一、')}\tab}}{hexed('总体')}\par", ["一、总体"]),
        (rf"{{\listtext\f1 \'b7\tab}}{hexed('点')}\par", ["点"]),
        (r"\bin3 abcx\par", ["x"]),
        (r"}}}} x\par", ["x"]),
        (r"x", ["x"]),
    ],
)
def test_text(body: str, printed: list[str]):
    assert texts(read(body)) == printed


@pytest.mark.parametrize(
    "destination",
    [
        *("colortbl", "stylesheet", "info", "pict", "objdata", "annotation", "listtable", "listoverridetable", "sp"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "shprslt"),
        *("revtbl", "rsidtbl", "nonesttables", "nonshppict", "*\\pn", "*\\unheardof"),
    ],
)
def test_what_is_not_printed(destination: str):
    assert texts(read(rf"a{{\{destination} x}}b\par")) == ["ab"]


@pytest.mark.parametrize("destination", ["*\\shpinst", "*\\nesttableprops", "shptxt", "revised", "unheardof"])
def test_what_is_printed(destination: str):
    assert texts(read(rf"a{{\{destination} x}}b\par")) == ["axb"]


@pytest.mark.parametrize(
    ("word", "sign"),
    [
        *(("tab", "\t"), ("emdash", "—"), ("endash", "–"), ("emspace", " "), ("enspace", " "), ("bullet", "•")),
        *(("lquote", "‘"), ("rquote", "’"), ("ldblquote", "“"), ("rdblquote", "”")),
    ],
)
def test_signs(word: str, sign: str):
    assert texts(read(rf"a\{word} b\par")) == [f"a{sign}b"]


@pytest.mark.parametrize("word", ["par", "sect", "page", "column", "line", "lbr"])
def test_ends_of_lines(word: str):
    assert texts(read(rf"a\{word} b")) == ["a", "b"]


@pytest.mark.parametrize("word", ["listtext", "pntext"])
def test_the_layout_of_a_label_is_not_that_of_its_paragraph(word: str):
    body = rf"\pard\intbl\outlinelevel0 {{\{word}\pard 1.\tab}}a\cell b\cell\row"
    assert [c[4] for c in grids(read(body))[0]] == ["1. a", "b"]


def test_rows_may_begin_further_right():
    body = r"\trowd\cellx1000\cellx2000\intbl a\cell b\cell\row\trowd\trleft1000\cellx2000\intbl c\cell\row"
    assert grids(read(body))[0][-1] == (1, 1, 1, 1, "c")


def test_tables_nest_as_deep_as_they_say():
    rows = "".join(rf"\trowd\cellx1000\cellx2000\pard\intbl r{n}\cell {n}\cell\row" for n in range(9))
    inmost = r"\pard\intbl\itap3 x\nestcell 1\nestcell{\*\nesttableprops\trowd\cellx5\cellx9\nestrow}"
    end = r"{\*\nesttableprops\trowd\cellx5\cellx9\nestrow}"
    inner = rf"\pard\intbl\itap2 y\nestcell {inmost}\pard\intbl\itap2 z\nestcell{end}"
    document = read(rf"{rows}\trowd\cellx1000\cellx2000\pard\intbl a\cell {inner}\pard\intbl \cell\row\pard q\par")
    assert grids(document)[0][-1][4] == "y x 1\nz"


def test_outline_levels_hold_until_the_next_paragraph_definition():
    document = read(r"\pard\outlinelevel0 a\par\pard b\par\pard\outlinelevel9 c\par")
    assert [q.level for q in document.paragraphs()] == [1, None, None]


def test_cells_merge_by_flags_and_edges():
    body = (
        r"\trowd\clvmgf\cellx1000\cellx2000\cellx3000\pard\intbl a\cell b\cell c\cell\row"
        r"\trowd\clvmrg\cellx1000\clmgf\cellx2000\clmrg\cellx3000\pard\intbl \cell d\cell \cell\row"
        r"\trowd\cellx1010\cellx3000\pard\intbl e\cell f\par g\cell\row\pard h\par"
    )
    document = read(body)
    assert outline(document) == ["#table", "h"]
    assert grids(document) == [
        [
            (0, 0, 2, 1, "a"),
            (0, 1, 1, 1, "b"),
            (0, 2, 1, 1, "c"),
            (1, 1, 1, 2, "d"),
            (2, 0, 1, 1, "e"),
            (2, 1, 1, 2, "f\ng"),
        ]
    ]


def test_a_nested_table_stays_in_its_cell():
    inner = (
        r"\pard\intbl\itap2 x\nestcell 1\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}"
        r"{\nonesttables\par}\pard\intbl\itap1 "
    )
    rows = "".join(rf"\trowd\cellx1000\cellx2000\pard\intbl r{n}\cell {n}\cell\row" for n in range(5))
    document = read(rf"{rows}\trowd\cellx1000\cellx2000\pard\intbl a\cell {inner}after\cell\row\pard z\par")
    assert outline(document) == ["#table", "z"]
    assert grids(document)[0][-1] == (5, 1, 1, 1, "x 1\nafter")


def test_cells_without_definition_stand_side_by_side():
    assert grids(read(r"\pard\intbl a\cell b\cell\row\pard\intbl c\cell d\cell\row")) == [
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")]
    ]


@soffice
@pytest.mark.parametrize("name", list(office.BODIES))
def test_what_libreoffice_writes_reads_as_the_docx(name: str):
    ours = office.part(read_rtf(converted(office.REPORT, "docx", "rtf")), name)
    theirs = office.part(read_docx(office.REPORT), name)
    assert (outline(ours), grids(ours)) == (outline(theirs), grids(theirs))


def test_a_huge_file_is_refused():
    with pytest.raises(UnreadableError, match="过大"):
        read_rtf(b"{\\rtf1" + b" " * MAX_MARKUP)


STRUCTURE = [
    "\\par ",
    "\\cell ",
    "\\row ",
    "\\trowd ",
    "\\cellx9 ",
    "\\intbl ",
    "\\itap3 ",
    "\\nestcell ",
    "\\nestrow ",
]
ODDITIES = ["\\u99999?", "\\'zz", "\\'d6", "\\bin99999999 ", "\\field ", "\\fldrslt ", "\\listtext ", "\\*", "\\"]
WORDS = st.sampled_from([*"{}x", *STRUCTURE, *ODDITIES])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_any_words_are_read(words: list[str]):
    assert read_rtf(("{\\rtf1" + "".join(words)).encode()).format == "rtf"
