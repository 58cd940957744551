"""The append-only record of every state change, each line chained to the one before by its hash."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImmutableEntryError(TypeError):
    """A line of the record was to be changed or removed: a fault of the program, never of a user."""


def _refuse(*args: Any, **kwargs: Any) -> NoReturn:
    raise ImmutableEntryError("lines of the audit log are appended by audit_log.actions.record and never change")


class Entries(models.QuerySet["Entry"]):
    """Lines that can only be read."""

    update = delete = bulk_create = bulk_update = create = get_or_create = update_or_create = _refuse
    aupdate = adelete = abulk_create = abulk_update = acreate = aget_or_create = aupdate_or_create = _refuse
    _raw_delete = _update = _refuse


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

    objects = Entries.as_manager()

    class Meta:
        verbose_name = _("日志")
        base_manager_name = "objects"
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [
            models.Index(fields=["agency", "-number"], name="entry_of_agency"),
            models.Index(fields=["target_kind", "target_id"], name="entry_of_target"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding or not kwargs.get("force_insert"):
            _refuse()
        super().save(*args, **kwargs)

    delete = _refuse


class Head(models.Model):
    """The last line's number and hash: one row, locked while a line is appended, so that two lines never share a number
    and lines removed from the end are missed."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
