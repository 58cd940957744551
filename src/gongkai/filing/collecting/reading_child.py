"""Reads one uploaded file in a process of its own: ``python -m gongkai.filing.collecting.reading_child FILE NAME``.

What it writes to standard output is one JSON object: ``{"refusal": [reason, mend]}``, or ``{"content", "doubts"}``. Its
memory and processor time are limited from the start, since a file may be made to exhaust them. It imports no Django
and is given no secrets.
"""

from __future__ import annotations

import base64
import io
import json
import resource
import sys
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

from gongkai.filing.collecting.doubts import Doubt, doubts_of
from gongkai.law.editions import builtin_editions
from gongkai.report.model import Place
from gongkai.report.reading import UnreadableError, read_bytes, refuse_nothing
from gongkai.report.reading.document import Document
from gongkai.report.serialise import to_json

MEMORY = 2 << 30
SECONDS = 120
MOST_PICTURES = 40
_SCALE = 1.6  # Pixels a point: a table of 9-point figures is read with ease.
_AROUND = 70  # Points of the page that are shown above and below a figure.
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def main(path: Path, name: str) -> dict[str, Any]:
    data = path.read_bytes()
    try:
        refuse_macros(data)
        report = refuse_nothing(read_bytes(data, name))
    except UnreadableError as error:
        return {"refusal": [str(error.reason), str(error.mend)]}
    edition = builtin_editions().get(report.edition or "")
    doubts = doubts_of(report, edition, partial(_document, data, name))
    shown = pictures(data, doubts) if report.source and report.source.format == "pdf" else {}
    return {
        "content": to_json(report),
        "doubts": [{**doubt.to_json(), "picture": shown.get(doubt.key, "")} for doubt in doubts],
    }


def refuse_macros(data: bytes) -> None:
    """UnreadableError for an office file that carries macros. Nothing here would run them, but whoever downloads the
    file might."""
    if _MACROS in data or _zip_has_macros(data):
        raise UnreadableError("文件带有宏", "请用 Word 或 WPS 打开，另存为不带宏的 docx 或 xlsx 后再上传")


def _zip_has_macros(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(name.lower().endswith("vbaproject.bin") for name in package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _document(data: bytes, name: str) -> Document | None:
    from gongkai.report.reading.formats import open_document

    try:
        return open_document(data, name)
    except UnreadableError:  # A report kept as JSON has no source to show.
        return None


def pictures(data: bytes, doubts: list[Doubt]) -> dict[str, str]:
    """The strip of the page around each doubtful figure, the figure framed, as PNG in base64."""
    import pypdfium2

    found: dict[str, str] = {}
    with pypdfium2.PdfDocument(data) as document:
        for doubt in doubts[:MOST_PICTURES]:
            if doubt.where.page and doubt.where.box and doubt.where.page <= len(document):
                found[doubt.key] = _strip(document[doubt.where.page - 1], doubt.where)
    return found


def _strip(page: Any, where: Place) -> str:
    from PIL import ImageDraw

    assert where.box
    left, bottom, right, top = where.box
    image = page.render(scale=_SCALE).to_pil().convert("RGB")
    height = page.get_height()
    upper, lower = (height - top) * _SCALE, (height - bottom) * _SCALE
    ImageDraw.Draw(image).rectangle(
        (left * _SCALE - 4, upper - 4, right * _SCALE + 4, lower + 4), outline=(192, 32, 32), width=3
    )
    around = _AROUND * _SCALE
    shown = image.crop((0, max(0, int(upper - around)), image.width, min(image.height, int(lower + around))))
    out = io.BytesIO()
    shown.save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2]), ensure_ascii=True))
