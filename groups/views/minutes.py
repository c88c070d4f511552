"""Minutes: read, written, agreed, published; and those that are late."""

from typing import Any

import rules
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, TemplateView

from coproduction.core import clock
from coproduction.core.errors import Problems, Refused
from coproduction.core.views.public import PublicPageMixin
from groups import policies
from groups.enums import MINUTES_STEPS, MeetingState, MinutesState, MinutesVerdict
from groups.forms.minutes import MinutesAgreeForm, MinutesForm, MinutesPublishForm
from groups.models import Meeting, Minutes
from groups.queries import forums
from groups.queries import minutes as queries
from groups.services import minutes
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin
from groups.views.after import MANAGE, OwnMeetingMixin

AGREE = "groups.agree_minutes"
READ = "groups.read_proceedings"


class MinutesView(PublicPageMixin, DetailView):
    """The public reads the published version without names; the forum's own people read everything, also before."""

    template_name = "groups/minutes.html"
    context_object_name = "meeting"
    slug_field = slug_url_kwarg = "ref"

    def get_queryset(self) -> QuerySet[Meeting]:
        return Meeting.objects.known_to(self.reader).select_related("body", "minutes")

    @property
    def reader(self) -> Any:
        return getattr(self.request, "user", None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.object
        stands: Minutes | None = getattr(meeting, "minutes", None)
        reads_all = rules.has_perm(READ, self.reader, meeting.body)
        is_published = stands is not None and stands.state == MinutesState.PUBLISHED
        if not reads_all and not is_published:
            raise Http404
        may_know = Meeting.objects.visible_to(self.reader).filter(pk=meeting.pk).exists()
        runs = rules.has_perm(MANAGE, self.reader, meeting.body)
        state = stands.state if stands else ""
        return super().get_context_data(**kwargs) | {
            "line": forums.line(meeting, may_know=may_know),
            "may_know": may_know,
            "minutes": stands,
            "is_published": is_published,
            "reads_all": reads_all,
            "can_write": runs and meeting.state == MeetingState.HELD,
            "can_agree": state == MinutesState.DRAFT and rules.has_perm(AGREE, self.reader, meeting.body),
            "can_publish": state == MinutesState.AGREED and runs,
        }


class MinutesUpdateView(OwnMeetingMixin, FormView):
    template_name = "groups/minutes_update.html"
    form_class = MinutesForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Asked for at once: nothing that is typed is lost on the way to choosing a hat.
        self.actor(MANAGE, self.meeting.body)
        return super().get(request, *args, **kwargs)

    @property
    def stands(self) -> Minutes | None:
        return Minutes.objects.filter(meeting=self.meeting).first()

    def get_initial(self) -> dict[str, Any]:
        stands = self.stands
        if stands:
            return {"text": stands.text, "public_text": stands.public_text, "seen": minutes.stamp(stands)}
        knows_names = policies.knows_members(self.request.user, self.meeting.body)
        begun = queries.beginning(self.meeting, with_names=knows_names)
        return {"text": begun.text, "public_text": begun.public_text, "seen": ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stands = self.stands
        return super().get_context_data(**kwargs) | {
            "meeting": self.meeting,
            "is_held": self.meeting.state == MeetingState.HELD,
            "was_agreed": stands is not None and stands.state != MinutesState.DRAFT,
        }

    def form_valid(self, form: MinutesForm) -> HttpResponse:
        try:
            minutes.write(meeting=self.meeting, by=self.actor(MANAGE, self.meeting.body), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            # Whoever came second has been told so, and saves again knowing it.
            form.show_seen(minutes.stamp(self.stands))
            return self.form_invalid(form)
        notices.success(self.request, _("Saved. The forum can read the minutes now."))
        for problem in queries.what_must_go(self.meeting, form.cleaned_data["public_text"]):
            notices.warning(self.request, problem)
        return redirect("minutes", ref=self.meeting.ref)


class WrittenMinutesMixin(ActingMixin):
    """For what is done with minutes that are written: `needs` names who may."""

    needs = ""
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not rules.has_perm(self.needs, request.user, self.minutes.meeting.body):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def minutes(self) -> Minutes:
        seen = Meeting.objects.visible_to(self.request.user)
        rows = Minutes.objects.filter(meeting__in=seen.values("pk")).select_related("meeting", "meeting__body")
        return get_object_or_404(rows, meeting__ref=self.kwargs["ref"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"minutes": self.minutes, "meeting": self.minutes.meeting}  # type: ignore[misc]  # the view that takes this mixin has it

    def refused(self, form: Any, refusal: Refused) -> HttpResponse:
        for problem in refusal.problems if isinstance(refusal, Problems) else [refusal.message]:
            form.add_error(None, problem)
        return self.form_invalid(form)  # type: ignore[attr-defined]  # the view that takes this mixin has it

    def done(self, words: str) -> HttpResponse:
        notices.success(self.request, words)
        return redirect("minutes", ref=self.minutes.meeting.ref)


class MinutesAgreeView(WrittenMinutesMixin, FormView):
    needs = AGREE
    template_name = "groups/minutes_agree.html"
    form_class = MinutesAgreeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        actor = self.actor(AGREE, self.minutes.meeting.body)
        must_say_how = not policies.signs_for(actor, self.minutes.meeting.body)
        return super().get_form_kwargs() | {"must_say_how": must_say_how}

    def get_initial(self) -> dict[str, Any]:
        return {"seen": minutes.stamp(self.minutes)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"can_agree": MinutesState.AGREED in MINUTES_STEPS[self.minutes.state]}

    def form_valid(self, form: MinutesAgreeForm) -> HttpResponse:
        data = form.cleaned_data
        actor = self.actor(AGREE, self.minutes.meeting.body)
        try:
            minutes.agree(minutes=self.minutes, how=data["how"], seen=data["seen"] or "-", by=actor)
        except Refused as refusal:
            return self.refused(form, refusal)
        return self.done(_("Noted: the forum agrees these minutes."))


class MinutesPublishView(WrittenMinutesMixin, FormView):
    needs = MANAGE
    template_name = "groups/minutes_publish.html"
    form_class = MinutesPublishForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "problems": queries.what_must_go(self.minutes.meeting, self.minutes.public_text),
            "can_publish": MinutesState.PUBLISHED in MINUTES_STEPS[self.minutes.state],
        }

    def form_valid(self, form: MinutesPublishForm) -> HttpResponse:
        try:
            minutes.publish(minutes=self.minutes, by=self.actor(MANAGE, self.minutes.meeting.body))
        except Refused as refusal:
            return self.refused(form, refusal)
        return self.done(_("Published. Everyone can read the version without names."))


class MinutesOverdueView(NeedsPermission, TemplateView):
    """Whose minutes are late, who is asked about them, and why nobody is asked about the others."""

    permission = MANAGE
    template_name = "groups/minutes_overdue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        waiting = queries.waiting(now, among=Meeting.objects.run_by(self.request.user))
        late = [each for each in waiting if each.verdict in (MinutesVerdict.OVERDUE, MinutesVerdict.NOBODY)]
        others = [each for each in waiting if each not in late and each.meeting.ends_at > now - queries.RECENT]
        return super().get_context_data(**kwargs) | {
            "late": [(each, each.days_late(now)) for each in late],
            "others": list(reversed(others)),
            "monday": queries.monday_of(now),
        }
