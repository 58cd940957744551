"""Bytes of text and web files to characters. Chinese sites say ``gb2312`` and send UTF-8, and the other way round, so
the bytes decide and the label only breaks ties."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.model import Note

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_CANDIDATES = ("gb18030", "big5hkscs")
_FAMILIES = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}
# The commonest characters of official Chinese in both scripts: a quarter of any such text, next to none of mojibake.
_EVERYDAY = frozenset(
    "的一是在和不了有年月日公开開政府信息为為行工作中国國人大上对對进進务務会會法及或本其以"
    "部门門市区區县縣局主动動申请請情况況数數报報告发發布文件机機关關理要要求个個二三四五十"
)
_HAN = re.compile("[\u3400-\u9fff]+")
_WESTERN = re.compile("[\x80-\xff]")
_SAMPLE = 20_000
_HAN_SAMPLE = 400
_PLAUSIBLE = 0.06
_FEW = 20


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text. ``sure`` is False where another encoding is possible or characters were lost; ``notes`` then say
    so to the reader."""

    text: str
    encoding: str
    sure: bool = True

    @property
    def notes(self) -> list[Note]:
        if self.sure:
            return []
        return [Note("encoding", f"按 {self.encoding} 编码读出，个别文字可能不对，请对照原文核对")]


def declared_charset(head: bytes) -> str | None:
    """The charset that an HTML or XML head declares, lower case; it is often wrong."""
    found = _META.search(head)
    return found[1].decode("ascii", "replace").lower() if found else None


def decode(data: bytes, hint: str | None = None) -> Decoded:
    """The text of ``data``: byte order mark, UTF-16 without mark, UTF-8, then GB18030 and Big5 by how usual the
    characters are (``hint``, a charset name, breaks ties), then whatever charset-normalizer finds. Never raises."""
    for attempt in (_by_mark, _by_width, _by_utf8):
        found = attempt(data)
        if found is not None:
            return _checked(found)
    return _checked(_by_plausibility(data, hint) or _by_library(data))


def plausibility(text: str) -> float:
    """The share of everyday characters among the first Han characters of ``text``; 1.0 where it has none."""
    return _everyday(_han(text))


def _everyday(han: str) -> float:
    return sum(map(_EVERYDAY.__contains__, han)) / len(han) if han else 1.0


def whole(text: str) -> str:
    """Text with the pairs of UTF-16 units in it made one character each."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def wide_encoding(data: bytes) -> str | None:
    """The UTF-16 variety of ``data`` without a mark: line feeds, digits and blanks leave NULs that no other encoding
    of Chinese has, and only the right byte order gives usual characters."""
    start = data[: _SAMPLE & ~1]
    if start.count(0) * 300 < len(start):
        return None
    scores = {encoding: plausibility(_strict(start, encoding)) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _PLAUSIBLE else None


def _strict(data: bytes, encoding: str) -> str:
    """The decoded text; a character that is never usual where it cannot be decoded."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return "\u9fa5"


def _han(text: str) -> str:
    runs, length = [], 0
    for run in _HAN.finditer(text):
        runs.append(run[0])
        length += len(run[0])
        if length > _HAN_SAMPLE:
            break
    return "".join(runs)


def _checked(found: Decoded) -> Decoded:
    text, han = found.text, _han(found.text)
    lost = "\ufffd" in text or "锟斤拷" in text
    unusual = len(han) > 60 and _everyday(han) < _PLAUSIBLE
    western = not han and len(_WESTERN.findall(text[:_SAMPLE])) * 5 > len(text[:_SAMPLE])
    return Decoded(text, found.encoding, sure=False) if lost or unusual or western else found


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding.removesuffix("-sig"))
    return None


def _by_width(data: bytes) -> Decoded | None:
    encoding = wide_encoding(data) if b"\x00" in data[:_SAMPLE] else None
    return Decoded(data.decode(encoding, "replace"), encoding) if encoding else None


def _by_utf8(data: bytes) -> Decoded | None:
    """UTF-8, also cut at a byte limit or with a few broken bytes, which no other Chinese text resembles."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        cut = len(data) - error.start <= 3 and len(text) > 2
    few = text.count("\ufffd") * _FEW <= _foreign(text) and plausibility(text) >= _PLAUSIBLE
    return Decoded(text, "utf-8", sure=False) if cut or few else None


def _foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _readings(data: bytes) -> Iterator[tuple[float, Decoded]]:
    for encoding in _CANDIDATES:
        text = data.decode(encoding, "replace")
        lost = text.count("\ufffd")
        if (lost - 1) * _FEW <= _foreign(text):
            yield plausibility(text), Decoded(text, encoding, sure=lost == 0)


def _by_plausibility(data: bytes, hint: str | None) -> Decoded | None:
    hinted = _FAMILIES.get((hint or "").lower())
    readings = [(score + 0.02 * (found.encoding == hinted), found) for score, found in _readings(data)]
    if not readings:
        return None
    score, best = max(readings, key=lambda reading: reading[0])
    return best if score >= _PLAUSIBLE or len(data) < 200 else None


def _by_library(data: bytes) -> Decoded:
    """charset-normalizer on the start of the data; its guess is never sure."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 4 * _SAMPLE], cp_exclusion=["utf_7"]).best()
    encoding = best.encoding if best else "gb18030"
    return Decoded(data.decode(encoding, "replace"), encoding, sure=False)
