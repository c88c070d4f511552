"""One's own page: in what I take part, how to reach me, what helps me, and what the council may know."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.forms.base import PortalForm
from groups.actors import Actor, person_of
from groups.enums import AgeBand, Authority, ConsentAbout
from groups.forms.members import OwnNeedForm, OwnPersonForm
from groups.models import Capacity, User
from groups.queries import members as queries
from groups.services import access_needs, consents, members


class MyTakingPartView(TemplateView):
    """Several small forms: the name of the button that was pressed says which. Also for someone whose part is paused."""

    template_name = "groups/my_taking_part.html"

    @cached_property
    def user(self) -> User:
        return person_of(self.request)

    @cached_property
    def parts(self) -> list[Capacity]:
        return queries.own(self.user)

    @property
    def by(self) -> Actor:
        """The person themselves: about one's own affairs it does not matter which hat one wears."""
        worn: Actor | None = self.request.actor  # type: ignore[attr-defined]  # put there by ActingMiddleware
        if worn is not None:
            return worn
        parts = self.user.live_capacities or self.parts
        if not parts:
            raise Http404
        return Actor(self.user, parts[0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "parts": [queries.member(part) for part in self.parts],
            "has_part": bool(self.parts or self.user.live_capacities),
            "needs": queries.needs_of(self.user),
            "person_form": OwnPersonForm(person=self.user),
            "need_form": OwnNeedForm(),
        }
        return super().get_context_data(**kwargs) | context | kwargs

    def post(self, request: HttpRequest) -> HttpResponse:
        act = next((act for name, act in self.acts.items() if name in request.POST), None)
        if act is None:
            raise Http404
        return act()

    @property
    def acts(self) -> dict[str, Callable[[], HttpResponse]]:
        return {
            "person": self.person,
            "need": self.need,
            "end_need": self.end_need,
            "rest": self.rest,
            "come_back": self.come_back,
            "leave": self.leave,
            "council_yes": lambda: self.council("council_yes", is_given=True),
            "council_no": lambda: self.council("council_no", is_given=False),
        }

    def person(self) -> HttpResponse:
        form = OwnPersonForm(self.request.POST, person=self.user)
        return self.save(
            "person_form", form, lambda: members.update_person(user=self.user, by=self.by, **form.cleaned_data), _("Saved.")
        )

    def need(self) -> HttpResponse:
        form = OwnNeedForm(self.request.POST)
        return self.save(
            "need_form",
            form,
            lambda: access_needs.tell(user=self.user, words=form.cleaned_data["words"], agreed_on=form.agreed_on, by=self.by),
            _("Kept. The people who arrange your meetings see it."),
        )

    def end_need(self) -> HttpResponse:
        need = get_object_or_404(self.user.access_needs, pk=self.key("end_need"))
        return self.step(lambda: access_needs.end(need=need, by=self.by), _("Taken off the list."))

    def rest(self) -> HttpResponse:
        part = self.part("rest")
        return self.step(
            lambda: members.rest(capacity=part, by=Actor(self.user, part)),
            _("You are resting. We leave you in peace until you come back."),
        )

    def come_back(self) -> HttpResponse:
        part = self.part("come_back")
        return self.step(lambda: members.come_back(capacity=part, by=Actor(self.user, part)), _("Welcome back."))

    def leave(self) -> HttpResponse:
        part = self.part("leave")
        return self.step(
            lambda: members.leave(capacity=part, by=Actor(self.user, part)), _("You have left. Thank you for taking part.")
        )

    def council(self, name: str, *, is_given: bool) -> HttpResponse:
        part = self.part(name)
        return self.step(
            lambda: consents.note(
                capacity=part,
                about=ConsentAbout.COUNCIL,
                authority=Authority.SELF if self.user.age_band in (AgeBand.ADULT, "") else Authority.YOUNG_PERSON,
                holder=_("the person themselves"),
                is_given=is_given,
                said_on=clock.today(),
                by=Actor(self.user, part),
            ),
            _("The council may know who you are.") if is_given else _("The council does not learn who you are."),
        )

    def key(self, name: str) -> int:
        asked = self.request.POST[name]
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0

    def part(self, name: str) -> Capacity:
        part = next((part for part in self.parts if part.pk == self.key(name)), None)
        if part is None:
            raise Http404
        return part

    def save(self, name: str, form: PortalForm, serve: Callable[[], Any], words: str) -> HttpResponse:
        if form.is_valid():
            try:
                serve()
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(self.request, words)
                return redirect("my_taking_part")
        return self.render_to_response(self.get_context_data(**{name: form}))

    def step(self, serve: Callable[[], Any], words: str) -> HttpResponse:
        try:
            serve()
        except Refused as refusal:
            messages.error(self.request, refusal.message)
        else:
            messages.success(self.request, words)
        return redirect("my_taking_part")
