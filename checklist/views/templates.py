"""Versions of the checklist template, for administrators: read them, compare them, write the next one and publish it."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from checklist.forms.templates import DraftForm, TemplateItemForm, TemplateNameForm, TemplateStageForm, TemplateUploadForm
from checklist.models import TemplateItem, TemplateStage, TemplateVersion
from checklist.queries import templates as queries
from checklist.services import template_drafts
from coproduction.core.errors import Refused
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin

MANAGE = "checklist.manage_templates"


class _TemplatesMixin(ActingMixin, NeedsPermission):
    permission = acting_permission = MANAGE


class ChecklistTemplatesView(_TemplatesMixin, TemplateView):
    """The list of versions; a button begins the next one."""

    template_name = "checklist/checklist_templates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.versions()
        return super().get_context_data(**kwargs) | {
            "draft": next((line for line in found if line.is_draft), None),
            "versions": [line for line in found if not line.is_draft],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            draft = template_drafts.begin(by=self.actor())
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("checklist_templates")
        return redirect("template_version", draft.number)


class TemplateUploadView(_TemplatesMixin, FormView):
    template_name = "checklist/template_upload.html"
    form_class = TemplateUploadForm

    def form_valid(self, form: TemplateUploadForm) -> HttpResponse:
        try:
            draft = template_drafts.upload(content=form.cleaned_data["file"].read(), by=self.actor())
        except Refused as refused:
            form.refuse(refused)
            return self.form_invalid(form)
        return redirect("template_version", draft.number)


class _VersionMixin(_TemplatesMixin):
    kwargs: dict[str, Any]

    @cached_property
    def version(self) -> TemplateVersion:
        return get_object_or_404(queries.whole(), number=self.kwargs["number"])

    @property
    def is_draft(self) -> bool:
        return self.version.published_at is None


class TemplateVersionView(_VersionMixin, TemplateView):
    """What a version holds; a draft with everything that can be done with it."""

    template_name = "checklist/template_version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version
        return super().get_context_data(**kwargs) | {
            "version": version,
            "is_draft": self.is_draft,
            "stages": [(stage, [(item, queries.notes_of(item)) for item in stage.items.all()]) for stage in version.stages.all()],
            "problems": queries.problems_of(version) if self.is_draft else [],
            "others": [line.version for line in queries.versions() if line.version.number != version.number],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move an item up or down in its stage."""
        said = request.POST
        code = said.get("up") or said.get("down", "")
        try:
            template_drafts.move_item(code=code, up="up" in said, seen=said.get("seen", ""), by=self.actor())
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect(f"{reverse('template_version', args=[self.version.number])}#item-{code}")


class TemplateCompareView(_VersionMixin, TemplateView):
    """What changed in this version against another."""

    template_name = "checklist/template_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = get_object_or_404(queries.whole(), number=self.kwargs["other"])
        return super().get_context_data(**kwargs) | {"comparison": queries.compare(other, self.version)}


class _DraftView(_VersionMixin, FormView, ABC):
    """A form about the draft. A published version has no such page. What is refused is shown again with what was typed."""

    template_name = "checklist/template_form.html"
    form_class = DraftForm
    done: ClassVar[Any] = gettext_lazy("Saved in the draft.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        self.must_be_there()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.must_be_there()
        return super().post(request, *args, **kwargs)

    def must_be_there(self) -> None:
        """A published version is not changed, so it has no page to change it."""
        if not self.is_draft:
            raise Http404

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.version.fingerprint}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("template_version", args=[self.version.number])
        return super().get_context_data(**kwargs) | {"version": self.version, "back": back, "title": self.title()}

    @abstractmethod
    def title(self) -> str:
        """The heading of the page."""

    def form_valid(self, form: DraftForm) -> HttpResponse:
        try:
            self.save(form)
        except Refused as refused:
            form.refuse(refused)
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return redirect(self.next_page(form))

    @abstractmethod
    def save(self, form: Any) -> None:
        """Keep what was typed, or raise `Refused`."""

    def next_page(self, form: DraftForm) -> str:
        return reverse("template_version", args=[self.version.number])


class TemplateRenameView(_DraftView):
    form_class = TemplateNameForm

    def title(self) -> str:
        return _("Name of the checklist")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"name": self.version.name, "note": self.version.note}

    def save(self, form: TemplateNameForm) -> None:
        template_drafts.rename(**form.cleaned_data, by=self.actor())


