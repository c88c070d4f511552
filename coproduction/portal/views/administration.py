"""The administrators' own pages: where to go, and what was done."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from coproduction.core.forms.base import PortalForm
from coproduction.core.tables import Cell
from coproduction.core.templatetags.portal import moment
from coproduction.portal import navigation
from coproduction.portal.queries import audit
from groups.views.access import NeedsPermission

ROOMS = (
    ("people", gettext_lazy("People"), gettext_lazy("Invite someone, give a part or end one, close an account.")),
    (
        "checklist_templates",
        gettext_lazy("Checklist"),
        gettext_lazy("Its versions. Write the next one, see what changed, publish it."),
    ),
    ("turns", gettext_lazy("Turns"), gettext_lazy("Who reads what people send, who takes concerns, and who stands in.")),
    ("outbox", gettext_lazy("Outbox"), gettext_lazy("Each message: to whom, why, and whether it went.")),
    ("job_health", gettext_lazy("Job health"), gettext_lazy("What runs by itself, when it last did, and what went wrong.")),
    ("kinds", gettext_lazy("Kinds of work"), gettext_lazy("What a project can be: word the list, order it, add to it.")),
    ("audit", gettext_lazy("Audit"), gettext_lazy("Who did what, when, in which part.")),
)


class AdministrationView(NeedsPermission, TemplateView):
    permission = "groups.see_administration"
    template_name = "portal/administration.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rooms = [{"title": title, "hint": hint, "url": navigation.address(name)} for name, title, hint in ROOMS]
        return super().get_context_data(**kwargs) | {"rooms": [room for room in rooms if room["url"]]}


class AuditFilterForm(PortalForm):
    actor = forms.CharField(label=gettext_lazy("Who, as a reference like user:12"), required=False, max_length=80)
    target = forms.CharField(label=gettext_lazy("What, as a reference like groups.body:3"), required=False, max_length=120)


class AuditView(NeedsPermission, TemplateView):
    permission = "groups.see_audit"
    template_name = "portal/audit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AuditFilterForm(self.request.GET)
        wanted = form.cleaned_data if form.is_valid() else {"actor": "", "target": ""}
        page, entries = audit.entries(**wanted, page=self.request.GET.get("page", 1))
        rows = [
            [
                Cell(moment(entry.at)),
                Cell(entry.capacity, url=f"?actor={entry.actor}", note=entry.actor),
                entry.verb,
                Cell(entry.target, note=", ".join(f"{name}: {value}" for name, value in entry.facts)),
            ]
            for entry in entries
        ]
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page": page,
            "headers": [_("When"), _("Who"), _("Did what"), _("To what")],
            "rows": rows,
        }
