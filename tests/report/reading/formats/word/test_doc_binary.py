"""Word binary files: the constructs of Word itself, by hand after the specification."""

from __future__ import annotations

import struct

import pytest

from gongkai.report.reading.document import Document
from gongkai.report.reading.errors import UnreadableError
from gongkai.report.reading.formats.word.doc import read_word_file
from tests.report.reading.formats.samples import grids, outline, texts

from .word_binary import IN_TABLE, ROW_END, Binary, change, depth, level, row

Paragraphs = list[tuple[str, int, bytes]]
LEFT, MERGED_LEFT, FIRST_BELOW, BELOW = 0x01, 0x02, 0x60, 0x20


def read(binary: Binary) -> Document:
    return read_word_file(binary.file())


def table(*rows: tuple[str, bytes]) -> Paragraphs:
    """Rows as (texts with ``|`` after each cell, row definition)."""
    paragraphs: Paragraphs = []
    for cells, shape in rows:
        paragraphs += [(f"{text}\x07", 0, IN_TABLE) for text in cells.split("|")[:-1]]
        paragraphs.append(("\x07", 0, IN_TABLE + ROW_END + shape))
    return paragraphs


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("公开\x0b信息\r", ["公开", "信息"]),
        ("甲\t乙\x1e丙\x1f丁\xa0戊\r", ["甲\t乙-丙丁 戊"]),
        ("注\x02文\x05\r", ["注文"]),
        ("上\x0c下\r", ["上", "下"]),
        ("第\x13 PAGE \x147\x15页\r", ["第页"]),
        ("第\x13PAGE\x15页\r", ["第页"]),
        ("共\x13 REF x \x1412\x15条\r", ["共12条"]),
        ('\x13 HYPERLINK "a\x13 QUOTE \x14b\x15" \x14网站\x15\r', ["网站"]),
        ("\x13 TOC \\o \x14一、总\x13PAGEREF\x141\x15\r二、\x15\r一、总\r", ["一、总"]),
        ("\x13 TOC \x14目录\r正文\r", ["目录", "正文"]),
        ("孤\x15立\x14\r", ["孤立"]),
    ],
)
def test_text(text: str, printed: list[str]):
    assert texts(read(Binary([(text, 0, b"")]))) == printed


def test_one_byte_and_two_byte_pieces_join():
    binary = Binary([("Report “2021” – 5€\r公开", 0, b""), ("12条\r", 0, b"")], western=19)
    assert texts(read(binary)) == ["Report “2021” – 5€", "公开12条"]


def test_changes_of_a_piece_apply_to_its_paragraphs():
    assert [q.level for q in read(Binary([("甲\r", 0, b"")], piece_change=change(0x2640, b"\x01"))).paragraphs()] == [2]


def test_text_boxes_come_last():
    assert texts(read(Binary([("正文\r", 0, b"")], boxes="框\r"))) == ["正文", "框"]


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        (change(0x083C, b"\x01"), "见文"),
        (change(0x083C, b"\x00"), "见隐文"),
        (change(0x083C, b"\x01") + change(0x083C, b"\x00"), "见隐文"),
        (change(0x0800, b"\x01"), "见文"),
        (change(0x6A09, b"\x03\x00\xfc\xf0"), "见文"),
        (change(0x0835, b"\x01"), "见隐文"),
    ],
)
def test_hidden_deleted_and_symbol_characters(changes: bytes, printed: str):
    assert texts(read(Binary([("见隐文\r", 0, b"")], hidden=[(1, 2, changes)]))) == [printed]


def test_hidden_characters_across_pieces():
    binary = Binary([("ab公开\r", 0, b"")], western=2, hidden=[(1, 3, change(0x083C, b"\x01"))])
    assert texts(read(binary)) == ["a开"]


def test_outline_levels_of_styles_and_paragraphs():
    styles = [(0, 0xFFF, b""), (1, 0, b""), (0x30, 1, b""), (0x31, 1, change(0x2640, b"\x09")), (0x32, 4, b"")]
    paragraphs = [(f"{n}\r", n, b"") for n in range(5)] + [("5\r", 0, change(0x2640, b"\x02"))]
    assert [q.level for q in read(Binary(paragraphs, styles=styles)).paragraphs()] == [None, 1, 1, None, None, 3]


def test_many_paragraphs_over_many_pages():
    paragraphs = [(f"段{n}\r", 0, change(0x2640, bytes([n % 9]))) for n in range(50)]
    assert [q.level for q in read(Binary(paragraphs)).paragraphs()] == [n % 9 + 1 for n in range(50)]


