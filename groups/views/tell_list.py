"""The tell list: what cannot go by mail, to be said by whoever keeps the register."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from coproduction.core import clock
from coproduction.core.errors import Refused
from groups.actors import person_of
from groups.forms.members import ToldForm
from groups.queries import tell_list as queries
from groups.queries.tell_list import Said, Telling
from groups.services import tell_list
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin
from groups.views.members import KEEP

PAGE = 20


class TellListView(ActingMixin, NeedsPermission, TemplateView):
    permission = KEEP
    template_name = "groups/tell_list.html"

    @cached_property
    def waiting(self) -> list[Telling]:
        user = person_of(self.request)
        return queries.waiting(user, clock.now())

    def get_context_data(self, wrong: ToldForm | None = None, **kwargs: Any) -> dict[str, Any]:
        page: Page[Any] = Paginator(self.waiting, PAGE).get_page(self.request.GET.get("page", 1))
        said = queries.with_words(list(page), clock.now())
        forms = [wrong if wrong and wrong.prefix == _prefix(each.telling) else _form(each) for each in said]
        return super().get_context_data(**kwargs) | {"page": page, "rows": list(zip(said, forms, strict=True)), "wrong": wrong}

    def post(self, request: HttpRequest) -> HttpResponse:
        telling = next((each for each in self.waiting if str(each.row.pk) == request.POST.get("told")), None)
        if telling is None:
            # Somebody else ticked it, or it is not theirs to tell.
            if not request.POST.get("told", "").isdigit():
                raise Http404
            messages.error(request, _("This was ticked already, or there is no point in it any more."))
            return redirect("tell_list")
        form = ToldForm(request.POST, prefix=_prefix(telling), asks_for_a_reply=queries.asks_for_a_reply(telling.row))
        if form.is_valid():
            try:
                tell_list.told(notification=telling.row, by=self.actor(KEEP, telling.body), **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Ticked."))
                return redirect("tell_list")
        return self.render_to_response(self.get_context_data(wrong=form))


def _prefix(telling: Telling) -> str:
    return f"told-{telling.row.pk}"


def _form(said: Said) -> ToldForm:
    return ToldForm(prefix=_prefix(said.telling), initial={"on": clock.today()}, asks_for_a_reply=said.asks_for_a_reply)
