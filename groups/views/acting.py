"""For views that write: find the one capacity to write with, and ask when there are several."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

import rules
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from groups.actors import PICKED, Actor, person_of
from groups.models import Capacity, User

Needs = Callable[[Capacity], bool]


def is_own_address(request: HttpRequest, url: str) -> bool:
    """Whether an address that came with the request leads to this site."""
    return url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())


class HatNeeded(Exception):
    """Several capacities fit, or one that is not worn: the person must say which. Carries those that fit."""

    def __init__(self, capacities: list[Capacity]) -> None:
        super().__init__("pick a hat")
        self.capacities = capacities


class ActingMixin:
    """Gives a view `self.actor()`, the actor to call services with. Put it before the other base classes.

    Which capacities fit is said by `acting_permission` (a name of `rules`), by overriding `actor_needs`, or at the call:
    `self.actor("checklist.sign_stage", stage)` or `self.actor(lambda capacity: capacity.can_sign)`. When none fits, the
    page is refused. When the person must choose, they go to the hat page and come back. Ask for the actor when the page
    is opened, not only when it is sent: nothing that was typed is lost then.
    """

    request: HttpRequest
    acting_permission = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view that takes this mixin has it
        except HatNeeded as needed:
            picks = [("fits", capacity.pk) for capacity in needed.capacities]
            return redirect(f"{reverse('hat')}?{urlencode([('next', self.acting_return_url()), *picks])}")

    def actor_needs(self, capacity: Capacity) -> bool:
        """Whether this capacity may do what the view does. Every capacity may, unless a view says otherwise."""
        return True

    def actor(self, needs: str | Needs = "", obj: object = None) -> Actor:
        """The actor to write with. Raises PermissionDenied when no capacity fits, HatNeeded when the person must pick."""
        user = person_of(self.request)
        self._hat_must_not_have_ended(user)
        fitting = [capacity for capacity in user.live_capacities if self._fits(Actor(user, capacity), needs, obj)]
        worn: Actor | None = self.request.actor  # type: ignore[attr-defined]  # put there by ActingMiddleware
        if worn is not None and worn.capacity in fitting:
            return worn
        if not fitting:
            raise PermissionDenied
        if len(fitting) == 1 and worn is None:
            return Actor(user, fitting[0])
        # Several fit; or the one worn, which the page's header shows, does not.
        raise HatNeeded(fitting)

    def _hat_must_not_have_ended(self, user: User) -> None:
        """What was typed in a part that has ended since is not saved in another one, which nobody picked for it."""
        picked = self.request.session.get(PICKED)
        if picked is None or any(capacity.pk == picked for capacity in user.live_capacities):
            return
        del self.request.session[PICKED]
        if self.request.method == "POST":
            raise PermissionDenied

    def acting_return_url(self) -> str:
        """Where to go back to from the hat page: here, or for a form that was sent, the page it was on."""
        here = self.request.get_full_path()
        came_from = self.request.headers.get("referer", "")
        if self.request.method == "GET" or not is_own_address(self.request, came_from):
            return here
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def _fits(self, actor: Actor, needs: str | Needs, obj: object) -> bool:
        if callable(needs):
            return needs(actor.capacity)
        permission = needs or self.acting_permission
        if permission and not rules.has_perm(permission, actor, obj):
            return False
        return self.actor_needs(actor.capacity)
