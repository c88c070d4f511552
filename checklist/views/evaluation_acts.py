"""One small view for each act on an evaluation. A refused act shows its page again, with what was typed."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from checklist import policies
from checklist.enums import EvaluationState
from checklist.forms import evaluations as forms
from checklist.forms.evaluations import EvaluationForm
from checklist.models import EvaluationPoint
from checklist.queries import evaluations as queries
from checklist.services import evaluations
from checklist.views.evaluations import ACT, ANSWER, WRITE, EvaluationMixin
from coproduction.core import clock
from coproduction.core.errors import Refused
from groups.actors import Actor


class EvaluationActView(EvaluationMixin, View, ABC):
    """A person does one thing. What the service refuses is shown where they wrote."""

    act: ClassVar[str]
    form_class: ClassVar[type[EvaluationForm]]
    permission: ClassVar[str] = WRITE
    done: ClassVar[Any] = gettext_lazy("Saved.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Someone came here by a link or a refresh: the page they want is the evaluation's."""
        return redirect(self.back())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = self.actor(self.permission, self.evaluation)
        form = self.form_class(request.POST, act=self.act, about=self.about(), action=request.path, **self.form_extra())
        if form.is_valid():
            try:
                self.do(actor, form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
                del self.evaluation
            else:
                messages.success(request, self.message())
                return redirect(self.back())
        return self.show(actor, form, (self.act, self.about()))

    def about(self) -> str:
        return self.act

    def form_extra(self) -> dict[str, Any]:
        return {}

    @abstractmethod
    def do(self, by: Actor, said: dict[str, Any]) -> None:
        """Call the service with what was said."""

    def back(self) -> str:
        return reverse("evaluation", args=[self.kwargs["slug"], self.kwargs["ref"]])

    def message(self) -> str:
        return str(self.done)


class PointAddView(EvaluationActView):
    act, form_class = "add", forms.PointForm
    done = gettext_lazy("Your point is added. Only your side can read it.")

    def do(self, by: Actor, said: dict[str, Any]) -> None:
        evaluations.add_point(evaluation=self.evaluation, words=said["words"], by=by)

    def back(self) -> str:
        return f"{super().back()}#add"


class PointActView(EvaluationActView):
    """An act on one point, which is named by its place. A place that is empty now is refused like anything that has changed."""

    def about(self) -> str:
        return str(self.kwargs["number"])

    @property
    def point(self) -> EvaluationPoint:
        points = list(self.evaluation.points.all())
        if not 1 <= self.kwargs["number"] <= len(points):
            raise Refused(_("Someone has taken this point away meanwhile."))
        return points[self.kwargs["number"] - 1]

    def back(self) -> str:
        return f"{super().back()}#point-{self.about()}"


class PointEditView(PointActView):
    act, form_class = "edit", forms.PointEditForm

    def do(self, by: Actor, said: dict[str, Any]) -> None:
        evaluations.edit_point(point=self.point, words=said["words"], by=by, seen=said["seen"])


class PointMoveView(PointActView):
    act, form_class = "move", forms.PointMoveForm
    done = gettext_lazy("The order is changed.")

    def do(self, by: Actor, said: dict[str, Any]) -> None:
        evaluations.move_point(point=self.point, up="up" in self.request.POST, by=by, seen=said["seen"])


class PointRemoveView(PointActView):
    act, form_class = "remove", forms.PointRemoveForm
    done = gettext_lazy("The point is taken away.")

    def do(self, by: Actor, said: dict[str, Any]) -> None:
        evaluations.remove_point(point=self.point, by=by, seen=said["seen"])

    def back(self) -> str:
        return f"{super().back().partition('#')[0]}#add"


class PointAnswerView(PointActView):
    act, form_class, permission = "answer", forms.PointAnswerForm, ANSWER
    done = gettext_lazy("Saved. They see it when you have sent all answers.")

    def do(self, by: Actor, said: dict[str, Any]) -> None:
        evaluations.answer_point(point=self.point, verdict=said["verdict"], answer=said["answer"], by=by, seen=said["seen"])


class PointSuggestView(PointActView):
    act, form_class, permission = "suggest", forms.PointEndForm, ANSWER
    done = gettext_lazy("Suggested. They say how it ends.")

    def form_extra(self) -> dict[str, Any]:
        return {"suggest": True}

    def do(self, by: Actor, said: dict[str, Any]) -> None:
        evaluations.suggest(point=self.point, closed=said["closed"], by=by, seen=said["seen"])


class PointCloseView(PointActView):
    act, form_class, permission = "close", forms.PointEndForm, ACT

    def do(self, by: Actor, said: dict[str, Any]) -> None:
        evaluations.close_point(point=self.point, closed=said["closed"], by=by, seen=said["seen"])

    def message(self) -> str:
        self.evaluation.refresh_from_db(fields=["state"])
        if self.evaluation.state == EvaluationState.CLOSED:
            return _("That was the last point. The evaluation is closed, and everyone can read it.")
        return _("The point is closed.")


class EvaluationSendView(EvaluationActView):
    act, form_class, permission = "send", forms.SendForm, ANSWER
    done = gettext_lazy("Your answers are sent. The partner gets a message.")

    def do(self, by: Actor, said: dict[str, Any]) -> None:
        evaluations.send_answers(evaluation=self.evaluation, by=by, seen=said["seen"])


class EvaluationTalkView(EvaluationActView):
    act, form_class, permission = "talk", forms.TalkForm, ACT
    done = gettext_lazy("Written down. The other side gets a message.")

    def form_extra(self) -> dict[str, Any]:
        return {"meetings": queries.meetings_for(self.evaluation, self.request.user, clock.now())}

    def do(self, by: Actor, said: dict[str, Any]) -> None:
        evaluations.record_talk(evaluation=self.evaluation, on=said["on"], words=said["words"], meeting=said["meeting"], by=by)

    def back(self) -> str:
        return f"{super().back()}#talk"


class EvaluationLockView(EvaluationMixin, View):
    """Read it through once more, then lock it: the words can never be changed after that."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = self.actor(WRITE, self.evaluation)
        if self.evaluation.state != EvaluationState.WRITING or not self.evaluation.points.all():
            return redirect(self.back())
        return self.ask(by, self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = self.actor(WRITE, self.evaluation)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(by, form)
        try:
            evaluations.lock(evaluation=self.evaluation, by=by, seen=form.cleaned_data["seen"])
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("Locked. The lead officer gets a message."))
        return redirect(self.back())

    def form(self, data: Any = None) -> forms.LockForm:
        seen = policies.stamp_of(self.evaluation.points.all())
        return forms.LockForm(
            data, act="lock", about="lock", action=self.request.path, who=self.evaluation.written_by, initial={"seen": seen}
        )

    def ask(self, by: Actor, form: forms.LockForm) -> HttpResponse:
        context = {
            "project": self.evaluation.project,
            "evaluation": queries.view_of(self.evaluation),
            "form": form,
            "label": by.label,
        }
        return render(self.request, "checklist/evaluation_lock.html", context)

    def back(self) -> str:
        return reverse("evaluation", args=[self.kwargs["slug"], self.kwargs["ref"]])
