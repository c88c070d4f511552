"""The page of one stage, with every form that this person needs on it."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import rules
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from checklist import policies
from checklist.enums import Side
from checklist.forms import acts as forms
from checklist.forms.evidence import EvidenceForm
from checklist.models import Checklist
from checklist.policies import ItemAct
from checklist.queries import stages as queries
from checklist.queries import words
from checklist.queries.paths import stage_url
from checklist.queries.signing import Objection, SignSide, Viewer
from checklist.queries.stages import ItemOnPage, Part, StagePage
from groups.actors import Actor
from groups.policies import live_capacities
from groups.views.acting import ActingMixin


@dataclass(frozen=True)
class ActOnPage:
    """A form on the page: open, or behind a line that opens it."""

    form: forms.ActForm
    summary: str = ""
    is_open: bool = False


class StageMixin(ActingMixin):
    """The stage, scoped to what this person may see; as whom they look; and the page drawn with every form they need."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def checklist(self) -> Checklist:
        return get_object_or_404(queries.visible_with_project(self.request.user), project__slug=self.kwargs["slug"])

    def back(self) -> str:
        """The page of the stage, where the act was asked for."""
        return reverse("checklist_stage", args=[self.kwargs["slug"], self.first_number()])

    def stage_actor(self) -> Actor | None:
        """The actor for this stage, or None for someone who only reads. Asked when the page opens, so that nothing typed is lost."""
        for permission in ("checklist.sign_stage", "checklist.review_stage"):
            if rules.has_perm(permission, self.request.user, self.checklist):
                return self.actor(permission, self.checklist)
        return None

    def viewer(self, actor: Actor | None) -> Viewer:
        bodies = {body.pk: body for body in queries.signing_bodies(self.checklist)}
        capacities = live_capacities(self.request.user)
        disputes = frozenset(
            each.body_id for each in capacities if policies.may_dispute(role=each.role, body_id=each.body_id, signing=bodies)
        )
        if actor is None:
            return Viewer(disputes=disputes)
        side = policies.side_of(role=actor.capacity.role, body_id=actor.capacity.body_id, signing=bodies)
        reviews = rules.has_perm("checklist.review_stage", actor, self.checklist)
        return Viewer(actor.ref, side, actor.capacity.body_id, reviews, disputes)

    def first_number(self) -> int:
        """The number at whose address the page of this stage stands."""
        return policies.chapter_of(self.checklist.scale, self.kwargs["number"])[0]

    def following(self) -> int | None:
        """The stage that the project has reached, for whoever stands at an earlier one."""
        now = self.checklist.project.stage
        return now if now and now > policies.chapter_of(self.checklist.scale, self.kwargs["number"])[-1] else None

    def show(self, actor: Actor | None, refused: forms.ActForm | None = None, about: str = "", act: str = "") -> HttpResponse:
        viewer = self.viewer(actor)
        page = queries.stage_page(self.checklist, self.kwargs["number"], viewer)
        if page is None:
            raise Http404
        drawn = _Drawing(page, viewer, refused, about, act)
        following = self.following()
        context = {
            "page": page,
            "project": self.checklist.project,
            "sections": drawn.sections(),
            "progress": queries.progress_words(page, viewer.side),
            "stage_acts": StageActs(tuple(drawn.stage_acts())),
            "desks": [Desk(pair) for pair in page.desks],
            "not_yet": drawn.not_yet(),
            "acting_side": viewer.side,
            "review_url": reverse("stage_review", args=[self.kwargs["slug"], page.number]) if "review" in page.possible else "",
            "paper_url": reverse("stage_paper", args=[self.kwargs["slug"], page.number]) if "paper" in page.possible else "",
            "sheet_url": reverse("stage_sheet", args=[self.kwargs["slug"], page.number]),
            "next_url": stage_url(self.kwargs["slug"], self.checklist.scale, following) if following else "",
            "next_place": words.place(self.checklist.scale, following) if following else "",
            # The error summary of the layout finds a bound form in the context.
            "form": refused,
        }
        return render(self.request, "checklist/checklist_stage.html", context)


