"""The figures behind each label of a flattened table: what belongs to them, and what only stands among them.

Units, repeated headings and page footers are blanked out, so that offsets stay; numbering of the next label that runs
into the figures is cut off. Where that can be seen in more than one way, every way is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.law.editions import FormTable
from gongkai.report.reading.digits import count_figures
from gongkai.report.reading.flattened_labels import (
    FARTHEST,
    NEAR,
    Anchor,
    Item,
    Text,
    find_chain,
    heading_pattern,
    heading_words,
    items_of,
    patterns,
)

_FIGURES = re.compile(
    r"(?:[\d\s+\-−—–―─/\\]|(?<=\d)[.,](?=\d)|(?<=\d)\s?[万亿]?元|不涉及|不适用|无(?=[\s\d/]|$)|[增减](?=加?少?\s?\d)|(?<=[增减])[加少])+"
)
_PAGE = r"第\s*\d+\s*页(?:[\s,/]*共\s*\d+\s*页)?|共\s*\d+\s*页|\d+\s*页|[Pp]age\s*\d+(?:\s*of\s*\d+)?"
REMARK = re.compile(r"\s*(?:\(\d{1,2}\)\s*)?\((?![一二三四五六七八九十]{1,3}\)|\d{1,2}\))[^()]{1,80}\)")
_LOOSE = r"[)\[\]【】{}:;|“”\"'《》、。.,·*]"
_DASHED_PAGE = re.compile(r"[-−—–]\s*\d{1,3}\s*[-−—–]|(?<![\d/])\d{1,3}\s*/\s*\d{1,3}(?![\d/])")
_GAP = re.compile(r"(?<=[\d/\\—–-])\s+(?=[\d/\\—–-])")
_WIDE_GAP = re.compile(r"[^\S\n\r\t]{2,}(?=\d)")
_LONE_NUMBER = re.compile(r"(?<!\S)[1-9]\d{0,2}(?!\S)")
_NUMBERED = re.compile(r"(\d+)\s*[.、)]\s*$")
_YEAR = re.compile(r"(?:19|20)\d{2}\s*$")
_LAST_NUMBER = re.compile(r"(?<=\s)\d{1,4}\s*$")
_UNIT_DASH = re.compile(r"\s*[-—–―─]{2,}(?=\s*\d)")
_LOOK_AHEAD = 20
_LONGEST_RUN = 1_000
_TOLD = re.compile(r"\s*\d+(?:\s*(?:人次|[件条次个人项篇期份])\s*[,;。、]|\s*[,;。])(?!\d)")
_FEWEST_NUMBERED = 3
_BARELY = 0.5
_NOISE = "\0"
_UNITS = ("人次", "件", "条", "次", "个", "人", "项", "篇", "期", "份", "万元", "亿元", "元")


@dataclass(frozen=True, slots=True)
class Run:
    """A label and the figures behind it. ``texts`` have their first character at ``start``; ``gaps`` is how often
    white space alone separates figures; ``columns`` are the positions of the columns they fill; ``end`` is where the
    figures end; ``more`` says that other figures stand between there and the next label; ``apart`` that the figures are
    set in columns, by blanks, and not run together."""

    item: Item
    label: tuple[int, int]
    start: int
    end: int
    texts: tuple[str, ...]
    gaps: int
    columns: range
    more: bool = False
    apart: bool = False

    @property
    def figures(self) -> int:
        return max(map(count_figures, self.texts))


@lru_cache(maxsize=32)
def find_runs(text: Text, table: FormTable) -> Sequence[Run]:
    """The rows of ``table`` that the text prints, empty unless enough of the form is there. Kept for the last texts:
    first an edition is looked for, then its figures."""
    if table.layout == "single_row":
        return _single_row(text, table)
    chain = find_chain(text, table)
    return _rows(text, table, chain) if _convincing(text, table, chain) else []


def _convincing(text: Text, table: FormTable, chain: Sequence[Anchor]) -> bool:
    """A form, not prose that names some of its rows: a good part of the rows, or headings above them, and no commas
    and full stops behind the figures."""
    figured = sum(text.figure_behind(a.end) for a in chain)
    told = sum(_TOLD.match(text.folded, a.end) is not None for a in chain)
    if figured <= 2 * told:
        return False
    rows = len(items_of(table))
    if table.layout == "grid":
        return _below_heading(text, table, chain[0]) or len(chain) == rows > 1
    return figured > 1 and len(chain) >= min(rows, max(4, rows // 4))


def _below_heading(text: Text, table: FormTable, anchor: Anchor) -> bool:
    at = text.compact_offset(anchor.start)
    columns = patterns(tuple(c.label for c in table.columns))
    return any(
        m.end() >= at - NEAR and any(word in m[0] for word in columns)
        for m in heading_pattern(table).finditer(text.compact, max(0, at - FARTHEST), at)
    )


def _rows(text: Text, table: FormTable, chain: Sequence[Anchor]) -> list[Run]:
    numbered = _bare_numbering(text, chain)
    runs = []
    for anchor, following in zip(chain, [*chain[1:], None], strict=True):
        number = following.item.number if following else None
        stop = following.start if following else len(text.folded)
        stretch = _figures(text, table, anchor.end, stop, number, numbered)
        behind = text.folded[stretch[1] : stop if following else stretch[1] + _LOOK_AHEAD]
        columns, more = range(len(table.columns)), count_figures(behind) > 0
        apart = _WIDE_GAP.match(text.folded, anchor.end, stop) is not None
        runs.append(Run(anchor.item, (anchor.start, anchor.end), *stretch, columns, more, apart))
    return runs


def _single_row(text: Text, table: FormTable) -> list[Run]:
    """All figures behind the headings, or each figure behind its column label."""
    words = {w for c in table.columns for w in patterns((c.label, *c.groups))}
    if not _most(words, text.compact):
        return []
    for heading in reversed(list(heading_pattern(table).finditer(text.compact))):
        start, end = text.origin(heading.start(), heading.end())
        start = text.folded.rfind("。", start, end) + 1 or start  # The prose above may end with a word of the heading.
        if _most(words, heading[0]) and text.figure_behind(end):
            stretch = _figures(text, table, end, len(text.folded), None, 0)
            return [Run(Item(table.key, table.title, ()), (start, end), *stretch, range(len(table.columns)))]
    chain = [a for a in find_chain(text, table) if text.figure_behind(a.end)]
    return list(_column_by_column(text, table, chain)) if len(chain) >= 0.6 * len(table.columns) else []


def _most(words: Set[str], text: str) -> bool:
    return sum(word in text for word in words) >= 0.6 * len(words)


def _column_by_column(text: Text, table: FormTable, chain: Sequence[Anchor]) -> Iterator[Run]:
    position = {column.key: i for i, column in enumerate(table.columns)}
    for anchor, following in zip(chain, [*chain[1:], None], strict=True):
        stop = following.start if following else len(text.folded)
        stretch = _figures(text, table, anchor.end, stop, None, 0)
        at = position[anchor.item.key]
        yield Run(anchor.item, (anchor.start, anchor.end), *stretch, range(at, at + 1))


def _bare_numbering(text: Text, chain: Sequence[Anchor]) -> float:
    """How often the expected Arabic number stands before a label without a mark (0 to 1): always, where the document
    numbers so; now and then by chance, where the figure above ends so. 0.5 where there are too few labels to tell."""
    numbered = [a for a in chain[1:] if a.item.number]
    if len(numbered) < _FEWEST_NUMBERED:
        return 0.5
    return sum(_ends_with(text.folded[: a.start], a.item.number or "") for a in numbered) / len(numbered)


def _ends_with(before: str, number: str) -> bool:
    """Whether a label's numbering stands at the end: directly, or as a number of its own before white space."""
    shown = before.rstrip()
    alone = shown.endswith(number) and not shown[: -len(number)][-1:].isdigit()
    return before.endswith(number) or alone


