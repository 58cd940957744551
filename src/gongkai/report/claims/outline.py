"""Prose taken apart: blocks under their headings (also run-in ones), sentences, clauses. Works on folded text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LIST = "[一二三四五六七八九十]{1,3}"
_MARKER = re.compile(
    rf"(?=[一二三四五六七八九十第(\d])"
    rf"(?:(?:(?<=[。;!?\s])|^|(?<=[一-龥\"”)]))(?P<top>{_LIST}、|第{_LIST}部分[、:\s]?)(?=\s*[一-龥“])"
    rf"|\(\s?(?P<second>{_LIST})\s?\)[、.]?"
    r"|(?:(?<=[。;!?:\s])|^|(?<=[一-龥]))(?P<third>\d{1,2}[.、])(?=\s*[一-龥“]))"
)
# A run-in heading without a full stop ends after one of these words where a new statement starts.
_HEADING_END = re.compile(
    r"(?:情况|概述|措施|问题|方面|数量|类别|形式|内容|渠道|方式|建设|保障|管理|事项|公开|监督|解读|总结|机制|制度|平台)"
    r"(?=[:\s(]|[12]\d{3}\s?年|二[〇零○]|[我本][局厅委办院市县区镇乡省州街单馆年机]|截[至止]|[全今一]年|目前|年内"
    r"|全[省市县区镇]|公民|根据|按照|无|未|没|在|共(?!享)|通过|对|由|一是)"
)
_STOP = re.compile(r"[。;!?\n]|,(?=.)|(?<=[一-龥]{4})[ \u3000]")
_SENTENCE = re.compile(r"[。;!?\n]")
# 各县(区)公开 is one clause; a bracket that states something is a clause of its own.
_CLAUSE = re.compile(r"\((?P<kept>[^()\d无没未零]{1,8})\)|(?<!\d),|,(?!\d{3}(?!\d))|[:()…]")
# 1、网站公开: 120条 is a row, no title.
_LABEL = re.compile(r"[^,。;:!?\n\d]{2,20}:\s?(?!(?:19|20)\d\d\s?年)\d")
_BLANKS = re.compile(r"[ \u3000]*")
_LONGEST_HEADING = 45


@dataclass(frozen=True, slots=True)
class Block:
    """A run of prose under one heading: ``headings`` are the titles above it, outermost first, with their spans."""

    start: int
    end: int
    headings: tuple[tuple[int, int], ...]


def blocks(text: str) -> list[Block]:
    """The blocks of ``text`` in order; a heading's own words belong to no block unless the heading is a sentence."""
    found: list[Block] = []
    path: dict[int, tuple[int, int]] = {}
    position = 0
    for level, start, body, title in _headings(text):
        if start > position:
            found.append(Block(position, start, _titles(path)))
        path = {depth: span for depth, span in path.items() if depth < level} | {level: title}
        position = body
    if position < len(text):
        found.append(Block(position, len(text), _titles(path)))
    return found


def _titles(path: dict[int, tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(path[level] for level in sorted(path))


def _headings(text: str) -> Iterator[tuple[int, int, int, tuple[int, int]]]:
    """(level, start of the marker, start of the body, span of the title) of each heading."""
    for match in _MARKER.finditer(text):
        level = 1 if match["top"] else 2 if match["second"] else 3
        begin = _behind_blanks(text, match.end())
        if level == 3 and _LABEL.match(text, begin):
            continue
        end, body = _title_end(text, begin)
        yield level, match.start(), body, (begin, end)


def _behind_blanks(text: str, begin: int) -> int:
    blanks = _BLANKS.match(text, begin)
    return blanks.end() if blanks else begin


def _title_end(text: str, begin: int) -> tuple[int, int]:
    """Where the title ends and where the body begins. A title that is a sentence with commas stays in the body."""
    window = text[begin : begin + _LONGEST_HEADING]
    stop = _STOP.search(window)
    run_in = _HEADING_END.search(window, 0, stop.start() if stop else len(window))
    if run_in:
        return begin + run_in.end(), begin + run_in.end()
    if stop and stop[0] in "。\n \u3000":
        return begin + stop.start(), begin + (stop.end() if not _states(window[: stop.start()]) else 0)
    return begin + (stop.start() if stop else len(window)), begin


def _states(title: str) -> bool:
    """True when a title is itself a statement: 无复议, 收到3件."""
    return bool(re.search(r"\d|无|未|没|零", title))


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans between full stops, semicolons and line ends."""
    yield from _split(text, start, end, _SENTENCE)


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans between commas, colons and brackets; the comma in 13,364 does not part."""
    yield from _split(text, start, end, _CLAUSE)


def _split(text: str, start: int, end: int, at: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    position = start
    for match in at.finditer(text, start, end):
        if match.lastgroup:  # A bracket that is kept.
            continue
        if match.start() > position:
            yield position, match.start()
        position = match.end()
    if position < end:
        yield position, end