class _OfStageView(_DraftView):
    @cached_property
    def stage(self) -> TemplateStage:
        return get_object_or_404(self.version.stages.all(), number=self.kwargs["stage"])

    def must_be_there(self) -> None:
        super().must_be_there()
        self.stage  # noqa: B018  # a stage that is not there has no page


class TemplateStageView(_OfStageView):
    form_class = TemplateStageForm

    def title(self) -> str:
        return _("Words of stage %(number)s") % {"number": self.stage.number}

    def get_initial(self) -> dict[str, Any]:
        stage = self.stage
        return super().get_initial() | {"plain_title": stage.plain_title, "title": stage.title, "intro": stage.intro}

    def save(self, form: TemplateStageForm) -> None:
        template_drafts.change_stage(number=self.stage.number, **form.cleaned_data, by=self.actor())


class TemplateItemAddView(_OfStageView):
    form_class = TemplateItemForm

    def title(self) -> str:
        return _("Add an item to stage %(number)s") % {"number": self.stage.number}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"code": queries.next_code(self.stage), "may_not_apply": True}

    def save(self, form: TemplateItemForm) -> None:
        template_drafts.add_item(**form.said(), by=self.actor())

    def next_page(self, form: DraftForm) -> str:
        return f"{super().next_page(form)}#item-{form.cleaned_data['code']}"


class _OfItemView(_DraftView):
    @cached_property
    def item(self) -> TemplateItem:
        return get_object_or_404(TemplateItem.objects.filter(stage__version=self.version), code=self.kwargs["code"])

    def must_be_there(self) -> None:
        super().must_be_there()
        if self.request.method == "GET":
            self.item  # noqa: B018  # an item that is not there has no page; one that is sent late is told why


class TemplateItemView(_OfItemView):
    form_class = TemplateItemForm

    def title(self) -> str:
        return _("Change item %(code)s") % {"code": self.kwargs["code"]}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | (TemplateItemForm.initial_of(self.item) if self.request.method == "GET" else {})

    def save(self, form: TemplateItemForm) -> None:
        template_drafts.change_item(was=self.kwargs["code"], **form.said(), by=self.actor())

    def next_page(self, form: DraftForm) -> str:
        return f"{super().next_page(form)}#item-{form.cleaned_data['code']}"


class _AskView(_DraftView):
    """Asks first, on a page of its own, and says what follows."""

    template_name = "checklist/template_ask.html"
    submit: ClassVar[Any]
    follows: ClassVar[Any]

    def get_form(self, form_class: Any = None) -> DraftForm:
        form: DraftForm = super().get_form(form_class)
        form.submit = self.submit
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"follows": self.follows}


class TemplateItemRemoveView(_OfItemView, _AskView):
    submit = gettext_lazy("Take it out")
    follows = gettext_lazy("It goes from this draft only. Projects on other versions keep theirs.")
    done = gettext_lazy("Taken out of the draft.")

    def title(self) -> str:
        return _("Take item %(code)s out?") % {"code": self.kwargs["code"]}

    def save(self, form: DraftForm) -> None:
        template_drafts.remove_item(code=self.kwargs["code"], seen=form.cleaned_data["seen"], by=self.actor())


class TemplatePublishView(_AskView):
    submit = gettext_lazy("Publish it")
    follows = gettext_lazy("New projects start with it, and it never changes again. Projects on other versions stay on theirs.")
    done = gettext_lazy("Published. New projects start with this version.")

    def title(self) -> str:
        return _("Publish version %(number)s?") % {"number": self.version.number}

    def save(self, form: DraftForm) -> None:
        template_drafts.publish(seen=form.cleaned_data["seen"], by=self.actor())


class TemplateDiscardView(_AskView):
    submit = gettext_lazy("Throw it away")
    follows = gettext_lazy("Everything that was written in it is gone.")
    done = gettext_lazy("The draft is thrown away.")

    def title(self) -> str:
        return _("Throw the draft of version %(number)s away?") % {"number": self.version.number}

    def save(self, form: DraftForm) -> None:
        template_drafts.discard(seen=form.cleaned_data["seen"], by=self.actor())

    def next_page(self, form: DraftForm) -> str:
        return reverse("checklist_templates")
