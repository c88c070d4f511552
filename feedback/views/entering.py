"""Type in what came on paper, by phone or from a group, and hand on the code."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from rules import has_perm

from coproduction.core.errors import Problems, Refused
from feedback.enums import QuestionnaireState
from feedback.forms.entering import EnteredPage
from feedback.languages import ENGLISH
from feedback.models import Questionnaire
from feedback.queries import questionnaires as queries
from feedback.queries import translations, walks
from feedback.services import entering
from groups.views.acting import ActingMixin

PERMISSION = "feedback.enter_response"


class EnteringView(ActingMixin, View):
    """A page for officers, and for whoever facilitates the forum that asks."""

    questionnaire: Questionnaire

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            found = Questionnaire.objects.visible_to(request.user).select_related("body", "project")
            self.questionnaire = get_object_or_404(found, slug=kwargs["slug"])

    def questions(self, language: str = ENGLISH) -> tuple[walks.AskedQuestion, ...]:
        """The questions as they are asked now; before it is opened, as they are drafted."""
        asked = self.questionnaire.asked_now()
        revision = asked or queries.newest_revision(self.questionnaire)
        return walks.questions(revision, language) if revision else ()

    def back(self) -> str:
        """Officers come from the questionnaire's own page; others from the public one."""
        is_officer = has_perm("feedback.change_questionnaire", self.request.user)
        return "officers_questionnaire" if is_officer else "questionnaire"


class EnterResponseView(EnteringView):
    """All questions on one page. The page with the code is given in return; sent again, it shows the same one."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.actor(PERMISSION, self.questionnaire)
        return self._not_open() or self._show(self._page())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor(PERMISSION, self.questionnaire)
        if not_open := self._not_open():
            return not_open
        page = self._page(request.POST, request.FILES)
        if page.is_valid():
            try:
                sent = entering.enter(questionnaire=self.questionnaire, given=page.given, by=by, **page.how.facts())
            except Refused as refused:
                for problem in refused.problems if isinstance(refused, Problems) else [refused.message]:
                    page.how.add_error(None, problem)
            else:
                return self._done(sent)
        return self._show(page)

    def _page(self, data: Any = None, files: Any = None) -> EnteredPage:
        return EnteredPage(self.questions(), translations.offered(self.questionnaire), data, files)

    def _not_open(self) -> HttpResponse | None:
        if self.questionnaire.state != QuestionnaireState.DRAFT:
            return None
        messages.error(self.request, _("Open it first. Then answers on paper can be typed in."))
        return redirect(self.back(), slug=self.questionnaire.slug)

    def _show(self, page: EnteredPage) -> HttpResponse:
        context = {"questionnaire": self.questionnaire, "how": page.how, "questions": page.forms, "back": self.back()}
        context["is_multipart"] = page.is_multipart
        return render(self.request, "feedback/entered_form.html", context)

    def _done(self, sent: Any) -> HttpResponse:
        context = {"questionnaire": self.questionnaire, "sent": sent, "back": self.back()}
        response = render(self.request, "feedback/entered_done.html", context)
        response["Cache-Control"] = "no-store"
        return response
