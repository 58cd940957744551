"""Presenting findings: the page with the report marked in place, a workbook, JSON, and text for a terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from gongkai.law.messages import Message
from gongkai.report.auditing.findings import Audit
from gongkai.report.presenting.payload import findings_json
from gongkai.report.presenting.text_table import findings_table
from gongkai.report.presenting.words import Editions
from gongkai.report.writing import UnwritableError, os_fault, save

__all__ = ["FORMATS", "findings_bytes", "findings_json", "findings_table", "write_findings"]

FORMATS = ("table", "json", "html", "xlsx")


def findings_bytes(audits: Sequence[Audit], form: str, *, editions: Editions | None = None) -> bytes:
    """The findings as one file of format ``form``, one of ``FORMATS``. ``editions`` are the custom ones, by id."""
    if form == "json":
        return (json.dumps(findings_json(audits), ensure_ascii=False, indent=1) + "\n").encode()
    if form == "table":
        return findings_table(audits, editions=editions).encode()
    if form == "xlsx":
        from gongkai.report.presenting.workbook import findings_xlsx

        return findings_xlsx(audits, editions=editions)
    if form == "html":
        from gongkai.report.presenting.page import findings_html

        return findings_html(audits, editions=editions)
    raise UnwritableError(Message("没有“{form}”这种格式", form=form), Message("请用 {formats} 之一", formats=FORMATS))


def write_findings(
    audits: Sequence[Audit], path: Path, *, form: str | None = None, editions: Editions | None = None
) -> None:
    """Write the findings to ``path`` in the format ``form``, default by suffix.

    A folder, or a path without suffix, takes a page for each report and an ``index.html``. Many reports in one HTML
    page would be slow to open: beyond ``page.ONE_FILE`` the pages go into a folder beside it, ``NAME.files``.
    UnwritableError when the suffix says no format or the place cannot be written to.
    """
    form = form or _form_of(path)
    as_folder = form == "html" and (path.is_dir() or not path.suffix)
    if not as_folder and not (form == "html" and _are_many(audits)):
        save(path, findings_bytes(audits, form, editions=editions))
        return
    from gongkai.report.presenting.page import write_pages

    folder, index = (path, path / "index.html") if as_folder else (path.with_suffix(".files"), path)
    try:
        write_pages(audits, folder, index, editions=editions)
    except OSError as fault:
        raise UnwritableError(
            Message("不能写入 {folder}（{fault}）", folder=folder, fault=os_fault(fault)),
            "请检查是否有写权限",
        ) from fault


def _are_many(audits: Sequence[Audit]) -> bool:
    from gongkai.report.presenting.page import ONE_FILE

    return len(audits) > ONE_FILE


def _form_of(path: Path) -> str:
    suffix = path.suffix.removeprefix(".").lower()
    return {"": "html", "htm": "html", "txt": "table"}.get(suffix, suffix)
