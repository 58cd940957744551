"""Offices, people, sessions and funds of disclosure work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.registers.models import Row


class Session(Row):
    """A working meeting or a training class (会议培训)."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("会议")
        TRAINING = "training", _("培训班")

    class Host(models.TextChoices):
        OWN = "own", _("本机关")
        OTHER = "other", _("其他")

    on = models.DateField(_("日期"))
    kind = models.CharField(_("类型"), max_length=10, choices=Kind)
    name = models.CharField(_("名称"), max_length=200)
    host = models.CharField(_("举办单位"), max_length=10, choices=Host)
    attendance = models.PositiveIntegerField(_("人次"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("会议培训")

    def __str__(self) -> str:
        return self.name


class Resource(Row):
    """An office, a reading point or a member of staff for a time (人员机构); an open end is None."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("专门机构")
        READING_POINT = "reading_point", _("查阅点")
        FULL_TIME = "full_time", _("专职")
        PART_TIME = "part_time", _("兼职")

    name = models.CharField(_("姓名或名称"), max_length=120)
    kind = models.CharField(_("类型"), max_length=20, choices=Kind)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("人员机构")

    def __str__(self) -> str:
        return self.name


class Fund(Row):
    """Money spent on disclosure work, and fees collected or waived (经费收费), in 万元."""

    class Kind(models.TextChoices):
        SPECIAL = "special", _("专项经费")
        FEE_COLLECTED = "fee_collected", _("信息处理费收取")
        FEE_WAIVED = "fee_waived", _("信息处理费减免")

    on = models.DateField(_("日期"))
    kind = models.CharField(_("类型"), max_length=20, choices=Kind)
    amount = models.DecimalField(_("金额（万元）"), max_digits=18, decimal_places=6)

    class Meta(Row.Meta):
        verbose_name = _("经费收费")
        indexes: ClassVar = [models.Index(fields=["agency", "on"], name="fund_on")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
