"""Tables that an office writes itself as CSV: read with care, every fault told with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.law.messages import Message
from gongkai.law.schema_check import Fault, FileFaultsError

MAX_BYTES = 50_000_000
ENCODINGS = ("utf-8-sig", "gb18030")  # A spreadsheet program on a Chinese system saves CSV as GB 18030.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx (zip), xls (OLE2)
SEPARATORS = {";": Message("分号"), "\t": Message("制表符"), "，": Message("全角逗号"), "|": Message("竖线")}


@dataclass(slots=True)
class Rows:
    """The rows of a file by column, with the faults found so far."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, line: int, reason: str) -> None:
        self.faults.append((line, reason))

    def refuse(self) -> None:
        """FileFaultsError with every fault in the order of the lines, if there is any."""
        if self.faults:
            ordered = sorted(self.faults, key=lambda fault: fault[0])
            raise FileFaultsError([at_line(line, reason) for line, reason in ordered])


def at_line(line: int, reason: str) -> Fault:
    return Fault(Message("第{line}行", line=line), reason)


def read_rows(path: Path, columns: Mapping[str, tuple[str, ...]], required: tuple[str, ...]) -> Rows:
    """The rows of a CSV file. ``columns`` are the names of a column that a heading may bear, by column; columns that
    are not listed are left out. FileFaultsError where the file or its heading cannot be used."""
    lines = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        heading = next(lines, [])
        named = _named(heading, columns)
        if missing := [column for column in required if column not in named.values()]:
            raise FileFaultsError([at_line(1, _other_separator(heading, columns) or _lacks(missing))])
        result = Rows()
        for cells in lines:
            _add(result, lines.line_num, cells, named, len(heading))
    except csv.Error as error:
        raise FileFaultsError([at_line(lines.line_num, Message("引号没有配对，或不是 CSV 表格"))]) from error
    return result


def _lacks(columns: list[str]) -> Message:
    return Message("缺少列：{columns}", columns=columns)


def _other_separator(heading: list[str], columns: Mapping[str, tuple[str, ...]]) -> Message | None:
    """What is wrong where a heading of one cell has the names of columns with another separator between them."""
    for mark, word in SEPARATORS.items():
        if len(heading) == 1 and len(_named(heading[0].split(mark), columns)) > 1:
            return Message("各列用{mark}分隔；请另存为用逗号分隔的 CSV", mark=word)
    return None


def _named(heading: list[str], columns: Mapping[str, tuple[str, ...]]) -> dict[int, str]:
    known = {name: column for column, names in columns.items() for name in (column, *names)}
    found = {at: known[title.strip().lower()] for at, title in enumerate(heading) if title.strip().lower() in known}
    if len(set(found.values())) < len(found):
        raise FileFaultsError([at_line(1, Message("有一列写了两次"))])
    return found


def _add(result: Rows, line: int, cells: list[str], named: Mapping[int, str], width: int) -> None:
    if not any(cell.strip() for cell in cells):
        return
    if any(cell.strip() for cell in cells[width:]):
        result.fault(line, Message("有 {count} 格，表头只有 {width} 列", count=len(cells), width=width))
        return
    result.rows.append((line, {column: cells[at].strip() if at < len(cells) else "" for at, column in named.items()}))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileFaultsError([Fault("$", Message("文件超过 {most} MB", most=MAX_BYTES // 1_000_000))])
        data = path.read_bytes()
    except OSError as error:
        raise FileFaultsError([Fault("$", Message("无法打开文件：{name}", name=path.name))]) from error
    if data.startswith(WORKBOOKS):
        raise FileFaultsError([Fault("$", Message("这是 Excel 工作簿，不是 CSV；请在 Excel 中另存为 CSV"))])
    for text in _decoded(data):
        return text
    raise FileFaultsError([Fault("$", "文件不是 UTF-8 或 GB 18030 编码，请另存为 UTF-8")])


def _decoded(data: bytes) -> Iterator[str]:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            yield text
