"""Put something beside an item that shows it, and take one's own away again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from checklist.forms.evidence import EvidenceForm
from checklist.models import ChecklistItem, ItemEvidence
from checklist.policies import ItemAct
from checklist.services import evidence
from checklist.views.stage_acts import ItemActView, OfItemMixin
from coproduction.core.errors import Refused
from groups.actors import Actor


class EvidenceAddView(ItemActView):
    act, form_class, permission = ItemAct.EVIDENCE, EvidenceForm, "checklist.add_evidence"
    done = gettext_lazy("Added. Both sides see it.")

    def do(self, thing: ChecklistItem, by: Actor, said: dict[str, Any]) -> None:
        evidence.add(item=thing, kind=said["kind"], words=said["words"], link=said["link"], upload=said["upload"], by=by)


class EvidenceRemoveView(OfItemMixin, View):
    """Asks first, on a page of its own: what is taken away is gone."""

    permission = "checklist.add_evidence"

    @cached_property
    def evidence(self) -> ItemEvidence:
        return get_object_or_404(ItemEvidence.objects.select_related("item__stage"), item=self.thing(), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = self.evidence
        self.actor(self.permission, self.checklist)
        return self.page(shown)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = self.evidence
        try:
            evidence.remove(evidence=shown, by=self.actor(self.permission, self.checklist))
        except Refused as refused:
            return self.page(shown, refused.message)
        messages.success(request, _("Taken away."))
        return redirect(self.back())

    def page(self, shown: ItemEvidence, refused: str = "") -> HttpResponse:
        context = {"evidence": shown, "back": self.back(), "code": self.about(), "refused": refused}
        return render(self.request, "checklist/evidence_remove.html", context)
