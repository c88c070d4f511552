"""What a person chooses for themselves: how often we write, what about, and the address of their own calendar."""

from typing import Any

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from groups import exports
from groups.actors import Oneself, person_of
from groups.forms.messages import DigestForm
from groups.models import User
from groups.queries import calendar_keys as keys
from groups.queries import contact
from groups.services import calendar_keys, messages


class OwnMessagesView(FormView):
    template_name = "groups/account_messages.html"
    form_class = DigestForm

    @property
    def user(self) -> User:
        return person_of(self.request)

    def get_initial(self) -> dict[str, Any]:
        return {"digest": self.user.digest}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stopped = set(self.user.stopped_kinds)
        kinds = [
            {"kind": kind.kind, "title": kind.title, "is_stopped": kind.kind in stopped}
            for kind in contact.stoppable_kinds(self.user)
        ]
        return super().get_context_data(**kwargs) | {
            "kinds": kinds,
            "calendar": keys.address_of(self.user),
            "do_not_contact": self.user.do_not_contact,
            "is_told_in_person": self.user.is_told_in_person,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = Oneself(self.user)
        for name, change, words in (
            ("stop", messages.stop, _("Stopped. You get no more messages of this kind.")),
            ("start", messages.start_again, _("You get these messages again.")),
        ):
            if name in request.POST:
                if request.POST[name] not in {kind.kind for kind in contact.stoppable_kinds(self.user)}:
                    raise Http404
                change(user=self.user, kind=request.POST[name], by=by)
                return self.done(words)
        if request.POST.get("calendar") == "make":
            calendar_keys.make(user=self.user, by=by)
            return self.done(_("Here is the address of your calendar."))
        if request.POST.get("calendar") == "end":
            calendar_keys.end(user=self.user, by=by)
            return self.done(_("The address has ended. Nobody finds your meetings there any more."))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: DigestForm) -> HttpResponse:
        messages.choose_digest(user=self.user, digest=form.cleaned_data["digest"], by=Oneself(self.user))
        return self.done(_("Saved."))

    def done(self, words: str) -> HttpResponse:
        notices.success(self.request, words)
        return redirect("account_messages")


@method_decorator(login_not_required, name="dispatch")
class OwnCalendarView(View):
    """For the person's calendar program, which cannot sign in: the address is the proof."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        user = keys.find(token)
        if user is None:
            raise Http404
        response = HttpResponse(exports.own_calendar(user), content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="my-meetings.ics"'
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
