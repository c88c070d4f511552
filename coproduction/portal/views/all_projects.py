"""All projects for officers: as a board by stage, as a table, and as a file of the same rows."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from coproduction.core import clock
from coproduction.core.tables import Column
from coproduction.core.views.lists import filtered, is_filtering, page_of
from coproduction.portal import exports, policies
from coproduction.portal.filters import AllProjectsFilter
from coproduction.portal.queries import all_projects
from coproduction.portal.queries.all_projects import Known, ProjectLine
from engagements.models import Project
from groups.actors import person_of
from groups.views.access import NeedsPermission

PAGE = 50


class AllProjectsMixin(NeedsPermission):
    """The lines that the filter leaves, in its order."""

    permission = "portal.view_officers"
    request: HttpRequest

    @cached_property
    def known(self) -> Known:
        return all_projects.known()

    @cached_property
    def filterset(self) -> AllProjectsFilter:
        rows: QuerySet[Project] = Project.objects.visible_to(self.request.user)
        return AllProjectsFilter(self.request.GET or None, queryset=rows, known=self.known, user=person_of(self.request))

    @cached_property
    def asked(self) -> dict[str, str]:
        """What presses, and in which order; nothing while the filter cannot be understood."""
        is_clear = self.filterset.is_bound and self.filterset.is_valid()
        return self.filterset.form.cleaned_data if is_clear else {}

    @cached_property
    def lines(self) -> list[ProjectLine]:
        user = person_of(self.request)
        rows = filtered(self.filterset).order_by()
        found = all_projects.lines(rows, known=self.known, user=user, now=clock.now())
        return all_projects.in_order(all_projects.pressing(found, self.asked.get("late", "")), self.asked.get("order", ""))

    @property
    def query(self) -> str:
        """The filter as the end of an address: the other view and the file show the same rows."""
        query = self.request.GET.copy()
        query.pop("page", None)
        return f"?{query.urlencode()}" if query else ""


class AllProjectsPage(AllProjectsMixin, TemplateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "filter": self.filterset,
            "is_filtering": is_filtering(self.filterset),
            "query": self.query,
            "total": len(self.lines),
            "late": sum(1 for line in self.lines if line.is_late),
            "most_days": policies.MOST_DAYS_WAITING,
            "stage_after": policies.STAGE_AFTER_DECISION,
        }


class OfficersProjectsView(AllProjectsPage):
    template_name = "portal/officers_projects.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"board": all_projects.board(self.lines)}


class OfficersProjectsTableView(AllProjectsPage):
    template_name = "portal/officers_projects_table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, problem = page_of(self.request, self.lines, PAGE)
        return super().get_context_data(**kwargs) | {"page": page, "page_problem": problem, "headers": self.headers()}

    def headers(self) -> list[Column | str]:
        words = [_("Project"), _("With"), _("Stage"), _("Waits for"), _("Since"), _("Next date"), _("Late")]
        sorts = dict(zip(words, ("title", "", "stage", "", "since", "next", ""), strict=True))
        return [self.header(each, sorts[each]) if sorts[each] else each for each in words]

    def header(self, words: str, key: str) -> Column:
        """A head that leads to its own order, and back again when the rows are in it already."""
        now = self.asked.get("order", "")
        query = self.request.GET.copy()
        query.pop("page", None)
        query["order"] = f"-{key}" if now == key else key
        standing = {key: "ascending", f"-{key}": "descending"}
        return Column(words, url=f"?{query.urlencode()}", sorted=standing.get(now, ""))


class OfficersProjectsCsvView(AllProjectsMixin, View):
    """The rows of the table, all pages; a filter that cannot be understood leads to the page that says so."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.filterset.is_bound and not self.filterset.is_valid():
            return redirect(f"{reverse('officers_projects_table')}{self.query}")
        response = HttpResponse(exports.projects_csv(self.lines), content_type="text/csv; charset=utf-8")
        made_up = any(line.made_up for line in self.lines)
        name = "projects-demonstration" if made_up else "projects"
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
