"""Who took part in a project and whom it has not heard from: officers name groups and enter the numbers of forms on paper."""

from typing import Any

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from coproduction.core.declared_tables import DeclaredTable
from coproduction.core.errors import Refused
from coproduction.core.views.public import PublicPageMixin
from engagements import exports
from engagements.forms.heard import IntendedGroupForm, RemoveForm, TurnoutForm
from engagements.models import IntendedGroup, Project
from engagements.queries import turnout
from engagements.services import heard
from engagements.turnout import TABLES
from engagements.views.of_project import OfProjectMixin


class ProjectHeardView(OfProjectMixin, FormView):
    """Intended groups beside who took part, and a form that names one more group."""

    template_name = "engagements/project_heard.html"
    form_class = IntendedGroupForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = turnout.who_took_part(self.project)
        shown = {table.key: table for table in found.tables}
        tables = [(table, shown.get(table.key)) for table in TABLES.values()]
        return super().get_context_data(**kwargs) | {"groups": found.groups, "tables": tables, "has_counts": bool(shown)}

    def form_valid(self, form: IntendedGroupForm) -> HttpResponse:
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            heard.name_group(project=self.project, by=self.by(), **given)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        notices.success(self.request, _("Saved. Everyone can read it on the page of the project."))
        return redirect("project_heard", slug=self.project.slug)


class IntendedGroupView(OfProjectMixin, FormView):
    """Change one group, or take it away."""

    template_name = "engagements/intended_group.html"
    form_class = IntendedGroupForm

    @cached_property
    def group(self) -> IntendedGroup:
        return get_object_or_404(self.project.intended_groups.select_related("project"), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        group = self.group
        own = {"words": group.words, "why": group.why, "heard": group.heard, "tried": group.tried}
        return own | {"seen": heard.group_stamp(group)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"remove": RemoveForm(), "stands": None} | kwargs
        return super().get_context_data(**context) | {"group": self.group}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if RemoveForm.submit_name in request.POST:
            return self.remove()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: IntendedGroupForm) -> HttpResponse:
        try:
            heard.change_group(group=self.group, by=self.by(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.someone_was_quicker(form)
        notices.success(self.request, _("Saved."))
        return redirect("project_heard", slug=self.project.slug)

    def someone_was_quicker(self, form: IntendedGroupForm) -> HttpResponse:
        """What was typed stays; what stands now is shown below it, and saving once more is over that."""
        now = self.project.intended_groups.filter(pk=self.group.pk).first()
        if now and heard.group_stamp(now) != form.cleaned_data["seen"]:
            form.show_seen(heard.group_stamp(now))
            return self.render_to_response(self.get_context_data(form=form, stands=turnout.group_line(now)))
        return self.form_invalid(form)

    def remove(self) -> HttpResponse:
        try:
            heard.remove_group(group=self.group, by=self.by())
        except Refused as refused:
            form = RemoveForm({})
            form.add_error(None, refused.message)
            return self.render_to_response(self.get_context_data(form=self.form_class(initial=self.get_initial()), remove=form))
        notices.success(self.request, _("Taken away."))
        return redirect("project_heard", slug=self.project.slug)


class ProjectTurnoutView(OfProjectMixin, FormView):
    """The one page on which numbers stand as they were entered: for officers, who correct them from the same forms on paper."""

    template_name = "engagements/project_turnout.html"
    form_class = TurnoutForm

    @cached_property
    def table(self) -> DeclaredTable:
        if self.kwargs["table"] not in TABLES:
            raise Http404
        return TABLES[self.kwargs["table"]]

    @cached_property
    def numbers(self) -> dict[str, int]:
        return turnout.numbers(self.project, self.table)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"table": self.table, "numbers": self.numbers}
        return kwargs | {"initial": {"seen": heard.numbers_stamp(self.numbers)}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"stands": ()} | kwargs)) | {"table": self.table}

    def form_valid(self, form: TurnoutForm) -> HttpResponse:
        try:
            heard.count(
                project=self.project,
                table=self.table.key,
                numbers=form.numbers,
                seen=form.cleaned_data["seen"],
                by=self.by(),
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.someone_was_quicker(form)
        notices.success(self.request, _("Saved. This is what everyone reads of it."))
        return redirect("project_heard", slug=self.project.slug)

    def someone_was_quicker(self, form: TurnoutForm) -> HttpResponse:
        """What was typed stays; what stands now is shown above it, and saving once more is over that."""
        stamp = heard.numbers_stamp(self.numbers)
        if stamp == form.cleaned_data["seen"]:
            return self.form_invalid(form)
        form.show_seen(stamp)
        stands = [(row.words, self.numbers[row.key]) for row in self.table.rows if row.key in self.numbers]
        return self.render_to_response(self.get_context_data(form=form, stands=stands))


class ProjectTurnoutCsvView(PublicPageMixin, View):
    """The tables as everybody sees them, as a file. Nothing in the address narrows them down."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        seen = Project.objects.visible_to(request.user) if hasattr(request, "user") else Project.objects.public()
        project = get_object_or_404(seen, slug=slug)
        response = HttpResponse(exports.turnout_csv(turnout.tables(project)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="who-took-part-{project.slug}.csv"'
        return response
