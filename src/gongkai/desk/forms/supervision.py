"""Forms of supervision."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.filing.collecting.comparing import concepts_by_section
from gongkai.filing.collecting.supervision import Found
from gongkai.filing.models import DoubtfulCell, Submission, Version
from gongkai.law.clock_duties import FIRST_REPORT_YEAR
from gongkai.law.rules import SEVERITIES
from gongkai.registers.figures import plain
from gongkai.report.presenting.words import SEVERITY_NAMES

MOST_YEARS, MOST_CONCEPTS, MOST_AGENCIES = 12, 12, 200
_EVERY = ("", _("全部"))


class RoundForm(forms.Form):
    """A new round: for which year, until when, of whom."""

    year = forms.IntegerField(label=_("年度"), min_value=FIRST_REPORT_YEAR)
    due_on = forms.DateField(
        label=_("报送截止日期"),
        required=False,
        help_text=_("不填时按法定期限：次年1月31日（2018年度及以前为3月31日）。"),
    )
    message = forms.CharField(label=_("报送要求"), required=False, max_length=2000, widget=forms.Textarea)
    agencies = forms.ModelMultipleChoiceField(
        label=_("报送机关"), queryset=Agency.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("默认选中本机关直属的机关；更下一级的机关，数据已计入其上级报告的，不要选。"),
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]
        last = timezone.localdate().year
        self.fields["year"].widget.attrs["max"] = last
        self.fields["year"].validators.append(_not_after(last))


def _not_after(year: int) -> Any:
    def check(value: int) -> None:
        if value > year:
            raise ValidationError(_("年度不能晚于今年。"))

    return check


class DueForm(forms.Form):
    due_on = forms.DateField(label=_("报送截止日期"))


class InviteForm(forms.Form):
    agencies = forms.ModelMultipleChoiceField(
        label=_("补充邀请"), queryset=Agency.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]


class StateFilter(forms.Form):
    """Which organs of a round to list."""

    q = forms.CharField(label=_("机关"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[_EVERY, *Submission.State.choices, ("late", _("逾期（含逾期报送和未报）"))],
    )


class FindingsFilter(forms.Form):
    """Which findings of a round to list; rules and organs are those that occur."""

    severity = forms.ChoiceField(label=_("级别"), required=False)
    rule = forms.ChoiceField(label=_("规则"), required=False)
    agency = forms.ChoiceField(label=_("机关"), required=False)

    def __init__(self, *args: Any, found: list[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = {f.finding["rule"]: f"{f.finding['rule']} {f.title}" for f in found}
        agencies = {f.agency.code: f.agency.name for f in sorted(found, key=lambda f: f.agency.path)}
        self._choices("severity", {s: gettext(SEVERITY_NAMES[s]) for s in SEVERITIES})
        self._choices("rule", dict(sorted(rules.items())))
        self._choices("agency", agencies)

    def _choices(self, name: str, choices: dict[Any, str]) -> None:
        self.fields[name].choices = [_EVERY, *choices.items()]  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """Handing in a report; ``refused`` is the name of a file that was too large to be taken in (``config.uploads``)."""

    file = forms.FileField(
        label=_("报告文件"),
        max_length=255,
        help_text=_(
            "docx、doc、wps、pdf、ofd、html、xlsx 等均可；要有统计表。系统读取后，拿不准的数字请您对照原文核对。"
        ),
    )

    def __init__(self, *args: Any, refused: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.UPLOAD_LIMIT // 1_000_000
        told = _("文件超过 %(most)d MB，没有接收。请确认这是年度报告；压缩其中的图片后再上传。") % {"most": most}
        self.fields["file"].error_messages |= {
            "required": told if refused else _("请选择文件。"),
            "empty": _("文件是空的。请重新导出后再上传。"),
            "max_length": _("文件名太长，请改短后再上传。"),
        }


class VersionForm(forms.Form):
    version = forms.ModelChoiceField(
        label=_("本机关的报告"), queryset=Version.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]


class DoubtsForm(forms.Form):
    """One figure for each doubtful cell, the read one filled in; an empty field is a blank cell."""

    def __init__(self, *args: Any, doubts: list[DoubtfulCell], labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for doubt in doubts:
            name = self.name_of(doubt)
            read = None if doubt.read_value is None else plain(doubt.read_value)
            self.fields[name] = forms.DecimalField(
                label=labels[doubt.key], required=False, max_digits=20, decimal_places=6, initial=read,
                help_text=escape(doubt.note),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "data-blank": True}),
            )  # fmt: skip

    @staticmethod
    def name_of(doubt: DoubtfulCell) -> str:
        return f"cell-{doubt.pk}"

    def values(self, doubts: list[DoubtfulCell]) -> dict[str, Any]:
        return {doubt.key: self.cleaned_data[self.name_of(doubt)] for doubt in doubts}


class SendBackForm(forms.Form):
    """A notice: which findings, what else is asked, by when."""

    findings = forms.TypedMultipleChoiceField(
        label=_("退回整改的问题"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label=_("其他整改要求"), required=False, max_length=4000, widget=forms.Textarea)
    due_on = forms.DateField(label=_("整改期限"))

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].choices = [  # type: ignore[attr-defined]
            (at, f"{gettext(SEVERITY_NAMES[f['severity']])} {f['rule']}{gettext('：')}{f['message']}")
            for at, f in enumerate(submission.findings)
        ]

    @staticmethod
    def suggested(submission: Submission) -> dict[str, Any]:
        """Errors and warnings, two weeks."""
        wanted = [at for at, f in enumerate(submission.findings) if f["severity"] in ("error", "warning")]
        return {"findings": wanted, "due_on": timezone.localdate() + datetime.timedelta(days=14)}


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("说明"), max_length=4000, widget=forms.Textarea)


class CompareForm(forms.Form):
    """Which organs, years and concepts to set side by side."""

    agencies = forms.ModelMultipleChoiceField(
        label=_("机关"), queryset=Agency.objects.none(), widget=forms.CheckboxSelectMultiple, to_field_name="code"
    )
    years = forms.TypedMultipleChoiceField(label=_("年度"), coerce=int, widget=forms.CheckboxSelectMultiple)
    concepts = forms.MultipleChoiceField(label=_("指标"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, agencies: Iterable[Agency], years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["years"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["concepts"].choices = [  # type: ignore[attr-defined]
            (section, [(c.id, c.label) for c in members]) for section, members in concepts_by_section().items()
        ]

    def concept_groups(self) -> list[tuple[str, list[BoundWidget]]]:
        """The boxes of the concepts under the names of their sections."""
        boxes = iter(self["concepts"].subwidgets)
        groups = self.fields["concepts"].choices  # type: ignore[attr-defined]
        return [(section, [next(boxes) for _member in members]) for section, members in groups]

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        limits = (("agencies", MOST_AGENCIES), ("years", MOST_YEARS), ("concepts", MOST_CONCEPTS))
        for name, most in limits:
            if len(chosen.get(name, ())) > most:
                self.add_error(name, _("一次最多比较 %(most)d 个。") % {"most": most})
        return chosen
