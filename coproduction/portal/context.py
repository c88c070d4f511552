"""What every page needs: the site, where one can go from here, and in which capacity one acts."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from coproduction.portal import navigation
from groups.actors import Actor


@dataclass(frozen=True)
class Site:
    name: str
    place: str
    demo: bool


@dataclass(frozen=True)
class ActingAs:
    """The line under the header: the hat worn, and the way to another when there is one."""

    label: str
    can_change: bool
    change_url: str
    is_chosen: bool = True


def site(request: HttpRequest) -> dict[str, Any]:
    """Never asks the session of someone who brought none: public pages set no cookie and cost no query."""
    context: dict[str, Any] = {"site": Site(settings.SITE_NAME, settings.SITE_PLACE, settings.DEMO)}
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        context |= {"nav": navigation.items_for(None, request.path), "acting": None, "user": AnonymousUser()}
        if not _has_messages(request):
            context["messages"] = ()
        return context
    user = getattr(request, "user", None)
    actor = getattr(request, "actor", None)
    return context | {"nav": navigation.items_for(user, request.path), "acting": _acting(request, actor)}


def _has_messages(request: HttpRequest) -> bool:
    waiting = getattr(request, "_messages", None)
    return "messages" in request.COOKIES or bool(waiting is not None and waiting.added_new)


def _acting(request: HttpRequest, actor: Actor | None) -> ActingAs | None:
    capacities = getattr(getattr(request, "user", None), "live_capacities", ())
    if not capacities:
        return None
    change = f"{reverse('hat')}?{urlencode({'next': request.get_full_path()})}"
    label = actor.label if actor else _("not chosen yet")
    return ActingAs(label, len(capacities) > 1, change, actor is not None)
