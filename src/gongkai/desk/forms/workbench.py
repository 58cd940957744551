"""The forms of the workbench."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.filing.models import Problem


class HandFigureForm(forms.Form):
    """A figure that no register can know. A cell that is left blank is ticked, so that nobody forgets one."""

    value = forms.DecimalField(label=_("数值"), required=False, max_digits=20, decimal_places=6)
    blank = forms.BooleanField(label=_("这一格留空"), required=False)
    reason = forms.CharField(
        label=_("口径和理由"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("怎样统计，为什么是这个数。"),
    )
    evidence = forms.CharField(
        label=_("依据"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("文件名称、文号或存放的地方。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "value" not in self.errors and (cleaned.get("value") is None) != bool(cleaned.get("blank")):
            self.add_error("value", _("请填数值；如果这一格应当留空，请勾选“这一格留空”。两者只能选一个。"))
        return cleaned


class SectionForm(forms.Form):
    """A section's text as the clerk types it; ``revision`` is the version's when it was opened."""

    text = forms.CharField(
        label=_("正文"), required=False, max_length=100_000, strip=False, widget=forms.Textarea(attrs={"rows": 18})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class BindForm(forms.Form):
    """A typed number that gives way to its cell; ``at`` is its offset in the stored text."""

    at = forms.IntegerField(min_value=0)
    number = forms.CharField(max_length=40)
    cell = forms.CharField(max_length=80)
    revision = forms.IntegerField(min_value=0)


class PictureForm(forms.Form):
    image = forms.FileField(label=_("图片"), help_text=_("JPEG、PNG 或 WebP，不超过 10 MB。"))
    alt = forms.CharField(
        label=_("替代文字"), max_length=200, help_text=_("写给看不到图片的人：图上有什么。必填，否则不能发布。")
    )
    caption = forms.CharField(label=_("图题"), max_length=200, required=False)


class ProblemForm(forms.Form):
    text = forms.CharField(label=_("存在的问题"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    measure = forms.CharField(
        label=_("改进措施"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class FollowUpForm(forms.Form):
    outcome = forms.ChoiceField(label=_("整改情况"), choices=Problem.Outcome.choices, widget=forms.RadioSelect)
    followed_up = forms.CharField(
        label=_("落实情况"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
