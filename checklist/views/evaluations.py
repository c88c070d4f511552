"""Partners' evaluations: the list of a project, and the page of one with every form that this person needs on it.

Where the form that was sent has gone, because somebody locked or took away what it was about, the typed words are given back
to be copied.
"""

from dataclasses import dataclass
from typing import Any

import rules
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from checklist import policies
from checklist.enums import EvaluationState, Side
from checklist.forms import evaluations as forms
from checklist.forms.evaluations import EvaluationForm
from checklist.models import Evaluation
from checklist.policies import EvaluationAct
from checklist.queries import evaluations as queries
from checklist.queries.evaluations import EvaluationView, PointView
from checklist.services import evaluations
from checklist.views.stages import ActOnPage
from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.views.public import PublicPageMixin
from engagements.models import Project
from groups import policies as people
from groups.actors import Actor
from groups.models import Body, User
from groups.views.acting import ActingMixin

WRITE, ANSWER, ACT = "checklist.write_evaluation", "checklist.answer_evaluation", "checklist.act_on_evaluation"


class ProjectEvaluationsView(PublicPageMixin, TemplateView):
    """The evaluations of a project that one may see, and the way to begin one's own."""

    template_name = "checklist/project_evaluations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = getattr(self.request, "user", None)
        project = get_object_or_404(Project.objects.visible_to(user), slug=self.kwargs["slug"])
        return super().get_context_data(**kwargs) | {
            "project": project,
            "rows": queries.rows_of(project, user),
            "recorded": queries.published_of(project).recorded,
            "can_begin_for": queries.can_begin_for(project, user) if isinstance(user, User) else [],
        }


class EvaluationBeginView(ActingMixin, View):
    """Someone begins the evaluation of their body."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return redirect("project_evaluations", slug)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        project = get_object_or_404(Project.objects.visible_to(request.user), slug=slug)
        asked = request.POST.get("body", "")
        on_it = Body.objects.filter(project_parts__project=project).distinct()
        bodies = {body.pk: body for body in on_it if asked in ("", body.slug)}
        by = self.actor(lambda capacity: capacity.body_id in bodies and policies.writes_for(capacity, bodies[capacity.body_id]))
        try:
            begun = evaluations.begin(project=project, by=by)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("project_evaluations", slug)
        return redirect("evaluation", slug, begun.ref)


class EvaluationMixin(ActingMixin):
    """The evaluation, scoped to what this person may know of; as whom they look; and the page with every form they need."""

    request: HttpRequest
    kwargs: dict[str, Any]
    template_name = "checklist/evaluation.html"

    @cached_property
    def evaluation(self) -> Evaluation:
        known = Evaluation.objects.visible_to(getattr(self.request, "user", None)).filter(body__isnull=False)
        return get_object_or_404(queries.with_everything(known), project__slug=self.kwargs["slug"], ref=self.kwargs["ref"])

    def reader(self) -> Actor | None:
        """The actor, or None for someone who only reads. Asked when the page opens, so that nothing typed is lost."""
        user = getattr(self.request, "user", None)
        is_over = self.evaluation.state in (EvaluationState.CLOSED, EvaluationState.RECORDED)
        if is_over or not rules.has_perm(ACT, user, self.evaluation):
            return None
        return self.actor(ACT, self.evaluation)

    def show(self, actor: Actor | None, refused: EvaluationForm | None = None, at: tuple[str, str] = ("", "")) -> HttpResponse:
        evaluation = self.evaluation
        user = getattr(self.request, "user", None)
        side = policies.evaluation_side(actor.capacity, evaluation.body) if actor and evaluation.body else None
        view = queries.view_of(evaluation, with_drafts=people.is_council(user) and side != Side.FORUM)
        drawn = Drawing(evaluation, view, side, refused, at, user)
        acts = {point.number: tuple(drawn.point_acts(point)) for point in view.points}
        page_acts = {name: PageAct((act,)) for name, act in drawn.page_acts()}
        return render(
            self.request,
            self.template_name,
            {
                "project": evaluation.project,
                "evaluation": view.with_acts(acts),
                "side": side,
                "may_write": EvaluationAct.WRITE in drawn.possible,
                "may_suggest": EvaluationAct.SUGGEST in drawn.possible,
                "unanswered": [point.number for point in view.points if not point.verdict],
                **page_acts,
                "kept": drawn.kept,
                # The error summary of the layout finds a bound form in the context.
                "form": refused if drawn.is_placed else None,
            },
        )


class EvaluationPageView(PublicPageMixin, EvaluationMixin, View):
    """One evaluation: public once it is closed, until then for its two sides.

    Whoever is not signed in is led to sign in where nothing is public, whether there is something or not: mail leads here.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_public = Evaluation.objects.published().filter(project__slug=kwargs["slug"], ref=kwargs["ref"]).exists()
        if not is_public and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return self.show(self.reader())


