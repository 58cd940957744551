"""Background work with its progress, so that the person who asked for it can see how far it is."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of work that a person asked for. ``done`` of ``total`` steps; ``total`` 0 while it is not known.
    ``result`` holds the address to go to when it is done, or what a refusal said."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")

    kind = models.CharField(_("事项"), max_length=60)
    title = models.CharField(_("名称"), max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="jobs")
    agency = models.ForeignKey("agencies.Agency", models.CASCADE, null=True, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(_("说明"), max_length=500, blank=True)
    result = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("后台任务")
        ordering: ClassVar = ["-pk"]
