"""A forum writes about itself. Only its own people open this page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from coproduction.core.errors import Refused
from coproduction.core.forms.base import PortalForm
from groups.actors import Actor
from groups.forms.own_words import OwnWordsForm, PriorityChangeForm, PriorityForm, ThemeForm
from groups.forms.texts import paragraphs
from groups.models import Priority
from groups.queries import own_words as queries
from groups.services import own_words
from groups.views.of_forum import ManyActsMixin

WRITE = "groups.write_own_words"


class OwnWordsView(ManyActsMixin, TemplateView):
    """One page, several small forms: the name of the button that was pressed says which."""

    permission = WRITE
    template_name = "groups/own_words.html"

    @cached_property
    def priorities(self) -> list[Priority]:
        return list(self.forum.priorities.all())

    @property
    def acts(self) -> dict[str, Callable[[Actor], HttpResponse]]:
        return {
            "words": self.write,
            "theme": self.set_theme,
            "drop_theme": self.drop_theme,
            "propose": self.propose,
            "change": self.change,
            "step": self.step,
            "up": self.move,
            "down": self.move,
        }

    def write(self, by: Actor) -> HttpResponse:
        form = OwnWordsForm(self.request.POST)
        return self.save("words_form", form, lambda data: own_words.write(body=self.forum, words=data["own_words"], by=by))

    def set_theme(self, by: Actor) -> HttpResponse:
        form = ThemeForm(self.request.POST, prefix="theme")
        return self.save("theme_form", form, lambda data: own_words.set_theme(body=self.forum, by=by, **data))

    def propose(self, by: Actor) -> HttpResponse:
        form = PriorityForm(self.request.POST, prefix="new")
        return self.save("new_form", form, lambda _data: own_words.propose(body=self.forum, by=by, **form.given))

    def change(self, by: Actor) -> HttpResponse:
        priority = self.chosen("priority")
        form = PriorityChangeForm(self.request.POST, of=priority)
        return self.save("change_form", form, lambda _data: own_words.change(priority=priority, by=by, **form.given))

    def drop_theme(self, by: Actor) -> HttpResponse:
        theme = get_object_or_404(self.forum.themes_of_year, pk=self.number("drop_theme"))
        return self.do(lambda: own_words.drop_theme(theme=theme, by=by))

    def step(self, by: Actor) -> HttpResponse:
        status = self.request.POST["step"]
        return self.do(lambda: own_words.step(priority=self.chosen("priority"), status=status, by=by))

    def move(self, by: Actor) -> HttpResponse:
        is_up = "up" in self.request.POST
        return self.do(lambda: own_words.move(priority=self.chosen("up" if is_up else "down"), up=is_up, by=by))

    def save(self, name: str, form: PortalForm, write: Callable[[dict[str, Any]], object]) -> HttpResponse:
        if form.is_valid():
            try:
                write(form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                return self.done()
        return self.render_to_response(self.get_context_data(**{name: form}))

    def do(self, write: Callable[[], object]) -> HttpResponse:
        try:
            write()
        except Refused as refused:
            messages.error(self.request, refused.message)
            return redirect("own_words", slug=self.forum.slug)
        return self.done()

    def done(self) -> HttpResponse:
        messages.success(self.request, _("Saved. Everyone can see it."))
        return redirect("own_words", slug=self.forum.slug)

    def number(self, name: str) -> int:
        value = self.request.POST.get(name, "")
        if not (value.isdecimal() and len(value) < 10):
            raise Http404
        return int(value)

    def chosen(self, name: str) -> Priority:
        return get_object_or_404(self.forum.priorities.select_related("body"), pk=self.number(name))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changing: PriorityChangeForm | None = kwargs.get("change_form")
        change_forms = [
            changing if changing and changing.of.pk == priority.pk else PriorityChangeForm(of=priority)
            for priority in self.priorities
        ]
        forms_by_priority = {form.of.pk: form for form in change_forms}
        return {
            "words_form": OwnWordsForm(initial={"own_words": paragraphs(self.forum.own_words)}),
            "theme_form": ThemeForm(prefix="theme"),
            "themes": self.forum.themes_of_year.order_by("-period_to", "pk"),
            "new_form": PriorityForm(prefix="new"),
            "change_form": None,
            "priorities": [(line, forms_by_priority[line.pk]) for line in queries.lines(self.priorities)],
        } | super().get_context_data(**kwargs)
