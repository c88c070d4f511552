"""Themes: what people's words are about, and which wait for an answer."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from rules import has_perm

from feedback.enums import ThemeState
from feedback.queries import responses


class ThemesView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if not has_perm("feedback.change_outcome", request.user):
            raise PermissionDenied
        context = {"waiting": responses.themes(ThemeState.OPEN), "answered": responses.themes(ThemeState.ANSWERED)}
        return render(request, "feedback/themes.html", context)
