"""You said, we did: the list, its files, and one outcome."""

from abc import ABC, abstractmethod
from typing import Any

import rules
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.generic import DetailView, TemplateView, View

from coproduction.core.queries import records
from coproduction.core.views.lists import filtered, is_filtering, page_of, rows_of
from coproduction.core.views.public import PublicPageMixin
from feedback import exports
from feedback.filters import OutcomeFilter
from feedback.models import Outcome, Questionnaire
from feedback.queries import outcomes, promises

PAGE = 20


def published() -> QuerySet[Outcome]:
    return Outcome.objects.public().complete_first()


class OutcomesView(PublicPageMixin, TemplateView):
    template_name = "feedback/outcomes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = OutcomeFilter(self.request.GET or None, queryset=published())
        rows = filtered(filterset)
        page, page_problem = page_of(self.request, rows, PAGE)
        return super().get_context_data(**kwargs) | {
            "filter": filterset,
            "is_filtering": is_filtering(filterset),
            "summary": outcomes.summary(rows),
            "page": page,
            "page_problem": page_problem,
            "pairs": outcomes.pairs(rows_of(page), reader=getattr(self.request, "user", None)),
            "query": _query(filterset),
        }


def _query(filterset: OutcomeFilter) -> str:
    """The filter as the end of an address, for links to the same rows as a file; empty when it cannot be understood."""
    asked = _asked(filterset)
    return f"?{urlencode(asked, doseq=True)}" if asked else ""


def _asked(filterset: OutcomeFilter) -> dict[str, list[str]]:
    if not filterset.is_bound or not filterset.is_valid():
        return {}
    names = filterset.form.fields
    return {name: values for name in names if (values := [value for value in filterset.form.data.getlist(name) if value])}


class OutcomesFileView(PublicPageMixin, View, ABC):
    """The same rows as the page under the same filter; a filter that cannot be understood leads to the page that says so."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        filterset = OutcomeFilter(request.GET or None, queryset=published())
        if filterset.is_bound and not filterset.is_valid():
            return redirect(f"{reverse('outcomes')}?{request.GET.urlencode()}")
        return self.file(filterset)

    @abstractmethod
    def file(self, filterset: OutcomeFilter) -> HttpResponse:
        """The file of these rows."""


class OutcomesCsvView(OutcomesFileView):
    def file(self, filterset: OutcomeFilter) -> HttpResponse:
        response = HttpResponse(
            exports.as_csv(outcomes.pairs(filtered(filterset)), records.sources()), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{_file_name(filterset)}.csv"'
        return response


def _file_name(filterset: OutcomeFilter) -> str:
    """A file with made-up rows in it says so in its name too."""
    made_up = outcomes.summary(filtered(filterset)).made_up
    return "you-said-we-did-demonstration" if made_up else "you-said-we-did"


class OutcomesJsonView(OutcomesFileView):
    def file(self, filterset: OutcomeFilter) -> HttpResponse:
        rows = filtered(filterset)
        return HttpResponse(
            exports.as_json(outcomes.pairs(rows), outcomes.summary(rows), records.sources()), content_type="application/json"
        )


class OutcomesAtomView(OutcomesFileView):
    def file(self, filterset: OutcomeFilter) -> HttpResponse:
        body = exports.as_atom(outcomes.pairs(filtered(filterset)), _asked(filterset))
        return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


class OutcomeView(PublicPageMixin, DetailView):
    """One outcome. Council staff see one that is not published yet; everyone else does not find it."""

    template_name = "feedback/outcome.html"
    context_object_name = "outcome"
    slug_field = slug_url_kwarg = "ref"
    changes_every = "hour"

    def get_queryset(self) -> QuerySet[Outcome]:
        rows = Outcome.objects.visible_to(self.request.user) if hasattr(self.request, "user") else Outcome.objects.public()
        return outcomes.loaded(rows).prefetch_related("themes", "told_back")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = outcomes.page(self.object)
        now = timezone.now()
        asking = (
            Questionnaire.objects.open(now).filter(project=self.object.project)
            if page.pair.nowords and self.object.project
            else ()
        )
        return super().get_context_data(**kwargs) | {
            "page": page,
            "pair": page.pair.on_its_own_page(),
            "promises": promises.for_outcome(self.object, timezone.localdate()),
            "asking": asking,
            "may_add_words": page.pair.nowords and rules.has_perm("feedback.add_words", self.request.user, self.object),
        }
