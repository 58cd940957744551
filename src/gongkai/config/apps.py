from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "gongkai.config"
    label = "gongkai_config"

    def ready(self) -> None:
        from gongkai.config import checks  # noqa: F401  Registers the checks.
