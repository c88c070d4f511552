from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "coproduction.portal"
    label = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Let what feedback knows register itself with the checklist."""
        from coproduction.portal import evidence  # noqa: F401 - it registers itself
