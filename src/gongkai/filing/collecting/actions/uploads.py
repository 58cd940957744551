"""Handing in a file: taken in, read apart from us, its doubtful cells confirmed by eye, and only then filed."""

from __future__ import annotations

import base64
import hashlib
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.errors import Refusal
from gongkai.agencies.models import Agency, Person
from gongkai.agencies.rules import Permission, may, require
from gongkai.audit_log.actions import record
from gongkai.filing.collecting import tasks
from gongkai.filing.collecting.actions.submissions import hold, refuse_settled, take
from gongkai.filing.collecting.confinement import read_confined
from gongkai.filing.models import DoubtfulCell, Submission, Upload
from gongkai.jobs.actions import enqueue
from gongkai.registers.figures import plain
from gongkai.report.auditing.cross_level import plain_name

_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")
_LONGEST_NAME = 200
_STATE = Upload.State
LARGEST_FIGURE = Decimal(10) ** 14


class TooLarge(Refusal):
    """The file is larger than the installation takes."""

    def __init__(self) -> None:
        super().__init__(
            _("文件超过 %(most)d MB。") % {"most": settings.UPLOAD_LIMIT // 1_000_000},
            _("请确认这是年度报告；压缩其中的图片后再上传。"),
        )


class NothingInIt(Refusal):
    """The file is empty."""


class NotWaiting(Refusal):
    """The upload is not waiting for confirmation any more."""


class ImpossibleFigure(Refusal):
    """A confirmed value that no cell can hold."""


def require_filing(actor: Person, submission: Submission) -> None:
    """The organ itself files, or the supervising organ on its behalf."""
    if not may(actor, Permission.SUPERVISE, submission.round.agency):
        require(actor, Permission.FILE_REPORT, submission.agency)


@transaction.atomic
def file_upload(*, submission: Submission, file_name: str, content: bytes, actor: Person) -> Upload:
    """Take a file in and have it read in the background. What was filed before stands until this file is filed, and
    what waits for confirmation until this file is read and found to be of use."""
    require_filing(actor, submission)
    if len(content) > settings.UPLOAD_LIMIT:
        raise TooLarge
    if not content:
        raise NothingInIt(_("文件是空的。"), _("请重新导出后再上传。"))
    held = hold(submission)
    refuse_settled(held)
    upload = Upload(
        submission=held, file_name=plain_file_name(file_name), size=len(content), uploaded_by=actor,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    upload.file.save(f"{upload.sha256[:24]}.bin", ContentFile(content), save=False)
    upload.save()
    record(
        actor=actor, action="upload", target=upload, agency=held.agency,
        after={"file": upload.file_name, "sha256": upload.sha256},
    )  # fmt: skip
    enqueue(
        tasks.read_upload, kind="read_upload", title=_("读取报送文件"), person=actor, agency=held.agency,
        upload=upload.pk,
    )  # fmt: skip
    return upload


def plain_file_name(name: str) -> str:
    """A file's name without folders and without characters that could mislead; the ending is kept."""
    cleaned = _NOT_IN_NAMES.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" ._") or "文件"
    stem, dot, ending = cleaned.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 12]}.{ending[:10]}" if dot else cleaned[:_LONGEST_NAME]


def read(pk: int) -> Upload:
    """Read an upload, outside any transaction, and take in what was found."""
    upload = Upload.objects.select_related("submission__round", "submission__agency").get(pk=pk)
    if upload.state == _STATE.READING:
        found = read_confined(Path(upload.file.path), upload.file_name)
        upload = _take_reading(upload, found)
    return upload


@transaction.atomic
def _take_reading(upload: Upload, found: dict[str, Any]) -> Upload:
    submission = hold(upload.submission)
    upload = Upload.objects.select_for_update(of=("self",)).select_related("uploaded_by").get(pk=upload.pk)
    upload.submission = submission
    if upload.state != _STATE.READING:  # Another file came meanwhile.
        return upload
    fault = _fault(found, submission)
    if fault:
        upload.state, upload.fault = _STATE.REFUSED, fault
        upload.save()
        return upload
    _replace_older(upload)
    upload.content = found["content"]
    upload.named = _stranger(found["content"]["agency"], submission.agency)
    upload.state = _STATE.DOUBTFUL
    upload.save()
    _keep_doubts(upload, found["doubts"])
    return _file_if_sure(upload, actor=upload.uploaded_by)


def _replace_older(upload: Upload) -> None:
    """A file that was read takes the place of those that came before it and were not filed yet."""
    older = Upload.objects.filter(submission=upload.submission, pk__lt=upload.pk)
    older.filter(state__in=[_STATE.READING, _STATE.DOUBTFUL]).update(state=_STATE.REPLACED)


