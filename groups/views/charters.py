"""A forum's charter: read it, write the next version, note that it is agreed, sign it."""

from typing import Any

import rules
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, View

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.views.public import PublicPageMixin
from groups import policies
from groups.enums import CharterStatus
from groups.forms.charters import CharterAgreeForm, CharterForm
from groups.models import Body, Charter
from groups.queries import charters as queries
from groups.services import charters
from groups.views.acting import ActingMixin
from groups.views.of_forum import OfForumMixin

WRITE, AGREE = "groups.write_charter", "groups.agree_charter"


class CharterView(PublicPageMixin, DetailView):
    """The version that is agreed now, or the one of the address. Drafts are for the forum's people and those who serve it."""

    template_name = "groups/charter.html"
    context_object_name = "forum"

    def get_queryset(self) -> QuerySet[Body]:
        return Body.objects.forums().visible_to(getattr(self.request, "user", None))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, forum = getattr(self.request, "user", None), self.object
        with_draft = rules.has_perm("groups.read_charter_draft", user, forum)
        charter = self.charter(queries.readable(forum, with_draft=with_draft))
        names = rules.has_perm("groups.keep_register", user, forum)
        page = queries.page(charter, user, with_draft=with_draft, with_names=names, today=clock.today()) if charter else None
        return super().get_context_data(**kwargs) | {
            "page": page,
            "may_write": rules.has_perm(WRITE, user, forum),
            "may_agree": page is not None and page.is_draft and rules.has_perm(AGREE, user, forum),
        }

    def charter(self, versions: QuerySet[Charter]) -> Charter | None:
        if "version" in self.kwargs:
            return get_object_or_404(versions.select_related("body"), version=self.kwargs["version"])
        readable = list(versions.select_related("body"))
        agreed = [charter for charter in readable if charter.status == CharterStatus.AGREED]
        return next(iter(agreed or readable), None)


class CharterWriteView(OfForumMixin, FormView):
    """Write the draft of the next version, from the words of the last."""

    permission = acting_permission = WRITE
    template_name = "groups/charter_write.html"
    form_class = CharterForm

    @cached_property
    def newest(self) -> Charter | None:
        return self.forum.charters.order_by("-version").first()

    @property
    def version(self) -> int:
        """The draft that there is, else the version after the newest."""
        if self.newest is None:
            return 1
        return self.newest.version + (self.newest.status != CharterStatus.DRAFT)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor(WRITE, self.forum)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["initial"]
        return kwargs | {"of": self.newest, "version": self.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"version": self.version}

    def form_valid(self, form: CharterForm) -> HttpResponse:
        try:
            charter = charters.write(body=self.forum, by=self.actor(WRITE, self.forum), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("The draft is saved. Someone who signs for the forum notes when it is agreed."))
        return redirect("charter_version", slug=self.forum.slug, version=charter.version)


class CharterAgreeView(OfForumMixin, FormView):
    """Someone who signs for the forum notes that it agreed the draft."""

    permission = acting_permission = AGREE
    template_name = "groups/charter_agree.html"
    form_class = CharterAgreeForm

    @cached_property
    def charter(self) -> Charter:
        drafts = self.forum.charters.filter(status=CharterStatus.DRAFT)
        return get_object_or_404(drafts, version=self.kwargs["version"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor(AGREE, self.forum)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"charter": self.charter}

    def form_valid(self, form: CharterAgreeForm) -> HttpResponse:
        try:
            charters.agree(charter=self.charter, by=self.actor(AGREE, self.forum), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Agreed. Everyone can read it now, and people can sign it."))
        return redirect("charter", slug=self.forum.slug)


class CharterSignView(ActingMixin, View):
    """One press signs the version that was read, in the part that the person acts in."""

    def post(self, request: HttpRequest, slug: str, version: int) -> HttpResponse:
        forum = get_object_or_404(Body.objects.forums().visible_to(request.user), slug=slug)
        charter = get_object_or_404(forum.charters.exclude(status=CharterStatus.DRAFT), version=version)
        by = self.actor(lambda capacity: policies.signs_charter(capacity, forum))
        try:
            signature = charters.sign(charter=charter, by=by)
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            who = signature.body.name if signature.body else _("yourself")
            messages.success(request, _("Signed for %(who)s.") % {"who": who})
        return redirect("charter_version", slug=slug, version=version)
