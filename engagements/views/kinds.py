"""The list of kinds of work: administrators word it, order it, and add to it."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from coproduction.core.errors import Refused
from engagements.enums import ProjectKind
from engagements.forms.kinds import KindForm, NewKindForm
from engagements.queries import kinds as queries
from engagements.services import kinds
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin

CHANGE = "engagements.change_kinds"


class _OfKindsView(ActingMixin, NeedsPermission, FormView, ABC):
    """A form about kinds; what is refused is shown again with what was typed."""

    permission = acting_permission = CHANGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        return super().get(request, *args, **kwargs)

    @abstractmethod
    def save(self, form: KindForm) -> None:
        """Call the service with what was typed."""

    def form_valid(self, form: KindForm) -> HttpResponse:
        try:
            self.save(form)
        except Refused as refused:
            form.add_error("words", refused.message)
            return self.form_invalid(form)
        return self.done()

    def done(self) -> HttpResponse:
        messages.success(self.request, _("Saved."))
        return redirect("kinds")


class KindsView(_OfKindsView):
    """The list, with a button for each small act, and a form to add one."""

    template_name = "engagements/kinds.html"
    form_class = NewKindForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = list(queries.everything().values())
        return super().get_context_data(**kwargs) | {"kinds": listed, "last": ProjectKind.OTHER.value}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        said, by = request.POST, self.actor()
        if "add" in said:
            return super().post(request, *args, **kwargs)
        try:
            if "up" in said or "down" in said:
                kinds.move(key=said.get("up") or said.get("down", ""), up="up" in said, by=by)
            elif "offer" in said or "withdraw" in said:
                kinds.offer(key=said.get("offer") or said.get("withdraw", ""), is_offered="offer" in said, by=by)
            else:
                return self.form_invalid(self.get_form())
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("kinds")
        return self.done()

    def save(self, form: KindForm) -> None:
        kinds.add(**form.cleaned_data, by=self.actor())


class KindUpdateView(_OfKindsView):
    template_name = "engagements/kind_update.html"
    form_class = KindForm

    @cached_property
    def kind(self) -> queries.Kind:
        kind = queries.everything().get(self.kwargs["key"])
        if kind is None:
            raise Http404
        return kind

    def get_initial(self) -> dict[str, Any]:
        return {"words": self.kind.words, "hint": self.kind.hint}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kind": self.kind}

    def save(self, form: KindForm) -> None:
        kinds.reword(key=self.kind.key, **form.cleaned_data, by=self.actor())