def test_cells_merged_by_edges_and_flags():
    document = read(
        Binary(
            [
                *table(
                    ("甲|乙|丙|", row([0, 1000, 2000, 3000], [FIRST_BELOW, LEFT, MERGED_LEFT])),
                    ("|丁|戊|", row([0, 1000, 2000, 3000], [BELOW, 0, 0])),
                    ("己|庚|", row([10, 1990, 3000])),
                ),
                ("后\r", 0, b""),
            ]
        )
    )
    assert outline(document) == ["#table", "后"]
    assert grids(document) == [
        [
            (0, 0, 2, 1, "甲"),
            (0, 1, 1, 2, "乙"),
            (1, 1, 1, 1, "丁"),
            (1, 2, 1, 1, "戊"),
            (2, 0, 1, 2, "己"),
            (2, 2, 1, 1, "庚"),
        ]
    ]


def test_cells_merged_by_later_changes():
    edges = [0, 1000, 2000, 3000]
    first = row(edges, [0, 0, 0]) + change(0x5624, b"\x01\x03") + change(0xD62B, b"\x02\x00\x03")
    second = row(edges, [0, 0, 0]) + change(0xD62B, b"\x02\x00\x01") + change(0xD62B, b"\x02\x09\x01")
    document = read(Binary(table(("甲|乙|丙|", first), ("丁|戊|己|", second))))
    assert grids(document) == [[(0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "戊"), (1, 2, 1, 1, "己")]]


@pytest.mark.parametrize("code", [0x6645, 0x6646, 0x646B])
def test_wide_rows_are_defined_in_the_data_stream(code: int):
    shape = row([0, 1000, 3000])
    data = b"\xff" * 6 + struct.pack("<H", len(shape)) + shape
    elsewhere = change(code, struct.pack("<I", 6))
    document = read(Binary(table(("甲|乙|", elsewhere), ("丙|丁|", row([0, 2000, 3000]))), data=data))
    assert grids(document)[0] == [(0, 0, 1, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 0, 1, 2, "丙"), (1, 2, 1, 1, "丁")]


def test_rows_without_definition_are_counted():
    document = read(Binary(table(("甲|乙|", b""), ("丙|丁|戊|", row([0, 1, 2, 3])))))
    assert [c[:2] for c in grids(document)[0]] == [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)]


def test_a_cell_of_several_paragraphs():
    cell = [("上\r", 0, IN_TABLE), ("下\x07", 0, IN_TABLE), ("1\x07", 0, IN_TABLE), ("\x07", 0, IN_TABLE + ROW_END)]
    assert [c[4] for c in grids(read(Binary(cell)))[0]] == ["上\n下", "1"]


def test_nested_tables_by_depth():
    inner, end = IN_TABLE + depth(2) + change(0x244B, b"\x01"), IN_TABLE + depth(2) + change(0x244C, b"\x01")
    nested = [("小\r", 0, inner), ("3\r", 0, inner), ("\r", 0, end + row([0, 9, 18]))]
    rows = [(f"指标{n}|{n}|", row([0, 1000, 2000])) for n in range(4)]
    last = [
        ("分项\x07", 0, IN_TABLE),
        *nested,
        ("计\x07", 0, IN_TABLE),
        ("\x07", 0, IN_TABLE + ROW_END + row([0, 1000, 2000])),
    ]
    assert grids(read(Binary([*table(*rows), *last])))[0][-1] == (4, 1, 1, 1, "小 3\n计")


LEVELS = [
    level(1, 37, "\x00、"),
    level(1, 39, "（\x01）"),
    level(1, 0, "\x02."),
    level(1, 0, "\x00.\x02.\x03", legal=True),
]


def numbered(instance: int, at: int = 0) -> bytes:
    return change(0x260A, bytes([at])) + change(0x460B, struct.pack("<H", instance))


