from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilingConfig(AppConfig):
    name = "gongkai.filing"
    verbose_name = _("年度报告")
