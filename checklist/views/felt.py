"""The page on which someone who takes part says what a stage felt like."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from checklist import policies
from checklist.forms.felt import NOT_SAID, FeltForm
from checklist.models import Checklist, ChecklistStage
from checklist.queries import felt as queries
from checklist.queries.stages import visible_with_project
from checklist.services import felt
from coproduction.core.errors import Refused
from groups.actors import Actor, person_of
from groups.views.acting import ActingMixin


class StageFeltView(ActingMixin, FormView):
    template_name = "checklist/stage_felt.html"
    form_class = FeltForm

    @cached_property
    def stage(self) -> ChecklistStage:
        checklist: Checklist = get_object_or_404(visible_with_project(self.request.user), project__slug=self.kwargs["slug"])
        stage = get_object_or_404(checklist.stages.select_related("template"), number=self.kwargs["number"])
        stage.checklist = checklist
        return stage

    @cached_property
    def by(self) -> Actor:
        project = self.stage.checklist.project
        if person_of(self.request).pk in (project.lead_id, project.cover_id):
            raise PermissionDenied
        parts = list(project.parts.all())
        return self.actor(lambda capacity: policies.takes_part(capacity, parts))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = self.by
        if not queries.can_say(self.stage.checklist.project, self.stage.state, by.user):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"for_a_group": policies.speaks_for_a_group(self.by.capacity)}

    def get_initial(self) -> dict[str, Any]:
        said = queries.said_by(self.stage, self.by.user)
        return {"face": str(said.face), "degree": said.degree or NOT_SAID, "number": said.number} if said else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = queries.said_by(self.stage, self.by.user)
        return super().get_context_data(**kwargs) | {
            "project": self.stage.checklist.project,
            "stage": self.stage,
            "has_said": said is not None,
            "is_final": said is not None and not queries.can_change(self.stage.state),
        }

    def form_valid(self, form: FeltForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            felt.say(stage=self.stage, face=int(said["face"]), degree=said["degree"], number=said.get("number", 1), by=self.by)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. Nobody sees what you alone said."))
        return redirect("checklist_stage", self.stage.checklist.project.slug, self.stage.number)
