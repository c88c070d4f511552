"""After a meeting: one page that takes everything once, and can be opened again."""

from typing import Any

import rules
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from coproduction.core import clock
from coproduction.core.enums import Qualifier
from coproduction.core.errors import Refused
from groups.enums import MeetingState
from groups.forms.after import NO, YES, ActionRows, AfterForm, CountRows, DecisionRows, SayingRows
from groups.models import Meeting
from groups.queries import arrangements
from groups.queries import proceedings as queries
from groups.queries.proceedings import Account, CountLine
from groups.services import proceedings
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin

MANAGE = "groups.manage_meetings"
KEEP = "groups.keep_register"
ROWS = {"counts": CountRows, "sayings": SayingRows, "decisions": DecisionRows, "actions": ActionRows}


class OwnMeetingMixin(ActingMixin, NeedsPermission):
    """For pages of whoever runs the meeting in the address."""

    permission = MANAGE
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not rules.has_perm(MANAGE, request.user, self.meeting.body):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def meeting(self) -> Meeting:
        seen = queries.with_heads(Meeting.objects.visible_to(self.request.user)).select_related("body")
        return get_object_or_404(seen, ref=self.kwargs["ref"])


class MeetingAfterView(OwnMeetingMixin, TemplateView):
    template_name = "groups/meeting_after.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Asked for at once: nothing that is typed is lost on the way to choosing a hat.
        self.actor(MANAGE, self.meeting.body)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = self.actor(MANAGE, self.meeting.body)
        form = self.form(request.POST, request.FILES)
        rows = self.rows(request.POST)
        if not self.all_valid(form, rows):
            return self.shown_again(form, rows)
        data = form.cleaned_data
        try:
            if data.get("took_place") == NO:
                proceedings.did_not_happen(meeting=self.meeting, why=data["why_not"], by=actor)
                notices.success(request, _("Noted: the meeting did not take place."))
                return redirect("meeting", ref=self.meeting.ref)
            account = self.account(form, rows)
            proceedings.record(
                meeting=self.meeting,
                account=account,
                seen=data["seen"],
                took_place=data.get("took_place") == YES,
                needs=form.needs,
                photo=data.get("photo"),
                by=actor,
            )
        except proceedings.PhotoRefused as refusal:
            form.add_error("photo", refusal.message)
            return self.shown_again(form, rows)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.shown_again(form, rows)
        return self.done(account)

    def all_valid(self, form: AfterForm, rows: dict[str, BaseFormSet]) -> bool:
        """Asked of every form, so that everything that is wrong is said at once."""
        results = [form.is_valid(), *(formset.is_valid() for formset in rows.values())]
        if any(formset.non_form_errors() for formset in rows.values()):
            form.add_error(None, _("Part of the page did not arrive. Open it again, and write down what is missing."))
        return all(results)

    def shown_again(self, form: AfterForm, rows: dict[str, BaseFormSet]) -> HttpResponse:
        if "photo" in self.request.FILES and not form.has_error("photo"):
            form.add_error("photo", _("Choose the photo again. Everything else that you wrote is still here."))
        # Whoever came second has been told so, and saves again knowing it.
        form.show_seen(queries.stamp(self.meeting))
        return self.render_to_response(self.get_context_data(form=form, **rows))

    def done(self, account: Account) -> HttpResponse:
        notices.success(self.request, _("Saved. You can open this page again and correct it."))
        past = sum(line.due is not None and line.due < clock.today() for line in account.actions)
        if past:
            notices.warning(
                self.request,
                ngettext(
                    "%(number)s action was due on a day that is over. Look whether the date is right.",
                    "%(number)s actions were due on days that are over. Look whether the dates are right.",
                    past,
                )
                % {"number": past},
            )
        section = self.request.POST.get("go_on")
        return redirect(reverse("meeting_after", args=[self.meeting.ref]) + (f"#{section}" if section in ROWS else ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs |= {"form": self.form()} | self.rows()
        return super().get_context_data(**kwargs) | {
            "meeting": self.meeting,
            "can_write": self.can_write,
            "is_held": self.meeting.state == MeetingState.HELD,
            "knows_names": self.knows_names,
            "summary": queries.summary(self.meeting),
            "pictures": queries.pictures(self.meeting),
            "can_link": rules.has_perm("engagements.change_project", self.request.user),
        }

    @property
    def can_write(self) -> bool:
        return self.meeting.state != MeetingState.CANCELLED and self.meeting.starts_at <= clock.now()

    @cached_property
    def knows_names(self) -> bool:
        return rules.has_perm(KEEP, self.request.user, self.meeting.body)

    @cached_property
    def stands(self) -> Account:
        return queries.account(self.meeting)

    @cached_property
    def needed(self) -> tuple[arrangements.Needed, ...]:
        return arrangements.of_meeting(self.meeting, with_names=self.knows_names).needed

    def form(self, *data: Any) -> AfterForm:
        members = self.stands.members
        initial = {
            "seen": queries.stamp(self.meeting),
            "came": [str(pk) for pk in self.stands.came or ()],
            "members": (members.number, members.qualifier) if members else "",
        }
        return AfterForm(
            *data,
            initial=initial,
            asks_whether=self.meeting.state == MeetingState.PLANNED,
            people=queries.people(self.meeting) if self.knows_names else None,
            needed=self.needed,
        )

    def rows(self, *data: Any) -> dict[str, BaseFormSet]:
        made = {}
        for name, formset in ROWS.items():
            initial = [] if data else [formset.form.of(line) for line in getattr(self.stands, name)]
            kwargs = self.action_kwargs if name == "actions" else {}
            made[name] = formset(*data, prefix=name, initial=initial, form_kwargs=kwargs)
        return made

    @cached_property
    def action_kwargs(self) -> dict[str, Any]:
        body = self.meeting.body
        return {
            "owners": queries.possible_owners(body, self.actor(MANAGE, body).user) if self.knows_names else (),
            "priorities": list(queries.possible_priorities(body)),
            "stands": {line.row: line for line in self.stands.actions},
            "knows_names": self.knows_names,
        }

    def account(self, form: AfterForm, rows: dict[str, BaseFormSet]) -> Account:
        data = form.cleaned_data
        lines = {name: tuple(row.line for row in formset.forms) for name, formset in rows.items()}
        members = None
        if "members" in form.fields:
            number, qualifier = data["members"] or (None, Qualifier.NOT_STATED)
            members = CountLine(number=number, qualifier=qualifier)
        came = frozenset(int(pk) for pk in data["came"]) if "came" in form.fields else None
        return Account(came=came, members=members, **lines)
