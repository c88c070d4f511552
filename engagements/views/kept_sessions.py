"""The sessions of a project for those who write them down: the list, one of them, its photos."""

from typing import Any

import rules
from django.contrib import messages as notices
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from coproduction.core import clock
from coproduction.core.errors import Refused
from engagements.enums import SESSION_STEPS, SessionState
from engagements.forms.kept_sessions import CancelSessionForm, PhotoForm, SessionForm
from engagements.models import SessionPhoto
from engagements.queries import decisions
from engagements.queries import sessions as queries
from engagements.services import photos, sessions
from engagements.views.of_session import ForProjectMixin, ForSessionMixin, RowsMixin
from groups.enums import Permission
from groups.forms.after import CountRows, SayingRows
from groups.queries.proceedings import CountLine, SayingLine


class ProjectSessionsView(ForProjectMixin, TemplateView):
    """Every session and decision of a project, with the way to each and to a new one."""

    template_name = "engagements/project_sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "rows": queries.rows(self.project),
            "decisions": decisions.decisions(self.project),
            "is_going_on": queries.is_going_on(self.project),
        }


class SessionCreateView(RowsMixin, ForProjectMixin, TemplateView):
    template_name = "engagements/session_form.html"

    def form(self, *data: Any) -> SessionForm:
        return SessionForm(*data)

    def formsets(self, *data: Any) -> dict[str, BaseFormSet]:
        return {"counts": CountRows(*data, prefix="counts"), "sayings": SayingRows(*data, prefix="sayings")}

    def save(self, form: SessionForm, formsets: dict[str, BaseFormSet]) -> None:
        account = form.account(heads=self.lines(formsets["counts"]), sayings=self.lines(formsets["sayings"]))
        self.session = sessions.enter(project=self.project, account=account, state=form.cleaned_data["state"], by=self.by)

    def page_after(self, anchor: str) -> str:
        return reverse("session_update", args=[self.project.slug, self.session.ref]) + anchor

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_going_on": queries.is_going_on(self.project)}


class SessionUpdateView(RowsMixin, ForSessionMixin, TemplateView):
    """Correct and complete a session; say that it took place, or that it does not."""

    template_name = "engagements/session_form.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "cancel" in request.POST:
            return self.cancel(CancelSessionForm(request.POST))
        if "hold" in request.POST:
            return self.hold()
        if "take_back" in request.POST:
            return self.take_back(request.POST["take_back"])
        return super().post(request, *args, **kwargs)

    def hold(self) -> HttpResponse:
        try:
            sessions.hold(session=self.session, by=self.by)
        except Refused as refusal:
            notices.error(self.request, refusal.message)
        else:
            notices.success(self.request, _("Noted: it took place. Add who came and what was said."))
        return redirect("session_update", self.project.slug, self.session.ref)

    def take_back(self, key: str) -> HttpResponse:
        usable = self.session.sayings.filter(permission=Permission.USE_WORDS).select_related("session__project")
        saying = get_object_or_404(usable, pk=key if key.isdecimal() and len(key) < 12 else None)
        try:
            sessions.take_words_back(saying=saying, by=self.by)
        except Refused as refusal:
            notices.error(self.request, refusal.message)
        else:
            notices.success(self.request, _("These words are not on the public page any more."))
        return redirect("session_update", self.project.slug, self.session.ref)

    def cancel(self, form: CancelSessionForm) -> HttpResponse:
        if form.is_valid():
            try:
                sessions.cancel(session=self.session, reason=form.cleaned_data["reason"], by=self.by)
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                notices.success(self.request, _("Noted: the session does not take place."))
                return redirect("project_sessions", self.project.slug)
        return self.render_to_response(self.get_context_data(cancel_form=form))

    def form(self, *data: Any) -> SessionForm:
        initial = SessionForm.of(self.session) | {"seen": queries.stamp_of(self.session)}
        return SessionForm(*data, initial=initial, session=self.session)

    def formsets(self, *data: Any) -> dict[str, BaseFormSet]:
        if self.session.meeting is not None:
            return {}
        heads = [CountLine(row.who, row.number, row.qualifier, row.pk) for row in self.session.head_counts.all()]
        said = [SayingLine(row.words, row.said_by, row.permission, row.pk) for row in self.session.sayings.all()]
        made = {}
        for name, rows, lines in (("counts", CountRows, heads), ("sayings", SayingRows, said)):
            made[name] = rows(*data, prefix=name, initial=[] if data else [rows.form.of(line) for line in lines])
        return made

    def save(self, form: SessionForm, formsets: dict[str, BaseFormSet]) -> None:
        rows = {"heads": self.lines(formsets["counts"]), "sayings": self.lines(formsets["sayings"])} if formsets else {}
        sessions.change(session=self.session, account=form.account(**rows), seen=form.cleaned_data["seen"], by=self.by)

    def page_after(self, anchor: str) -> str:
        return reverse("session_update", args=[self.project.slug, self.session.ref]) + anchor

    def ask_url(self) -> str:
        """Where an officer writes questions about this session; empty for everyone else."""
        if self.session.stands == SessionState.CANCELLED or not rules.has_perm(
            "feedback.change_questionnaire", self.request.user
        ):
            return ""
        return f"{reverse('questionnaire_create')}?session={self.session.ref}"

    def stamp_now(self) -> str:
        return queries.stamp_of(self.session)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = set() if self.session.meeting else SESSION_STEPS[self.session.state]
        context = super().get_context_data(**kwargs)
        return context | {
            "page": queries.page(self.session),
            "special_url": queries.special_url(self.session),
            "special_words": queries.special_words(self.session.kind),
            "ask_url": self.ask_url(),
            "can_write": context["is_going_on"] and self.session.stands != SessionState.CANCELLED,
            "usable": () if context["is_going_on"] else self.session.sayings.filter(permission=Permission.USE_WORDS),
            "can_hold": SessionState.HELD in steps,
            "cancel_form": kwargs.get("cancel_form") or (CancelSessionForm() if SessionState.CANCELLED in steps else None),
        }


class SessionPhotosView(ForSessionMixin, FormView):
    """Photos, each with the consent that lets us show it."""

    template_name = "engagements/session_photos.html"
    form_class = PhotoForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "take_back" not in request.POST:
            return super().post(request, *args, **kwargs)
        key = request.POST["take_back"]
        photo = get_object_or_404(SessionPhoto.objects.select_related("session__project"), session=self.session, file__key=key)
        try:
            photos.take_back(photo=photo, by=self.by)
        except Refused as refusal:
            notices.error(request, refusal.message)
        else:
            notices.success(request, _("The photo is gone, and its file with it."))
        return redirect("session_photos", self.project.slug, self.session.ref)

    def form_valid(self, form: PhotoForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            photos.add(session=self.session, upload=said.pop("file"), by=self.by, **said)
        except photos.PhotoRefused as refusal:
            form.add_error("file", refusal.message)
            return self.form_invalid(form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("The photo stands on the page of the session, as long as the consent holds."))
        return redirect("session_photos", self.project.slug, self.session.ref)

    def form_invalid(self, form: PhotoForm) -> HttpResponse:
        if "file" in self.request.FILES and not form.has_error("file"):
            form.add_error("file", _("Choose the photo again. Everything else that you wrote is still here."))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.session.photos.select_related("file")
        return super().get_context_data(**kwargs) | {
            "photos": kept,
            "today": clock.today(),
            "takes_photos": queries.takes_photos(self.session),
        }
