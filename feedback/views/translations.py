"""Officers translate a questionnaire: its languages, one of them at a glance, its pieces one by one, and a look at the whole."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from coproduction.core.errors import Refused
from feedback import languages
from feedback.forms.translations import AddLanguageForm, OpenLanguageForm, PieceForm, as_seen, in_language
from feedback.languages import Language
from feedback.queries import questionnaires, walks
from feedback.queries import translations as queries
from feedback.queries.translations import Piece, Whole
from feedback.services import translations
from feedback.services.questions import CameSecond
from feedback.views.officers_questionnaires import OfQuestionnaire, Task, add_problems, tell_refusal


@dataclass(frozen=True)
class Seen:
    """A question of the look at the whole, drawn in the language; in easy read beside where it has that."""

    number: int
    plain: str
    easy: str = ""


def task_of(slug: str, code: str, piece: Piece) -> Task:
    """One piece as a line of the list."""
    name = "translate_question" if piece.key else "translate_first_page"
    url = reverse(name, args=[slug, code, piece.key] if piece.key else [slug, code])
    far = _("%(done)s of %(total)s texts") % {"done": piece.done, "total": len(piece.texts)}
    if piece.is_done:
        return Task(piece.name, far, url, "did", _("Done"))
    if piece.is_changed:
        return Task(piece.name, far, url, "contested", _("The English changed"))
    return Task(piece.name, far, url, "notyet", _("Not yet"))


class LanguagesView(OfQuestionnaire):
    """All languages of a questionnaire, and one more."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        return self._show()

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        begun = queries.every(self.questionnaire)
        form = self._form(begun, request.POST)
        if not form.is_valid():
            return self._show(form, begun)
        code = form.cleaned_data["language"]
        translations.begin(questionnaire=self.questionnaire, language=code, by=by)
        return redirect("questionnaire_language", slug=slug, code=code)

    def _form(self, begun: tuple[Whole, ...], data: Any = None) -> AddLanguageForm:
        codes = {each.language.code for each in begun}
        return AddLanguageForm(data, left=[each for each in languages.known() if each.code not in codes])

    def _show(self, form: AddLanguageForm | None = None, begun: tuple[Whole, ...] | None = None) -> HttpResponse:
        begun = queries.every(self.questionnaire) if begun is None else begun
        form = form or self._form(begun)
        context = {
            "questionnaire": self.questionnaire,
            "languages": begun,
            "form": form,
            "can_add": len(begun) < len(languages.known()),
        }
        return render(self.request, "feedback/languages.html", context)


