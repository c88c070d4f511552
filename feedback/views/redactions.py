"""Take a name out of an answer; and for the safeguarding leads, what stood there before."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from rules import has_perm

from coproduction.core.errors import Refused
from coproduction.core.models.base import ref_of
from coproduction.core.queries import concerns
from feedback.forms.reading import RedactForm
from feedback.models import Answer, Response
from feedback.services import redactions
from groups.views.acting import ActingMixin

REDACT, ORIGINALS = "feedback.redact_answer", "feedback.view_originals"


@method_decorator(never_cache, name="dispatch")
class RedactView(ActingMixin, View):
    answer: Answer

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            if not has_perm(REDACT, request.user):
                raise PermissionDenied
            # What the safeguarding leads hold is not found here.
            found = Answer.objects.filter(response__is_held=False, response__ref=kwargs["ref"]).exclude(words="")
            self.answer = get_object_or_404(found.select_related("response__revision__questionnaire"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, ref: str, pk: int) -> HttpResponse:
        return self.show(RedactForm(initial={"words": self.answer.words}))

    def post(self, request: HttpRequest, ref: str, pk: int) -> HttpResponse:
        by = self.actor(REDACT, self.answer.response)
        form = RedactForm(request.POST)
        if form.is_valid():
            try:
                redactions.redact(answer=self.answer, by=by, **form.cleaned_data)
            except Refused as refused:
                form.add_error("words", refused.message)
            else:
                messages.success(request, _("It is taken out. The safeguarding leads can still read what stood there."))
                return redirect("response", ref=ref)
        return self.show(form)

    def show(self, form: RedactForm) -> HttpResponse:
        return render(
            self.request, "feedback/redact.html", {"response": self.answer.response, "answer": self.answer, "form": form}
        )


@method_decorator(never_cache, name="dispatch")
class OriginalsView(ActingMixin, View):
    """For safeguarding leads only. Opening it is written down, each time."""

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        by = self.actor(ORIGINALS)
        response = get_object_or_404(Response, ref=ref)
        # What is about someone who works here is seen by those alone who were told of it.
        if response.is_held and not concerns.visible_to(by.ref).filter(item__target=ref_of(response)).exists():
            raise Http404
        found = redactions.open_originals(response=response, by=by)
        return render(request, "feedback/originals.html", {"response": response, "redactions": found})