class ChecklistStageView(StageMixin, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["number"] != self.first_number():
            return redirect(stage_url(kwargs["slug"], self.checklist.scale, kwargs["number"]))
        return self.show(self.stage_actor())


@dataclass(frozen=True)
class StageActs:
    acts: tuple[ActOnPage, ...]


@dataclass(frozen=True)
class Desk:
    """Two sides and how many of them signed."""

    sides: tuple[SignSide, SignSide]

    @property
    def count(self) -> int:
        return sum(side.signed for side in self.sides)


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    items: tuple[ItemOnPage, ...]
    is_tight: bool = False
    intro: str = ""


class _Drawing:
    """Gives each item and the stage the forms for what this person can do, with a refused form in its place."""

    ITEM_FORMS: ClassVar[dict[str, tuple[str, type[forms.ActForm]]]] = {
        ItemAct.REPLY: ("item_reply", forms.ReplyForm),
        ItemAct.ANSWER: ("item_answer", forms.AnswerForm),
        ItemAct.CONFIRM: ("item_confirm", forms.ConfirmForm),
        ItemAct.QUERY: ("item_query", forms.QueryForm),
        ItemAct.EVIDENCE: ("evidence_add", EvidenceForm),
        ItemAct.SKIP: ("item_skip", forms.SkipForm),
    }

    def __init__(self, page: StagePage, viewer: Viewer, refused: forms.ActForm | None, about: str, act: str) -> None:
        self.page, self.viewer = page, viewer
        self.refused, self.refused_at = refused, (act, about)

    def sections(self) -> list[Section]:
        """What waits for the viewer comes first, then what waits for the others, then what is done.

        Stages that are signed together each keep their heading; inside each, what waits for the viewer comes first.
        """
        own = self.viewer.side
        if self.page.is_chapter:
            return [self.of_part(part) for part in self.page.parts]
        order = [Side.FORUM, Side.COUNCIL] if own == Side.FORUM else [Side.COUNCIL, Side.FORUM]
        found = []
        for side in order:
            if side == own:
                title = _("Waiting for you")
            else:
                name = self.page.forum_names if side == Side.FORUM else _("the council")
                title = _("Waiting for %(name)s") % {"name": name}
            found.append(Section(str(side), title, self.with_acts(self.page.waiting_for(side))))
        found.append(Section("done", _("Done"), self.with_acts(self.page.waiting_for("nobody")), is_tight=True))
        return [section for section in found if section.items]

    def of_part(self, part: Part) -> Section:
        rows = sorted(part.items, key=lambda item: (item.waits_for != self.viewer.side, item.waits_for == "nobody"))
        return Section(f"stage-{part.number}", f"{part.number} {part.name}", self.with_acts(rows), intro=part.intro)

    def with_acts(self, rows: list[ItemOnPage]) -> tuple[ItemOnPage, ...]:
        return tuple(replace(row, acts=tuple(self.item_acts(row))) for row in rows)

    def item_acts(self, row: ItemOnPage) -> list[ActOnPage]:
        # A forum reads and answers the whole stage on one page; single acts stay, each behind a line.
        mine = row.waits_for == self.viewer.side and "review" not in self.page.possible
        first = self.first_act(row) if mine else ""
        found = []
        for act in self.ITEM_FORMS:
            if act not in row.possible or self.is_in_the_answer(act, row):
                continue
            form, is_refused = self.item_form(act, row)
            summary = "" if act == first else self.summary(act, row)
            found.append(ActOnPage(form, summary, is_refused))
        return sorted(found, key=lambda each: bool(each.summary))

    @staticmethod
    def first_act(row: ItemOnPage) -> str:
        """The act that the page offers first for something that waits for this person."""
        if ItemAct.REPLY in row.possible:
            return ItemAct.REPLY
        if ItemAct.CONFIRM in row.possible and (row.answer or row.because):
            return ItemAct.CONFIRM
        return ItemAct.ANSWER if ItemAct.ANSWER in row.possible else ItemAct.CONFIRM

    @staticmethod
    def is_in_the_answer(act: str, row: ItemOnPage) -> bool:
        """An answer that is not written yet is confirmed by the button below it."""
        return act == ItemAct.CONFIRM and not (row.answer or row.because)

    def item_form(self, act: str, row: ItemOnPage) -> tuple[forms.ActForm, bool]:
        name, form_class = self.ITEM_FORMS[act]
        if self.refused is not None and self.refused_at == (act, row.code):
            self.dress(self.refused, act, row)
            return self.refused, True
        action = reverse(name, args=[self.page.checklist.project.slug, row.stage_number, row.code])
        form = form_class(act=act, about=row.code, action=action, initial=self.initial(act, row))
        self.dress(form, act, row)
        return form, False

    def initial(self, act: str, row: ItemOnPage) -> dict[str, Any]:
        return {"seen": row.seen} | ({"words": row.answer} if act == ItemAct.ANSWER else {})

    def dress(self, form: forms.ActForm, act: str, row: ItemOnPage) -> None:
        """Words that only the page knows; the same on a form that is shown for the first time and on one that was refused."""
        if act == ItemAct.REPLY:
            form.fields["words"].label = _("Your reply to %(forum)s") % {"forum": row.asking or _("the forum")}
        if act == ItemAct.ANSWER and row.evidence_hint:
            form.fields["link"].help_text = _("For example: %(evidence)s.") % {"evidence": row.evidence_hint.rstrip(".")}
        if act == ItemAct.ANSWER and not row.can_confirm_own_answer:
            form.submit, form.also = _("Save"), ()

    @staticmethod
    def summary(act: str, row: ItemOnPage) -> str:
        return {
            ItemAct.ANSWER: _("Change the answer") if row.answer else _("Write an answer"),
            ItemAct.REPLY: _("Reply"),
            ItemAct.CONFIRM: _("Confirm it"),
            ItemAct.QUERY: _("Ask about it"),
            ItemAct.EVIDENCE: _("Add something that shows it"),
            ItemAct.SKIP: _("It does not apply"),
        }[ItemAct(act)]

    def stage_acts(self) -> list[ActOnPage]:
        page, possible = self.page, self.page.possible
        name = self.own_name()
        found = [self.answer_act(objection) for objection in page.objections if "answer" in possible]
        if "sign" in possible and not page.unsettled:
            folded = _("Sign for %(name)s") % {"name": name} if "review" in possible or found else ""
            found.append(self.stage_act("sign", "stage_sign", forms.SignForm, folded))
        folded_acts: list[tuple[str, str, type[forms.ActForm], str]] = [
            ("refuse", "stage_refuse", forms.RefuseForm, _("Say why you do not sign")),
            ("abstain", "stage_abstain", forms.AbstainForm, _("Abstain: neither sign nor refuse")),
            ("go_on", "stage_go_on", forms.GoOnForm, _("Go on without their signature")),
            ("dispute", "stage_dispute", forms.DisputeForm, _("This is not what we decided")),
            ("reopen", "stage_reopen", forms.ReopenStageForm, _("Open this stage again")),
        ]
        found += [self.stage_act(*each) for each in folded_acts if each[0] in possible]
        return found

    def answer_act(self, objection: Objection) -> ActOnPage:
        """The form with which the council answers one forum."""
        act, about = "answer_refusal", objection.act
        if self.refused is not None and self.refused_at == (act, about):
            form, is_refused = self.refused, True
        else:
            action = reverse("refusal_answer", args=[self.page.checklist.project.slug, self.page.number, about])
            form, is_refused = forms.RefusalAnswerForm(act=act, about=about, action=action), False
        form.fields["reason"].label = _("Your answer to %(forum)s") % {"forum": objection.who}
        return ActOnPage(form, "", is_refused)

    def stage_act(self, act: str, name: str, form_class: type[forms.ActForm], summary: str) -> ActOnPage:
        number = str(self.page.number)
        if self.refused is not None and self.refused_at == (act, number):
            form, is_refused = self.refused, True
        else:
            action = reverse(name, args=[self.page.checklist.project.slug, self.page.number])
            form, is_refused = form_class(act=act, about=number, action=action, initial={"seen": self.page.seen}), False
        if act == "sign":
            form.submit = _("Sign for %(name)s") % {"name": self.own_name()}
        return ActOnPage(form, summary, is_refused)

    def own_name(self) -> str:
        bodies = queries.signing_bodies(self.page.checklist)
        return next((body.name for body in bodies if body.pk == self.viewer.body_id), _("the council"))

    def not_yet(self) -> str:
        """Why the button for signing is not there, when this person could sign otherwise."""
        page = self.page
        if "sign" in page.possible and page.unsettled:
            return _("You can sign when these are settled: %(codes)s.") % {"codes": ", ".join(page.unsettled)}
        return ""
