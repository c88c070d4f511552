"""A stage on paper: the sheet to print and sign, and what an officer enters when it comes back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from checklist import policies
from checklist.enums import Position, Side
from checklist.forms.papers import PaperForm
from checklist.queries import stages as queries
from checklist.queries.signing import Viewer
from checklist.queries.stages import StagePage
from checklist.services import sign_offs
from checklist.views.stages import StageMixin
from coproduction.core.errors import Refused
from groups.models import Body


class PageMixin(StageMixin):
    """The stage as a page that is read and not acted on."""

    def page(self, viewer: Viewer) -> StagePage:
        page = queries.stage_page(self.checklist, self.kwargs["number"], viewer)
        if page is None:
            raise Http404
        return page


class StageSheetView(PageMixin, View):
    """What a stage asks and what was answered, on paper: with boxes to tick and lines to sign on."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = self.page(Viewer())
        stage_url = reverse("checklist_stage", args=[kwargs["slug"], page.number])
        forums = queries.signing_bodies(self.checklist)
        context = {
            "page": page,
            "project": self.checklist.project,
            "forums": forums,
            "by_hands": [body.pk for body in forums if policies.is_childrens_forum(body)],
            "stage_url": stage_url,
        }
        return render(request, "checklist/stage_sheet.html", context)


class StagePaperView(PageMixin, View):
    """An officer enters what a forum signed on paper."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = self.actor("checklist.enter_paper", self.checklist)
        page = self.page(self.viewer(actor))
        if "paper" not in page.possible:
            return redirect("checklist_stage", kwargs["slug"], page.number)
        return self.draw(page, PaperForm(forums=self.without_signature(page), initial={"seen": page.seen}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = self.actor("checklist.enter_paper", self.checklist)
        page = self.page(self.viewer(actor))
        form = PaperForm(request.POST, request.FILES, forums=queries.signing_bodies(self.checklist))
        if form.is_valid():
            said = form.cleaned_data
            try:
                sign_offs.sign_on_paper(
                    stage=page.stage, body=form.body, paper=said["paper"], on=said["on"], signer=said["signer"],
                    upload=said["file"], seen=said["seen"], by=actor,
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                told = _("Entered as signed on paper. %(forum)s gets a copy, and can say if it is wrong.")
                messages.success(request, told % {"forum": form.body.name})
                return redirect(f"{reverse('checklist_stage', args=[kwargs['slug'], page.number])}#sign-off")
        return self.draw(page, form)

    def without_signature(self, page: StagePage) -> list[Body]:
        """The forums for which a paper can be entered."""
        signed = {row.body_id for row in page.stage.sign_offs.all() if row.position == Position.SIGNED and row.side == Side.FORUM}
        bodies = queries.signing_bodies(self.checklist)
        return [body for body in bodies if body.pk not in signed] or bodies

    def draw(self, page: StagePage, form: PaperForm) -> HttpResponse:
        slug = self.kwargs["slug"]
        context = {
            "page": page,
            "project": self.checklist.project,
            "form": form,
            "stage_url": reverse("checklist_stage", args=[slug, page.number]),
            "sheet_url": reverse("stage_sheet", args=[slug, page.number]),
        }
        return render(self.request, "checklist/stage_paper.html", context)
