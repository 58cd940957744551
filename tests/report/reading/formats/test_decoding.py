"""Bytes to text: the bytes decide, labels lie."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.reading.formats.decoding import declared_charset, decode

REPORT = (
    "某市科学技术局2020年政府信息公开工作年度报告\n一、总体情况\n"
    "本年度主动公开政府信息312条，其中规范性文件2件；收到公开申请5件，均按期答复。\n" * 4
)
TRADITIONAL = "本年度主動公開政府資訊的情況如下，收到申請五件，均已按期答覆，沒有收費的情況。\n" * 6


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("label", [None, "gb2312", "utf-8", "iso-8859-1", "nonsense"])
def test_any_encoding_under_any_label(encoding: str, label: str | None):
    found = decode(REPORT.encode(encoding), label)
    assert found.text == REPORT
    assert found.sure
    assert found.notes == []


@pytest.mark.parametrize("label", [None, "gb2312", "big5"])
def test_big5(label: str | None):
    found = decode(TRADITIONAL.encode("big5"), label)
    assert (found.text, found.encoding, found.sure) == (TRADITIONAL, "big5hkscs", True)


def test_traditional_text_in_gbk_is_not_taken_for_big5():
    found = decode(TRADITIONAL.encode("gbk"))
    assert (found.text, found.encoding) == (TRADITIONAL, "gb18030")


@pytest.mark.parametrize(("word", "encoding"), [("公开", "gbk"), ("申请公开", "gbk"), ("無法提供", "big5")])
def test_a_few_characters_are_enough_with_a_label(word: str, encoding: str):
    assert decode(word.encode(encoding), encoding).text == word


AMBIGUOUS = b"\xb0\xa1\xb1\xa2"  # Rare characters in both encodings.


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        *((name, "gb18030") for name in ("gb2312", "GB_2312-80", "GBK", "gb18030", "x-gbk")),
        *((name, "big5hkscs") for name in ("big5", "BIG5-HKSCS")),
    ],
)
def test_a_label_decides_between_equals(label: str, encoding: str):
    assert decode(AMBIGUOUS, label).encoding == encoding


def test_long_text_of_no_usual_characters_is_never_sure():
    short, long = decode(AMBIGUOUS * 20, "gbk"), decode(AMBIGUOUS * 200, "gbk")
    assert (short.sure, long.sure) == (True, False)


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_text_cut_at_any_byte_loses_one_character_at_most(cut: int):
    found = decode(REPORT.encode()[:-cut])
    assert found.encoding == "utf-8"
    assert REPORT.startswith(found.text.rstrip("\ufffd"))


def test_a_few_broken_bytes_are_told():
    broken = bytearray(REPORT.encode())
    broken[300] = 0xFF
    found = decode(bytes(broken))
    assert not found.sure
    (note,) = found.notes
    assert note.code == "encoding"
    assert "utf-8" in note.message
    assert found.text.endswith(REPORT[200:])


def test_broken_gbk_is_told():
    broken = bytearray(REPORT.encode("gbk"))
    broken[100] = 0xFF
    found = decode(bytes(broken))
    assert (found.encoding, found.sure) == ("gb18030", False)


@pytest.mark.parametrize(
    "garbled",
    [
        REPORT.encode().decode("gb18030", "replace"),
        REPORT.encode("gbk").decode("latin-1"),
        "锟斤拷锟斤拷公开",
        "公开\ufffd信息",
    ],
    ids=["utf-8 as gbk", "gbk as latin-1", "lost twice", "lost"],
)
def test_text_that_was_garbled_before_is_told(garbled: str):
    found = decode(garbled.encode())
    assert found.text == garbled
    assert not found.sure


def test_plain_ascii_and_nothing_are_sure():
    assert decode(b"12,3\n").sure
    assert decode(b"").text == ""


def test_latin_text_is_decoded_by_the_library_and_told():
    found = decode("Rapport annuel sur la transparence : données publiées, années précédentes.\n".encode("cp1252") * 5)
    assert "années" in found.text
    assert not found.sure


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_decode(data: bytes):
    assert isinstance(decode(data).text, str)


CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=8)


@given(st.lists(CHINESE, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_rare_characters_among_usual_ones_survive(rare: list[str]):
    text = REPORT.join(rare) + REPORT
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="GBK">', "gbk"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=gb2312'>", "gb2312"),
        (b'<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        (b"<html><body>charset=gbk", None),
    ],
)
def test_declared_charset(head: bytes, charset: str | None):
    assert declared_charset(head) == charset


def test_a_byte_order_mark_beats_everything():
    assert decode(codecs.BOM_UTF16_LE + "公开".encode("utf-16-le"), "gbk").text == "公开"
