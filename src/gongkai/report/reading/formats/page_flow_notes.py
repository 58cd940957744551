"""What a reader has to say about pages that it could not read, or not for sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongkai.report.model import Note, Place
from gongkai.report.reading.formats.page_flow_page import Page

_MOSTLY_PICTURE = 0.5
_HARDLY_TEXT = 30
_MANY_DRAWINGS = 100
_LOST_SHARE = 0.01


def page_notes(pages: Sequence[Page]) -> Iterator[Note]:
    """What is to be said of pages once they are laid out, each note naming its pages: ``scanned``, ``outlined``,
    ``hidden_text``, ``undecodable``, ``aligned_table``, ``unaligned_figures`` and ``too_complex``."""
    scanned = [page for page in pages if _is_scanned(page)]
    outlined = [page for page in pages if not page.runs and page.drawings > _MANY_DRAWINGS and page not in scanned]
    yield from _note(
        "scanned", scanned, "是扫描图像，没有可读的文字。请先用文字识别（OCR）软件转换，或向制作单位索取原始电子文件"
    )
    yield from _note(
        "outlined", outlined, "的文字已转成图形，无法读取。请向制作单位索取原始电子文件，或用文字识别（OCR）软件转换"
    )
    hidden = [page for page in pages if page.hidden_text]
    yield from _note("hidden_text", hidden, "是扫描图像，文字来自文字识别（OCR），可能有误，请对照图像核对数字")
    lost = [page for page in pages if page.lost > _LOST_SHARE * _characters(page)]
    yield from _note(
        "undecodable", lost, "有字符缺少编码，读不出来（记作 \ufffd）。请改用原始电子文件，或用文字识别（OCR）软件转换"
    )
    aligned = [page for page in pages if page.aligned]
    yield from _note("aligned_table", aligned, "的表格没有竖线，按文字对齐分列，请核对数字所在的列")
    unaligned = [page for page in pages if page.unaligned]
    yield from _note("unaligned_figures", unaligned, "有没有框线的数字，分不清各列，按行读出，请核对")
    overfull = [page for page in pages if page.overfull]
    yield from _note("too_complex", overfull, "的内容超出上限，只读了一部分。请确认这是年度报告")


def _is_scanned(page: Page) -> bool:
    return page.pictures > _MOSTLY_PICTURE and _characters(page) < _HARDLY_TEXT


def _characters(page: Page) -> int:
    return sum(len(run.text) for run in page.runs)


def _note(code: str, pages: Sequence[Page], message: str) -> Iterator[Note]:
    if pages:
        yield Note(code, f"第{listed([page.number for page in pages])}页{message}", Place(page=pages[0].number))


def listed(numbers: Sequence[int]) -> str:
    """Ascending page numbers as a clerk writes them: 1、3—5."""
    starts = [b for a, b in pairwise([-1, *numbers]) if b != a + 1]
    ends = [a for a, b in pairwise([*numbers, -1]) if b != a + 1]
    return "、".join(str(a) if a == b else f"{a}—{b}" for a, b in zip(starts, ends, strict=True))
