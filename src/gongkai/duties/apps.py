from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "gongkai.duties"
    verbose_name = _("公开职责")
