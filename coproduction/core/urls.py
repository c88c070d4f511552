"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from coproduction.core.views.files import FileView
from coproduction.core.views.health import HealthzView, ReadyzView
from coproduction.core.views.style_guide import StyleGuideView

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", HealthzView.as_view(), name="healthz"),
    path("readyz", ReadyzView.as_view(), name="readyz"),
    path("files/<str:key>/", FileView.as_view(), name="file"),
    path("style-guide/", StyleGuideView.as_view(), name="style_guide"),
]
