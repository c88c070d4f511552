"""Pause, go on, stop, finish, open again, publish, throw away: each on a page that says what follows from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from coproduction.core.errors import Refused
from coproduction.core.forms.base import PortalForm
from engagements.enums import PROJECT_STEPS, ProjectStatus
from engagements.forms.status import FinishForm, PublishForm, ReasonForm, SureForm
from engagements.models import Project
from engagements.services import projects
from engagements.views.of_project import OfProjectMixin


@dataclass(frozen=True)
class StatusAct:
    """Something that changes how a project stands. `link` is what its desk says, `button` what the page's button says."""

    name: str
    link: Any
    heading: Any
    button: Any
    follows: tuple[Any, ...]
    done: Any
    form: type[PortalForm]
    do: Callable[..., object]
    to: str
    only_from: tuple[str, ...] = ()
    is_final: bool = False

    def is_possible(self, project: Project) -> bool:
        if self.only_from and project.status not in self.only_from:
            return False
        return self.to in PROJECT_STEPS[project.status]

    def url(self, project: Project) -> str:
        return reverse(self.name, args=[project.slug])


_BEGUN = (ProjectStatus.OPEN, ProjectStatus.PAUSED, ProjectStatus.UNKNOWN)
_PROMISES_STAND = gettext_lazy("Promises that were made still stand.")

ACTS = (
    StatusAct(
        name="project_close",
        link=gettext_lazy("Finish it"),
        heading=gettext_lazy("Finish this project?"),
        button=gettext_lazy("Finish it"),
        follows=(
            gettext_lazy("Its page says that it is finished."),
            gettext_lazy("Its checklist rests: nothing is confirmed or signed."),
            _PROMISES_STAND,
            gettext_lazy("You can open it again."),
        ),
        done=gettext_lazy("Finished. Its page says so."),
        form=FinishForm,
        do=projects.close,
        to=ProjectStatus.CLOSED,
        only_from=_BEGUN,
    ),
    StatusAct(
        name="project_pause",
        link=gettext_lazy("Pause it"),
        heading=gettext_lazy("Pause this project?"),
        button=gettext_lazy("Pause it"),
        follows=(
            gettext_lazy("Its page says that it is paused, and why."),
            gettext_lazy("Its checklist rests: nothing is confirmed or signed."),
            gettext_lazy("You can go on at any time."),
        ),
        done=gettext_lazy("Paused. Its page says so, and why."),
        form=ReasonForm,
        do=projects.pause,
        to=ProjectStatus.PAUSED,
        only_from=_BEGUN,
    ),
    StatusAct(
        name="project_resume",
        link=gettext_lazy("Go on with it"),
        heading=gettext_lazy("Go on with this project?"),
        button=gettext_lazy("Go on"),
        follows=(
            gettext_lazy("Its page says that it is going on."),
            gettext_lazy("Its checklist goes on where it was."),
        ),
        done=gettext_lazy("It goes on. Its page says so."),
        form=SureForm,
        do=projects.resume,
        to=ProjectStatus.OPEN,
        only_from=(ProjectStatus.PAUSED, ProjectStatus.UNKNOWN),
    ),
    StatusAct(
        name="project_reopen",
        link=gettext_lazy("Open it again"),
        heading=gettext_lazy("Open this project again?"),
        button=gettext_lazy("Open it again"),
        follows=(
            gettext_lazy("Its page says that it is going on, no longer that it is finished."),
            gettext_lazy("Its checklist goes on where it was."),
        ),
        done=gettext_lazy("It is open again. Its page says so."),
        form=SureForm,
        do=projects.resume,
        to=ProjectStatus.OPEN,
        only_from=(ProjectStatus.CLOSED,),
    ),
    StatusAct(
        name="project_stop",
        link=gettext_lazy("Stop it"),
        heading=gettext_lazy("Stop this project for good?"),
        button=gettext_lazy("Stop it for good"),
        follows=(
            gettext_lazy("Its page says that it has stopped, and why. Everyone can read your reason."),
            gettext_lazy("Its checklist cannot change any more, and neither can anything you wrote about it."),
            _PROMISES_STAND,
            gettext_lazy("This cannot be taken back. If you may go on later, pause it instead."),
        ),
        done=gettext_lazy("Stopped. Its page says so, and why."),
        form=ReasonForm,
        do=projects.stop,
        to=ProjectStatus.STOPPED,
        only_from=_BEGUN,
        is_final=True,
    ),
    StatusAct(
        name="project_publish",
        link=gettext_lazy("Publish it without a checklist"),
        heading=gettext_lazy("Publish it without a checklist?"),
        button=gettext_lazy("Publish it"),
        follows=(
            gettext_lazy("Everyone can see it from now on."),
            gettext_lazy("No forum checks or signs it. That suits tiny work, and work that is over."),
            gettext_lazy("You can put it on the checklist later, if it goes on."),
        ),
        done=gettext_lazy("Published. Everyone can see it."),
        form=PublishForm,
        do=projects.put_on_record,
        to=ProjectStatus.OPEN,
        only_from=(ProjectStatus.DRAFT,),
    ),
    StatusAct(
        name="project_discard",
        link=gettext_lazy("Throw this draft away"),
        heading=gettext_lazy("Throw this draft away?"),
        button=gettext_lazy("Throw it away"),
        follows=(
            gettext_lazy("Everything that you wrote about it is gone."),
            gettext_lazy("Nobody outside has seen it."),
        ),
        done=gettext_lazy("The draft is thrown away."),
        form=SureForm,
        do=projects.throw_away,
        to=ProjectStatus.STOPPED,
        only_from=(ProjectStatus.DRAFT,),
        is_final=True,
    ),
)
BY_NAME = {act.name: act for act in ACTS}


class ProjectStatusView(OfProjectMixin, FormView):
    """One of the acts, asked about once more. `act` is the name of its address."""

    template_name = "engagements/project_status.html"
    act = ""

    @cached_property
    def what(self) -> StatusAct:
        return BY_NAME[self.act]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        if not self.what.is_possible(self.project):
            messages.error(request, _("“%(project)s” is “%(state)s”, so this cannot be done now.") % self._standing())
            return redirect("project_desk", self.project.slug)
        return answer

    def _standing(self) -> dict[str, Any]:
        return {"project": self.project.title, "state": self.project.get_status_display()}

    def get_form_class(self) -> type[PortalForm]:
        return self.what.form

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.project, name) for name in ("what_happened", "degree_achieved")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"what": self.what}

    def form_valid(self, form: PortalForm) -> HttpResponse:
        try:
            self.what.do(project=self.project, by=self.by(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, str(self.what.done))
        if self.project.pk and not Project.objects.filter(pk=self.project.pk).exists():
            return redirect("officers")
        return redirect("project_desk", self.project.slug)
