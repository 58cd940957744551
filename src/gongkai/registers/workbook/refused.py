"""The rows that an import refused, as a workbook to be mended and imported again."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _

from gongkai.audit_log.chinese import in_chinese
from gongkai.registers.planning import Plan, SheetPlan
from gongkai.registers.sheets import Fault
from gongkai.registers.workbook.cells import is_blank
from gongkai.registers.workbook.layout import Book

WIDTH = 18


@in_chinese
def refused_workbook(plan: Plan) -> bytes:
    """The refused rows under their own headers, cells as they stood. What is wrong stands in a note on the cell, so
    that the mended workbook can be imported as it is."""
    file = io.BytesIO()
    book = Book(file)
    for sheet in plan.sheets:
        if sheet.of("refused") or sheet.rows.faults:
            _write(book, sheet)
    book.close()
    return file.getvalue()


def has_refused_rows(plan: Plan) -> bool:
    return any(sheet.of("refused") for sheet in plan.sheets)


def _write(book: Book, plan: SheetPlan) -> None:
    headers = plan.rows.headers
    written = book.book.add_worksheet(plan.sheet.name)
    written.freeze_panes(1, 0)
    written.set_column(0, max(len(headers) - 1, 0), WIDTH)
    for at, header in enumerate(headers):
        book.write(written, 0, at, header)
    for at, decision in enumerate(plan.of("refused"), 1):
        for place, cell in enumerate(decision.line.cells):
            book.write(written, at, place, None if is_blank(cell) else cell)
        for header, text in _notes(decision.line.faults, headers).items():
            written.write_comment(at, headers.index(header), text, {"author": "", "x_scale": 2})


def _notes(faults: list[Fault], headers: list[str]) -> dict[str, str]:
    """What is wrong with each cell; of a column that the sheet lacks, on the first cell."""
    notes: dict[str, str] = {}
    for fault in faults:
        header = fault.header if fault.header in headers else headers[0]
        text = _("%(header)s：%(found)s。%(expected)s") % {
            "header": fault.header, "found": fault.found, "expected": fault.expected
        }  # fmt: skip
        notes[header] = f"{notes[header]}\n{text}" if header in notes else text
    return notes
