from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "gongkai.outreach"
    verbose_name = _("回应解读")
