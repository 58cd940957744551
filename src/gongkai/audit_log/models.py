"""The append-only record of every state change, each line chained to the one before by its hash."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One state change. ``actor`` is None for the system itself; ``actor_name`` and ``target_name`` stay readable when
    the person or thing is gone. ``before`` and ``after`` hold the changed fields only."""

    number = models.PositiveBigIntegerField(_("序号"), unique=True)
    recorded_at = models.DateTimeField(_("记录时间"))
    effective_on = models.DateField(_("生效日期"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )
    actor_name = models.CharField(_("办理人"), max_length=120)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+", verbose_name=_("机关"))
    action = models.CharField(_("动作"), max_length=60)
    target_kind = models.CharField(_("对象类别"), max_length=60)
    target_id = models.CharField(_("对象编号"), max_length=60)
    target_name = models.CharField(_("对象"), max_length=200)
    reason = models.TextField(_("原因"), blank=True)
    before = models.JSONField(_("变更前"), default=dict)
    after = models.JSONField(_("变更后"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("日志")
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [
            models.Index(fields=["agency", "-number"], name="entry_of_agency"),
            models.Index(fields=["target_kind", "target_id"], name="entry_of_target"),
        ]


class Head(models.Model):
    """The last line's number and hash: one row, locked while a line is appended, so that two lines never share a number
    and lines removed from the end are missed."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
