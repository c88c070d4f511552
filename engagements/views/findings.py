"""Inspections and what the provider answers, things tried out, votes: a page of each below its session."""

from typing import Any

from django.contrib import messages as notices
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from coproduction.core.errors import Refused
from engagements.enums import SessionKind
from engagements.forms.findings import AnswersForm, PointRows, StampForm, TriedRows, VoteForm, VoteOptionRows
from engagements.models import Vote
from engagements.queries import findings as queries
from engagements.services import findings
from engagements.views.of_session import ForSessionMixin, RowsMixin


class OfKindMixin(ForSessionMixin):
    """For the page that only one kind of session has."""

    kind: SessionKind

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.session.kind != self.kind:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def page_after(self, anchor: str) -> str:
        return self.request.path + anchor


class InspectionUpdateView(OfKindMixin, RowsMixin, TemplateView):
    kind = SessionKind.INSPECTION
    template_name = "engagements/inspection_form.html"

    def form(self, *data: Any) -> StampForm:
        return StampForm(*data, initial={"seen": self.stamp_now()})

    def formsets(self, *data: Any) -> dict[str, BaseFormSet]:
        initial = [] if data else [PointRows.form.of(row) for row in self.session.inspection_points.all()]
        return {"points": PointRows(*data, prefix="points", initial=initial)}

    def save(self, form: StampForm, formsets: dict[str, BaseFormSet]) -> None:
        points = self.lines(formsets["points"])
        findings.write_points(session=self.session, points=points, seen=form.cleaned_data["seen"], by=self.by)

    def stamp_now(self) -> str:
        return queries.points_stamp(self.session)


class InspectionAnswersView(OfKindMixin, FormView):
    """The provider answers each point; an officer writes it down, or someone who signs for the provider does it themselves."""

    kind = SessionKind.INSPECTION
    permission = "engagements.answer_inspection"
    template_name = "engagements/inspection_answers.html"
    form_class = AnswersForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"points": self.session.inspection_points.all(), "initial": {"seen": queries.points_stamp(self.session)}}

    def form_valid(self, form: AnswersForm) -> HttpResponse:
        try:
            findings.answer_points(session=self.session, answers=form.answers, seen=form.cleaned_data["seen"], by=self.by)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            form.show_seen(queries.points_stamp(self.session))
            return self.form_invalid(form)
        notices.success(self.request, _("The answers stand on the page of the session."))
        return redirect("session", self.project.slug, self.session.ref)


class TriedOutUpdateView(OfKindMixin, RowsMixin, TemplateView):
    kind = SessionKind.USER_TESTING
    template_name = "engagements/tried_out_form.html"

    def form(self, *data: Any) -> StampForm:
        return StampForm(*data, initial={"seen": self.stamp_now()})

    def formsets(self, *data: Any) -> dict[str, BaseFormSet]:
        initial = [] if data else [TriedRows.form.of(row) for row in self.session.tried_out.all()]
        return {"things": TriedRows(*data, prefix="things", initial=initial)}

    def save(self, form: StampForm, formsets: dict[str, BaseFormSet]) -> None:
        things = self.lines(formsets["things"])
        findings.write_tried_out(session=self.session, things=things, seen=form.cleaned_data["seen"], by=self.by)

    def stamp_now(self) -> str:
        return queries.tried_stamp(self.session)


class VoteUpdateView(OfKindMixin, RowsMixin, TemplateView):
    kind = SessionKind.VOTE
    template_name = "engagements/vote_form.html"

    @cached_property
    def vote(self) -> Vote | None:
        return Vote.objects.filter(session=self.session).first()

    def form(self, *data: Any) -> VoteForm:
        stands = VoteForm.of(self.vote) if self.vote else {}
        return VoteForm(*data, initial=stands | {"seen": self.stamp_now()})

    def formsets(self, *data: Any) -> dict[str, BaseFormSet]:
        rows = self.vote.options.all() if self.vote else []
        initial = [] if data else [VoteOptionRows.form.of(row) for row in rows]
        return {"options": VoteOptionRows(*data, prefix="options", initial=initial)}

    def save(self, form: VoteForm, formsets: dict[str, BaseFormSet]) -> None:
        findings.write_vote(session=self.session, options=self.lines(formsets["options"]), by=self.by, **form.details)

    def stamp_now(self) -> str:
        return queries.vote_stamp(self.session)
