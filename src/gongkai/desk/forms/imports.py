"""Handing in a workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _


class UploadForm(forms.Form):
    """``refused`` is the name of a file that was too large to be taken in (``config.uploads``)."""

    workbook = forms.FileField(max_length=255, widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}))

    def __init__(self, *args: Any, refused: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.refused = refused
        most = settings.UPLOAD_LIMIT // 1_000_000
        field = self.fields["workbook"]
        field.label = _("Excel 文件")
        field.help_text = _("%(most)d MB 以内，xlsx、xls 或 ods 格式，不能带宏和密码。") % {"most": most}
        told = _("文件超过 %(most)d MB，没有接收。请拆成几个文件分别导入。") % {"most": most}
        field.error_messages |= {
            "required": told if refused else _("请选择文件。"),
            "empty": _("文件是空的。"),
            "max_length": _("文件名太长，请改短后再上传。"),
        }


class ReopenForm(forms.Form):
    """Why a closed year is opened again."""

    reason = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].label = _("重开原因")
        self.fields["reason"].help_text = _("写明更正什么、为什么更正。原因写入日志。")
        self.fields["reason"].error_messages["required"] = _("请写明更正什么、为什么更正。")
