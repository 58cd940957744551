"""Writing a report in the official layout of its edition: docx, pdf, html, xlsx, and JSON."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gongkai.law.editions import Edition
from gongkai.law.messages import Message
from gongkai.report.model import Report
from gongkai.report.serialise import to_json
from gongkai.report.writing.arrangement import Arrangement, arrange
from gongkai.report.writing.errors import UnwritableError, os_fault

__all__ = ["FORMATS", "UnwritableError", "os_fault", "save", "write", "write_bytes"]

FORMATS = ("docx", "pdf", "html", "xlsx", "json")


def write(report: Report, path: Path, *, edition: Edition | None = None) -> None:
    """Write ``report`` to ``path`` in the format of its suffix; ``edition`` is for a custom form.

    The file appears whole or not at all. UnwritableError names an unknown suffix, figures without a place in the form,
    a missing font or a folder that cannot be written to.
    """
    save(path, write_bytes(report, path.suffix.removeprefix(".").lower(), edition=edition))


def write_bytes(report: Report, form: str, *, edition: Edition | None = None) -> bytes:
    """The report as a file of format ``form``, one of ``FORMATS`` (``htm`` counts as html)."""
    form = "html" if form == "htm" else form
    if form == "json":
        return (json.dumps(to_json(report), ensure_ascii=False, indent=1) + "\n").encode()
    if form not in FORMATS:
        raise UnwritableError(
            Message("不能写成“{form}”格式", form=form or Message("无后缀")),
            Message("请把输出文件的后缀改为 {formats} 之一", formats=FORMATS),
        )
    return _writer(form)(arrange(report, edition))


def _writer(form: str) -> Callable[[Arrangement], bytes]:
    """The writer of a format; its library is loaded only when it is used."""
    if form == "docx":
        from gongkai.report.writing.docx import write_docx as writer
    elif form == "pdf":
        from gongkai.report.writing.pdf import write_pdf as writer
    elif form == "html":
        from gongkai.report.writing.html import write_html as writer
    else:
        from gongkai.report.writing.xlsx import write_xlsx as writer
    return writer


def save(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` whole: into a temporary file beside it, which then takes its place."""
    part = path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
        part.replace(path)
    except OSError as fault:
        raise _cannot_save(path, fault) from fault
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _cannot_save(path: Path, fault: OSError) -> UnwritableError:
    return UnwritableError(
        Message("不能写入 {path}（{fault}）", path=path, fault=os_fault(fault)),
        "请检查文件夹是否存在、是否有写权限",
    )
