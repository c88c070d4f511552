"""Invite many people at once: check the list, see every line that is wrong, confirm, and only then is anything saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from coproduction.core.errors import Refused
from groups import people_lists, policies
from groups.actors import person_of
from groups.forms.people_lists import ConfirmListForm, PeopleListForm
from groups.people_lists import Entry
from groups.queries import people_lists as queries
from groups.services import members
from groups.views.members import KEEP
from groups.views.of_forum import OfForumMixin


class MembersInviteView(OfForumMixin, TemplateView):
    permission = KEEP
    template_name = "groups/members_invite.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor(KEEP, self.forum)
        return self.show(PeopleListForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if "confirm" in request.POST:
            return self.confirm()
        form = PeopleListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        return self.preview(form, people_lists.entries(form.rows, must_know_age=policies.must_know_age(self.forum)))

    def confirm(self) -> HttpResponse:
        by = self.actor(KEEP, self.forum)
        entries = ConfirmListForm(self.request.POST).opened(body=self.forum, user=by.user)
        if entries is None:
            messages.error(self.request, _("This list was checked too long ago. Check it once more; nothing was saved."))
            return redirect("members_invite", slug=self.forum.slug)
        found = queries.preview(self.forum, entries)
        if found.bad:
            # Something changed since the list was checked. Nothing is saved before it was seen.
            return self.preview(PeopleListForm(), entries)
        try:
            number = members.register_many(body=self.forum, entries=found.good, by=by)
        except Refused as refusal:
            form = ConfirmListForm(self.request.POST)
            form.add_error(None, refusal.message)
            return self.preview(PeopleListForm(), entries, refused=form)
        messages.success(
            self.request,
            ngettext(
                "%(number)s person is invited or stands in the register now.",
                "%(number)s people are invited or stand in the register now.",
                number,
            )
            % {"number": number},
        )
        return redirect("members", slug=self.forum.slug)

    def preview(self, form: PeopleListForm, entries: list[Entry], refused: ConfirmListForm | None = None) -> HttpResponse:
        found = queries.preview(self.forum, entries)
        lines = ConfirmListForm.seal(found.good, body=self.forum, user=person_of(self.request)) if found.good else ""
        return self.show(form, preview=found, lines=lines, refused=refused)

    def show(self, form: PeopleListForm, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **{"preview": None, "refused": None} | context))