def _fault(found: dict[str, Any], submission: Submission) -> str:
    """Why what was found in a file is not what was asked for."""
    if submission.state == Submission.State.ACCEPTED:
        return _("读取文件时，先前报送的报告已被接收。需要更改的，请联系主管部门退回。")
    if "refusal" in found:
        reason, mend = found["refusal"]
        return f"{reason}。{mend}。"
    content = found["content"]
    year = submission.round.year
    if content["year"] not in (None, year):
        told = _("文件是%(found)s年度的报告，应报送%(year)s年度的报告。请核对后重新上传。")
        return told % {"found": content["year"], "year": year}
    if not content["cells"]:
        return _("文件中没有读到统计表。请上传带有统计表的完整报告；扫描件请先做文字识别。")
    return ""


def _stranger(named: str | None, agency: Agency) -> str:
    """The organ that a file names, where that is none of the organ's own names; of two names one may be within the
    other (示例县科技局办公室)."""
    own = [agency.name, agency.short_name, *agency.names.values_list("name", flat=True)]
    folded, plain_own = plain_name(named or ""), [plain_name(name) for name in own if name]
    if not folded or any(folded in name or name in folded for name in plain_own):
        return ""
    return (named or "")[:200]


def _keep_doubts(upload: Upload, doubts: list[dict[str, Any]]) -> None:
    cells = []
    for doubt in doubts:
        value = doubt["read_value"]
        cell = DoubtfulCell(
            upload=upload, key=doubt["key"], note=doubt["note"], where=doubt["where"], excerpt=doubt["excerpt"],
            read_value=None if value is None else Decimal(str(value)),
        )  # fmt: skip
        if doubt["picture"]:
            cell.picture.save(f"{upload.pk}.png", ContentFile(base64.b64decode(doubt["picture"])), save=False)
        cells.append(cell)
    DoubtfulCell.objects.bulk_create(cells)


@transaction.atomic
def confirm_cells(*, upload: Upload, values: dict[str, Decimal | None], actor: Person) -> Upload:
    """Say what the source prints in doubtful cells (by key; None: blank). With the last one the upload is filed."""
    held = _waiting(upload, actor)
    content = held.content or {}
    doubts = {d.key: d for d in held.doubtful_cells.all()}
    if any(value is not None and abs(value) >= LARGEST_FIGURE for value in values.values()):
        raise ImpossibleFigure(_("数值过大。"), _("请按原文填写数值。"))
    now, changes = timezone.now(), {}
    for key, value in values.items():
        doubt = doubts[key]
        doubt.confirmed_value, doubt.confirmed_by, doubt.confirmed_at = value, actor, now
        if value != doubt.read_value:
            changes[key] = None if value is None else plain(value)
        _write_into(content, key, value)
    DoubtfulCell.objects.bulk_update(
        [doubts[key] for key in values], ["confirmed_value", "confirmed_by", "confirmed_at"]
    )  # fmt: skip
    held.content = content
    held.save(update_fields=["content"])
    record(
        actor=actor, action="confirm_cells", target=held, agency=held.submission.agency,
        after={"confirmed": sorted(values), "changed": changes},
    )  # fmt: skip
    return _file_if_sure(held, actor=actor)


def confirm_cell(*, doubt: DoubtfulCell, value: Decimal | None, actor: Person) -> Upload:
    """``confirm_cells`` for a single one."""
    return confirm_cells(upload=doubt.upload, values={doubt.key: value}, actor=actor)


@transaction.atomic
def confirm_agency(*, upload: Upload, actor: Person) -> Upload:
    """Say that a file which names another organ (a former name, say) is the report of this one."""
    held = _waiting(upload, actor)
    named, held.named = held.named, ""
    held.save(update_fields=["named"])
    record(actor=actor, action="confirm_agency", target=held, agency=held.submission.agency, before={"named": named})
    return _file_if_sure(held, actor=actor)


def _waiting(upload: Upload, actor: Person) -> Upload:
    """The upload, locked, if it waits for confirmation and the person may give it."""
    submission = hold(upload.submission)
    require_filing(actor, submission)
    refuse_settled(submission)
    held = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    held.submission = submission
    if held.state != _STATE.DOUBTFUL:
        raise NotWaiting(_("这个文件已经不需要核对。"), _("请刷新页面查看最新情况。"))
    return held


def _write_into(content: dict[str, Any], key: str, value: Decimal | None) -> None:
    """Put a confirmed figure into a report's JSON; what was printed stays as ``raw`` where the reader had it."""
    cell = content["cells"].setdefault(key, {"raw": "", "unit": None, "where": {}})
    cell["value"] = None if value is None else plain(value)
    if value is None:
        cell["raw"] = ""


def _file_if_sure(upload: Upload, *, actor: Person) -> Upload:
    if upload.named or upload.doubtful_cells.filter(confirmed_at__isnull=True).exists():
        return upload
    upload.state = _STATE.FILED
    upload.save(update_fields=["state"])
    take(upload.submission, _as_of(upload.submission, upload.content or {}), actor=actor, upload=upload)
    return upload


def _as_of(submission: Submission, content: dict[str, Any]) -> dict[str, Any]:
    """The report under the organ's own name and year, whatever the file calls them."""
    return {**content, "agency": submission.agency.name, "year": submission.round.year}
