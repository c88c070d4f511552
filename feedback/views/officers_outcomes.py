"""Officers answer: write you said / we did, look at it as it will stand, publish it, take it back; a group adds its own words."""

import dataclasses
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from rules import has_perm

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.partial_dates import PartialDate
from engagements.models import ProjectPart
from feedback.enums import OUTCOME_STEPS, OutcomeState
from feedback.forms.outcomes import AddWordsForm, OutcomeForm, PublishOutcomeForm, WithdrawOutcomeForm
from feedback.models import Outcome, Theme
from feedback.queries import outcomes as outcome_queries
from feedback.queries import responses
from feedback.services import outcomes, promises
from groups.views.acting import ActingMixin


def _must_be_officer(request: HttpRequest) -> None:
    if not has_perm("feedback.change_outcome", request.user):
        raise PermissionDenied


def _bodies_meant(themes: list[Theme], outcome: Outcome | None = None) -> set[int]:
    """The groups that may be credited: those of the themes, of their projects, and those that are credited already."""
    projects = {theme.project_id for theme in themes if theme.project_id} | (
        {outcome.project_id} if outcome and outcome.project_id else set()
    )
    bodies = {theme.body_id for theme in themes if theme.body_id}
    bodies |= set(ProjectPart.objects.filter(project__in=projects, body__isnull=False).values_list("body", flat=True))
    if outcome:
        bodies |= set(outcome.contributors.filter(body__isnull=False).values_list("body", flat=True))
    return {pk for pk in bodies if pk is not None}


class OfficersOutcomesView(View):
    """Every answer that is written, drafts first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        _must_be_officer(request)
        written = Outcome.objects.select_related("project").order_by("-pk")
        context = {
            "drafts": written.filter(state=OutcomeState.DRAFT),
            "withdrawn": written.filter(state=OutcomeState.WITHDRAWN),
            "published": written.public().exclude(origin="record")[:30],
            "themes": responses.themes(),
        }
        return render(request, "feedback/officers_outcomes.html", context)


class OutcomeCreateView(ActingMixin, View):
    """Write an answer, to a theme when one is named in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.actor("feedback.change_outcome")
        themes = self._themes()
        initial: dict[str, Any] = {"themes": themes, "said_basis": "summary", "happened": f"{clock.today():%Y-%m}"}
        if themes:
            initial |= {"title": themes[0].title, "project": themes[0].project}
        bodies = _bodies_meant(themes)
        initial["credited"] = [theme.body_id for theme in themes if theme.body_id]
        return self._show(OutcomeForm(initial=initial, user=request.user, bodies=bodies, themes=themes), themes)

    def post(self, request: HttpRequest) -> HttpResponse:
        by = self.actor("feedback.change_outcome")
        themes = self._themes()
        form = OutcomeForm(request.POST, user=request.user, bodies=_bodies_meant(themes), themes=themes)
        if form.is_valid():
            try:
                outcome = outcomes.draft(by=by, **form.facts())
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                return redirect("outcome_publish", ref=outcome.ref)
        return self._show(form, themes)

    def _themes(self) -> list[Theme]:
        wanted = self.request.GET.get("theme", "")
        return (
            list(Theme.objects.select_related("project", "body").filter(pk=wanted))
            if wanted.isdecimal() and len(wanted) < 10
            else []
        )

    def _show(self, form: OutcomeForm, themes: list[Theme]) -> HttpResponse:
        said = [line for theme in themes for line in responses.usable_words(theme)]
        return render(self.request, "feedback/outcome_form.html", {"form": form, "said": said, "outcome": None})


class _OutcomeView(ActingMixin, View):
    outcome: Outcome

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            _must_be_officer(request)
            self.outcome = get_object_or_404(Outcome.objects.visible_to(request.user).select_related("figure"), ref=kwargs["ref"])


