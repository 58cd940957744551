"""Items of government information that the organ made or keeps (主动公开信息)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.registers.models import Row


class Item(Row):
    """One item. Status and the day on which it ended matter for what is in force on 31 December."""

    class Kind(models.TextChoices):
        RULE = "rule", _("规章")
        NORMATIVE = "normative", _("行政规范性文件")
        OTHER = "other", _("其他")

    class Attribute(models.TextChoices):
        PROACTIVE = "proactive", _("主动公开")
        ON_REQUEST = "on_request", _("依申请公开")
        WITHHELD = "withheld", _("不予公开")

    class Status(models.TextChoices):
        VALID = "valid", _("有效")
        REPEALED = "repealed", _("废止")
        EXPIRED = "expired", _("失效")

    index_number = models.CharField(_("索引号"), max_length=80)
    title = models.CharField(_("标题"), max_length=300)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    kind = models.CharField(_("信息类型"), max_length=10, choices=Kind)
    catalogue_code = models.CharField(_("目录编码"), max_length=40, blank=True)
    category = models.CharField(_("内容分类"), max_length=80, blank=True)
    attribute = models.CharField(_("公开属性"), max_length=10, choices=Attribute)
    withheld_reason = models.CharField(_("不予公开理由"), max_length=200, blank=True)
    made_on = models.DateField(_("成文日期"), null=True, blank=True)
    first_published_on = models.DateField(_("首次公开日期"), null=True, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status, default=Status.VALID)
    ended_on = models.DateField(_("废止或失效日期"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("主动公开信息")
        indexes: ClassVar = [
            # Each holds all that the figures ask for, so that they are counted from the index alone.
            models.Index(fields=["agency", "first_published_on", "attribute", "kind"], name="item_published"),
            models.Index(fields=["agency", "made_on", "kind", "ended_on"], name="item_made"),
            models.Index(fields=["agency", "ended_on", "kind"], name="item_ended"),
        ]

    def __str__(self) -> str:
        return self.title
