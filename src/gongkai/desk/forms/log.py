"""The question to the record."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.audit_log.models import Entry
from gongkai.audit_log.names import ACTIONS


class LogFilter(forms.Form):
    agency = forms.ModelChoiceField(
        label=_("机关"), queryset=Agency.objects.none(), to_field_name="code", required=False, empty_label=_("全部")
    )
    person = forms.CharField(label=_("办理人"), required=False, max_length=60)
    action = forms.ChoiceField(label=_("动作"), required=False, choices=[("", _("全部")), *ACTIONS.items()])
    target = forms.CharField(label=_("对象或原因"), required=False, max_length=100)
    since = forms.DateField(label=_("记录日期自"), required=False)
    until = forms.DateField(label=_("记录日期至"), required=False)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("since") and asked.get("until") and asked["until"] < asked["since"]:
            raise ValidationError(_("结束日期早于开始日期。"))
        return asked

    def narrowed(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The lines asked for; none while the question has a fault."""
        if not self.is_valid():
            return entries.none()
        asked = self.cleaned_data
        if asked["agency"]:
            entries = entries.filter(agency=asked["agency"])
        if asked["person"]:
            entries = entries.filter(actor_name__icontains=asked["person"])
        if asked["action"]:
            entries = entries.filter(action=asked["action"])
        if asked["target"]:
            entries = entries.filter(Q(target_name__icontains=asked["target"]) | Q(reason__icontains=asked["target"]))
        if asked["since"]:
            entries = entries.filter(recorded_at__gte=_midnight(asked["since"]))
        if asked["until"]:
            entries = entries.filter(recorded_at__lt=_midnight(asked["until"] + datetime.timedelta(1)))
        return entries


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