@pytest.mark.parametrize(
    ("places", "printed"),
    [
        ([(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], ["一、", "（一）", "（二）", "二、", "（一）"]),
        ([(1, 0), (1, 1), (1, 2), (1, 3)], ["一、", "（一）", "1. ", "1.1.1 "]),
        ([(2, 0), (2, 0), (1, 0)], ["① ", "② ", "一、"]),
        ([(1, 0), (3, 0), (3, 0), (1, 0)], ["一、", "五、", "六、", "七、"]),
        ([(4, 0), (4, 0)], ["第1条 ", "第2条 "]),
        ([(5, 0)], [""]),
        ([(0, 0), (9, 0), (0xF801, 0)], ["", "", ""]),
        ([(2, 5)], [""]),
    ],
)
def test_list_numbers(places: list[tuple[int, int]], printed: list[str]):
    binary = Binary(
        [("文\r", 0, numbered(*place)) for place in places],
        lists=[(7, LEVELS), (8, [level(1, 18, "\x00")]), (9, [level(1, 23, "\uf06c")])],
        instances=[(7, []), (8, []), (7, [(0, 5, b"")]), (7, [(0, None, level(1, 0, "第\x00条"))]), (9, [])],
    )
    assert texts(read(binary)) == [f"{label}文" for label in printed]


THIRD: dict[int, str] = {
    **dict.fromkeys((0, 200), "3"),
    **dict.fromkeys((10, 11, 17, 33, 35, 36, 37, 39), "三"),
    **dict.fromkeys((16, 34, 38), "叁"),
    **dict.fromkeys((18, 28), "③"),
    **dict.fromkeys((14, 19), "３"),
    **dict.fromkeys((23, 255), ""),
    **dict(enumerate(("III", "iii", "C", "c"), 1)),
    **dict(enumerate(("⒊", "⑶"), 26)),
    **dict(enumerate(("㊂", "丙", "寅"), 29)),
    22: "03",
}


@pytest.mark.parametrize(("kind", "printed"), THIRD.items())
def test_number_formats(kind: int, printed: str):
    binary = Binary([("文\r", 0, numbered(1))], lists=[(7, [level(3, kind, "\x00、")])], instances=[(7, [])])
    assert texts(read(binary)) == [f"{printed}{'' if kind == 23 else '、'}文"]


def test_a_style_may_carry_the_number():
    styles = [(0, 0xFFF, b""), (1, 0, numbered(1)), (2, 1, change(0x260A, b"\x01"))]
    binary = Binary([(f"{n}\r", n, b"") for n in (1, 2, 1)], styles=styles, lists=[(7, LEVELS)], instances=[(7, [])])
    assert texts(read(binary)) == ["一、1", "（一）2", "二、1"]


def test_levels_may_restart_only_after_a_given_one():
    levels = [LEVELS[0], LEVELS[1], level(1, 0, "\x02.", restart=1)]
    places = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]
    binary = Binary([("文\r", 0, numbered(*place)) for place in places], lists=[(7, levels)], instances=[(7, [])])
    assert [text for text in texts(read(binary)) if text[0].isascii()] == ["1. 文", "2. 文", "1. 文"]


def test_without_paragraph_properties_cells_are_lines():
    document = read(Binary(table(("甲|1|", b""), ("乙||", b"")), without_properties=True))
    assert (outline(document), grids(document)) == (["甲", "1", "乙"], [])


@pytest.mark.parametrize(
    ("magic", "flags", "reason"),
    [(0xA5DC, 0, "旧文件"), (0xA5EC, 0x0100, "密码"), (0xA5EC, 0x0300, "密码"), (0x1234, 0, "损坏")],
)
def test_old_encrypted_and_foreign_files_are_refused(magic: int, flags: int, reason: str):
    with pytest.raises(UnreadableError, match=reason):
        read(Binary([("文\r", 0, b"")], magic=magic, flags=flags))


def test_other_flags_do_no_harm():
    assert texts(read(Binary([("文\r", 0, b"")], flags=0x0200 | 0x0004))) == ["文"]


@pytest.mark.parametrize(("text", "pictures"), [("\x01\r", 1), ("图\x01\r", 0), (" \x01 \r\x01\r", 2), ("\x08\r", 0)])
def test_pictures_without_text_are_counted(text: str, pictures: int):
    notes = read(Binary([(text, 0, b"")])).notes
    assert [(note.code, f"{pictures} 处" in note.message) for note in notes] == [("image", True)] * bool(pictures)


def test_a_piece_without_its_change_is_read():
    binary = Binary([("文\r", 0, b"")], piece_change=change(0x2640, b"\x01"), stated_change=9)
    assert [q.level for q in read(binary).paragraphs()] == [None]


def test_a_text_longer_than_any_report_is_refused():
    with pytest.raises(UnreadableError, match="过大"):
        read(Binary([("文\r", 0, b"")], stated_end=1 << 30))


def test_pieces_outside_of_the_stream_are_refused():
    with pytest.raises(UnreadableError, match="损坏"):
        read(Binary([("文\r", 0, b"")], stated_end=100_000))
