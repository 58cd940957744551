from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditLogConfig(AppConfig):
    name = "gongkai.audit_log"
    verbose_name = _("操作日志")
