"""Where information was published, read and delivered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.registers.models import Row


class Posting(Row):
    """One item on one channel on one day; ``index_number`` or ``title`` says which item."""

    class Channel(models.TextChoices):
        GAZETTE = "gazette", _("政府公报")
        WEBSITE = "website", _("政府网站")
        WEIBO = "weibo", _("政务微博")
        WECHAT = "wechat", _("政务微信")
        OTHER = "other", _("其他")

    index_number = models.CharField(_("索引号"), max_length=80, blank=True)
    title = models.CharField(_("标题"), max_length=300, blank=True)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    posted_on = models.DateField(_("发布日期"))
    address = models.CharField(_("地址"), max_length=500, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("公开渠道")
        indexes: ClassVar = [models.Index(fields=["agency", "posted_on"], name="posting_posted")]

    def __str__(self) -> str:
        return self.title or self.index_number


class ReadingVisit(Row):
    """Visits to a reading point (查阅点接待)."""

    on = models.DateField(_("日期"))
    place = models.CharField(_("查阅点"), max_length=120)
    visits = models.PositiveIntegerField(_("人次"))

    class Meta(Row.Meta):
        verbose_name = _("查阅点接待")

    def __str__(self) -> str:
        return f"{self.place} {self.on}"


class Delivery(Row):
    """Documents handed to archives and libraries (两馆报送)."""

    class Medium(models.TextChoices):
        PAPER = "paper", _("纸质")
        ELECTRONIC = "electronic", _("电子")

    on = models.DateField(_("日期"))
    receiver = models.CharField(_("接收单位"), max_length=120)
    medium = models.CharField(_("载体"), max_length=10, choices=Medium)
    copies = models.PositiveIntegerField(_("件数"))

    class Meta(Row.Meta):
        verbose_name = _("两馆报送")

    def __str__(self) -> str:
        return f"{self.receiver} {self.on}"
