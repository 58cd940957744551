"""The printed characters and layout words of an RTF file: groups, destinations, fonts and encodings taken care of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\'([0-9A-Fa-f]{2})|\\([A-Za-z]+)(-?\d{1,10})? ?|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+|.", re.DOTALL
)
_SIGNS = {"tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " "}
_SIGNS |= {"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"}
_SYMBOLS = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_SKIPPED = frozenset(
    (
        *("colortbl", "stylesheet", "info", "pict", "objdata", "annotation", "listtable", "listoverridetable"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote"),
        *("revtbl", "rsidtbl", "nonesttables", "nonshppict", "sp", "shprslt"),
    )
)
_ENTERED = frozenset(("shpinst", "shptxt", "nesttableprops", "fldinst"))
_LABELS = ("listtext", "pntext")
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs"}
_SILENT_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|TOC)\b", re.IGNORECASE)
_MAX_GROUPS = 2_000


class Event(NamedTuple):
    """Printed ``text``, or a control ``word`` with its ``number``."""

    word: str
    number: int | None = None
    text: str = ""


@dataclass(slots=True)
class _Group:
    """What holds between a pair of braces. ``code`` collects the code of the field around it."""

    skip: bool = False
    starred: bool = False
    in_code: bool = False
    in_fonts: bool = False
    in_label: bool = False
    hidden: bool = False
    deleted: bool = False
    encoding: str | None = None
    fallback: int = 1
    code: list[str] = field(default_factory=list)

    @property
    def unprinted(self) -> bool:
        """Whether the words of the group lay out something else than the text of a paragraph."""
        return self.skip or self.in_fonts or self.in_code or self.in_label


class RtfText:
    """Yields printed text, and the control words that lay it out, in the order of the file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._groups = [_Group()]
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._page = "cp1252"
        self._bytes = bytearray()
        self._fallbacks = 0

    def __iter__(self) -> Iterator[Event]:
        at = 0
        while at < len(self._data) and (token := _TOKEN.match(self._data, at)):
            at = token.end()
            code, word, number, symbol, brace, plain = token.groups()
            if word == b"bin":
                at += max(0, int(number or 0))
            elif code or plain:
                self._collect(bytes.fromhex(code.decode()) if code else plain)
            elif word or symbol or brace:
                yield from self._flush()
                yield from self._control(word, number, symbol, brace)
        yield from self._flush()

    def _control(self, word: bytes, number: bytes | None, symbol: bytes, brace: bytes) -> Iterator[Event]:
        if brace:
            self._brace(brace)
        elif symbol == b"*":
            self._groups[-1].starred = True
        elif symbol:
            yield from self._printed(_SYMBOLS.get(symbol, ""))
        else:
            yield from self._word(word.decode("ascii"), int(number) if number else None)

    def _brace(self, brace: bytes) -> None:
        if brace == b"{" and len(self._groups) < _MAX_GROUPS:
            self._groups.append(replace(self._groups[-1], starred=False))
        elif brace == b"}" and len(self._groups) > 1:
            self._groups.pop()
        self._fallbacks = 0

    def _collect(self, raw: bytes) -> None:
        """Bytes of text wait until they end, since two of them may make one character."""
        skipped = min(self._fallbacks, len(raw))
        self._fallbacks -= skipped
        self._bytes += raw[skipped:]

    def _flush(self) -> Iterator[Event]:
        if self._bytes:
            text = self._bytes.decode(self._groups[-1].encoding or self._page, "replace")
            self._bytes.clear()
            yield from self._printed(text)

    def _printed(self, text: str) -> Iterator[Event]:
        group = self._groups[-1]
        if group.in_code:
            group.code.append(text)
        elif text and not (group.skip or group.hidden or group.deleted or group.in_fonts):
            yield Event("", text=text)

    def _word(self, word: str, number: int | None) -> Iterator[Event]:
        group = self._groups[-1]
        self._fallbacks = 0
        if word in _SKIPPED or (group.starred and word not in _ENTERED):
            group.skip = True
        elif word == "u" and number is not None:
            self._fallbacks = group.fallback
            yield from self._printed(chr(number % 0x10000))
        elif word in _SIGNS:
            yield from self._printed(_SIGNS[word])
        elif not self._state(word, number, group) and not group.unprinted:
            yield Event(word, number)
            group.in_label = word in _LABELS
        group.starred = False

    def _state(self, word: str, number: int | None, group: _Group) -> bool:
        """Apply a word that changes the state of its group; False for any other word."""
        match word:
            case "ansicpg":
                self._page = "gb18030" if number == 936 else "big5hkscs" if number == 950 else "cp1252"
            case "uc":
                group.fallback = max(0, min(number or 0, 9))
            case "v":
                group.hidden = number != 0
            case "deleted":
                group.deleted = number != 0
            case "plain":
                group.hidden = group.deleted = False
            case "fonttbl":
                group.in_fonts = True
            case "f":
                self._font = number or 0
                group.encoding = None if group.in_fonts else self._fonts.get(self._font)
            case "fcharset" if group.in_fonts and number in _CHARSETS:
                self._fonts[self._font] = _CHARSETS[number]
            case "field":
                group.code = []
            case "fldinst":
                group.in_code = True
            case "fldrslt":
                group.skip = group.skip or _SILENT_FIELD.match("".join(group.code)) is not None
            case _:
                return False
        return True
