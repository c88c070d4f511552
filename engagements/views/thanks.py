"""Time and thanks of a project: one page with everything, one to add a row, one to change it or settle a claim."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages as notices
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from coproduction.core import clock
from coproduction.core.enums import Origin
from coproduction.core.errors import Refused
from engagements.enums import EXPENSE_STEPS, ExpenseState
from engagements.forms.heard import RemoveForm
from engagements.forms.thanks import (
    AgainForm,
    ApproveForm,
    ClaimForm,
    DeclineForm,
    NoBankDetailsForm,
    PayForm,
    ThingForm,
    TimeForm,
    WordsForm,
)
from engagements.models import Expense, GotFromIt, Incentive, VolunteerTime
from engagements.queries import thanks as queries
from engagements.services import thanks
from engagements.views.of_project import OfProjectMixin
from groups.actors import Actor


@dataclass(frozen=True)
class Kind:
    """One of the four things that are written down: its rows, its form, the service that writes it, its headings."""

    model: type[Model]
    form: type[NoBankDetailsForm]
    write: Callable[..., Any]
    adding: Any
    changing: Any


KINDS = {
    "time": Kind(
        VolunteerTime, TimeForm, thanks.write_time, gettext_lazy("Time that people gave"), gettext_lazy("Change the time")
    ),
    "things": Kind(
        Incentive,
        ThingForm,
        thanks.write_thing,
        gettext_lazy("Something that people got"),
        gettext_lazy("Change what people got"),
    ),
    "words": Kind(
        GotFromIt, WordsForm, thanks.write_words, gettext_lazy("“What I got from it”"), gettext_lazy("Change the words")
    ),
    "claims": Kind(
        Expense, ClaimForm, thanks.write_claim, gettext_lazy("Money that someone spent"), gettext_lazy("A claim for money")
    ),
}
SETTLING: dict[str, tuple[type[Form], str]] = {
    "approve": (ApproveForm, ExpenseState.APPROVED),
    "pay": (PayForm, ExpenseState.PAID),
    "decline": (DeclineForm, ExpenseState.DECLINED),
    "again": (AgainForm, ExpenseState.CLAIMED),
}


class ProjectThanksView(OfProjectMixin, TemplateView):
    template_name = "engagements/project_thanks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"ledger": queries.ledger(self.project, clock.today())}


class OneThanksMixin(OfProjectMixin):
    """For pages about one row of one kind."""

    @cached_property
    def kind(self) -> Kind:
        if self.kwargs["what"] not in KINDS:
            raise Http404
        return KINDS[self.kwargs["what"]]

    def get_form_class(self) -> type[NoBankDetailsForm]:
        return self.kind.form

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()  # type: ignore[misc]  # the view that takes this mixin has it
        return kwargs | ({"project": self.project} if self.kind.form is TimeForm else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"what": self.kwargs["what"]}

    def saved(self) -> HttpResponse:
        notices.success(self.request, _("Saved."))
        return redirect("project_thanks", slug=self.project.slug)


class ThanksAddView(OneThanksMixin, FormView):
    template_name = "engagements/thanks_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"heading": self.kind.adding}

    def form_valid(self, form: NoBankDetailsForm) -> HttpResponse:
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            self.kind.write(project=self.project, by=self.by(), **given)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        return self.saved()


class ThanksChangeView(OneThanksMixin, FormView):
    """Change one row or take it away; a claim is also approved, paid, declined, or looked at again."""

    template_name = "engagements/thanks_change.html"

    @property
    def rows(self) -> QuerySet[Any]:
        """The rows of this kind that the project's officers wrote; those of the published record are not changed here."""
        own = self.kind.model._default_manager.filter(project=self.project, pk=self.kwargs["pk"])
        return own.exclude(origin=Origin.RECORD).select_related("project")

    @cached_property
    def row(self) -> Any:
        return get_object_or_404(self.rows)

    def look_again(self) -> None:
        """Take the row as it stands by now; one that someone took away is shown as it was, so that nothing typed is lost."""
        self.row = self.rows.first() or self.row

    @property
    def can_change(self) -> bool:
        return not isinstance(self.row, Expense) or self.row.state == ExpenseState.CLAIMED

    @property
    def can_remove(self) -> bool:
        return not isinstance(self.row, Expense) or self.row.state != ExpenseState.PAID

    def get_initial(self) -> dict[str, Any]:
        return self.kind.form.of(self.row) | {"seen": thanks.row_stamp(self.row)}

    def settling(self) -> dict[str, Form]:
        """What can be done with a claim now."""
        if not isinstance(self.row, Expense):
            return {}
        possible = EXPENSE_STEPS[self.row.state]
        return {name: form(prefix=name) for name, (form, state) in SETTLING.items() if state in possible}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bound: Form | None = kwargs.pop("bound", None)
        if bound is not None:
            kwargs["form"] = self.kind.form(**self.unbound())
        acts = {name: bound if type(bound) is type(form) else form for name, form in self.settling().items()}
        remove = bound if isinstance(bound, RemoveForm) else RemoveForm() if self.can_remove else None
        claim = queries.claim_row(self.row, clock.today()) if isinstance(self.row, Expense) else None
        own = {"heading": self.kind.changing, "acts": acts, "remove": remove, "claim": claim, "can_change": self.can_change}
        return super().get_context_data(**({"refusal": bound, "stands": None} | kwargs)) | own

    def unbound(self) -> dict[str, Any]:
        project = {"project": self.project} if self.kind.form is TimeForm else {}
        return project | {"initial": self.get_initial()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if RemoveForm.submit_name in request.POST:
            return self.act(RemoveForm(request.POST), lambda form, by: thanks.remove(row=self.row, by=by))
        name = next((name for name in SETTLING if name in request.POST), "")
        if not name:
            return super().post(request, *args, **kwargs)
        if not isinstance(self.row, Expense):
            raise Http404
        return self.act(SETTLING[name][0](request.POST, prefix=name), getattr(self, f"do_{name}"))

    def act(self, form: Form, do: Callable[[Form, Actor], object]) -> HttpResponse:
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(bound=form))
        try:
            do(form, self.by())
        except Refused as refused:
            form.add_error(None, refused.message)
            self.look_again()
            return self.render_to_response(self.get_context_data(bound=form))
        return self.saved()

    def do_approve(self, form: Form, by: Actor) -> None:
        thanks.approve(expense=self.row, on=form.cleaned_data["on"], by=by)

    def do_pay(self, form: Form, by: Actor) -> None:
        thanks.pay(expense=self.row, on=form.cleaned_data["on"], by=by)

    def do_decline(self, form: Form, by: Actor) -> None:
        thanks.decline(expense=self.row, reason=form.cleaned_data["reason"], by=by)

    def do_again(self, form: Form, by: Actor) -> None:
        thanks.claim_again(expense=self.row, by=by)

    def form_valid(self, form: NoBankDetailsForm) -> HttpResponse:
        try:
            self.kind.write(project=self.project, row=self.row, by=self.by(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.refused(form)
        return self.saved()

    def refused(self, form: NoBankDetailsForm) -> HttpResponse:
        """What was typed stays; when someone else was quicker, their words stand below, and saving once more is over those."""
        self.look_again()
        stands = None
        stamp = thanks.row_stamp(self.row)
        if stamp != form.cleaned_data["seen"]:
            form.show_seen(stamp)
            stands = queries.row_of(self.row, clock.today())
        return self.render_to_response(self.get_context_data(form=form, stands=stands))
