"""The registers of the demonstration as workbooks, one an agency, in the shape that ``gongkai import`` takes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

from gongkai.demo.county import County, county
from gongkai.demo.sheets import COLUMNS, Sheets, Value

_WIDTH = 16


def write_workbooks(folder: Path, of: County | None = None) -> list[Path]:
    """One file for each agency, named after it; the files in the order of the agencies. ``folder`` is made."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for record in (of or county()).records:
        path = folder / f"{record.agency.name}台账.xlsx"
        write_workbook(path, record.sheets)
        written.append(path)
    return written


def write_workbook(path: Path, sheets: Sheets) -> None:
    """Every sheet with its headers, empty ones too; dates are Excel dates, blanks are empty cells."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        for name, columns in COLUMNS.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns) - 1, _WIDTH)
            sheet.write_row(0, 0, columns, heading)
            for at, row in enumerate(sheets[name], 1):
                for column, header in enumerate(columns):
                    _write(sheet, at, column, row[header])


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)
