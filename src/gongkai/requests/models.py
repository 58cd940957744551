"""Requests for government information (依申请公开)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.registers.models import Row


class Request(Row):
    """One request. ``outcome`` is the key of the row of the form in force on the day of the answer
    (``requests.outcomes``); it and ``answered_on`` come together."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("当面")
        LETTER = "letter", _("信函")
        ONLINE = "online", _("网络")
        FAX = "fax", _("传真")
        OTHER = "other", _("其他")

    class Applicant(models.TextChoices):
        NATURAL_PERSON = "natural_person", _("自然人")
        COMMERCIAL = "org_commercial", _("商业企业")
        RESEARCH = "org_research", _("科研机构")
        WELFARE = "org_welfare", _("社会公益组织")
        LEGAL_SERVICE = "org_legal_service", _("法律服务机构")
        OTHER = "org_other", _("其他")

    number = models.CharField(_("登记号"), max_length=80)
    received_on = models.DateField(_("收到日期"))
    mode = models.CharField(_("提出方式"), max_length=10, choices=Mode)
    applicant = models.CharField(_("申请人类型"), max_length=20, choices=Applicant)
    content = models.TextField(_("申请内容"))
    extended = models.BooleanField(_("延期"), default=False)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    outcome = models.CharField(_("办理结果"), max_length=40, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("信息公开申请")
        indexes: ClassVar = [
            # Each holds all that the figures ask for, so that they are counted from the index alone.
            models.Index(fields=["agency", "received_on", "answered_on", "applicant", "mode"], name="request_received"),
            models.Index(fields=["agency", "answered_on", "outcome", "applicant", "extended"], name="request_answered"),
        ]
        constraints: ClassVar = [
            *Row.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True, outcome="")
                | (models.Q(answered_on__isnull=False) & ~models.Q(outcome="")),
                name="request_answer_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.number
