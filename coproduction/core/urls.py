"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from coproduction.core.views.style_guide import StyleGuideView

urlpatterns: list[URLPattern | URLResolver] = [
    path("style-guide/", StyleGuideView.as_view(), name="style_guide"),
]