class OutcomeUpdateView(_OutcomeView):
    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        self.actor("feedback.change_outcome", self.outcome)
        return self._show(self._form())

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        by = self.actor("feedback.change_outcome", self.outcome)
        form = self._form(request.POST)
        if form.is_valid():
            try:
                outcomes.change(outcome=self.outcome, by=by, **form.facts())
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("Saved."))
                return redirect("outcome_publish", ref=ref)
        return self._show(form)

    def _form(self, data: Any = None) -> OutcomeForm:
        outcome, figure = self.outcome, self.outcome.figure
        part = figure.parts.first() if figure else None
        initial = {
            name: getattr(outcome, name)
            for name in (
                "title",
                "project",
                "you_said",
                "said_basis",
                "answer",
                "we_did",
                "because_kind",
                "because",
                "would_change",
            )
        } | {
            "themes": outcome.themes.all(),
            "credited": list(outcome.contributors.filter(body__isnull=False).values_list("body", flat=True)),
            "happened": outcome.happened.iso(),
            "figure_words": figure.words if figure else "",
            "figure_number": part.number if part else None,
            "figure_unit": part.unit if part else "",
            "figure_qualifier": part.qualifier if part else "",
        }
        themes = list(outcome.themes.all())
        bodies = _bodies_meant(themes, outcome)
        return OutcomeForm(data, initial=initial, user=self.request.user, bodies=bodies, themes=themes, outcome=outcome)

    def _show(self, form: OutcomeForm) -> HttpResponse:
        said = [line for theme in self.outcome.themes.all() for line in responses.usable_words(theme)]
        return render(self.request, "feedback/outcome_form.html", {"form": form, "said": said, "outcome": self.outcome})


class OutcomePublishView(_OutcomeView):
    """The answer as it will stand, the promise that may come with it, and the button. Published: what can be done then."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self.show(PublishOutcomeForm(initial={"made_to": self._first_credited()}))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        by = self.actor("feedback.publish_outcome", self.outcome)
        form = PublishOutcomeForm(request.POST)
        if form.is_valid():
            try:
                self._publish(form.cleaned_data, by)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("Published. The people whose words it answers find it behind their codes now."))
                return redirect("outcome_publish", ref=ref)
        return self.show(form)

    @transaction.atomic
    def _publish(self, data: dict[str, Any], by: Any) -> None:
        outcome = outcomes.publish(outcome=self.outcome, by=by)
        if data["promise_words"].strip():
            promises.make(
                words=data["promise_words"],
                made_by=data["made_by"],
                made_to=data["made_to"],
                due=PartialDate.day(data["due"]),
                project=outcome.project,
                outcome=outcome,
                owner=by.user,
                by=by,
            )

    def _first_credited(self) -> int | None:
        return self.outcome.contributors.filter(body__isnull=False).values_list("body", flat=True).first()

    def show(self, form: PublishOutcomeForm | None = None, withdraw_form: WithdrawOutcomeForm | None = None) -> HttpResponse:
        steps = OUTCOME_STEPS[self.outcome.state]
        context = {
            "outcome": self.outcome,
            "pair": outcome_queries.pair(self.outcome),
            "form": form if OutcomeState.PUBLISHED in steps else None,
            "withdraw_form": (withdraw_form or WithdrawOutcomeForm()) if OutcomeState.WITHDRAWN in steps else None,
            "can_redraft": OutcomeState.DRAFT in steps,
            "told": self.outcome.told_back.all(),
            "promises": self.outcome.promises.all(),
        }
        return render(self.request, "feedback/outcome_publish.html", context)


class OutcomeWithdrawView(OutcomePublishView):
    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return redirect("outcome_publish", ref=ref)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        by = self.actor("feedback.publish_outcome", self.outcome)
        form = WithdrawOutcomeForm(request.POST)
        if form.is_valid():
            try:
                outcomes.withdraw(outcome=self.outcome, reason=form.cleaned_data["reason"], by=by)
            except Refused as refused:
                messages.error(request, refused.message)
            else:
                messages.success(request, _("Taken back. It is not public any more."))
            return redirect("outcome_publish", ref=ref)
        return self.show(withdraw_form=form)


class OutcomeRedraftView(_OutcomeView):
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        by = self.actor("feedback.change_outcome", self.outcome)
        try:
            outcomes.redraft(outcome=self.outcome, by=by)
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("outcome_update", ref=ref)


class OutcomeWordsView(ActingMixin, View):
    """A group that is credited adds the words that the record does not hold."""

    def _outcome(self, ref: str) -> Outcome:
        found = Outcome.objects.public().prefetch_related("contributors")
        return get_object_or_404(found, ref=ref)

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        outcome = self._outcome(ref)
        self.actor("feedback.add_words", outcome)
        return self._show(AddWordsForm(), outcome)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        outcome = self._outcome(ref)
        by = self.actor("feedback.add_words", outcome)
        form = AddWordsForm(request.POST)
        if form.is_valid():
            try:
                outcomes.add_words(outcome=outcome, words=form.cleaned_data["words"], by=by)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("Your group’s words stand beside the answer now."))
                return redirect(outcome)
        return self._show(form, outcome)

    def _show(self, form: AddWordsForm, outcome: Outcome) -> HttpResponse:
        # The words are being given here: no link that asks for them.
        pair = dataclasses.replace(outcome_queries.pair(outcome), supply_url="")
        return render(self.request, "feedback/outcome_words.html", {"form": form, "outcome": outcome, "pair": pair})
