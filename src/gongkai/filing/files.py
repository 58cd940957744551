"""The files of a published version: what each says, where it stands, how it is stored.

Files are written under names of their own before anything is published and count only once a ``PublishedFile`` names
them. What a stopped try leaves behind is taken away by the next one that succeeds.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.filing.models import Version
from gongkai.filing.pictures import pictures_of
from gongkai.filing.public_page import public_page
from gongkai.filing.reporting import report_of
from gongkai.jobs.actions import Told
from gongkai.law.editions import Edition, load_edition
from gongkai.report.auditing.wording import row_label, short
from gongkai.report.model import Picture, Report
from gongkai.report.serialise import to_json
from gongkai.report.writing import UnwritableError, write_bytes
from gongkai.report.writing.spreadsheet import guarded

WRITTEN = ("docx", "pdf", "html", "xlsx")
FORMS = (*WRITTEN, "json", "csv")
PAGE = "page"
UNPUBLISHED = "（未发布·送审稿）"
COLUMNS = ("key", "table", "row", "column", "unit", "value")


class CannotWrite(Refusal):
    """A file of the report cannot be made."""


@dataclass(frozen=True)
class Rendered:
    """A file in the store that no published version names yet."""

    form: str
    name: str
    sha256: str
    size: int


def address_of(version: Version, form: str) -> str:
    """Where the public finds a file of a version, for ever."""
    annual = version.report
    return f"/reports/{annual.agency.code}/{annual.year}/v{version.number}/{file_name(form)}"


def file_name(form: str) -> str:
    return f"report.{form}" if form in FORMS else form


def render_files(version: Version, published_on: datetime.date, summary: list[Any], told: Told) -> list[Rendered]:
    """Every file of the version as it will be published, in the store. The store keeps none when one cannot be made."""
    report = report_of(version, dated=published_on, pictures=pictures_of(version))
    made: list[Rendered] = []
    try:
        makers = _makers(version, report, published_on, summary)
        for done, (form, make) in enumerate(makers.items()):
            told(done, len(makers), _("正在生成 %(form)s") % {"form": form.upper()})
            made.append(_stored(version, form, make()))
        told(len(makers), len(makers), "")
    except UnwritableError as fault:
        remove(made)
        raise CannotWrite(_("不能生成报告文件：%(fault)s。") % {"fault": fault}) from fault
    except BaseException:
        remove(made)
        raise
    return made


def unpublished_file(version: Version, form: str) -> bytes:
    """The version as it stands now as ``docx`` or ``pdf``, its title saying that it is not published."""
    report = report_of(version, pictures=pictures_of(version))
    try:
        return write_bytes(replace(report, title=f"{version.title}{UNPUBLISHED}"), form)
    except UnwritableError as fault:
        raise CannotWrite(_("不能生成报告文件：%(fault)s。") % {"fault": fault}) from fault


def _makers(
    version: Version, report: Report, published_on: datetime.date, summary: list[Any]
) -> dict[str, Callable[[], bytes]]:
    edition = load_edition(version.report.edition)
    pictures = _numbered(report)
    addresses = [address_of(version, form) for form in pictures]
    return {
        **{form: _writer(report, form) for form in WRITTEN},
        "json": lambda: _json(version, report, published_on, summary),
        "csv": lambda: _csv(report, edition),
        PAGE: lambda: public_page(report, edition, list(zip(pictures.values(), addresses, strict=True))),
        **{form: _picture(picture) for form, picture in pictures.items()},
    }


def _writer(report: Report, form: str) -> Callable[[], bytes]:
    return lambda: write_bytes(report, form)


def _numbered(report: Report) -> dict[str, Picture]:
    """The report's pictures by the name of their file: ``p1``, ``p2`` …"""
    pictures = (picture for section in report.sections for picture in section.pictures)
    return {f"p{number}": picture for number, picture in enumerate(pictures, start=1)}


def _picture(picture: Picture) -> Callable[[], bytes]:
    return lambda: picture.content or b""


def _json(version: Version, report: Report, published_on: datetime.date, summary: list[Any]) -> bytes:
    annual = version.report
    publication: dict[str, Any] = {
        "agency_code": annual.agency.code,
        "version": version.number,
        "published_on": published_on.isoformat(),
        "files": {form: address_of(version, form) for form in FORMS},
        "correction": {"reason": version.correction_reason, "changes": summary} if version.is_correction else None,
    }
    if pictures := [address_of(version, form) for form in _numbered(report)]:
        publication["pictures"] = pictures
    return (json.dumps({**to_json(report), "publication": publication}, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(report: Report, edition: Edition) -> bytes:
    """One line a cell; a blank cell has no value. UTF-8 with a byte order mark and CRLF, as spreadsheets take it."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    lines.writerows([guarded(value) for value in line] for line in _csv_lines(report, edition))
    return out.getvalue().encode("utf-8-sig")


def _csv_lines(report: Report, edition: Edition) -> Iterator[tuple[Any, ...]]:
    for key, cell in report.cells.items():
        table, row, column = edition.slots[key]
        name = "" if table.layout == "single_row" else row_label(table, row)
        heads = "·".join(short(head) for head in (*column.groups, column.label))
        yield key, table.title, name, heads, cell.unit, cell.value


def _stored(version: Version, form: str, content: bytes) -> Rendered:
    sha256 = hashlib.sha256(content).hexdigest()
    ending = form if form in FORMS else "html" if form == PAGE else _image_format(content)
    wanted = f"{_folder(version)}/{form}-{sha256[:12]}.{ending}"
    return Rendered(form, default_storage.save(wanted, ContentFile(content)), sha256, len(content))


def _folder(version: Version) -> str:
    annual = version.report
    return f"reports/{annual.agency.code}/{annual.year}/v{version.number}"


def _image_format(content: bytes) -> str:
    """The ending of an image that Wagtail has written: from its first bytes."""
    if content.startswith(b"\x89PNG"):
        return "png"
    if content.startswith(b"GIF8"):
        return "gif"
    return "webp" if content[8:12] == b"WEBP" else "jpg"


def remove(files: list[Rendered]) -> None:
    for file in files:
        with suppress(OSError):  # What stays is never shown, and taken away by the next publication.
            default_storage.delete(file.name)


def remove_leftovers(version: Version) -> list[str]:
    """Take away what tries that were stopped have left in the folder of a version that is published now."""
    folder = _folder(version)
    named = {PurePosixPath(name).name for name in version.files.values_list("content", flat=True)}
    left = sorted(set(default_storage.listdir(folder)[1]) - named)
    for name in left:
        default_storage.delete(f"{folder}/{name}")
    return left
