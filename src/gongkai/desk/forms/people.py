"""Forms of people, roles and invitations."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, Person, Role


class PeopleSearch(forms.Form):
    q = forms.CharField(
        label=_("姓名或用户名"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )


class InAgencyForm(forms.Form):
    agency = forms.ModelChoiceField(
        label=_("机关"), queryset=Agency.objects.none(), to_field_name="code", empty_label=_("请选择")
    )
    role = forms.ChoiceField(label=_("岗位"), choices=[("", _("请选择")), *Role.choices])

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies.filter(dissolved_on__isnull=True)  # type: ignore[attr-defined]


class InviteForm(InAgencyForm):
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(
        label=_("电子邮箱"), required=False, help_text=_("填写后，邀请链接会发到这个邮箱；不填，请把链接当面交给本人。")
    )
    field_order = ("name", "email")


class GrantForm(InAgencyForm):
    effective_on = forms.DateField(label=_("开始日期"), initial=timezone.localdate)
    until = forms.DateField(label=_("结束日期"), required=False, help_text=_("含当日；不填为长期。"))


class EndForm(forms.Form):
    effective_on = forms.DateField(label=_("最后一天"), initial=timezone.localdate)
    reason = forms.CharField(label=_("原因"), required=False, max_length=200)


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)


class AcceptForm(forms.Form):
    """An invited person's own choice of user name and password."""

    username = forms.CharField(
        label=_("用户名"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("再输一次密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    phone = forms.CharField(
        label=_("办公电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(map(str, password_validators_help_texts()))

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise ValidationError(_("两次输入的密码不一致。"))
        return again


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Person
        fields: ClassVar = ["phone", "email"]
        help_texts: ClassVar = {"email": _("忘记密码时，重设链接会发到这里。")}
