"""A forum reads a whole stage and answers it in one act: one page, one form, one button."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from checklist.enums import CLOSED_STAGES, Position, Side
from checklist.forms.reviews import ReviewForm
from checklist.models import ChecklistStage
from checklist.queries import reviews
from checklist.queries import stages as queries
from checklist.queries.reviews import Review, ReviewItem
from checklist.queries.signing import Viewer
from checklist.queries.stages import StagePage
from checklist.services import drafts, sign_offs
from checklist.services.sign_offs import Reviewed
from checklist.views.stages import StageMixin
from coproduction.core.errors import Refused
from groups.actors import Actor


@dataclass(frozen=True)
class Row:
    """One item with its boxes."""

    review: ReviewItem
    answer: BoundField | None
    query: BoundField | None

    @property
    def is_asked(self) -> bool:
        """A box that holds words, or an error, is never folded away."""
        return self.query is not None and bool(self.query.value() or self.query.errors)


@dataclass(frozen=True)
class Group:
    number: int
    name: str
    intro: str
    rows: tuple[Row, ...]


class StageReviewView(StageMixin, View):
    """Everything that waits for the forum, each with a box to ask in, and the decision. Works without JavaScript."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = self.actor("checklist.review_stage", self.checklist)
        if kwargs["number"] != self.first_number():
            return redirect("stage_review", kwargs["slug"], self.first_number())
        page = self.page(actor)
        if "review" not in page.possible:
            return redirect("checklist_stage", kwargs["slug"], page.number)
        review = reviews.review_of(page, actor.body)
        draft = reviews.draft_of(page, actor.body)
        return self.draw(actor, review, self.form(review, actor, initial={**draft, "seen": page.seen}), has_draft=bool(draft))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = self.actor("checklist.review_stage", self.checklist)
        review = reviews.review_of(self.page(actor), actor.body)
        form = self.form(review, actor, data=request.POST)
        try:
            if "later" in request.POST:
                drafts.save(stage=review.page.stage, said=form.typed(), by=actor)
                messages.success(request, _("Saved. Only %(forum)s sees it until you send it.") % {"forum": actor.body.name})
                return redirect("stage_review", kwargs["slug"], review.page.number)
            if form.is_valid():
                sent = self.send(review, form, actor)
                messages.success(request, self.told(sent, review.page.stage))
                return redirect("checklist_stage", kwargs["slug"], review.page.number)
        except Refused as refused:
            form.full_clean()
            form.add_error(None, refused.message)
        return self.draw(actor, review, form)

    def page(self, actor: Actor) -> StagePage:
        viewer = Viewer(actor.ref, Side.FORUM, actor.capacity.body_id, reviews=True)
        page = queries.stage_page(self.checklist, self.kwargs["number"], viewer)
        if page is None:
            raise Http404
        return page

    def form(self, review: Review, actor: Actor, **kwargs: Any) -> ReviewForm:
        """The boxes that are possible now; and those that were sent, so that nothing typed is lost when things moved on."""
        sent = kwargs.get("data") or {}
        items = [(each, each.item.code.replace(".", "-")) for each in review.items]
        return ReviewForm(
            ask=[each.item.code for each, code in items if each.can_ask or f"query-{code}" in sent],
            write={each.item.code: each.item.answer for each, code in items if each.writes or f"answer-{code}" in sent},
            decides=review.decides or any(name in sent for name in ("position", "yes", "reason")),
            by_hands=review.by_hands,
            forum=actor.body.name,
            **kwargs,
        )

    @staticmethod
    def send(review: Review, form: ReviewForm, actor: Actor) -> Reviewed:
        said = form.cleaned_data
        stage = review.page.stage
        shared: dict[str, Any] = {
            "stage": stage, "queries": form.queries, "answers": form.answers, "reason": said.get("reason", ""),
            "seen": said["seen"], "by": actor,
        }  # fmt: skip
        if review.by_hands:
            hands = form.hands
            return sign_offs.show_of_hands(yes=hands["yes"], no=hands["no"], not_sure=hands["not_sure"], **shared)
        return sign_offs.review(position=said.get("position", ""), **shared)

    def told(self, sent: Reviewed, stage: ChecklistStage) -> str:
        """What one act came to, in words."""
        parts = [_("Sent.")]
        if sent.confirmed:
            parts.append(
                ngettext("You confirmed %(number)s item.", "You confirmed %(number)s items.", len(sent.confirmed))
                % {"number": len(sent.confirmed)}
            )
        if sent.asked:
            parts.append(_("You asked about %(codes)s.") % {"codes": ", ".join(sent.asked)})
        stage.refresh_from_db(fields=["state"])
        position = sent.sign_off.position if sent.sign_off else ""
        parts.append(
            {
                Position.SIGNED: _("You have signed."),
                Position.REFUSED: _("You have not signed. Your reason is public now, and the council must answer it."),
                Position.ABSTAINED: _("You abstain. You can still sign later."),
                "": _("You have not signed yet. Come back when your questions are answered.")
                if sent.asked
                else _("You have not signed yet."),
            }[position]
        )
        if stage.state in CLOSED_STAGES:
            parts.append(_("Everyone has signed, so this is done."))
        return " ".join(parts)

    def draw(self, actor: Actor, review: Review, form: ReviewForm, *, has_draft: bool = False) -> HttpResponse:
        groups = [
            Group(
                part.number,
                part.name,
                part.intro,
                tuple(
                    Row(each, form.field_of("answer", each.item.code), form.field_of("query", each.item.code))
                    for each in part.items
                ),
            )
            for part in review.parts
        ]
        context = {
            "page": review.page,
            "project": self.checklist.project,
            "review": review,
            "groups": groups,
            "form": form,
            "forum": actor.body.name,
            "has_draft": has_draft,
            "stage_url": reverse("checklist_stage", args=[self.kwargs["slug"], review.page.number]),
            "sheet_url": reverse("stage_sheet", args=[self.kwargs["slug"], review.page.number]),
            "waiting": sum(1 for each in review.items if each.is_confirmed_by_sending or each.writes),
        }
        return render(self.request, "checklist/stage_review.html", context)
