"""The page of one stage, and one small view for each act on it. A refused act shows the page again, with what was typed."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import rules
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from checklist import policies
from checklist.enums import Confirms, Side
from checklist.forms import acts as forms
from checklist.models import Checklist, ChecklistItem, ChecklistStage
from checklist.policies import ItemAct
from checklist.queries import stages as queries
from checklist.queries.stages import ItemOnPage, SignSide, StagePage, Viewer
from checklist.services import items, sign_offs
from coproduction.core.errors import Refused
from groups.actors import Actor
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

    def stage_actor(self) -> Actor | None:
        """The actor for this stage, or None for someone who only reads. Asked when the page opens, so that nothing typed is lost."""
        if not rules.has_perm("checklist.sign_stage", self.request.user, self.checklist):
            return None
        return self.actor("checklist.sign_stage", self.checklist)

    def viewer(self, actor: Actor | None) -> Viewer:
        if actor is None:
            return Viewer()
        signing = {body.pk for body in queries.signing_bodies(self.checklist)}
        side = policies.side_of(role=actor.capacity.role, body_id=actor.capacity.body_id, signing=signing)
        return Viewer(actor.ref, side, actor.capacity.body_id)

    def show(self, actor: Actor | None, refused: forms.ActForm | None = None, about: str = "", act: str = "") -> HttpResponse:
        viewer = self.viewer(actor)
        page = queries.stage_page(self.checklist, self.kwargs["number"], viewer)
        if page is None:
            raise Http404
        drawn = _Drawing(page, viewer, refused, about, act)
        context = {
            "page": page,
            "project": self.checklist.project,
            "sections": drawn.sections(),
            "progress": queries.progress_words(page, viewer.side),
            "stage_acts": StageActs(tuple(drawn.stage_acts())),
            "desks": [Desk(pair) for pair in page.desks],
            "not_yet": drawn.not_yet(),
            "acting_side": viewer.side,
            # The error summary of the layout finds a bound form in the context.
            "form": refused,
        }
        return render(self.request, "checklist/checklist_stage.html", context)


class ChecklistStageView(StageMixin, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.stage_actor())


class ActView(StageMixin, View):
    """A person does one thing. `service` is called with the form's words; what it refuses is shown where they wrote."""

    act: ClassVar[str]
    form_class: ClassVar[type[forms.ActForm]]
    permission: ClassVar[str]
    done: ClassVar[Any] = gettext_lazy("Saved.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Someone came here by a link or a refresh: the page they want is the stage's."""
        return redirect(self.back())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        thing = self.thing()
        actor = self.actor(self.permission, self.checklist)
        form = self.form_class(request.POST, act=self.act, about=self.about(), action=request.path)
        if form.is_valid():
            try:
                self.do(thing, actor, form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, self.message(thing))
                return redirect(self.back())
        return self.show(actor, form, self.about(), self.act)

    def thing(self) -> Any:
        raise NotImplementedError

    def about(self) -> str:
        raise NotImplementedError

    def do(self, thing: Any, by: Actor, said: dict[str, Any]) -> None:
        raise NotImplementedError

    def back(self) -> str:
        return reverse("checklist_stage", args=[self.kwargs["slug"], self.kwargs["number"]])

    def message(self, thing: Any) -> str:
        return str(self.done)


class ItemActView(ActView):
    def thing(self) -> ChecklistItem:
        found = ChecklistItem.objects.select_related("stage", "template")
        where = {
            "stage__checklist": self.checklist,
            "stage__number": self.kwargs["number"],
            "template__code": self.kwargs["code"],
        }
        return get_object_or_404(found, **where)

    def about(self) -> str:
        return str(self.kwargs["code"])

    def back(self) -> str:
        return f"{super().back()}#item-{self.about()}"


class ItemAnswerView(ItemActView):
    act, form_class, permission = ItemAct.ANSWER, forms.AnswerForm, "checklist.answer_item"

    def do(self, thing: ChecklistItem, by: Actor, said: dict[str, Any]) -> None:
        # The council can write down an answer that only the forum confirms; it cannot confirm it too.
        alone = thing.template.confirms == Confirms.FORUM_PARTNER and self.viewer(by).side == Side.COUNCIL
        service = items.answer if alone or "later" in self.request.POST else items.answer_and_confirm
        service(item=thing, words=said["words"], link=said["link"], by=by, seen=said["seen"])


class ItemConfirmView(ItemActView):
    act, form_class, permission = ItemAct.CONFIRM, forms.ConfirmForm, "checklist.confirm_item"
    done = gettext_lazy("Confirmed.")

    def do(self, thing: ChecklistItem, by: Actor, said: dict[str, Any]) -> None:
        items.confirm(item=thing, by=by, seen=said["seen"])


class ItemQueryView(ItemActView):
    act, form_class, permission = ItemAct.QUERY, forms.QueryForm, "checklist.query_item"
    done = gettext_lazy("Asked. The lead officer gets a message.")

    def do(self, thing: ChecklistItem, by: Actor, said: dict[str, Any]) -> None:
        items.query(item=thing, words=said["words"], by=by, seen=said["seen"])


class ItemReplyView(ItemActView):
    act, form_class, permission = ItemAct.REPLY, forms.ReplyForm, "checklist.reply_item"
    done = gettext_lazy("Your reply is sent.")

    def do(self, thing: ChecklistItem, by: Actor, said: dict[str, Any]) -> None:
        items.reply(item=thing, words=said["words"], by=by, seen=said["seen"])


class ItemSkipView(ItemActView):
    act, form_class, permission = ItemAct.SKIP, forms.SkipForm, "checklist.skip_item"
    done = gettext_lazy("Noted that it does not apply.")

    def do(self, thing: ChecklistItem, by: Actor, said: dict[str, Any]) -> None:
        items.does_not_apply(item=thing, reason=said["reason"], by=by, seen=said["seen"])


class StageActView(ActView):
    def thing(self) -> ChecklistStage:
        return get_object_or_404(self.checklist.stages.all(), number=self.kwargs["number"])

    def about(self) -> str:
        return str(self.kwargs["number"])

    def back(self) -> str:
        return f"{super().back()}#sign-off"


class StageSignView(StageActView):
    act, form_class, permission = "sign", forms.SignForm, "checklist.sign_stage"

    def do(self, thing: ChecklistStage, by: Actor, said: dict[str, Any]) -> None:
        sign_offs.sign(stage=thing, by=by, seen=said["seen"])

    def message(self, thing: ChecklistStage) -> str:
        thing.refresh_from_db(fields=["state"])
        if thing.state == "done":
            return _("You have signed. Everyone has now, so stage %(number)s is done.") % {"number": thing.number}
        return _("You have signed. Now the other side signs.")


class StageRefuseView(StageActView):
    act, form_class, permission = "refuse", forms.RefuseForm, "checklist.refuse_stage"
    done = gettext_lazy("Your reason is public now. You can still sign later.")

    def do(self, thing: ChecklistStage, by: Actor, said: dict[str, Any]) -> None:
        sign_offs.refuse(stage=thing, reason=said["reason"], by=by, seen=said["seen"])


class StageGoOnView(StageActView):
    act, form_class, permission = "go_on", forms.GoOnForm, "checklist.go_on_unsigned"
    done = gettext_lazy("The project goes on. The reason is public now.")

    def do(self, thing: ChecklistStage, by: Actor, said: dict[str, Any]) -> None:
        sign_offs.go_on_unsigned(stage=thing, reason=said["reason"], by=by)


class StageReopenView(StageActView):
    act, form_class, permission = "reopen", forms.ReopenStageForm, "checklist.reopen_stage"
    done = gettext_lazy("This stage is open again.")

    def do(self, thing: ChecklistStage, by: Actor, said: dict[str, Any]) -> None:
        sign_offs.reopen(stage=thing, reason=said["reason"], by=by)


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


class _Drawing:
    """Gives each item and the stage the forms for what this person can do, with a refused form in its place."""

    ITEM_FORMS: ClassVar[dict[str, tuple[str, type[forms.ActForm]]]] = {
        ItemAct.REPLY: ("item_reply", forms.ReplyForm),
        ItemAct.ANSWER: ("item_answer", forms.AnswerForm),
        ItemAct.CONFIRM: ("item_confirm", forms.ConfirmForm),
        ItemAct.QUERY: ("item_query", forms.QueryForm),
        ItemAct.SKIP: ("item_skip", forms.SkipForm),
    }

    def __init__(self, page: StagePage, viewer: Viewer, refused: forms.ActForm | None, about: str, act: str) -> None:
        self.page, self.viewer = page, viewer
        self.refused, self.refused_at = refused, (act, about)

    def sections(self) -> list[Section]:
        """What waits for the viewer comes first, then what waits for the others, then what is done."""
        own = self.viewer.side
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

    def with_acts(self, rows: list[ItemOnPage]) -> tuple[ItemOnPage, ...]:
        return tuple(replace(row, acts=tuple(self.item_acts(row))) for row in rows)

    def item_acts(self, row: ItemOnPage) -> list[ActOnPage]:
        mine = row.waits_for == self.viewer.side
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
        action = reverse(name, args=[self.page.checklist.project.slug, self.page.number, row.code])
        form = form_class(act=act, about=row.code, action=action, initial=self.initial(act, row))
        self.dress(form, act, row)
        return form, False

    def initial(self, act: str, row: ItemOnPage) -> dict[str, Any]:
        return {"seen": row.seen} | ({"words": row.answer, "link": row.link} if act == ItemAct.ANSWER else {})

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
            ItemAct.SKIP: _("It does not apply"),
        }[ItemAct(act)]

    def stage_acts(self) -> list[ActOnPage]:
        page, possible = self.page, self.page.possible
        found = []
        if "sign" in possible and not page.unsettled:
            found.append(self.stage_act("sign", "stage_sign", forms.SignForm, ""))
        if "refuse" in possible:
            found.append(self.stage_act("refuse", "stage_refuse", forms.RefuseForm, _("Say why you do not sign")))
        if "go_on" in possible:
            found.append(self.stage_act("go_on", "stage_go_on", forms.GoOnForm, _("Go on without their signature")))
        if "reopen" in possible:
            found.append(self.stage_act("reopen", "stage_reopen", forms.ReopenStageForm, _("Open this stage again")))
        return found

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
        if self.viewer.side == Side.COUNCIL:
            return _("the council")
        return next(body.name for body in queries.signing_bodies(self.page.checklist) if body.pk == self.viewer.body_id)

    def not_yet(self) -> str:
        """Why the button for signing is not there, when this person could sign otherwise."""
        page = self.page
        if "sign" in page.possible and page.unsettled:
            return _("You can sign when these are settled: %(codes)s.") % {"codes": ", ".join(page.unsettled)}
        return ""
