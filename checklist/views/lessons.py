"""What was learnt: the public list, and the page on which a project's two sides write it down."""

from typing import Any

import rules
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from checklist.filters import LessonFilter
from checklist.forms.lessons import LessonForm, LessonUpdateForm
from checklist.models import Checklist, Lesson
from checklist.queries import lessons as queries
from checklist.queries.stages import visible_with_project
from checklist.services import lessons
from coproduction.core.errors import Refused
from coproduction.core.views.lists import filtered, is_filtering, page_of, rows_of
from coproduction.core.views.public import PublicPageMixin
from groups.actors import Actor
from groups.views.acting import ActingMixin

PAGE = 20
ADD = "checklist.add_lesson"


class LessonsView(PublicPageMixin, TemplateView):
    template_name = "checklist/lessons.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = LessonFilter(self.request.GET or None, queryset=Lesson.objects.public())
        page, page_problem = page_of(self.request, filtered(filterset), PAGE)
        return super().get_context_data(**kwargs) | {
            "filter": filterset,
            "is_filtering": is_filtering(filterset),
            "page": page,
            "page_problem": page_problem,
            "lessons": queries.lines(rows_of(page)),
        }


class OfProjectMixin(ActingMixin):
    """The checklist of the project, scoped to what this person may see, and whether lessons can be written now."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def checklist(self) -> Checklist:
        return get_object_or_404(visible_with_project(self.request.user), project__slug=self.kwargs["slug"])

    @cached_property
    def is_open(self) -> bool:
        return queries.can_be_added(self.checklist.project)

    def by(self) -> Actor:
        return self.actor(ADD, self.checklist)

    def back(self) -> str:
        return reverse("project_lessons", args=[self.kwargs["slug"]])


class ProjectLessonsView(OfProjectMixin, FormView):
    """The lessons of one project, and at stage nine the form for one more."""

    template_name = "checklist/project_lessons.html"
    form_class = LessonForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.may_add:
            self.by()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.by()
        return super().post(request, *args, **kwargs)

    @property
    def may_add(self) -> bool:
        return self.is_open and rules.has_perm(ADD, self.request.user, self.checklist)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project = self.checklist.project
        context = super().get_context_data(**kwargs)
        # A form that was sent too late stays on the page, so that its words are not lost.
        shown = self.may_add or context["form"].is_bound
        return context | {
            "project": project,
            "lessons": queries.lines(Lesson.objects.filter(project=project), self.request.user if self.may_add else None),
            "is_open": self.is_open,
            "lesson_form": context["form"] if shown else None,
        }

    def form_valid(self, form: LessonForm) -> HttpResponse:
        try:
            lessons.add(project=self.checklist.project, by=self.by(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("The lesson is added. Everyone can read it."))
        return redirect(self.back())


class LessonUpdateView(OfProjectMixin, FormView):
    """Change or take away what one wrote oneself, while stage nine is open."""

    template_name = "checklist/lesson_update.html"
    form_class = LessonUpdateForm

    @cached_property
    def lesson(self) -> Lesson:
        own = Lesson.objects.filter(project=self.checklist.project, added_by=getattr(self.request.user, "ref", ""))
        return get_object_or_404(own.select_related("project"), ref=self.kwargs["ref"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_open:
            return redirect(self.back())
        _lesson, _by = self.lesson, self.by()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lesson, by = self.lesson, self.by()
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            lessons.remove(lesson=lesson, by=by)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The lesson is taken away."))
        return redirect(self.back())

    def get_initial(self) -> dict[str, Any]:
        return {"topic": self.lesson.topic, "words": self.lesson.words, "next_time": self.lesson.next_time}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"project": self.checklist.project}

    def form_valid(self, form: LessonUpdateForm) -> HttpResponse:
        try:
            lessons.edit(lesson=self.lesson, by=self.by(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.back())
