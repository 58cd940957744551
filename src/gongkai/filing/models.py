"""One agency-year's report from draft to publication, and the collecting of reports from the organs below."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.filing.kept import FINAL, Kept


class AnnualReport(models.Model):
    """One agency-year. What it says stands in its versions; ``edition`` is fixed when the year's work begins."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="annual_reports", verbose_name=_("机关"))
    year = models.PositiveSmallIntegerField(_("年度"))
    edition = models.CharField(_("报告格式"), max_length=60)
    combined_from = models.ForeignKey(
        "Round", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("汇总自")
    )

    class Meta:
        verbose_name = _("年度报告")
        ordering: ClassVar = ["-year", "agency__path"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "year"], name="one_report_a_year")]

    def __str__(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"


class Stage(models.TextChoices):
    """Where a version stands. ``DRAFT`` to ``LEADER`` name who has to act next."""

    DRAFT = "draft", _("草稿")
    SECTION = "section", _("科室审核")
    SECRECY = "secrecy", _("保密审查")
    OFFICE = "office", _("办公室审核")
    LEADER = "leader", _("领导签发")
    PUBLISHED = FINAL, _("已发布")
    WITHDRAWN = "withdrawn", _("已作废")


class Version(Kept):
    """One version of a report: 1, then corrections. While it is a draft its figures follow the registers; from sending
    it in, ``cells`` holds them (the ``cells`` of ``gongkai read``). A published version never changes.
    ``drafters`` have written in it and may not approve it.

    ``revision`` counts every saved change: whoever saves states the one they opened, so that two browsers on one draft
    cannot overwrite each other.
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    stage = models.CharField(_("状态"), max_length=10, choices=Stage, default=Stage.DRAFT)
    title = models.CharField(_("标题"), max_length=200)
    cells = models.JSONField(default=dict)
    correction_reason = models.TextField(_("更正原因"), blank=True)
    correction_summary = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    drafters = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    kept_by: ClassVar[str] = "stage"

    class Meta:
        verbose_name = _("报告版本")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="version_number"),
            models.UniqueConstraint(
                fields=["report"], name="one_open_version", condition=~Q(stage__in=["published", "withdrawn"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}（第{self.number}版）"

    @property
    def is_correction(self) -> bool:
        """Whether it corrects a published version; a second version may also follow a first that was given up."""
        return bool(self.correction_reason)


class Section(Kept):
    """One part of a version's prose. ``text`` is paragraphs; ``{{key}}`` stands for the figure of that cell.
    ``revision`` is that of the version when the text was last saved."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("正文"), blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "key"], name="one_section")]


class Picture(Kept):
    """An image in a section, from the media library; without a text for the blind it is not published."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="pictures")
    image = models.ForeignKey("wagtailimages.Image", models.PROTECT, related_name="+")
    alt = models.CharField(_("替代文字"), max_length=200)
    caption = models.CharField(_("图题"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    kept_by: ClassVar[str] = "section__version__stage"

    class Meta:
        ordering: ClassVar = ["position"]


class Step(Kept):
    """What somebody did with a version on its way: sent in, approved, returned, published."""

    class Decision(models.TextChoices):
        SENT = "sent", _("送审")
        APPROVED = "approved", _("同意")
        RETURNED = "returned", _("退回")
        PUBLISHED = "published", _("签发")

    version = models.ForeignKey(Version, models.CASCADE, related_name="steps")
    stage = models.CharField(_("环节"), max_length=10, choices=Stage)
    decision = models.CharField(_("意见"), max_length=10, choices=Decision)
    comment = models.TextField(_("说明"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["pk"]


class SignedReason(Kept):
    """The leader's reason for publishing although an error finding stands."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="signed_reasons")
    rule = models.CharField(_("规则"), max_length=20)
    message = models.TextField(_("问题"))
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class PublishedFile(Kept):
    """One form in which a published version can be had, at a fixed address, with its hash: a file format, ``page`` for
    the part of the web page that never changes, ``p1``, ``p2`` … for its pictures."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="files")
    form = models.CharField(max_length=8)
    content = models.FileField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "form"], name="one_file_a_form")]


class HandFigure(models.Model):
    """A figure that no register can know, entered by hand with reason and evidence; ``value`` None is a blank cell."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="hand_figures")
    year = models.PositiveSmallIntegerField(_("年度"))
    key = models.CharField(max_length=80)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=6, null=True, blank=True)
    reason = models.TextField(_("口径和理由"))
    evidence = models.TextField(_("依据"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("手工填报的数值")
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "year", "key"], name="one_hand_figure")]