@cache
def _noise(table: FormTable) -> re.Pattern[str]:
    """What may stand among the figures of ``table`` without being one."""
    units = {*_UNITS, *(u for row in table.rows if (u := row.unit) and u.isalpha())}
    words = [r"\W{0,3}".join(map(re.escape, word)) for word in heading_words(table)]
    return re.compile("|".join([_PAGE, *words, *sorted(units, key=len, reverse=True), REMARK.pattern, _LOOSE]))


def _figures(
    text: Text, table: FormTable, start: int, stop: int, number: str | None, numbered: float
) -> tuple[int, int, tuple[str, ...], int]:
    """The figures from ``start``, at most to ``stop``, where a label numbered ``number`` may begin: where they begin
    and end, the texts that they may be, and how often white space alone separates them."""
    parts: list[str] = []
    at, stop = start, min(stop, start + _LONGEST_RUN)
    if dash := _UNIT_DASH.match(text.folded, start, stop) if len(table.columns) == 1 else None:
        parts.append(_NOISE * len(dash[0]))
        at = dash.end()
    noise = _noise(table)
    while at < stop:
        if found := noise.match(text.folded, at, stop):
            parts.append(_NOISE * len(found[0]))
        elif found := _FIGURES.match(text.folded, at, stop):
            parts.append(found[0])
        else:
            break
        at = found.end()
    printed = "".join(parts)
    texts = _without_numbering(
        printed.replace(_NOISE, " "), text.folded[start:at], number, numbered if at == stop else 0, reached=at == stop
    )
    texts = [_without_date(t, text.folded[at : at + 1]) for t in texts]
    gaps = len(_GAP.findall(printed[: min(len(t.rstrip()) for t in texts)]))
    return start, at, tuple(dict.fromkeys(v for t in texts for v in _without_page_numbers(t))), gaps


