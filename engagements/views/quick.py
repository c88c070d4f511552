"""The quick record: tiny or finished work on one page, without a checklist."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from coproduction.core.errors import Refused
from engagements.enums import ProjectStatus
from engagements.forms.quick import QuickForm
from engagements.services import quick
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin


class ProjectQuickView(ActingMixin, NeedsPermission, FormView):
    permission = acting_permission = "engagements.add_project"
    template_name = "engagements/project_quick.html"
    form_class = QuickForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: QuickForm) -> HttpResponse:
        is_draft = "draft" in self.request.POST
        status = ProjectStatus.DRAFT if is_draft else form.cleaned_data["status"]
        try:
            project = quick.record(**form.facts, status=status, by=self.actor())
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved as a draft.") if is_draft else _("Published. Everyone can see it."))
        return redirect("project_desk", project.slug)
