"""School terms: add, change, remove."""

from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from coproduction.core import working_days
from coproduction.core.errors import Refused
from groups.forms.terms import TermForm
from groups.models import Term
from groups.services import terms
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin

MANAGE_TERMS = "groups.manage_terms"


class TermsView(ActingMixin, NeedsPermission, FormView):
    permission = MANAGE_TERMS
    template_name = "groups/terms.html"
    form_class = TermForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "terms": Term.objects.order_by("-first_day"),
            "bank_holidays_end": working_days.bank_holidays_end(),
        }

    def form_valid(self, form: TermForm) -> HttpResponse:
        try:
            terms.save(by=self.actor(MANAGE_TERMS), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("first_day", refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("The term is saved."))
        return redirect("terms")


class TermUpdateView(ActingMixin, NeedsPermission, FormView):
    permission = MANAGE_TERMS
    template_name = "groups/term_update.html"
    form_class = TermForm

    @cached_property
    def term(self) -> Term:
        return get_object_or_404(Term, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return TermForm.of(self.term)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"term": self.term}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        terms.remove(term=self.term, by=self.actor(MANAGE_TERMS))
        notices.success(request, _("The term is removed. Meetings stay as they are."))
        return redirect("terms")

    def form_valid(self, form: TermForm) -> HttpResponse:
        try:
            terms.save(term=self.term, by=self.actor(MANAGE_TERMS), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("first_day", refusal.message)
            return self.form_invalid(form)
        notices.success(self.request, _("The term is saved."))
        return redirect("terms")
