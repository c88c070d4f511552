"""What people of a forum said they would do: the list, and one of them."""

from typing import Any

import rules
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from coproduction.core import clock
from coproduction.core.errors import Refused
from groups.actors import Actor, person_of
from groups.enums import ACTION_STEPS, MEETING_KINDS, ActionState
from groups.forms.actions import ActionChangeForm, ActionDoneForm, ActionDropForm, ActionReopenForm
from groups.models import Action, Body, Capacity
from groups.queries import actions as queries
from groups.queries import proceedings
from groups.services import actions
from groups.views.acting import ActingMixin
from groups.views.after import KEEP, MANAGE
from groups.views.minutes import READ


class OwnBodyMixin:
    """For pages of a body's own people, and of whoever runs its meetings."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not rules.has_perm(READ, request.user, self.body):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # the view that takes this mixin has it

    @cached_property
    def body(self) -> Body:
        return get_object_or_404(Body, slug=self.kwargs["slug"], kind__in=MEETING_KINDS)

    @property
    def runs(self) -> bool:
        return rules.has_perm(MANAGE, self.request.user, self.body)


class ActionsView(OwnBodyMixin, TemplateView):
    template_name = "groups/actions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.of_body(self.body, user=person_of(self.request), today=clock.today())
        return super().get_context_data(**kwargs) | {"body": self.body, "actions": found, "runs": self.runs}


class ActionView(ActingMixin, OwnBodyMixin, TemplateView):
    """One action. Its owner marks it as done; whoever runs the meetings may also drop it, change it, or open it again."""

    template_name = "groups/action.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.forms():
            # Asked for at once: nothing that is typed is lost on the way to choosing a hat.
            self.actor(self.fits)
        return super().get(request, *args, **kwargs)

    @cached_property
    def action(self) -> Action:
        rows = self.body.actions.select_related("body", "owner", "priority", "meeting")
        return get_object_or_404(rows, ref=self.kwargs["ref"])

    def forms(self, bound: Form | None = None) -> dict[str, Form]:
        """What this person can do with it now, in their order; `bound` stands in the place of its like."""
        possible: dict[str, Form] = {}
        if ActionState.DONE in ACTION_STEPS[self.action.state] and self.may_settle:
            possible["done"] = ActionDoneForm(prefix="done")
        if self.runs and ActionState.DROPPED in ACTION_STEPS[self.action.state]:
            possible["change"] = self.change_form()
            possible["drop"] = ActionDropForm(prefix="drop")
        if self.runs and ActionState.OPEN in ACTION_STEPS[self.action.state]:
            possible["reopen"] = ActionReopenForm(prefix="reopen")
        return {name: bound if type(bound) is type(form) else form for name, form in possible.items()}

    @property
    def may_settle(self) -> bool:
        return self.runs or self.action.owner_id == self.request.user.pk

    def change_form(self, *data: Any) -> ActionChangeForm:
        owners = None
        if rules.has_perm(KEEP, self.request.user, self.body):
            owners = proceedings.possible_owners(self.body, person_of(self.request))
        return ActionChangeForm(
            *data, prefix="change", action=self.action, owners=owners, initial=ActionChangeForm.of(self.action)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = queries.one(self.action, user=person_of(self.request), today=clock.today())
        return super().get_context_data(**kwargs) | {"body": self.body, "action": row} | self.forms(kwargs.get("bound"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        made: dict[str, Form] = {
            "done": ActionDoneForm(request.POST, prefix="done"),
            "drop": ActionDropForm(request.POST, prefix="drop"),
            "reopen": ActionReopenForm(request.POST, prefix="reopen"),
            "change": self.change_form(request.POST),
        }
        name = next((name for name in made if name in request.POST), "")
        if not name:
            return self.render_to_response(self.get_context_data())
        form = made[name]
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(bound=form))
        try:
            self.act(name, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            self.__dict__.pop("action")
            return self.render_to_response(self.get_context_data(bound=form))
        notices.success(request, _("Saved."))
        return redirect("actions", slug=self.body.slug)

    def act(self, name: str, form: Any) -> None:
        by = self.actor(self.fits)
        if name == "done":
            actions.done(action=self.action, reason=form.cleaned_data["reason"], by=by)
        elif name == "drop":
            actions.drop(action=self.action, reason=form.cleaned_data["reason"], by=by)
        elif name == "reopen":
            actions.reopen(action=self.action, by=by)
        else:
            actions.change(action=self.action, by=by, **form.given)

    def fits(self, capacity: Capacity) -> bool:
        """To run the meetings, or, for something of one's own, to belong to the forum."""
        actor = Actor(person_of(self.request), capacity)
        is_own = self.action.owner_id == self.request.user.pk and capacity.body_id == self.body.pk
        return is_own or rules.has_perm(MANAGE, actor, self.body)
