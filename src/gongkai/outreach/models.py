"""Responses to public concern and interpretations of policy (回应解读)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.registers.models import Row


class Response(Row):
    """One press conference, interview, article or answer; rows of one hot topic share ``hot_topic``."""

    class Kind(models.TextChoices):
        PRESS_CONFERENCE = "press_conference", _("新闻发布会")
        INTERVIEW = "interview", _("在线访谈")
        INTERPRETATION = "interpretation", _("政策解读")
        WEIBO_WECHAT = "weibo_wechat", _("微博微信回应")
        OTHER = "other", _("其他方式回应")

    on = models.DateField(_("日期"))
    kind = models.CharField(_("类型"), max_length=20, choices=Kind)
    subject = models.CharField(_("主题"), max_length=300)
    hot_topic = models.CharField(_("热点编号"), max_length=60, blank=True)
    principal = models.BooleanField(_("主要负责同志参加"), default=False)
    form = models.CharField(_("形式"), max_length=60, blank=True)
    related_item = models.CharField(_("关联索引号"), max_length=80, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("回应解读")
        indexes: ClassVar = [models.Index(fields=["agency", "on"], name="response_on")]

    def __str__(self) -> str:
        return self.subject
