"""A person with two capacities says which one they act in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.generic import FormView

from groups.actors import PICKED, person_of
from groups.forms.hats import HatForm
from groups.models import Capacity
from groups.views.acting import is_own_address


class HatView(FormView):
    template_name = "groups/hat.html"
    form_class = HatForm

    @cached_property
    def capacities(self) -> list[Capacity]:
        """The person's live capacities; when they came from a page that only some of them fit, those."""
        user = person_of(self.request)
        asked = {value for value in self.request.GET.getlist("fits") if value.isdigit()}
        fitting = [capacity for capacity in user.live_capacities if str(capacity.pk) in asked]
        return fitting or user.live_capacities

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"capacities": self.capacities}

    def get_initial(self) -> dict[str, Any]:
        actor = self.request.actor  # type: ignore[attr-defined]  # put there by ActingMiddleware
        picked = actor.capacity.pk if actor else None
        return {"next": self.request.GET.get("next", ""), "capacity": picked}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"capacities": self.capacities, "narrowed": "fits" in self.request.GET}

    def form_valid(self, form: HatForm) -> HttpResponse:
        self.request.session[PICKED] = form.cleaned_data["capacity"]
        where = form.cleaned_data["next"]
        return redirect(where if where and is_own_address(self.request, where) else "start")
