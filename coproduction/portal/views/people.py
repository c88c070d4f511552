"""Administrators look after people: who has an account, which parts they have, who is invited."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.tables import Cell
from groups.actors import person_of
from groups.forms.people import InviteForm, PartForm, PeopleFilterForm
from groups.models import Capacity, User
from groups.queries import people
from groups.queries.invitations import link_of
from groups.services import capacities, invitations, users
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin


class ForAdministrators(ActingMixin, NeedsPermission):
    """Pages about people: opened with any administrator's part, written in that one."""

    permission = acting_permission = "groups.manage_people"


class PeopleView(ForAdministrators, TemplateView):
    template_name = "portal/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = PeopleFilterForm(self.request.GET if "words" in self.request.GET else None)
        words = form.cleaned_data["words"] if form.is_bound and form.is_valid() else ""
        page, found = people.people(words, self.request.GET.get("page", 1))
        rows = [
            [
                Cell(person.email, url=reverse("person", args=[person.pk]), note=person.name),
                ", ".join(person.parts) or _("No part now"),
                Cell(state="did", state_words=_("Open")) if person.is_open else Cell(state="cant", state_words=_("Closed")),
            ]
            for person in found
        ]
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page": page,
            "headers": [_("Person"), _("Parts"), _("Account")],
            "rows": rows,
            "invitations": people.open_invitations(person_of(self.request)),
            "not_shown": people.not_shown(),
        }


class PersonView(ForAdministrators, FormView):
    """One person: their parts, a form for one more, and closing the account."""

    template_name = "portal/person.html"
    form_class = PartForm

    @cached_property
    def person(self) -> User:
        return get_object_or_404(people.known_to_council(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = list(self.person.capacities.known_to_council().select_related("body").order_by("-since", "-pk"))
        today = clock.today()
        return super().get_context_data(**kwargs) | {
            "person": self.person,
            "live": [part for part in parts if part.is_listed(today)],
            "ended": [part for part in parts if not part.is_listed(today)],
        }

    def form_valid(self, form: PartForm) -> HttpResponse:
        try:
            given = capacities.give(
                user=self.person, body=form.cleaned_data["body"], role=form.cleaned_data["role"], by=self.actor()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Given: %(part)s.") % {"part": given.outside_label})
        return redirect("person", pk=self.person.pk)


class PersonInviteView(ForAdministrators, FormView):
    template_name = "portal/person_invite.html"
    form_class = InviteForm

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            invitation = invitations.invite(**form.cleaned_data, by=self.actor())
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        # Shown once: the table keeps only a hash. Mail is not sent out of a demonstration.
        link = link_of(invitation)
        context = {"invitation": invitation, "link": link, "is_mailed": not settings.DEMO}
        return render(self.request, "portal/person_invited.html", context)


class PersonCloseView(ForAdministrators, View):
    """Closes an account."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(people.known_to_council(), pk=pk)
        try:
            users.deactivate(user=person, by=self.actor())
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The account is closed."))
        return redirect("person", pk=pk)


class PersonReopenView(ForAdministrators, View):
    """Opens a closed account again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(people.known_to_council(), pk=pk)
        try:
            users.reactivate(user=person, by=self.actor())
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The account is open again."))
        return redirect("person", pk=pk)


class CapacityEndView(ForAdministrators, TemplateView):
    """Asks once more, then ends a part."""

    template_name = "portal/capacity_end.html"

    @cached_property
    def capacity(self) -> Capacity:
        return get_object_or_404(Capacity.objects.known_to_council().select_related("body", "user"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"capacity": self.capacity}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            capacities.end(capacity=self.capacity, by=self.actor())
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Ended: %(part)s.") % {"part": self.capacity.outside_label})
        return redirect("person", pk=self.capacity.user_id)
