"""The register of a forum: its people, one person, someone new. Whoever may not know them sees numbers."""

from collections.abc import Callable
from typing import Any

import rules
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.forms.base import PortalForm
from groups.actors import Actor
from groups.enums import Standing
from groups.forms.members import (
    ConsentForm,
    LeaveForm,
    NeedForm,
    PartChangeForm,
    PersonForm,
    RegisterForm,
    StandingFilterForm,
)
from groups.models import Capacity, Invitation
from groups.queries import consents as consent_queries
from groups.queries import joining
from groups.queries import members as queries
from groups.services import access_needs, consents, members
from groups.views.of_forum import ManyActsMixin, OfForumMixin

KEEP = "groups.keep_register"


class MembersView(OfForumMixin, TemplateView):
    """The register, for those who keep it; for other council staff how many people there are and what to arrange."""

    permission = "groups.count_members"

    @cached_property
    def keeps(self) -> bool:
        return rules.has_perm(KEEP, self.request.user, self.forum)

    def get_template_names(self) -> list[str]:
        return ["groups/members.html" if self.keeps else "groups/members_numbers.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.keeps:
            return context | {"known": queries.numbers_only(self.forum)}
        form = StandingFilterForm(self.request.GET)
        standing = form.cleaned_data["standing"] if form.is_valid() else ""
        return context | {
            "form": form,
            "headers": [_("Person"), _("Standing"), _("How to reach them"), _("What helps them")],
            "register": queries.register(self.forum, standing=standing, page=self.request.GET.get("page", 1)),
            "requests": joining.waiting(self.forum),
        }


class MemberCreateView(OfForumMixin, FormView):
    permission = KEEP
    template_name = "groups/member_create.html"
    form_class = RegisterForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor(KEEP, self.forum)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"body": self.forum}

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        try:
            made = members.register(body=self.forum, by=self.actor(KEEP, self.forum), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        if isinstance(made, Invitation):
            messages.success(self.request, _("They are invited. They are a member as soon as they have opened the link."))
            return redirect("members", slug=self.forum.slug)
        if made.standing == Standing.PAUSED:
            messages.warning(self.request, _("They stand in the register and wait for consent. Write it down here."))
        else:
            messages.success(self.request, _("They stand in the register now."))
        return redirect("member", slug=self.forum.slug, pk=made.pk)


class MemberView(ManyActsMixin, TemplateView):
    """One person in one part. Several small forms: the name of the button that was pressed says which."""

    permission = KEEP
    template_name = "groups/member.html"

    @cached_property
    def capacity(self) -> Capacity:
        return get_object_or_404(queries.one(self.forum, self.kwargs["pk"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        part, person, today = self.capacity, self.capacity.user, clock.today()
        context = {
            "member": queries.member(part),
            "part": part,
            "person": person,
            "is_listed": part.is_listed(today),
            "needs": person.live_needs,  # type: ignore[attr-defined]  # put there by the query
            "statements": consent_queries.as_shown(part),
            "history": queries.history(part),
            "part_form": PartChangeForm(capacity=part),
            "person_form": PersonForm(person=person),
            "consent_form": ConsentForm(),
            "need_form": NeedForm(),
            "leave_form": LeaveForm(),
        }
        return super().get_context_data(**kwargs) | context | kwargs

    @property
    def acts(self) -> dict[str, Callable[[Actor], HttpResponse]]:
        return {
            "rest": self.rest,
            "come_back": self.come_back,
            "end_need": self.end_need,
            "change": self.change,
            "person": self.person,
            "consent": self.consent,
            "need": self.need,
            "leave": self.leave,
        }

    def rest(self, by: Actor) -> HttpResponse:
        return self.step(lambda: members.rest(capacity=self.capacity, by=by), _("They are resting. We leave them in peace."))

    def come_back(self, by: Actor) -> HttpResponse:
        return self.step(lambda: members.come_back(capacity=self.capacity, by=by), _("They take part again."))

    def end_need(self, by: Actor) -> HttpResponse:
        asked = self.request.POST["end_need"]
        need = get_object_or_404(self.capacity.user.access_needs, pk=asked if asked.isdecimal() and len(asked) < 19 else 0)
        return self.step(lambda: access_needs.end(need=need, by=by), _("Taken off the list."))

    def change(self, by: Actor) -> HttpResponse:
        form = PartChangeForm(self.request.POST, capacity=self.capacity)
        return self.save(
            "part_form", form, lambda given: members.change(capacity=self.capacity, by=by, **given), _("The part is saved.")
        )

    def person(self, by: Actor) -> HttpResponse:
        form = PersonForm(self.request.POST, person=self.capacity.user)
        return self.save(
            "person_form", form, lambda given: members.update_person(user=self.capacity.user, by=by, **given), _("Saved.")
        )

    def consent(self, by: Actor) -> HttpResponse:
        return self.save(
            "consent_form",
            ConsentForm(self.request.POST),
            lambda given: consents.note(capacity=self.capacity, by=by, **given),
            _("Written down."),
        )

    def need(self, by: Actor) -> HttpResponse:
        return self.save(
            "need_form",
            NeedForm(self.request.POST),
            lambda given: access_needs.tell(user=self.capacity.user, by=by, **given),
            _("Kept. It is asked for at each of their meetings."),
        )

    def leave(self, by: Actor) -> HttpResponse:
        return self.save(
            "leave_form",
            LeaveForm(self.request.POST),
            lambda given: members.leave(capacity=self.capacity, by=by, **given),
            _("The membership ends. What they did in it stays."),
        )

    def save(self, name: str, form: PortalForm, serve: Callable[[dict[str, Any]], Any], words: str) -> HttpResponse:
        if form.is_valid():
            try:
                serve(form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                return self.done(words)
        return self.render_to_response(self.get_context_data(**{name: form}))

    def step(self, serve: Callable[[], Any], words: str) -> HttpResponse:
        try:
            serve()
        except Refused as refusal:
            messages.error(self.request, refusal.message)
            return self.back()
        return self.done(words)

    def done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return self.back()

    def back(self) -> HttpResponse:
        return redirect("member", slug=self.forum.slug, pk=self.capacity.pk)
