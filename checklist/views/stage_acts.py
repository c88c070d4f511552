"""One small view for each act on the page of a stage. A refused act shows the page again, with what was typed."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from checklist import policies
from checklist.enums import Confirms, Side
from checklist.forms import acts as forms
from checklist.models import ChecklistItem, ChecklistStage, SignOff
from checklist.policies import ItemAct
from checklist.services import items, sign_offs
from checklist.views.stages import StageMixin
from coproduction.core.errors import Refused
from groups.actors import Actor


class ActView(StageMixin, View, ABC):
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
        form = self.form_class(request.POST, request.FILES, act=self.act, about=self.about(), action=request.path)
        if form.is_valid():
            try:
                self.do(thing, actor, form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, self.message(thing))
                return redirect(self.back())
        return self.show(actor, form, self.about(), self.act)

    @abstractmethod
    def thing(self) -> Any:
        """What is acted on, scoped to this checklist."""

    @abstractmethod
    def about(self) -> str:
        """The code of the item or the number of the stage, which tells forms of one page apart."""

    @abstractmethod
    def do(self, thing: Any, by: Actor, said: dict[str, Any]) -> None:
        """Call the service with what was said."""

    def message(self, thing: Any) -> str:
        return str(self.done)


class OfItemMixin(StageMixin):
    """What is acted on is one item of the stage, which its code names."""

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


class ItemActView(OfItemMixin, ActView):
    """An act on an item; each kind of act says below what it does."""


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


class StageAbstainView(StageActView):
    act, form_class, permission = "abstain", forms.AbstainForm, "checklist.abstain_stage"
    done = gettext_lazy("Noted that you abstain. You can still sign later.")

    def do(self, thing: ChecklistStage, by: Actor, said: dict[str, Any]) -> None:
        sign_offs.abstain(stage=thing, reason=said["reason"], by=by, seen=said["seen"])


class StageDisputeView(StageActView):
    act, form_class, permission = "dispute", forms.DisputeForm, "checklist.dispute_stage"
    done = gettext_lazy("Your words are public now, and the council must answer them.")

    def do(self, thing: ChecklistStage, by: Actor, said: dict[str, Any]) -> None:
        sign_offs.dispute(stage=thing, reason=said["reason"], by=by)


class RefusalAnswerView(StageActView):
    act, form_class, permission = "answer_refusal", forms.RefusalAnswerForm, "checklist.answer_refusal"
    done = gettext_lazy("Your answer is public now. The forum gets a message.")

    def objection(self) -> SignOff:
        """The refusal or dispute of this act, at the first stage of its chapter."""
        found = SignOff.objects.select_related("stage", "body").filter(position__in=policies.OBJECTIONS)
        return get_object_or_404(found, stage=self.thing(), act=self.kwargs["act"])

    def about(self) -> str:
        return str(self.kwargs["act"])

    def do(self, thing: ChecklistStage, by: Actor, said: dict[str, Any]) -> None:
        sign_offs.answer_refusal(refusal=self.objection(), words=said["reason"], by=by)


class StageGoOnView(StageActView):
    act, form_class, permission = "go_on", forms.GoOnForm, "checklist.go_on_unsigned"
    done = gettext_lazy("The project goes on. The reason is public now.")

    def do(self, thing: ChecklistStage, by: Actor, said: dict[str, Any]) -> None:
        sign_offs.go_on_unsigned(stage=thing, reason=said["reason"], because=said["because"], by=by)


class StageReopenView(StageActView):
    act, form_class, permission = "reopen", forms.ReopenStageForm, "checklist.reopen_stage"
    done = gettext_lazy("This stage is open again.")

    def do(self, thing: ChecklistStage, by: Actor, said: dict[str, Any]) -> None:
        sign_offs.reopen(stage=thing, reason=said["reason"], by=by)
