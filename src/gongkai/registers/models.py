"""What every register (台账) has: rows that know who, when and from which file."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """A workbook that was handed in: kept as it came, with what it would change and what it did."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("待确认")
        IMPORTED = "imported", _("已导入")
        REFUSED = "refused", _("有错误")
        DISCARDED = "discarded", _("已放弃")

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="imports")
    file_name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to="imports/%Y/")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PREVIEWED)
    partial = models.BooleanField(_("只导入无错误的行"), default=False)
    preview = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("导入人")
    )
    at = models.DateTimeField(_("导入时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("导入")
        ordering: ClassVar = ["-pk"]


class ImportedRow(models.Model):
    """What an import did to one row: the fields that it changed, before and after; none of a row that it added. The row
    may be gone since."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField()
    line = models.PositiveIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("导入的行")
        indexes: ClassVar = [models.Index(fields=["sheet", "row"], name="imports_of_row")]


class Row(models.Model):
    """A row of a register. ``identity`` tells it from the other rows of its organ: its number where the sheet has one,
    otherwise the hash of all its values and its ordinal among equal rows (``registers.identity``)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", verbose_name=_("机关"))
    identity = models.CharField(max_length=80, editable=False)
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    source = models.ForeignKey(
        Import, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("来源文件")
    )
    source_line = models.PositiveIntegerField(_("来源行号"), null=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "identity"], name="%(class)s_identity"),
        ]


class ClosedYear(models.Model):
    """A year with a published report: its registers are closed. ``reopened_at`` is set while a correction is open."""

    agency = models.ForeignKey("agencies.Agency", models.CASCADE, related_name="closed_years")
    year = models.PositiveSmallIntegerField(_("年度"))
    closed_at = models.DateTimeField(auto_now_add=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("重开原因"), blank=True)

    class Meta:
        verbose_name = _("已关账年度")
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "year"], name="closed_once")]

    def __str__(self) -> str:
        return f"{self.agency}{self.year}年台账"
