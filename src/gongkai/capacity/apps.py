from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapacityConfig(AppConfig):
    name = "gongkai.capacity"
    verbose_name = _("机构与保障")
