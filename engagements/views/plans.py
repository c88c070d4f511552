"""Plan a project, a page per question: the draft is saved as it goes, and the same pages change it after it began."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from coproduction.core.errors import Refused
from engagements.enums import PLANNING, PlanStep, ProjectStatus
from engagements.forms.plan_rows import rows_of
from engagements.forms.plans import FORMS, AboutForm, StepForm
from engagements.models import Project
from engagements.queries import plans as queries
from engagements.services import locks, plans, projects
from engagements.views.of_project import OfProjectMixin
from groups.actors import person_of
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin

START = "engagements.add_project"
# Where the answers are looked at once more; the checklist has that page, since there the project begins.
CHECK = "checklist_start"
SAVES: dict[PlanStep, Callable[..., Project]] = dict.fromkeys(PlanStep, plans.change) | {
    PlanStep.WHO: plans.set_parts,
    PlanStep.DECISION: plans.decide_when,
    PlanStep.FIXED: plans.set_limits,
    PlanStep.SERVES: plans.serve,
    PlanStep.HEARD: plans.mean_to_hear,
}


class ProjectStartView(ActingMixin, NeedsPermission, FormView):
    """The first question. With its answer there is a draft, which waits for whoever began it."""

    permission = acting_permission = START
    template_name = "engagements/project_plan.html"
    form_class = AboutForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"project": Project(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"place": queries.place_of(PlanStep.ABOUT), "is_draft": True}

    def form_valid(self, form: AboutForm) -> HttpResponse:
        try:
            project = projects.start(**form.facts, status=ProjectStatus.DRAFT, by=self.actor())
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved as a draft. You can leave at any time and go on later."))
        return redirect("project_plan_step", project.slug, PLANNING[1])


class ProjectPlanStepView(OfProjectMixin, TemplateView):
    template_name = "engagements/project_plan.html"

    @cached_property
    def project(self) -> Project:
        return get_object_or_404(self.known, slug=self.kwargs["slug"])

    @property
    def known(self) -> QuerySet[Project]:
        return queries.with_plan(Project.objects.visible_to(self.request.user))

    @property
    def is_draft(self) -> bool:
        return self.project.status == ProjectStatus.DRAFT

    @cached_property
    def step(self) -> PlanStep:
        if self.kwargs["step"] not in PlanStep.values:
            raise Http404
        step = PlanStep(self.kwargs["step"])
        if self.is_draft and step not in PLANNING:
            raise Http404
        return step

    @cached_property
    def stands(self) -> queries.Facts:
        return queries.facts(self.project, self.step)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = self.by()
        form = self.form(request.POST)
        rows = self.rows(form, request.POST)
        if not self.all_valid(form, rows):
            return self.shown_again(form, rows)
        lines = {} if rows is None else {"lines": [row.line for row in rows.forms]}
        try:
            SAVES[self.step](project=self.project, seen=form.cleaned_data["seen"], by=by, **form.facts, **lines)
        except locks.CameSecond as second:
            form.add_error(None, second.message)
            return self.shown_again(form, rows, came_second=True)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.shown_again(form, rows)
        return self.saved()

    def all_valid(self, form: StepForm, rows: BaseFormSet | None) -> bool:
        """Asked of every form, so that everything that is wrong is said at once."""
        results = [form.is_valid(), rows is None or rows.is_valid()]
        if rows is not None and rows.non_form_errors():
            form.add_error(None, _("Part of the page did not arrive. Open it again, and write down what is missing."))
        return all(results)

    def shown_again(self, form: StepForm, rows: BaseFormSet | None, *, came_second: bool = False) -> HttpResponse:
        """With everything that was typed. Whoever came second is shown what stands now, and saves again knowing it."""
        context: dict[str, Any] = {"form": form, "rows": rows}
        if came_second:
            now = self.known.get(pk=self.project.pk)
            form.show_seen(queries.stamp(now, self.step))
            context["stands_now"] = queries.rows_of(now, self.step)
            if rows is not None:
                context["rows"] = self.rows_of_both(form, rows, queries.facts(now, self.step)["lines"])
        return self.render_to_response(self.get_context_data(**context))

    def rows_of_both(self, form: StepForm, rows: BaseFormSet, now: list[Any]) -> BaseFormSet | None:
        """The rows that were typed, and those that somebody else added meanwhile: nobody takes away what they have not seen."""
        typed = [row.line for row in rows.forms if row.is_in_use]
        known = {line.row for line in typed}
        return self.rows(form, lines=[*typed, *(line for line in now if line.row not in known)])

    def saved(self) -> HttpResponse:
        slug = self.project.slug
        if "go_on" in self.request.POST:
            messages.success(self.request, _("Saved. Here is room for more."))
            return redirect(f"{self.request.get_full_path()}#rows")
        if self.goes_to_check:
            return redirect(CHECK, slug)
        if not self.is_draft:
            messages.success(self.request, _("Saved."))
            return redirect("project_desk", slug)
        place = queries.place_of(self.step)
        if place is None or not place.after:
            return redirect(CHECK, slug)
        return redirect("project_plan_step", slug, place.after)

    @property
    def goes_to_check(self) -> bool:
        return self.request.GET.get("then") == "check"

    def form(self, *data: Any) -> StepForm:
        initial = FORMS[self.step].of(self.stands) | {"seen": queries.stamp(self.project, self.step)}
        return FORMS[self.step](*data, initial=initial, project=self.project, user=person_of(self.request))

    def rows(self, form: StepForm, *data: Any, lines: Sequence[Any] | None = None) -> BaseFormSet | None:
        """The rows of a page that has some: of what was sent, of these lines, or of what stands."""
        if form.rows is None:
            return None
        return rows_of(form.rows, *data, lines=self.stands["lines"] if lines is None else lines, **form.row_kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            form = self.form()
            kwargs |= {"form": form, "rows": self.rows(form)}
        place = queries.place_of(self.step) if self.is_draft else None
        return super().get_context_data(**kwargs) | {"place": place} | self._ways(place)

    def _ways(self, place: queries.StepPlace | None) -> dict[str, str]:
        """Back to where one came from, and past this question."""
        slug = self.project.slug
        check, desk = reverse(CHECK, args=[slug]), reverse("project_desk", args=[slug])
        if self.goes_to_check or place is None:
            return {"back_url": check if self.goes_to_check else desk, "skip_url": ""}
        before = reverse("project_plan_step", args=[slug, place.before]) if place.before else reverse("officers")
        after = reverse("project_plan_step", args=[slug, place.after]) if place.after else check
        return {"back_url": before, "skip_url": after}
