"""What a reader has to say about pages that it could not read, or not for sure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from gongkai.law.messages import Message
from gongkai.report.model import Note, Place
from gongkai.report.reading.formats.pages.page import Page

_MOSTLY_PICTURE = 0.5
_HARDLY_TEXT = 30
_MANY_DRAWINGS = 100
_LOST_SHARE = 0.01


def page_notes(pages: Sequence[Page]) -> Iterator[Note]:
    """What is to be said of pages once they are laid out, each note naming its pages: ``scanned``, ``outlined``,
    ``hidden_text``, ``undecodable``, ``aligned_table``, ``unaligned_figures`` and ``too_complex``."""
    for code, applies, template in _KINDS:
        numbers = [page.number for page in pages if applies(page)]
        if numbers:
            yield Note(code, Message(template, pages=listed(numbers)), Place(page=numbers[0]))


def _characters(page: Page) -> int:
    return sum(len(run.text) for run in page.runs)


def _is_scanned(page: Page) -> bool:
    return page.pictures > _MOSTLY_PICTURE and _characters(page) < _HARDLY_TEXT


def _is_outlined(page: Page) -> bool:
    return not page.runs and page.drawings > _MANY_DRAWINGS and not _is_scanned(page)


def _lacks_codes(page: Page) -> bool:
    return page.lost > _LOST_SHARE * _characters(page)


_KINDS: tuple[tuple[str, Callable[[Page], bool], str], ...] = (
    (
        "scanned",
        _is_scanned,
        "第{pages}页是扫描图像，没有可读的文字。请先用文字识别（OCR）软件转换，或向制作单位索取原始电子文件",
    ),
    (
        "outlined",
        _is_outlined,
        "第{pages}页的文字已转成图形，无法读取。请向制作单位索取原始电子文件，或用文字识别（OCR）软件转换",
    ),
    (
        "hidden_text",
        attrgetter("hidden_text"),
        "第{pages}页是扫描图像，文字来自文字识别（OCR），可能有误，请对照图像核对数字",
    ),
    (
        "undecodable",
        _lacks_codes,
        "第{pages}页有字符缺少编码，读不出来（记作 \ufffd）。请改用原始电子文件，或用文字识别（OCR）软件转换",
    ),
    ("aligned_table", attrgetter("aligned"), "第{pages}页的表格没有竖线，按文字对齐分列，请核对数字所在的列"),
    ("unaligned_figures", attrgetter("unaligned"), "第{pages}页有没有框线的数字，分不清各列，按行读出，请核对"),
    ("too_complex", attrgetter("overfull"), "第{pages}页的内容超出上限，只读了一部分。请确认这是年度报告"),
)


def damaged_page(number: int) -> Note:
    """The note on a page that is missing or cannot be parsed."""
    return Note("damaged_page", Message("第{page}页已损坏，没有读出", page=number), Place(page=number))


def too_many_pages(read: int) -> Note:
    """The note on a file of which only the first pages were read."""
    message = Message("文件太长，只读了前 {read} 页。请确认这是一份年度报告", read=read)
    return Note("too_many_pages", message, Place(page=read))


def listed(numbers: Sequence[int]) -> str:
    """Ascending page numbers as a clerk writes them: 1、3—5."""
    starts = [b for a, b in pairwise([-1, *numbers]) if b != a + 1]
    ends = [a for a, b in pairwise([*numbers, -1]) if b != a + 1]
    return "、".join(str(a) if a == b else f"{a}—{b}" for a, b in zip(starts, ends, strict=True))
