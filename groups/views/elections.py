"""Officers keep the offices that a forum's people vote for, the votes and the terms."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.forms.base import PortalForm
from groups.actors import Actor
from groups.forms.elections import OfficeForm, VoteForm
from groups.models import ElectedOffice, Election
from groups.queries import elections as queries
from groups.services import elections
from groups.views.of_forum import OfForumMixin

MANAGE = "groups.manage_forums"


class ElectionsView(OfForumMixin, TemplateView):
    permission = MANAGE
    template_name = "groups/elections.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"offices": queries.offices(self.forum, clock.today())}


class _ElectionFormView(OfForumMixin, FormView, ABC):
    """One form, one service; then back to the list."""

    permission = acting_permission = MANAGE
    template_name = "groups/election_form.html"
    heading: Any = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor(MANAGE, self.forum)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"heading": self.words()}

    def form_valid(self, form: PortalForm) -> HttpResponse:
        try:
            self.save(form.cleaned_data, self.actor(MANAGE, self.forum))
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. Everyone can see it."))
        return redirect("elections", slug=self.forum.slug)

    @cached_property
    def office(self) -> ElectedOffice:
        return get_object_or_404(self.forum.elected_offices, pk=self.kwargs["office"])

    @abstractmethod
    def words(self) -> str:
        """The heading of the page."""

    @abstractmethod
    def save(self, data: dict[str, Any], by: Actor) -> None:
        """Keep what was filled in."""


class OfficeCreateView(_ElectionFormView):
    form_class = OfficeForm

    def words(self) -> str:
        return _("Add an office")

    def save(self, data: dict[str, Any], by: Actor) -> None:
        elections.save_office(body=self.forum, by=by, **data)


class OfficeUpdateView(_ElectionFormView):
    form_class = OfficeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"of": self.office}

    def words(self) -> str:
        return self.office.title

    def save(self, data: dict[str, Any], by: Actor) -> None:
        elections.save_office(body=self.forum, office=self.office, by=by, **data)


class VoteCreateView(_ElectionFormView):
    form_class = VoteForm

    def words(self) -> str:
        return _("Call a vote: %(office)s") % {"office": self.office.title}

    def save(self, data: dict[str, Any], by: Actor) -> None:
        elections.save_vote(office=self.office, by=by, **data)


class VoteUpdateView(_ElectionFormView):
    form_class = VoteForm

    @cached_property
    def election(self) -> Election:
        return get_object_or_404(self.office.elections, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"of": self.election}

    def words(self) -> str:
        return _("Change the vote: %(office)s") % {"office": self.office.title}

    def save(self, data: dict[str, Any], by: Actor) -> None:
        elections.save_vote(office=self.office, election=self.election, by=by, **data)
