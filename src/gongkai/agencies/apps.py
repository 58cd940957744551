from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    name = "gongkai.agencies"
    verbose_name = _("机构与人员")

    def ready(self) -> None:
        from gongkai.agencies import login_log  # noqa: F401  Listens to allauth.
