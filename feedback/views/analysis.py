"""Officers see what people answered, take it along as files, share the counts, and look for what people told before."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from rules import has_perm

from coproduction.core.errors import Refused
from coproduction.core.views.lists import page_of, rows_of
from engagements.exports import turnout_csv
from feedback import answer_exports
from feedback.enums import WITH_WORDS
from feedback.forms.analysis import AnswersFilter, ToldBeforeForm
from feedback.models import Questionnaire
from feedback.queries import analysis, summaries, tallies, told_before
from feedback.services import summaries as links
from groups.views.acting import ActingMixin

PAGE = 25
SPLITS = {
    "age": gettext_lazy("By age"),
    "channel": gettext_lazy("By how they answered"),
    "language": gettext_lazy("By language"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _must_be_officer(request: HttpRequest) -> None:
    if not has_perm("feedback.change_questionnaire", request.user):
        raise PermissionDenied


@method_decorator(never_cache, name="dispatch")
class _AnswersView(ActingMixin, View):
    """For officers, about one questionnaire. What people said stays in no browser."""

    questionnaire: Questionnaire

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            _must_be_officer(request)
            found = Questionnaire.objects.visible_to(request.user).select_related("project", "body")
            self.questionnaire = get_object_or_404(found, slug=kwargs["slug"])
        return super().dispatch(request, *args, **kwargs)

    def filter_form(self, languages: tuple[str, ...]) -> AnswersFilter:
        return AnswersFilter(self.request.GET or None, languages=languages)


class AnswersView(_AnswersView):
    """Every question with what came, narrowed by days, way in and language, or split by who answered: never both."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = self.filter_form(tallies.languages_of(self.questionnaire))
        narrowed, asked_for = form.narrowed(), request.GET.get("by", "")
        split_by = asked_for if asked_for in SPLITS and not narrowed else ""
        page = analysis.page(self.questionnaire, narrowed, split_by)
        here = reverse("questionnaire_answers", args=[slug])
        context = {
            "questionnaire": self.questionnaire,
            "page": page,
            "form": form,
            "splits": [(words, f"{here}?by={key}", key == split_by) for key, words in SPLITS.items()],
            "split_by": split_by,
            "here": here,
            "query": f"?{request.GET.urlencode()}" if narrowed else "",
            "most_rows": answer_exports.MOST_SHEET_ROWS,
        }
        return render(request, "feedback/analysis.html", context)


class AnswersWordsView(_AnswersView):
    """All that people said to one question, newest first."""

    def get(self, request: HttpRequest, slug: str, key: str) -> HttpResponse:
        asked = tallies.questions(self.questionnaire).questions
        question = next((each for each in asked if each.key == key and each.kind in WITH_WORDS), None)
        if question is None:
            raise Http404
        page, page_problem = page_of(request, analysis.words_of(question), PAGE)
        context = {
            "questionnaire": self.questionnaire,
            "question": question,
            "page": page,
            "page_problem": page_problem,
            "lines": [analysis.words_line(answer) for answer in rows_of(page)],
        }
        return render(request, "feedback/analysis_words.html", context)


class _FileView(_AnswersView, ABC):
    """The answers as a file, narrowed as the page is."""

    ending = ""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        form = self.filter_form(tallies.languages_of(self.questionnaire))
        if form.is_bound and not form.is_valid():
            return redirect(f"{reverse('questionnaire_answers', args=[slug])}?{request.GET.urlencode()}")
        return self.file(form.narrowed())

    @abstractmethod
    def file(self, narrowed: tallies.Narrowed) -> HttpResponseBase:
        """The file, or the way back to the page with what stands against it."""

    def name(self, what: str = "answers") -> str:
        made_up = "-demonstration" if self.questionnaire.is_demonstration else ""
        return f"{what}-{self.questionnaire.slug}{made_up}.{self.ending}"

    def named(self, response: HttpResponseBase, what: str = "answers") -> HttpResponseBase:
        response.headers["Content-Disposition"] = f'attachment; filename="{self.name(what)}"'
        return response


class AnswersCsvView(_FileView):
    ending = "csv"

    def file(self, narrowed: tallies.Narrowed) -> HttpResponseBase:
        parts = answer_exports.as_csv(self.questionnaire, narrowed)
        return self.named(StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8"))


class AnswersGroupsCsvView(_FileView):
    """Who answered, in the declared tables: always the whole questionnaire, whatever the address asks for."""

    ending = "csv"

    def file(self, narrowed: tallies.Narrowed) -> HttpResponseBase:
        content = turnout_csv(analysis.who_answered(self.questionnaire))
        return self.named(HttpResponse(content, content_type="text/csv; charset=utf-8"), "who-answered")


class AnswersXlsxView(_FileView):
    ending = "xlsx"

    def file(self, narrowed: tallies.Narrowed) -> HttpResponseBase:
        kept = tallies.responses_of(self.questionnaire).filter(narrowed.as_q())
        if kept[answer_exports.MOST_SHEET_ROWS : answer_exports.MOST_SHEET_ROWS + 1].exists():
            messages.error(self.request, _("This is too much for a workbook. The CSV file has all of it."))
            return redirect("questionnaire_answers", slug=self.questionnaire.slug)
        tables = analysis.who_answered(self.questionnaire)
        content = answer_exports.as_workbook(self.questionnaire, tables, narrowed)
        return self.named(HttpResponse(content, content_type=XLSX))


class AnswersShareView(_AnswersView):
    """A link to the counts, for people who do not sign in."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        try:
            link = links.share(questionnaire=self.questionnaire, by=by)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("questionnaire_share", slug=slug)
        return self._show(link)

    def _show(self, link: str = "") -> HttpResponse:
        context = {"questionnaire": self.questionnaire, "link": link, "days": summaries.HOLDS_FOR.days}
        response = render(self.request, "feedback/analysis_share.html", context)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


class AnswersUnshareView(_AnswersView):
    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        links.take_back(questionnaire=self.questionnaire, by=by)
        messages.success(request, _("Done. No link that was made until now opens the counts any more."))
        return redirect("questionnaire_share", slug=slug)


@method_decorator([login_not_required, never_cache], name="dispatch")
class AnswersSummaryView(View):
    """The counts behind a shared link. No referrer, no index, no cache: a link that is taken back opens nothing at once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        questionnaire = summaries.read(token)
        if questionnaire is None:
            return render(request, "feedback/analysis_gone.html", {"days": summaries.HOLDS_FOR.days}, status=404)
        context = {
            "questionnaire": questionnaire,
            "page": analysis.counts(questionnaire),
            "quotes": summaries.quotes(questionnaire),
        }
        return render(request, "feedback/analysis_summary.html", context)


@method_decorator(never_cache, name="dispatch")
class ToldBeforeView(View):
    """What people told us about something, wherever they did."""

    def get(self, request: HttpRequest) -> HttpResponse:
        _must_be_officer(request)
        form = ToldBeforeForm(request.GET or None)
        words = form.cleaned_data["words"] if form.is_bound and form.is_valid() else ""
        found = told_before.search(words, request.user) if words else None
        return render(request, "feedback/told_before.html", {"form": form, "found": found, "words": words, "questionnaire": None})


class QuestionnaireToldBeforeView(_AnswersView):
    """The same before a questionnaire is opened, for what it asks about."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        topic = told_before.topic_of(self.questionnaire)
        context = {
            "form": ToldBeforeForm(),
            "found": told_before.search_any(topic, request.user),
            "words": ", ".join(topic),
            "questionnaire": self.questionnaire,
        }
        return render(request, "feedback/told_before.html", context)
