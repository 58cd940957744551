"""How much of an upload is read. A report of any year has under 2,000 cells and under 20 MB; the caps are far above."""

from __future__ import annotations

import re

from gongkai.law.messages import Message
from gongkai.report.reading.errors import UnreadableError

MEBIBYTE = 1 << 20
MAX_FILE = 100 * MEBIBYTE
MAX_MARKUP = 32 * MEBIBYTE
MAX_TEXT = 1_000_000
"""Characters: a long report has under 100,000. Reading costs some ten seconds a million of them."""
MAX_CELLS = 100_000
MAX_COLUMNS = 1_000
MAX_ROWS = 65_534
_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=]*+")


def check_size(size: int) -> None:
    """Raise UnreadableError for a file of ``size`` bytes that is too big to be a report."""
    if size > MAX_FILE:
        raise UnreadableError(
            Message("文件有 {size} MB，超过 {most} MB 的上限", size=size // MEBIBYTE, most=MAX_FILE // MEBIBYTE),
            "请确认这是年度报告；图片太大的，压缩图片或另存为 docx 后再读",
        )


def check_text(text: str) -> None:
    """Raise UnreadableError for a text that is too long to be a report, before anything is looked for in it. Pictures
    that a converter has put into it as ``data:`` addresses do not count."""
    if len(text) > MAX_TEXT:
        check_length(len(text) - sum(len(picture[0]) for picture in _PICTURE.finditer(text)))


def check_length(characters: int) -> None:
    """Raise UnreadableError for a document with so many characters of text that it cannot be a report."""
    if characters > MAX_TEXT:
        raise UnreadableError(
            Message("文字超过 {most} 万字，不像年度报告", most=MAX_TEXT // 10_000), "请只保留年度报告，另存后再读"
        )


def too_many_cells() -> UnreadableError:
    return UnreadableError(
        Message("表格超过 {most} 个单元格，不像年度报告", most=MAX_CELLS),
        "请只保留年度报告的表格，另存后再读；台账请用台账导入",
    )


class CellBudget:
    """Counts the cells of one document and refuses to go on past ``MAX_CELLS``."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MAX_CELLS

    def spend(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise too_many_cells()
