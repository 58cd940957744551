"""Forms of the way to publication."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Comment(forms.Form):
    """A remark; ``seen`` is the revision of the version that the person has before them."""

    comment = forms.CharField(label=_("意见"), required=False, max_length=2000, widget=forms.Textarea)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class Return(Comment):
    comment = forms.CharField(
        label=_("退回原因"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("写明需要修改什么；起草人和以后的审核人都会看到。"),
    )


class Reason(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=2000, widget=forms.Textarea)


class Publication(Comment):
    effective_on = forms.DateField(label=_("发布日期"), help_text=_("印在报告正文之后，发布后不能改。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = timezone.localdate
        self.order_fields(["effective_on", "comment", "seen"])
