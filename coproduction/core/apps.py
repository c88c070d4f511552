from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "coproduction.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        """Let each app register what it can say to people, and when."""
        from coproduction.core import notifications

        notifications.discover()
