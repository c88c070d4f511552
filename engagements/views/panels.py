"""Panels: set up, begin, declare, score, lock, release. Until then nobody who is not on the panel learns a score."""

from collections.abc import Callable
from typing import Any

import rules
from django.contrib import messages as notices
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from coproduction.core.errors import Refused
from engagements import policies
from engagements.enums import PANEL_KINDS, PanelState
from engagements.forms.panels import (
    CandidateRows,
    CriterionRows,
    DeclareForm,
    ExcuseForm,
    PanelForm,
    ReleaseForm,
    ScoreForm,
    SeatRows,
)
from engagements.models import Panel, PanelSeat
from engagements.queries import choices
from engagements.queries import panels as queries
from engagements.services import panels
from engagements.views.of_session import RECORD, ForProjectMixin, ForSessionMixin, RowsMixin
from groups.actors import Actor, person_of
from groups.policies import is_officer


class OfPanelMixin(ForSessionMixin):
    """For pages of a session that is a panel."""

    @cached_property
    def panel(self) -> Panel | None:
        if self.session.kind not in PANEL_KINDS:
            raise Http404
        return queries.of_session(self.session)


class PanelUpdateView(RowsMixin, OfPanelMixin, TemplateView):
    """What is fixed before scoring: weight, criteria, candidates, seats."""

    template_name = "engagements/panel_form.html"

    def form(self, *data: Any) -> PanelForm:
        stands = PanelForm.of(self.panel) if self.panel else {}
        return PanelForm(*data, initial=stands | {"seen": self.stamp_now()})

    def formsets(self, *data: Any) -> dict[str, BaseFormSet]:
        panel = self.panel
        stands: dict[str, list[Any]] = {
            "criteria": list(panel.criteria.all()) if panel else [],
            "candidates": list(panel.candidates.all()) if panel else [],
            "seats": queries.seats(panel) if panel else [],
        }
        made = {}
        for name, rows in {"criteria": CriterionRows, "candidates": CandidateRows, "seats": SeatRows}.items():
            initial = [] if data else [rows.form.of(row) for row in stands[name]]
            kwargs = {"people": self.people} if name == "seats" else {}
            made[name] = rows(*data, prefix=name, initial=initial, form_kwargs=kwargs)
        return made

    @cached_property
    def people(self) -> list[Any]:
        seated = [seat.user for seat in queries.seats(self.panel) if seat.user] if self.panel else []
        return choices.panellists(self.project, person_of(self.request), besides=seated)

    def save(self, form: PanelForm, formsets: dict[str, BaseFormSet]) -> None:
        panels.set_up(
            session=self.session,
            criteria=self.lines(formsets["criteria"]),
            candidates=self.lines(formsets["candidates"]),
            seats=self.lines(formsets["seats"]),
            by=self.by,
            **form.cleaned_data,
        )

    def page_after(self, anchor: str) -> str:
        name = "panel_update" if anchor else "panel"
        return reverse(name, args=[self.project.slug, self.session.ref]) + anchor

    def stamp_now(self) -> str:
        panel = queries.of_session(self.session)
        return queries.stamp_of(panel) if panel else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_change = self.panel is None or self.panel.state == PanelState.SETTING_UP
        return super().get_context_data(**kwargs) | {"can_change": can_change}


class PanelBeginView(OfPanelMixin, TemplateView):
    """Asks once more before what was set up is fixed."""

    template_name = "engagements/panel_begin.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.panel is None:
            raise Http404
        try:
            panels.begin(panel=self.panel, by=self.by)
        except Refused as refusal:
            notices.error(request, refusal.message)
            return redirect("panel_update", self.project.slug, self.session.ref)
        notices.success(request, _("Weight and criteria are fixed. Everyone on the panel can declare their interests and score."))
        return redirect("panel", self.project.slug, self.session.ref)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.panel is None:
            raise Http404
        page = queries.page(self.panel, self.request.user, is_officer=is_officer(self.request.user))
        return super().get_context_data(**kwargs) | {"page": page, "can_begin": self.panel.state == PanelState.SETTING_UP}


