"""A naive view of a printed table, made without its own views: every place of the grid and the box on it."""

from __future__ import annotations

from gongkai.report.writing.layout import Box, PrintedTable


def places(table: PrintedTable) -> dict[tuple[int, int], Box]:
    """Box by (row, column); an assertion fails where two boxes lie on one place."""
    found: dict[tuple[int, int], Box] = {}
    for box in table.boxes:
        for row in range(box.row, box.row + box.row_span):
            for column in range(box.column, box.column + box.column_span):
                assert (row, column) not in found, f"{box.text} lies on {found[row, column].text}"
                found[row, column] = box
    return found


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())
