from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "coproduction.portal"
    label = "portal"
    verbose_name = "Portal"
