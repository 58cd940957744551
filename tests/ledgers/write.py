"""Writes a workbook as a clerk's Excel file would have it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from random import Random

import openpyxl

from .sheets import SHEETS, Row, Value, Workbook


def xlsx(workbook: Workbook, *, text_dates: bool = False, shuffled: bool = False, seed: int = 0) -> bytes:
    """Excel dates; with ``text_dates`` each is ISO text as often as not. With ``shuffled`` the sheets and the columns
    stand in any order. Months are text. A sheet without rows has all its headers."""
    random = Random(seed)
    book = openpyxl.Workbook(write_only=True)
    names = _ordered(random, list(workbook), shuffled)
    for name in names or ["主动公开信息"]:
        sheet = book.create_sheet(name)
        rows = workbook.get(name, [])
        headers = _ordered(random, headers_of(name, rows), shuffled)
        sheet.append(headers)
        for row in rows:
            sheet.append([_cell(random, row.get(header), text_dates) for header in headers])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def headers_of(name: str, rows: list[Row]) -> list[str]:
    """Every header that a row has; of a sheet without rows, every header it may have."""
    found = dict.fromkeys(header for row in rows for header in row)
    return list(found) or (SHEETS[name].headers if name in SHEETS else [])


def _ordered(random: Random, names: list[str], shuffled: bool) -> list[str]:
    return random.sample(names, len(names)) if shuffled else names


def _cell(random: Random, value: Value, text_dates: bool) -> Value:
    if isinstance(value, date) and text_dates and random.random() < 0.5:
        return value.isoformat()
    return value