class Problem(models.Model):
    """A problem that a report admits, and what became of it by the next one (主要问题及改进情况)."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("未整改")
        PARTLY = "partly", _("正在整改")
        MENDED = "mended", _("已整改")

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="problems")
    text = models.TextField(_("问题"))
    measure = models.TextField(_("改进措施"), blank=True)
    outcome = models.CharField(_("整改情况"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    followed_up = models.TextField(_("下一年度的落实情况"), blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Round(models.Model):
    """A supervising organ's collecting of the reports on one year. ``combination`` says what the last combining put
    together: ``{"at", "own": {cell key: value}, "included": [primary keys of submissions], "left_out": [names counted
    in a report above them], "missing": [names], "entered": [keys of cells counted by hand], "notes": [texts],
    "findings": [as in gongkai.findings/1]}``. Nothing is filed in a round from ``closed_at`` on, until it is opened
    again (None)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(_("年度"))
    due_on = models.DateField(_("报送截止日期"))
    message = models.TextField(_("报送要求"), blank=True)
    combination = models.JSONField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("报送任务")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "year"], name="one_round_a_year")]

    def __str__(self) -> str:
        return f"{self.agency}{self.year}年度报告报送"


class Submission(models.Model):
    """What one organ files in a round: a version of its own here, or an uploaded file. ``content`` (the JSON of
    ``gongkai read``) is what it filed last and what audit, combining and comparing use; a file that is still being read
    or checked stands in ``uploads`` and changes nothing here. Lateness is reckoned from ``first_filed_at``."""

    class State(models.TextChoices):
        INVITED = "invited", _("待报送")
        FILED = "filed", _("已报送")
        RETURNED = "returned", _("已退回")
        ACCEPTED = "accepted", _("已接收")

    round = models.ForeignKey(Round, models.CASCADE, related_name="submissions")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="submissions")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.INVITED)
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="submissions")
    upload = models.ForeignKey("Upload", models.PROTECT, null=True, blank=True, related_name="+")
    content = models.JSONField(null=True)
    findings = models.JSONField(default=list)
    first_filed_at = models.DateTimeField(_("首次报送时间"), null=True, blank=True)
    filed_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("报送")
        ordering: ClassVar = ["agency__path"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "agency"], name="one_submission")]

    def __str__(self) -> str:
        return f"{self.agency}{self.round.year}年度报告"


class Upload(models.Model):
    """A file that was handed in for a submission. It is read in the background; once its doubtful cells are confirmed
    it is filed. ``named`` is the organ that the file names where that is not the one that files; ``fault`` says why a
    file was refused. A newer upload that could be read replaces one that was not filed; the files all stay."""

    class State(models.TextChoices):
        READING = "reading", _("读取中")
        REFUSED = "refused", _("未采用")
        DOUBTFUL = "doubtful", _("待核对")
        FILED = "filed", _("已报送")
        REPLACED = "replaced", _("已被新文件代替")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="uploads")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.READING)
    file_name = models.CharField(_("文件名"), max_length=255)
    file = models.FileField(upload_to="submissions/%Y/")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(null=True)
    named = models.CharField(_("文件中的机关名称"), max_length=200, blank=True)
    fault = models.TextField(_("读取问题"), blank=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("报送文件")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission"], name="one_doubtful_upload", condition=Q(state="doubtful"))
        ]

    def __str__(self) -> str:
        return self.file_name


class DoubtfulCell(models.Model):
    """A figure of an uploaded file that the reader was not sure of, to be confirmed by eye beside the source.
    ``excerpt`` is the part of the source around it: ``{"rows": [[text, …], …], "row": i, "column": j}``, or ``{}``;
    ``picture`` the same part of a PDF's page. A confirmed blank has ``confirmed_at`` and no value."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="doubtful_cells")
    key = models.CharField(max_length=80)
    note = models.TextField(_("疑点"))
    where = models.JSONField(default=dict)
    excerpt = models.JSONField(default=dict)
    picture = models.FileField(upload_to="submissions/%Y/", blank=True)
    read_value = models.DecimalField(_("读到的数值"), max_digits=20, decimal_places=6, null=True)
    confirmed_value = models.DecimalField(_("核对后的数值"), max_digits=20, decimal_places=6, null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["upload", "key"], name="one_doubt_a_cell")]


class Notice(models.Model):
    """The findings sent back to an organ (退回整改通知), with what became of each. ``agency`` is the organ that sends
    it and ``serial`` its number in the calendar year ``year``, without gaps."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="notices")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="notices_sent")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("文号"), max_length=120)
    text = models.TextField(_("要求"), blank=True)
    due_on = models.DateField(_("整改期限"))
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    document = models.FileField(upload_to="notices/%Y/")

    class Meta:
        verbose_name = _("整改通知")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "year", "serial"], name="notice_number")]

    def __str__(self) -> str:
        return self.number


class NoticeItem(models.Model):
    """One finding of a notice; mended once a later filing of the organ does not show it any more."""

    class State(models.TextChoices):
        OPEN = "open", _("待整改")
        ANSWERED = "answered", _("已说明")
        MENDED = "mended", _("已整改")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="items")
    rule = models.CharField(max_length=20)
    severity = models.CharField(max_length=10)
    message = models.TextField()
    mend = models.TextField(blank=True)
    cells = models.JSONField(default=dict)
    state = models.CharField(_("整改情况"), max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("说明"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