class OnPanelMixin(OfPanelMixin):
    """For those with a seat, in whatever part they have, and for those who set the panel up. Nobody else learns of it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not (self.is_recorder or self.has_seat):
            raise Http404
        # Past the question of the officers' pages: a seat is enough here.
        return super(ForProjectMixin, self).dispatch(request, *args, **kwargs)

    @cached_property
    def is_recorder(self) -> bool:
        return rules.has_perm(RECORD, self.request.user, self.project)

    @cached_property
    def has_seat(self) -> bool:
        return self.panel is not None and queries.sits_on(self.request.user, self.panel)

    @property
    def by(self) -> Actor:
        return self.actor(lambda _capacity: True) if self.has_seat else super().by

    def must_still_act(self) -> None:
        """Asked before a form is looked at: one that is shown again shows the scores too."""
        self.by  # noqa: B018 - it refuses whoever has no part any more


class PanelView(OnPanelMixin, TemplateView):
    """How the panel stands, and what this person can do next."""

    template_name = "engagements/panel.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.must_still_act()
        if self.panel is None:
            raise Http404
        acts: dict[str, Callable[[], HttpResponse]] = {
            "lock": self.lock, "unlock": self.unlock, "release": self.release, "excuse": self.excuse,
        }  # fmt: skip
        act = next((act for name, act in acts.items() if name in request.POST), None)
        if act is None:
            raise Http404
        return act()

    def lock(self) -> HttpResponse:
        return self.done(
            lambda: panels.lock(panel=self.known, by=self.by),
            _("Scoring is over. Everyone on the panel can read all scores now."),
        )

    def unlock(self) -> HttpResponse:
        return self.done(lambda: panels.unlock(panel=self.known, by=self.by), _("The panel can score again."))

    def release(self) -> HttpResponse:
        form = ReleaseForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(release_form=form))
        try:
            panels.release(panel=self.known, by=self.releaser, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.render_to_response(self.get_context_data(release_form=form))
        notices.success(self.request, _("Released: everyone can read the ranks on the page of the session."))
        return redirect("session", self.project.slug, self.session.ref)

    @property
    def releaser(self) -> Actor:
        """The scribe in whatever part, or an officer as officer."""
        key = self.request.user.pk
        if policies.is_scribe(key, [queries.as_seat(row) for row in queries.seats(self.known)]):
            return self.by
        return self.actor("engagements.change_project", self.project)

    def excuse(self) -> HttpResponse:
        form = self.excuse_form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(excuse_form=form))
        seat = get_object_or_404(self.known.seats, order=int(form.cleaned_data["number"]) - 1)
        try:
            panels.excuse(
                seat=seat, reason=form.cleaned_data["reason"], by=self.actor("engagements.change_project", self.project)
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.render_to_response(self.get_context_data(excuse_form=form))
        notices.success(self.request, _("Noted. This person does not score any more."))
        return self.here()

    def excuse_form(self, *data: Any) -> ExcuseForm:
        return ExcuseForm(
            *data, seats=[(seat.order + 1, seat.label) for seat in queries.seats(self.known) if not seat.stands_back]
        )

    def done(self, act: Callable[[], object], words: str) -> HttpResponse:
        try:
            act()
        except Refused as refusal:
            notices.error(self.request, refusal.message)
        else:
            notices.success(self.request, words)
        return self.here()

    def here(self) -> HttpResponse:
        return redirect("panel", self.project.slug, self.session.ref)

    @property
    def known(self) -> Panel:
        assert self.panel is not None  # noqa: S101 - `post` asks first; this tells the type checker
        return self.panel

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"is_recorder": self.is_recorder}
        if self.panel is None:
            return context | {"page": None}
        page = queries.page(self.panel, self.request.user, is_officer=is_officer(self.request.user))
        return context | {
            "page": page,
            "score_headers": [_("Candidate"), *(criterion.words for criterion in page.criteria)],
            "can_set_up": self.is_recorder and page.state == PanelState.SETTING_UP,
            "release_form": kwargs.get("release_form") or (ReleaseForm() if page.can_release else None),
            "excuse_form": kwargs.get("excuse_form") or (self.excuse_form() if page.can_excuse else None),
        }


class PanelSeatView(OnPanelMixin, TemplateView):
    """One seat: its interests first, then its scores. Only for the person on it, or for the scribe when it is a label."""

    template_name = "engagements/panel_seat.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not policies.speaks_for(request.user.pk, queries.as_seat(self.seat), self.known_seats):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def seat(self) -> PanelSeat:
        if self.panel is None:
            raise Http404
        return get_object_or_404(self.panel.seats.select_related("panel__session__project"), order=self.kwargs["number"] - 1)

    @cached_property
    def known_seats(self) -> list[policies.Seat]:
        return [queries.as_seat(row) for row in queries.seats(self.seat.panel)]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.must_still_act()
        return self.declare() if "declare" in request.POST else self.score()

    def declare(self) -> HttpResponse:
        form = DeclareForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(declare_form=form))
        said = form.cleaned_data
        try:
            panels.declare(seat=self.seat, interest=said["interest"], stands_back=said["stands_back"], by=self.by)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.render_to_response(self.get_context_data(declare_form=form))
        notices.success(self.request, _("Thank you. The declaration is saved."))
        if said["stands_back"] or self.seat.is_scribe:
            return redirect("panel", self.project.slug, self.session.ref)
        return redirect("panel_seat", self.project.slug, self.session.ref, self.kwargs["number"])

    def score(self) -> HttpResponse:
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            panels.score(seat=self.seat, sheet=form.sheet, seen=form.cleaned_data["seen"], by=self.by)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            form.show_seen(queries.sheet_stamp(self.seat))
            return self.render_to_response(self.get_context_data(form=form))
        notices.success(self.request, _("Saved. You can change the scores until the panel ends scoring."))
        return redirect("panel", self.project.slug, self.session.ref)

    def form(self, *data: Any) -> ScoreForm:
        panel = self.seat.panel
        return ScoreForm(
            *data,
            initial=ScoreForm.of(queries.sheet(self.seat)) | {"seen": queries.sheet_stamp(self.seat)},
            candidates=panel.candidates.all(),
            criteria=panel.criteria.all(),
            highest=panel.highest,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seat, state = queries.as_seat(self.seat), self.seat.panel.state
        writes = policies.writes_scores(self.request.user.pk, seat, self.known_seats, state)
        return super().get_context_data(**kwargs) | {
            "seat": self.seat,
            "panel": self.seat.panel,
            "is_own": seat.user == self.request.user.pk,
            "has_declared": seat.has_declared,
            "can_declare": state == PanelState.SCORING,
            "declare_form": kwargs.get("declare_form") or DeclareForm(),
            "form": kwargs.get("form") or (self.form() if writes else None),
        }
