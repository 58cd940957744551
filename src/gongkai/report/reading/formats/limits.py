"""How much of an upload is read. A report of any year has under 2,000 cells and under 20 MB; the caps are far above."""

from __future__ import annotations

from gongkai.law.messages import Message
from gongkai.report.reading.errors import UnreadableError

MEBIBYTE = 1 << 20
MAX_FILE = 100 * MEBIBYTE
MAX_MARKUP = 32 * MEBIBYTE
MAX_CELLS = 100_000
MAX_COLUMNS = 1_000
MAX_ROWS = 65_534


def check_size(size: int) -> None:
    """Raise UnreadableError for a file of ``size`` bytes that is too big to be a report."""
    if size > MAX_FILE:
        raise UnreadableError(
            Message("文件有 {size} MB，超过 {most} MB 的上限", size=size // MEBIBYTE, most=MAX_FILE // MEBIBYTE),
            "请确认这是年度报告；图片太大的，压缩图片或另存为 docx 后再读",
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
