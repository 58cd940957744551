"""Administrative powers exercised (行政权力) and answers to deputies and members (建议提案)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.registers.models import Row


class PowerMonth(Row):
    """How often a power was exercised in a month, and for how much; ``month`` is its first day."""

    class Category(models.TextChoices):
        LICENSING = "licensing", _("行政许可")
        OTHER_SERVICES = "other_services", _("其他对外管理服务事项")
        PENALTIES = "penalties", _("行政处罚")
        COERCION = "coercion", _("行政强制")
        ADMIN_FEES = "admin_fees", _("行政事业性收费")
        PROCUREMENT = "central_procurement", _("政府集中采购")

    month = models.DateField(_("月份"))
    category = models.CharField(_("类别"), max_length=20, choices=Category)
    count = models.PositiveIntegerField(_("件数"), null=True, blank=True)
    amount = models.DecimalField(_("金额（万元）"), max_digits=18, decimal_places=6, null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("行政权力")
        indexes: ClassVar = [models.Index(fields=["agency", "month"], name="power_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.get_category_display()}"


class Proposal(Row):
    """One suggestion of a deputy to the people's congress or one proposal of a member of the CPPCC."""

    class Kind(models.TextChoices):
        SUGGESTION = "suggestion", _("人大建议")
        PROPOSAL = "proposal", _("政协提案")

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("已解决或基本解决")
        PLANNED = "planned", _("正在解决或列入规划")
        HARD = "hard", _("暂时难以解决")
        REFERENCE = "reference", _("留作参考")

    class Satisfaction(models.TextChoices):
        SATISFIED = "satisfied", _("满意")
        MOSTLY = "mostly", _("基本满意")
        NOT = "not", _("不满意")

    number = models.CharField(_("编号"), max_length=80)
    session = models.CharField(_("届次"), max_length=60)
    kind = models.CharField(_("类型"), max_length=12, choices=Kind)
    title = models.CharField(_("标题"), max_length=300)
    reference_only = models.BooleanField(_("参阅件"), default=False)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    outcome = models.CharField(_("办理结果"), max_length=12, choices=Outcome, blank=True)
    satisfaction = models.CharField(_("满意"), max_length=12, choices=Satisfaction, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("建议提案")

    def __str__(self) -> str:
        return self.title