class _OfLanguage(OfQuestionnaire):
    """A page about one language of a questionnaire."""

    @cached_property
    def whole(self) -> Whole:
        found = queries.whole(self.questionnaire, self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    @property
    def language(self) -> Language:
        return self.whole.language

    def overview(self) -> HttpResponse:
        return redirect("questionnaire_language", slug=self.questionnaire.slug, code=self.kwargs["code"])

    def _open_form(self, data: Any = None) -> OpenLanguageForm:
        asked = queries.shown(self.questionnaire, self.kwargs["code"]) or self.whole
        return OpenLanguageForm(data, language=self.language, initial={"seen": queries.stamp_of_all(asked)})

    def show_overview(self, form: OpenLanguageForm | None = None) -> HttpResponse:
        slug, code = self.questionnaire.slug, self.language.code
        context = {
            "questionnaire": self.questionnaire,
            "whole": self.whole,
            "tasks": [task_of(slug, code, piece) for piece in self.whole.pieces],
            "next": self._address(self.whole.next_piece),
            "form": None if self.whole.is_open else form or self._open_form(),
            "can_remove": not self.whole.is_open and not queries.was_asked(self.questionnaire, code),
        }
        return render(self.request, "feedback/language.html", context)

    def _address(self, piece: Piece | None) -> str:
        return task_of(self.questionnaire.slug, self.language.code, piece).url if piece else ""


class LanguageView(_OfLanguage):
    """One language at a glance."""

    def get(self, request: HttpRequest, slug: str, code: str) -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        return self.show_overview()


class LanguageOpenView(_OfLanguage):
    def get(self, request: HttpRequest, slug: str, code: str) -> HttpResponse:
        """Whoever loads the page again after a refusal."""
        self.actor("feedback.change_questionnaire", self.questionnaire)
        return self.overview()

    def post(self, request: HttpRequest, slug: str, code: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        form = self._open_form(request.POST)
        form.is_valid()
        try:
            translations.open(
                questionnaire=self.questionnaire, language=self.language.code, has_been_read=form.cleaned_data.get("has_been_read", False),
                seen=form.cleaned_data.get("seen") or "", by=by,
            )  # fmt: skip
        except Refused as refused:
            if self.whole.is_open:
                tell_refusal(request, refused)
                return self.overview()
            add_problems(form, refused)
            if isinstance(refused, CameSecond):
                form = self._again(refused)
            return self.show_overview(form)
        messages.success(request, _("People can choose %(language)s now.") % {"language": self.language.english})
        return self.overview()

    def _again(self, refused: Refused) -> OpenLanguageForm:
        """The form over the words as they stand now, not ticked: nobody has read those."""
        tell_refusal(self.request, refused)
        return self._open_form()


class _StepView(_OfLanguage, ABC):
    """One act on a language, pressed as a button."""

    def post(self, request: HttpRequest, slug: str, code: str) -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        language = self.language
        try:
            self.step(by)
        except Refused as refused:
            tell_refusal(request, refused)
            return self.overview()
        messages.success(request, self.told(language))
        return self.after()

    @abstractmethod
    def step(self, by: Any) -> None:
        """Do it."""

    @abstractmethod
    def told(self, language: Language) -> str:
        """What is said when it was done."""

    def after(self) -> HttpResponse:
        return self.overview()


class LanguageCloseView(_StepView):
    def step(self, by: Any) -> None:
        translations.close(questionnaire=self.questionnaire, language=self.kwargs["code"], by=by)

    def told(self, language: Language) -> str:
        return _("%(language)s is closed. Whoever began in it can finish in it.") % {"language": language.english}


class LanguageRemoveView(_StepView):
    def step(self, by: Any) -> None:
        translations.remove(questionnaire=self.questionnaire, language=self.kwargs["code"], by=by)

    def told(self, language: Language) -> str:
        return _("%(language)s is removed with all its words.") % {"language": language.english}

    def after(self) -> HttpResponse:
        return redirect("questionnaire_languages", slug=self.questionnaire.slug)


class LanguagePreviewView(_OfLanguage):
    """The pages as people will see them, whole, for whoever speaks the language to read."""

    def get(self, request: HttpRequest, slug: str, code: str) -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        asks, revision = self.questionnaire, questionnaires.newest_revision(self.questionnaire)
        plain = walks.questions(revision) if revision else ()
        easy = walks.questions(revision, easy=True) if revision and any(each.has_easy for each in plain) else plain
        words = {piece.key: piece.words for piece in self.whole.pieces}
        context = {
            "questionnaire": asks,
            "whole": self.whole,
            "first": queries.first_page_words(asks, code),
            "questions": [
                Seen(
                    one.number,
                    as_seen(in_language(one, words[one.question.key]), self.language),
                    as_seen(in_language(other, words[one.question.key], easy=True), self.language, easy=True)
                    if one.has_easy
                    else "",
                )
                for one, other in zip(plain, easy, strict=True)
            ],
        }
        return render(request, "feedback/language_preview.html", context)


class TranslateView(_OfLanguage):
    """The words of one piece, beside the English."""

    def get(self, request: HttpRequest, slug: str, code: str, key: str = "") -> HttpResponse:
        self.actor("feedback.change_questionnaire", self.questionnaire)
        return self._show(self._form(self.piece(key)), self.piece(key))

    def post(self, request: HttpRequest, slug: str, code: str, key: str = "") -> HttpResponse:
        by = self.actor("feedback.change_questionnaire", self.questionnaire)
        piece, came_second = self.piece(key), False
        form = self._form(piece, request.POST)
        if form.is_valid() and "look" not in request.POST:
            try:
                translations.write(
                    questionnaire=self.questionnaire, language=code, key=key, words=form.words, by=by, seen=form.cleaned_data["seen"] or None
                )  # fmt: skip
            except Refused as refused:
                add_problems(form, refused)
                came_second = isinstance(refused, CameSecond)
            else:
                return self._go_on(piece)
        if came_second:
            form.show_seen(queries.stamp(piece))
        return self._show(form, piece, came_second=came_second)

    def piece(self, key: str) -> Piece:
        found = self.whole.piece(key)
        if found is None:
            raise Http404
        return found

    def _form(self, piece: Piece, data: Any = None) -> PieceForm:
        return PieceForm(data, piece=piece, language=self.language)

    def _go_on(self, piece: Piece) -> HttpResponse:
        """The next piece that is not done, after this one before those above it; the whole when there is none."""
        pieces = self.whole.pieces
        rest = [*pieces[piece.number + 1 :], *pieces[: piece.number]]
        following = next((each for each in rest if not each.is_done), None)
        if following is None:
            messages.success(self.request, _("Saved. There is nothing else to translate."))
            return self.overview()
        messages.success(self.request, _("Saved. This is the next one."))
        return redirect(self._address(following))

    def _show(self, form: PieceForm, piece: Piece, *, came_second: bool = False) -> HttpResponse:
        context = {
            "questionnaire": self.questionnaire,
            "whole": self.whole,
            "piece": piece,
            "form": form,
            "stands_now": piece.texts if came_second else (),
            **self._preview(piece, form.words),
        }
        return render(self.request, "feedback/language_piece.html", context)

    def _preview(self, piece: Piece, words: dict[str, str]) -> dict[str, str]:
        """The question as people will see what is typed so far."""
        revision = questionnaires.newest_revision(self.questionnaire)
        if not piece.key or revision is None:
            return {}
        asked = next(each for each in walks.questions(revision) if each.question.key == piece.key)
        easy = as_seen(in_language(asked, words, easy=True), self.language, easy=True) if asked.has_easy else ""
        return {"plain": as_seen(in_language(asked, words), self.language), "easy": easy}
