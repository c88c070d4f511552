"""For views that only some people may open."""

from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase


class NeedsPermission:
    """Refuses the page to everyone without `permission`, a name of `rules`. Reading uses any capacity a person has."""

    permission = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.has_perm(self.permission, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view that takes this mixin has it
