"""Organs, their names and succession over time, people and the roles they hold."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Person(AbstractUser):
    """Somebody who logs in. Rights follow from ``Membership`` only; ``is_superuser`` gives nothing."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("办公电话"), max_length=40, blank=True)
    must_change_password = models.BooleanField(_("下次登录时修改密码"), default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def password_in_directory(self) -> bool:
        return settings.DIRECTORY and not is_password_usable(self.password)

    def has_usable_password(self) -> bool:
        """The directory's counts: allauth asks for it again before what concerns the safety of the account."""
        return super().has_usable_password() or self.password_in_directory

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Kind(models.TextChoices):
    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("政府部门")
    SUBDISTRICT = "subdistrict", _("乡镇（街道）")
    INSTITUTION = "institution", _("事业单位")


class Agency(models.Model):
    """An organ that keeps registers and files reports. ``code`` stands in fixed addresses and never changes;
    ``path`` holds the codes of all organs above and its own: ``/990101/990101-kj/``."""

    code = models.SlugField(_("机关代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    division_code = models.CharField(_("行政区划代码"), max_length=12, blank=True, help_text=_("GB/T 2260，6 位"))
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级机关")
    )
    path = models.CharField(max_length=400, editable=False, db_index=True)
    established_on = models.DateField(_("成立日期"), null=True, blank=True)
    dissolved_on = models.DateField(_("撤销日期"), null=True, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    postal_code = models.CharField(_("邮政编码"), max_length=10, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    website = models.URLField(_("网站地址"), blank=True)
    office_hours = models.CharField(_("办公时间"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("机关")
        verbose_name_plural = _("机关")
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def level(self) -> int:
        return self.path.count("/") - 2


class AgencyName(models.Model):
    """A name that the organ bore for a time (更名): its numbers stay its own."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    name = models.CharField(_("名称"), max_length=120)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("曾用名")
        ordering: ClassVar = ["valid_from"]


class Succession(models.Model):
    """A merger or a split. Where ``carries_registers``, the successor's figures from ``effective_on`` count the
    predecessor's rows too."""

    class How(models.TextChoices):
        MERGED = "merged", _("合并")
        SPLIT = "split", _("拆分")

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="inheritances")
    how = models.CharField(_("方式"), max_length=10, choices=How)
    effective_on = models.DateField(_("生效日期"))
    carries_registers = models.BooleanField(_("台账由其承接"), default=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("机构沿革")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_of_two"),
        ]


class EditionChoice(models.Model):
    """The edition of the form that the organ and all below it use in these years; without one, the national edition."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="edition_choices")
    edition = models.CharField(_("报告格式"), max_length=60)
    year_from = models.PositiveSmallIntegerField(_("起始年度"))
    year_to = models.PositiveSmallIntegerField(_("截止年度"))

    class Meta:
        verbose_name = _("报告格式")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(year_from__lte=F("year_to")), name="edition_years_in_order"),
        ]


class CalendarDay(models.Model):
    """A day on which the organ and all below it work, or do not, against the national calendar (地方假日)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="calendar_days")
    day = models.DateField(_("日期"))
    working = models.BooleanField(_("上班"))
    note = models.CharField(_("说明"), max_length=100)

    class Meta:
        verbose_name = _("地方假日")
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "day"], name="one_calendar_day")]


class Role(models.TextChoices):
    CLERK = "clerk", _("经办人")
    SECTION_HEAD = "section_head", _("科室负责人")
    SECRECY_REVIEWER = "secrecy_reviewer", _("保密审查员")
    OFFICE = "office", _("办公室")
    LEADER = "leader", _("分管领导")
    SUPERVISOR = "supervisor", _("主管部门")
    AUDITOR = "auditor", _("审计员")
    ADMINISTRATOR = "administrator", _("管理员")


class Membership(models.Model):
    """A role that a person holds in an organ for a time; both days are included, an open end is None."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField(_("岗位"), max_length=20, choices=Role)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "agency", "role", "valid_from"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="membership_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.get_role_display()}"


def _in_a_week() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=7)


class Invitation(models.Model):
    """A link with which somebody makes an account that holds a role. Works once, for a week. Only the SHA-256 of the
    link's token is kept: who reads the database or a backup cannot use it."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="invitations")
    role = models.CharField(_("岗位"), max_length=20, choices=Role)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("电子邮箱"), blank=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=_in_a_week)
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("邀请")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def open(self) -> bool:
        return self.accepted_by_id is None and self.withdrawn_at is None and self.expires_at > timezone.now()