def _without_date(line: str, behind: str) -> str:
    """The figures without a year or another number that belongs to the word behind them."""
    pattern = {"年": _YEAR, "月": _LAST_NUMBER, "日": _LAST_NUMBER, "号": _LAST_NUMBER, "%": _LAST_NUMBER}.get(behind)
    return pattern.sub(lambda m: " " * len(m[0]), line) if pattern else line


def _without_numbering(line: str, printed: str, number: str | None, numbered: float, *, reached: bool) -> list[str]:
    """The figures without the numbering of the next label at their end; without and with it where that is open."""
    if marked := _NUMBERED.search(printed):
        end = marked.end(1)
        expected = reached and number is not None and line[:end].endswith(number)
        return _cut(line, end, number) if expected else [line, *_cut(line, end, None)]
    if numbered >= _BARELY and number and _ends_with(line, number):
        shorter = _cut(line, len(line.rstrip()), number)
        return shorter if numbered == 1 else [line, *shorter]
    return [line]


def _cut(line: str, end: int, number: str | None) -> list[str]:
    """``line`` with the numbering that ends at ``end`` blanked: the expected number, else one or two digits."""
    digits = len(line[:end]) - len(line[:end].rstrip("0123456789"))
    widths = [len(number)] if number and line[:end].endswith(number) else range(1, min(2, digits) + 1)
    return [line[: end - w] + " " * (len(line) - end + w) for w in widths]


def _without_page_numbers(line: str) -> list[str]:
    """The line, and the line without what looks like a page number between dashes or as a fraction."""
    blanked = _DASHED_PAGE.sub(lambda m: " " * len(m[0]), line)
    return [line, blanked] if blanked != line and count_figures(blanked) else [line]


def without_lone_numbers(line: str) -> Iterator[str]:
    """The line without each of the numbers in it that may be a bare page number, as long as another is left."""
    for lone in _LONE_NUMBER.finditer(line):
        rest = line[: lone.start()] + " " * len(lone[0]) + line[lone.end() :]
        if any(map(str.isdigit, rest)):
            yield rest
