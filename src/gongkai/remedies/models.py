"""Reconsideration and litigation (复议诉讼), complaints (举报投诉)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.registers.models import Row


class Case(Row):
    """One case of reconsideration or litigation; pending until it has a result."""

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsideration", _("行政复议")
        DIRECT = "litigation_direct", _("行政诉讼-未经复议")
        AFTER_REVIEW = "litigation_after_review", _("行政诉讼-复议后")

    class Result(models.TextChoices):
        UPHELD = "upheld", _("结果维持")
        CORRECTED = "corrected", _("结果纠正")
        OTHER = "other", _("其他结果")

    number = models.CharField(_("编号"), max_length=80)
    kind = models.CharField(_("类型"), max_length=30, choices=Kind)
    accepted_on = models.DateField(_("受理日期"))
    concluded_on = models.DateField(_("审结日期"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=Result, blank=True)
    request_number = models.CharField(_("关联登记号"), max_length=80, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("复议诉讼")
        indexes: ClassVar = [models.Index(fields=["agency", "concluded_on"], name="case_concluded")]

    def __str__(self) -> str:
        return self.number


class Complaint(Row):
    """One complaint or report of a citizen."""

    class Result(models.TextChoices):
        UPHELD = "upheld", _("维持")
        CORRECTED = "corrected", _("纠正")
        OTHER = "other", _("其他")

    number = models.CharField(_("编号"), max_length=80)
    on = models.DateField(_("日期"))
    content = models.TextField(_("内容"))
    result = models.CharField(_("结果"), max_length=10, choices=Result, default=Result.OTHER)

    class Meta(Row.Meta):
        verbose_name = _("举报投诉")

    def __str__(self) -> str:
        return self.number
