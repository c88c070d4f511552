from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "coproduction.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        """Let each app register what it can say to people, and when, and which words are read by a person."""
        from coproduction.core import notifications, reading_register

        notifications.discover()
        reading_register.discover()
