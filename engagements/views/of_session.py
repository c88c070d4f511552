"""For pages about the sessions and decisions of one project: find them, and ask whether this person may open the page."""

from abc import ABC, abstractmethod
from typing import Any

import rules
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from coproduction.core.errors import Refused
from engagements.models import Project, Session
from engagements.queries import sessions as queries
from groups.actors import Actor
from groups.views.acting import ActingMixin

RECORD = "engagements.record_session"


class ForProjectMixin(ActingMixin):
    """Gives a view `self.project` and `self.by`, and refuses it to everyone without `permission` over the project."""

    permission = RECORD
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.has_perm(self.permission, request.user, self.project):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Asked for at once: nothing that is typed is lost on the way to choosing a hat.
        self.by  # noqa: B018 - it leads to the page where one chooses
        return super().get(request, *args, **kwargs)  # type: ignore[misc]  # the view that takes this mixin has it

    @property
    def by(self) -> Actor:
        return self.actor(self.permission, self.project)

    @cached_property
    def project(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.request.user), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"project": self.project}  # type: ignore[misc]  # as above


class ForSessionMixin(ForProjectMixin):
    """Gives a view `self.session` too."""

    @cached_property
    def session(self) -> Session:
        return get_object_or_404(queries.visible_to(self.request.user), project=self.project, ref=self.kwargs["ref"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {
            "session": self.session,
            "line": queries.page(self.session).line,
            "is_going_on": queries.is_going_on(self.project),
        }
        return super().get_context_data(**kwargs) | page


class RowsMixin(ABC):
    """For a page with one form and several rows of a few kinds, all sent at once.

    A view gives `form(*data)`, `formsets(*data)` by their names, `save(form, formsets)`, and where to go on with the button that
    was pressed, `page_after(anchor)`. What is refused is shown again with everything that was typed, and with the stamp of what
    stands now: whoever comes second has been told so, and saves again knowing it.
    """

    request: HttpRequest
    saved_words: Any = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, formsets = self.form(request.POST), self.formsets(request.POST)
        if not self.all_valid(form, formsets):
            return self.shown_again(form, formsets)
        try:
            self.save(form, formsets)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.shown_again(form, formsets)
        notices.success(request, self.saved_words or _("Saved. You can open this page again and correct it."))
        pressed = request.POST.get("go_on", "")
        return redirect(self.page_after(f"#{pressed}" if pressed in formsets else ""))

    @abstractmethod
    def form(self, *data: Any) -> Any:
        """The form of the page itself."""

    @abstractmethod
    def formsets(self, *data: Any) -> dict[str, BaseFormSet]:
        """The rows of the page, by their names."""

    @abstractmethod
    def save(self, form: Any, formsets: dict[str, BaseFormSet]) -> None:
        """Call the service with what was typed."""

    @abstractmethod
    def page_after(self, anchor: str) -> str:
        """Where to go once it is saved; `anchor` is the kind of row one goes on with, or nothing."""

    def stamp_now(self) -> str:
        """The stamp of what stands now; nothing for what is being made."""
        return ""

    @staticmethod
    def all_valid(form: Any, formsets: dict[str, BaseFormSet]) -> bool:
        """Asked of every form, so that everything that is wrong is said at once."""
        results = [form.is_valid(), *(formset.is_valid() for formset in formsets.values())]
        if any(formset.non_form_errors() for formset in formsets.values()):
            form.add_error(None, _("Part of the page did not arrive. Open it again, and write down what is missing."))
        return all(results)

    @staticmethod
    def lines(formset: BaseFormSet) -> tuple[Any, ...]:
        return tuple(row.line for row in formset.forms)

    def shown_again(self, form: Any, formsets: dict[str, BaseFormSet]) -> HttpResponse:
        form.show_seen(self.stamp_now())
        return self.render_to_response(self.get_context_data(form=form, **formsets))  # type: ignore[attr-defined]  # the view that takes this mixin has it

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs |= {"form": self.form()} | self.formsets()
        return super().get_context_data(**kwargs)  # type: ignore[misc]  # as above
