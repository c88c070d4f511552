"""Decisions for those who write them down."""

from typing import Any

from django.forms import BaseFormSet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from engagements.forms.decisions import DecisionForm, DecisionOptionRows
from engagements.models import Decision, Session
from engagements.queries import choices, projects
from engagements.queries import decisions as queries
from engagements.services import decisions
from engagements.views.of_session import ForProjectMixin, RowsMixin
from groups.models import Body


class DecisionFormView(RowsMixin, ForProjectMixin, TemplateView):
    """What both pages ask: the decision and its options."""

    template_name = "engagements/decision_form.html"
    decision: Decision | None = None

    @cached_property
    def bodies(self) -> list[Body]:
        return choices.bodies(self.project)

    @cached_property
    def sessions(self) -> list[Session]:
        return list(projects.with_meetings(Session.objects.filter(project=self.project)))

    def form(self, *data: Any) -> DecisionForm:
        initial = DecisionForm.of(self.decision) | {"seen": self.stamp_now()} if self.decision else {}
        return DecisionForm(*data, initial=initial, sessions=self.sessions, bodies=self.bodies)

    def formsets(self, *data: Any) -> dict[str, BaseFormSet]:
        rows = self.decision.options.select_related("body") if self.decision else []
        initial = [] if data else [DecisionOptionRows.form.of(row) for row in rows]
        return {"options": DecisionOptionRows(*data, prefix="options", initial=initial, form_kwargs={"bodies": self.bodies})}

    def page_after(self, anchor: str) -> str:
        assert self.decision is not None  # noqa: S101 - it was saved just before; this tells the type checker
        name = "decision_update" if anchor else "decision"
        return reverse(name, args=[self.project.slug, self.decision.ref]) + anchor

    def stamp_now(self) -> str:
        return queries.stamp_of(self.decision) if self.decision else ""


class DecisionCreateView(DecisionFormView):
    saved_words = _("The decision is written down. Everyone who can see the project can read it.")

    def save(self, form: DecisionForm, formsets: dict[str, BaseFormSet]) -> None:
        self.decision = decisions.record(
            project=self.project, options=self.lines(formsets["options"]), by=self.by, **form.details
        )


class DecisionUpdateView(DecisionFormView):
    @cached_property
    def decision(self) -> Decision:  # type: ignore[override]  # found here, where the page of a new one has none yet
        mine = Decision.objects.filter(project=self.project).select_related("project", "session", "decided_by")
        return get_object_or_404(mine, ref=self.kwargs["ref"])

    def save(self, form: DecisionForm, formsets: dict[str, BaseFormSet]) -> None:
        options = self.lines(formsets["options"])
        decisions.change(decision=self.decision, options=options, seen=form.cleaned_data["seen"], by=self.by, **form.details)
