"""One response: read it, decide what it is, file it under a theme."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from rules import has_perm

from coproduction.core.errors import Refused
from coproduction.core.queries import concerns
from feedback.enums import RESPONSE_STEPS, ResponseState, TriageDecision
from feedback.forms.reading import FileUnderThemeForm, TriageForm
from feedback.models import Response
from feedback.queries import responses
from feedback.services import themes, triage
from groups.views.acting import ActingMixin

SAVED = {
    TriageDecision.CLEAR: gettext_lazy("You read it. Now file it under what it is about."),
    TriageDecision.HOLD: gettext_lazy(
        "It is with the safeguarding leads. They were told at once. Nobody else sees the words now."
    ),
    TriageDecision.PASS_ON: gettext_lazy("Saved. Pass it on to the service today: the portal does not send it."),
}

NOBODY_TOLD = gettext_lazy(
    "The words are hidden now. But no safeguarding lead here may read them, so nobody was told. Ring the safeguarding team today."
)


def say_it_is_held(request: HttpRequest, target: Model) -> None:
    """Say that the leads were told; or, when there was nobody to tell, what to do instead."""
    if concerns.anyone_was_told(target):
        messages.success(request, SAVED[TriageDecision.HOLD])
    else:
        messages.warning(request, NOBODY_TOLD)


def say_who_has_it(request: HttpRequest, ref: str) -> HttpResponse | None:
    """For those who read responses: someone was worried while this page was open. Nothing when nobody was."""
    if not has_perm("feedback.view_response", request.user) or not Response.objects.filter(ref=ref, is_held=True).exists():
        return None
    messages.info(request, triage.WITH_THE_LEADS)
    return redirect("reading_queue")


@method_decorator(never_cache, name="dispatch")
class ResponseView(ActingMixin, View):
    """Read one response. What is held is not found here, whoever asks: the leads have their own page for it."""

    response: Response

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            if not has_perm("feedback.view_response", request.user):
                raise PermissionDenied
            if request.method == "POST" and (gone := say_who_has_it(request, kwargs["ref"])):
                return gone
            found = (
                Response.objects.visible_to(request.user).filter(is_held=False).select_related("revision__questionnaire__project")
            )
            self.response = get_object_or_404(found, ref=kwargs["ref"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        return self.show()

    def show(
        self, triage_form: TriageForm | None = None, theme_form: FileUnderThemeForm | None = None, status: int = 200
    ) -> HttpResponse:
        steps = RESPONSE_STEPS[self.response.state]
        may_decide = has_perm("feedback.triage_response", self.request.user, self.response)
        page = responses.page(self.response)
        context = {
            "page": page,
            "redacts": has_perm("feedback.redact_answer", self.request.user, self.response),
            "sees_originals": has_perm("feedback.view_originals", self.request.user)
            and any(row.was_redacted for row in page.rows),
            "triage_form": triage_form or (self._triage_form() if may_decide else None),
            "theme_form": theme_form or (self._theme_form() if may_decide and ResponseState.FILED in steps else None),
        }
        return render(self.request, "feedback/response.html", context, status=status)

    def _triage_form(self) -> TriageForm:
        return TriageForm(state=self.response.state, initial={"seen": responses.seen(self.response)})

    def _theme_form(self, data: Any = None) -> FileUnderThemeForm:
        return FileUnderThemeForm(data, project_id=self.response.revision.questionnaire.project_id)


class TriageResponseView(ResponseView):
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        by = self.actor("feedback.triage_response", self.response)
        form = TriageForm(request.POST, state=self.response.state)
        if not form.is_valid():
            return self.show(triage_form=form)
        said, decision = form.cleaned_data, TriageDecision(form.cleaned_data["decision"])
        try:
            triage.decide(
                response=self.response, decision=decision, reason=said["reason"], seen=said["seen"], by=by, **form.about_whom
            )
        except Refused as refused:
            self.response.refresh_from_db()
            if self.response.is_held:
                messages.info(request, refused.message)
                return redirect("reading_queue")
            form.refuse(refused, responses.seen(self.response))
            return self.show(triage_form=form, status=409)
        if decision == TriageDecision.HOLD:
            say_it_is_held(request, self.response)
        else:
            messages.success(request, SAVED[decision])
        return redirect("reading_queue") if decision != TriageDecision.CLEAR else redirect("response", ref=ref)


class CodeResponseView(ResponseView):
    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        by = self.actor("feedback.code_response", self.response)
        form = self._theme_form(request.POST)
        if not form.is_valid():
            return self.show(theme_form=form)
        questionnaire = self.response.revision.questionnaire
        try:
            with transaction.atomic():
                theme = form.cleaned_data["theme"] or themes.create(
                    title=form.cleaned_data["new_theme"], project=questionnaire.project, body=questionnaire.body, by=by
                )
                themes.code(response=self.response, theme=theme, by=by)
        except Refused as refused:
            form.add_error(None, refused.message)
            self.response.refresh_from_db()
            return self.show(theme_form=form, status=409)
        messages.success(request, _("Filed under “%(theme)s”.") % {"theme": theme.title})
        return redirect("response", ref=ref)
