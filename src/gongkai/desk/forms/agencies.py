"""Forms of organs."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.actions.organs import CHANGEABLE
from gongkai.agencies.models import Agency, Kind
from gongkai.law.editions import builtin_editions

CHOOSE = _("请选择")


class AgencySearch(forms.Form):
    q = forms.CharField(
        label=_("名称或代码"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )


class AgencyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What may be changed at any time."""

    website = forms.URLField(label=_("网站地址"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Agency
        fields: ClassVar = list(CHANGEABLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", CHOOSE), *Kind.choices]  # type: ignore[attr-defined]


class NewAgencyForm(AgencyForm):
    parent = forms.ModelChoiceField(
        label=_("上级机关"), queryset=Agency.objects.none(), to_field_name="code", empty_label=CHOOSE
    )

    class Meta(AgencyForm.Meta):
        fields: ClassVar = ["name", "code", *CHANGEABLE]
        help_texts: ClassVar = {"code": _("只用字母、数字、“-”和“_”；公开的网址里有它，设定以后不能更改。")}
        error_messages: ClassVar = {"code": {"invalid": _("只能用字母、数字、“-”和“_”，如 990101001。")}}

    field_order = ("parent", "name", "code")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = agencies.filter(dissolved_on__isnull=True)  # type: ignore[attr-defined]

    def validate_unique(self) -> None:
        """The action refuses a code that is taken."""


class ReasonForm(forms.Form):
    """Why, and from which day."""

    effective_on = forms.DateField(label=_("生效日期"))
    reason = forms.CharField(label=_("依据或原因"), max_length=200)


class RenameForm(ReasonForm):
    name = forms.CharField(label=_("新名称"), max_length=120)
    field_order = ("name",)


class OthersForm(forms.Form):
    """Other organs that the person administers to choose from."""

    def __init__(self, *args: Any, others: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = others.filter(dissolved_on__isnull=True)
                if not isinstance(field, forms.ModelMultipleChoiceField):
                    field.empty_label = CHOOSE if field.required else _("（未填）")


class MoveForm(OthersForm):
    parent = forms.ModelChoiceField(label=_("新的上级机关"), queryset=Agency.objects.none(), to_field_name="code")
    reason = forms.CharField(label=_("依据或原因"), max_length=200)


class MergeForm(OthersForm, ReasonForm):
    successor = forms.ModelChoiceField(label=_("并入"), queryset=Agency.objects.none(), to_field_name="code")
    carries_registers = forms.BooleanField(
        label=_("台账由其承接"),
        required=False,
        initial=True,
        help_text=_("从生效日期所在年度起，承接机关的报告把本机关台账一并统计。"),
    )
    field_order = ("successor", "effective_on", "carries_registers")


class SplitForm(OthersForm, ReasonForm):
    successors = forms.ModelMultipleChoiceField(
        label=_("拆分为"),
        queryset=Agency.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("先设立新机关，再在这里选择。"),
    )
    lives_on = forms.BooleanField(label=_("本机关继续运行"), required=False)
    registers_go_to = forms.ModelChoiceField(
        label=_("台账承接机关"),
        queryset=Agency.objects.none(),
        to_field_name="code",
        required=False,
        help_text=_("一条记录只能由一个机关统计；本机关继续运行时不填。"),
    )
    field_order = ("successors", "lives_on", "registers_go_to")


class EditionForm(forms.Form):
    edition = forms.ChoiceField(label=_("报告格式"))
    year_from = forms.IntegerField(label=_("起始年度"), min_value=2008, max_value=2199)
    year_to = forms.IntegerField(label=_("截止年度"), min_value=2008, max_value=2199)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = [(e.id, e.title) for e in builtin_editions().values()]
        self.fields["edition"].choices = editions  # type: ignore[attr-defined]


class DayForm(forms.Form):
    day = forms.DateField(label=_("日期"))
    working = forms.TypedChoiceField(
        label=_("安排"),
        choices=[("0", _("放假")), ("1", _("上班"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("依据"), max_length=100, help_text=_("文件名称或事由，期限推算过程中会显示。"))
