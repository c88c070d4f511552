"""The outbox page: every message, to whom and why, how it stands; and what was not sent, and why."""

from typing import Any

import rules
from django import forms
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from coproduction.core import clock, notifications, reminders
from coproduction.core.errors import Refused
from coproduction.core.forms.base import PortalForm
from coproduction.core.services import outbox
from coproduction.core.tables import Cell
from coproduction.portal.queries import outbox as queries
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin


def _kinds() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Every kind")), *((kind.kind, kind.title) for kind in notifications.shown())]


class OutboxFilterForm(PortalForm):
    method = "get"
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("Every state")), *queries.FILTERS]
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=_kinds)


class OutboxView(NeedsPermission, TemplateView):
    permission = "portal.see_outbox"
    template_name = "portal/outbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        form = OutboxFilterForm(self.request.GET)
        wanted = form.cleaned_data if form.is_valid() else {}
        page, shown = queries.messages(now, reader=self.request.user, **wanted, page=self.request.GET.get("page", 1))
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page": page,
            "rows": [_row(item) for item in shown],
            "attention": queries.needing_attention(now, reader=self.request.user),
            "may_administer": rules.has_perm("groups.see_administration", self.request.user),
            "is_filtered": any(wanted.values()) or not form.is_valid(),
        }


class OutboxNotSentView(NeedsPermission, TemplateView):
    permission = "portal.see_outbox"
    template_name = "portal/outbox_not_sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            [
                Cell(item.what, url=item.url, note=_("Demonstration") if item.is_demonstration else ""),
                queries.month(item.when) if item.only_month else queries.moment(item.when),
                item.why,
            ]
            for item in reminders.not_sent(clock.now())
        ]
        headers = [_("What"), _("Meeting"), _("Why nobody got it")]
        return super().get_context_data(**kwargs) | {"rows": rows, "headers": headers}


class OutboxMessageView(NeedsPermission, TemplateView):
    permission = "portal.see_outbox"
    template_name = "portal/outbox_message.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = get_object_or_404(queries.visible(), pk=self.kwargs["pk"])
        [item] = queries.as_messages([row], clock.now(), reader=self.request.user)
        subject = queries.about([item.about]).get(item.about)
        facts = [
            (_("To"), item.to or _("Someone who has no account any more"), ""),
            (_("Address"), item.address, ""),
            (_("Why"), item.why, ""),
            (_("Kind"), item.kind, ""),
            (_("About"), subject.words if subject else "", subject.url if subject else ""),
            (_("State"), item.state_words, ""),
            (_("What happened"), item.problem, ""),
            (_("Written"), queries.moment(row.created_at), ""),
            (_("Due"), item.due, ""),
            (_("Given to the mail server"), item.handed_over, ""),
            (_("Tries"), str(item.attempts), ""),
        ]
        rows = [{"key": key, "value": value, "url": url} for key, value, url in facts if value]
        return super().get_context_data(**kwargs) | {"message": item, "rows": rows}


class OutboxSendAgainView(ActingMixin, NeedsPermission, View):
    """The button of a message that needs attention: send it again, or note that it arrived."""

    permission = "portal.see_outbox"
    acting_permission = "portal.see_outbox"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(queries.visible(), pk=pk)
        try:
            if "arrived" in request.POST:
                outbox.mark_arrived(notification=row, by=self.actor())
                notices.success(request, _("Noted: it arrived."))
            else:
                outbox.send_again(notification=row, by=self.actor())
                notices.success(request, _("It will be sent again in a moment."))
        except Refused as refusal:
            notices.error(request, refusal.message)
        return redirect("outbox")


def _row(item: queries.Message) -> dict[str, Any]:
    return {
        "subject": item.subject,
        "url": reverse("outbox_message", args=[item.pk]),
        "to": item.to,
        "why": item.why,
        "when": item.when,
        "state": item.state,
        "state_words": item.state_words,
    }
