from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemediesConfig(AppConfig):
    name = "gongkai.remedies"
    verbose_name = _("复议诉讼与投诉")
