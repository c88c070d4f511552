"""A meeting that was about a project is a session of it."""

from typing import Any

import rules
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from coproduction.core.errors import Refused
from engagements.enums import ProjectStatus
from engagements.forms.sessions import MeetingProjectForm
from engagements.models import Project, Session
from engagements.services import sessions
from groups.models import Meeting
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin

CHANGE = "engagements.change_project"
# Projects that can have sessions now.
GOING_ON = (ProjectStatus.DRAFT, ProjectStatus.OPEN, ProjectStatus.PAUSED)


class MeetingProjectView(ActingMixin, NeedsPermission, FormView):
    """For officers who look after the forum: nobody else says what its meetings were about."""

    permission = CHANGE
    template_name = "engagements/meeting_project.html"
    form_class = MeetingProjectForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not rules.has_perm("groups.manage_meetings", request.user, self.meeting.body):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def meeting(self) -> Meeting:
        seen = Meeting.objects.visible_to(self.request.user).select_related("body")
        return get_object_or_404(seen, ref=self.kwargs["ref"])

    @cached_property
    def session(self) -> Session | None:
        return Session.objects.filter(meeting=self.meeting).select_related("project").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        # Asked for at once: nothing that is chosen is lost on the way to choosing a hat.
        self.actor(CHANGE)
        now = self.session.project_id if self.session else None
        projects = Project.objects.filter(Q(status__in=GOING_ON) | Q(pk=now)).order_by("title")
        return super().get_form_kwargs() | {"projects": projects}

    def get_initial(self) -> dict[str, Any]:
        return {"project": self.session.project_id if self.session else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"meeting": self.meeting}

    def form_valid(self, form: MeetingProjectForm) -> HttpResponse:
        project, by = form.cleaned_data["project"], self.actor(CHANGE)
        try:
            if project:
                sessions.link(meeting=self.meeting, project=project, by=by)
            else:
                sessions.unlink(meeting=self.meeting, by=by)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        if project:
            notices.success(self.request, _("Saved. The meeting is a session of “%(title)s” now.") % {"title": project.title})
            return redirect(project.get_absolute_url())
        notices.success(self.request, _("Saved. The meeting belongs to no project."))
        return redirect("meeting", ref=self.meeting.ref)
