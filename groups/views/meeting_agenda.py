"""What a meeting will talk about, its papers, and what members propose."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from coproduction.core import clock
from coproduction.core.errors import Refused
from groups import policies
from groups.actors import Actor
from groups.enums import MeetingState
from groups.forms.agendas import AgendaItemChangeForm, AgendaItemForm, AgendaProposeForm, PaperForm
from groups.models import AgendaItem, Meeting
from groups.queries import agendas as queries
from groups.queries import papers as paper_queries
from groups.services import agendas, papers
from groups.views.of_meeting import OfMeetingMixin


def is_open(meeting: Meeting) -> bool:
    """Whether its agenda can still be changed."""
    return meeting.state == MeetingState.PLANNED and meeting.ends_at > clock.now()


class MeetingAgendaView(OfMeetingMixin, FormView):
    """The agenda, with one form to put something on it."""

    template_name = "groups/meeting_agenda.html"
    form_class = AgendaItemForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "agenda": queries.of_meeting(self.meeting),
            "can_change": is_open(self.meeting),
        }

    def form_valid(self, form: AgendaItemForm) -> HttpResponse:
        try:
            agendas.add(meeting=self.meeting, by=self.by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("minutes", refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("It is on the agenda."))
        return redirect("meeting_agenda", ref=self.meeting.ref)


def _earlier(item: AgendaItem, by: Actor) -> AgendaItem:
    return agendas.shift(item=item, by=by, up=True)


def _later(item: AgendaItem, by: Actor) -> AgendaItem:
    return agendas.shift(item=item, by=by, up=False)


def _accept(item: AgendaItem, by: Actor) -> AgendaItem:
    return agendas.accept(item=item, by=by)


def _decline(item: AgendaItem, by: Actor) -> AgendaItem:
    return agendas.decline(item=item, by=by)


class AgendaItemView(OfMeetingMixin, FormView):
    """Change one item; its buttons on the agenda send here too."""

    template_name = "groups/agenda_item.html"
    form_class = AgendaItemChangeForm
    acts: dict[str, Callable[[AgendaItem, Actor], AgendaItem]] = {
        "earlier": _earlier, "later": _later, "accept": _accept, "decline": _decline,
    }  # fmt: skip

    @cached_property
    def item(self) -> AgendaItem:
        return get_object_or_404(AgendaItem.objects.select_related("meeting"), meeting=self.meeting, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return AgendaItemForm.of(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"item": self.item, "can_change": is_open(self.meeting)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = self.acts.get(request.POST.get("act", ""))
        if act is None:
            return super().post(request, *args, **kwargs)
        try:
            act(self.item, self.by)
        except Refused as refusal:
            notices.error(request, refusal.message)
        return redirect("meeting_agenda", ref=self.meeting.ref)

    def form_valid(self, form: AgendaItemForm) -> HttpResponse:
        try:
            agendas.change(item=self.item, by=self.by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("minutes", refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("The agenda is changed."))
        return redirect("meeting_agenda", ref=self.meeting.ref)


class AgendaProposeView(OfMeetingMixin, FormView):
    """A member proposes something to talk about. Whoever runs the meeting decides."""

    template_name = "groups/agenda_propose.html"
    form_class = AgendaProposeForm

    def may_open(self) -> bool:
        return policies.belongs_to(self.request.user, self.meeting.body)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"can_change": is_open(self.meeting)}

    def form_valid(self, form: AgendaProposeForm) -> HttpResponse:
        by = self.actor(lambda capacity: capacity.body_id == self.meeting.body_id)
        try:
            agendas.propose(meeting=self.meeting, user=by.user, by=by, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("Thank you. Whoever runs the meeting looks at it, and you see here what they say."))
        return redirect("meeting", ref=self.meeting.ref)


class MeetingPapersView(OfMeetingMixin, FormView):
    """Add and remove papers."""

    template_name = "groups/meeting_papers.html"
    form_class = PaperForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_discreet": self.meeting.body.is_discreet}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"papers": paper_queries.of_meeting(self.meeting)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            papers.remove(meeting=self.meeting, key=request.POST["remove"], by=self.by)
        except Refused as refusal:
            notices.error(request, refusal.message)
        else:
            notices.success(request, _("The paper is removed."))
        return redirect("meeting_papers", ref=self.meeting.ref)

    def form_valid(self, form: PaperForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            papers.add(meeting=self.meeting, upload=given["file"], name=given.get("name", ""), by=self.by)
        except Refused as refusal:
            form.add_error("file", refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("The paper is added."))
        return redirect("meeting_papers", ref=self.meeting.ref)
