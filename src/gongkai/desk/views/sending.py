"""Answers that are files."""

from __future__ import annotations

from urllib.parse import quote

from django.db.models.fields.files import FieldFile
from django.http import HttpResponse

from gongkai.filing.collecting.sheets_out import Lines, csv_bytes, xlsx_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def file_answer(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A download, never shown in the page."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def sheet_answer(lines: Lines, name: str, form: str) -> HttpResponse:
    """A list as ``csv`` or ``xlsx``."""
    if form == "csv":
        return file_answer(csv_bytes(lines), f"{name}.csv", "text/csv; charset=utf-8")
    return file_answer(xlsx_bytes(lines, name), f"{name}.xlsx", XLSX)


def bytes_of(stored: FieldFile) -> bytes:
    """What a stored file holds."""
    with stored.open("rb") as file:
        content: bytes = file.read()
    return content
