"""An answer as csv, json, xlsx or parquet: written as it comes, so that its length costs no memory."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.store.query import Result
from gongkai.corpus.store.sinks import FailingOnce
from gongkai.law.messages import Message

FORMATS = ("csv", "json", "xlsx", "parquet")
MOST_ROWS = 1_048_575  # Rows of a sheet of Excel below the heading.
LONGEST_CELL = 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")
_LARGEST_OF_FLOATS = 2**53  # A reader that knows floats only takes whole numbers up to here.
_FIRST_DAY_OF_EXCEL = date(1900, 1, 1)


def write_result(result: Result, out: IO[bytes], form: str, *, limit: int | None = None, bom: bool = False) -> None:
    """Write the rows (the first ``limit``) to ``out`` as ``form``, one of ``FORMATS``.

    csv and xlsx are for spreadsheets: a text that one would take for a formula gets an apostrophe in csv; xlsx marks
    every text as text, and writes numbers and days that a sheet would change as text. json is a list of objects.
    CorpusError: more rows than a sheet holds, a type that parquet does not have, or the query fails. OSError as the
    system tells it.
    """
    if form in ("parquet", "xlsx"):
        _binary(result, FailingOnce(out), form, limit)
        return
    rows = islice(result.rows(), limit)
    text = TextIOWrapper(out, encoding="utf-8-sig" if bom else "utf-8", newline="")
    try:
        (_csv if form == "csv" else _json)(result.columns, rows, text)
        text.flush()
    finally:
        text.detach()


def _binary(result: Result, out: FailingOnce, form: str, limit: int | None) -> None:
    try:
        if form == "parquet":
            _parquet(result, out, limit)
        else:
            _xlsx(result.columns, islice(result.rows(), limit), out)
    except (FileCreateError, OSError) as error:
        raise out.fault() or error from error


def plain(value: Any) -> Any:
    """A value as JSON has it: a whole number as int, a day in ISO 8601, what is no number as None."""
    if isinstance(value, float | Decimal):
        return _plain_number(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(member) for member in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _plain_number(value: float | Decimal) -> int | float | None:
    if not math.isfinite(value):
        return None
    whole = value == int(value) and (isinstance(value, Decimal) or abs(value) <= _LARGEST_OF_FLOATS)
    return int(value) if whole else float(value)


def shown(value: Any) -> str:
    """A value as text, nothing for null."""
    told = plain(value)
    if told is None or isinstance(told, str):
        return told or ""
    return json.dumps(told, ensure_ascii=False) if _exact(value, told) else f"{value:f}"


def _exact(value: Any, told: Any) -> bool:
    """Whether ``told``, the plain form of ``value``, is the same number."""
    return not isinstance(value, Decimal) or value == (told if isinstance(told, int) else Decimal(repr(told)))


def _json(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIOWrapper) -> None:
    before = "[\n"
    for row in rows:
        out.write(before + json.dumps(dict(zip(columns, map(plain, row), strict=True)), ensure_ascii=False))
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


def _csv(columns: list[str], rows: Iterable[tuple[Any, ...]], out: TextIOWrapper) -> None:
    writer = csv.writer(out)
    writer.writerow(map(_unarmed, columns))
    writer.writerows(map(_csv_cell, row) for row in rows)


def _csv_cell(value: Any) -> str | int:
    if type(value) is int:
        return value
    return _unarmed(value) if isinstance(value, str) else shown(value)


def _unarmed(text: str) -> str:
    """A text that a spreadsheet takes as text (OWASP, CSV injection); a number stays as it is."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _xlsx(columns: list[str], rows: Iterator[tuple[Any, ...]], out: FailingOnce) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for at, name in enumerate(columns):
            sheet.write_string(0, at, name, bold)
        for line, row in enumerate(rows, 1):
            if line > MOST_ROWS:
                raise CorpusError(
                    Message("结果超过Excel一张表的{most}行", most=MOST_ROWS),
                    Message("请加 --limit，或用 csv、parquet 格式"),
                )
            for at, value in enumerate(row):
                _write_cell(sheet, line, at, value, day)


def _write_cell(sheet: Any, line: int, at: int, value: Any, day: Any) -> None:
    value = value.isoformat(" ") if isinstance(value, datetime) else value
    if isinstance(value, date) and value >= _FIRST_DAY_OF_EXCEL:
        sheet.write_datetime(line, at, value, day)
    elif isinstance(value, bool):
        sheet.write_boolean(line, at, value)
    elif isinstance(number := plain(value), int | float) and _fits_a_cell(value, number):
        sheet.write_number(line, at, number)
    elif text := shown(value):
        sheet.write_string(line, at, text[:LONGEST_CELL])


def _fits_a_cell(value: Any, number: float) -> bool:
    """Whether a cell, which holds a float of 64 bits, keeps the number as it is."""
    return _exact(value, number) and (isinstance(number, float) or abs(number) <= _LARGEST_OF_FLOATS)


def _parquet(result: Result, out: FailingOnce, limit: int | None) -> None:
    if odd := [field for field in result.schema if not _is_of_parquet(field)]:
        raise CorpusError(
            Message("parquet 存不了这些列的类型：{columns}", columns=[field.name for field in odd]),
            Message("请在 SQL 中用 CAST(列 AS VARCHAR) 转换成文本，或用 csv 格式"),
        )
    with pq.ParquetWriter(out, result.schema, compression="zstd") as writer:
        for batch in _batches(result.batches(), limit):
            writer.write_batch(batch)


def _is_of_parquet(field: pa.Field) -> bool:
    try:
        with pq.ParquetWriter(BytesIO(), pa.schema([field])):
            return True
    except pa.ArrowNotImplementedError:
        return False


def _batches(batches: Iterator[pa.RecordBatch], limit: int | None) -> Iterator[pa.RecordBatch]:
    left = limit
    for batch in batches:
        yield batch if left is None else batch.slice(0, left)
        if left is not None and (left := left - batch.num_rows) <= 0:
            return