@dataclass(frozen=True)
class PageAct:
    """What stands below the points; drawn like the acts of a point."""

    acts: tuple[ActOnPage, ...]


@dataclass(frozen=True)
class Kept:
    """What was typed into a form that has no place on the page any more, and why it was not saved."""

    why: str
    words: str


class Drawing:
    """The forms of the page of an evaluation, as far as this person can use them now."""

    def __init__(
        self,
        evaluation: Evaluation,
        view: EvaluationView,
        side: Side | None,
        refused: EvaluationForm | None,
        at: tuple[str, str],
        user: object,
    ) -> None:
        self.evaluation, self.view, self.side = evaluation, view, side
        self.refused, self.at, self.user = refused, at, user
        self.possible = queries.acts_of(evaluation, side)
        self.ways = queries.closings_of(evaluation, side, clock.now())
        self.is_placed = False

    def form(
        self, act: str, name: str, form_class: type[EvaluationForm], about: str = "", **more: Any
    ) -> tuple[EvaluationForm, bool]:
        """A form of the page, or the one that was refused, which stands open."""
        initial = more.pop("initial", {})
        if self.refused is not None and self.at == (act, about or act):
            self.is_placed = True
            # The page shows what stands now, so sending it once more is a decision.
            self.refused.show_seen(initial.get("seen", ""))
            return self.refused, True
        numbers = [int(about)] if about else []
        assert self.evaluation.project is not None  # noqa: S101 - the page has an address only with a project
        action = reverse(name, args=[self.evaluation.project.slug, self.evaluation.ref, *numbers])
        return form_class(act=act, about=about or act, action=action, initial=initial, **more), False

    def point_acts(self, point: PointView) -> list[ActOnPage]:
        about, found = str(point.number), []
        seen = {"seen": point.seen}
        if EvaluationAct.WRITE in self.possible:
            edit, is_open = self.form(
                "edit", "evaluation_point_edit", forms.PointEditForm, about, initial=seen | {"words": point.words}
            )
            found.append(ActOnPage(edit, _("Change the words"), is_open))
            remove, is_open = self.form("remove", "evaluation_point_remove", forms.PointRemoveForm, about, initial=seen)
            found.append(ActOnPage(remove, _("Take it away"), is_open))
        if EvaluationAct.ANSWER in self.possible:
            said = seen | {"verdict": point.verdict, "answer": point.answer}
            answer, is_open = self.form("answer", "evaluation_point_answer", forms.PointAnswerForm, about, initial=said)
            found.append(ActOnPage(answer, _("Change the answer") if point.verdict else "", is_open))
        if point.state == "open":
            found += self.endings(about, seen)
        return found

    def endings(self, about: str, seen: dict[str, str]) -> list[ActOnPage]:
        found = []
        if self.ways:
            close, is_open = self.form("close", "evaluation_point_close", forms.PointEndForm, about, initial=seen, ways=self.ways)
            found.append(ActOnPage(close, "" if self.side == Side.FORUM else _("Close it without them"), is_open))
        if EvaluationAct.SUGGEST in self.possible:
            suggest, is_open = self.form(
                "suggest", "evaluation_point_suggest", forms.PointEndForm, about, initial=seen, suggest=True
            )
            found.append(ActOnPage(suggest, _("Suggest how it ends"), is_open))
        return found

    def page_acts(self) -> list[tuple[str, ActOnPage]]:
        found = []
        if EvaluationAct.WRITE in self.possible:
            add, is_open = self.form("add", "evaluation_point_add", forms.PointForm)
            found.append(("add", ActOnPage(add, "", is_open)))
        if EvaluationAct.SEND in self.possible and all(point.verdict for point in self.view.points):
            send, is_open = self.form("send", "evaluation_send", forms.SendForm, initial={"seen": self.view.seen})
            found.append(("send", ActOnPage(send, "", is_open)))
        if EvaluationAct.TALK in self.possible:
            meetings = queries.meetings_for(self.evaluation, self.user, clock.now())
            talk, is_open = self.form("talk", "evaluation_talk", forms.TalkForm, meetings=meetings)
            found.append(("talk", ActOnPage(talk, _("Write down that you talked"), is_open)))
        return found

    @property
    def kept(self) -> Kept | None:
        """What was typed, when the form it was typed into is not on the page."""
        if self.refused is None or self.is_placed:
            return None
        errors = [str(error) for errors in self.refused.errors.values() for error in errors]
        return Kept(" ".join(errors), self.refused.typed)
