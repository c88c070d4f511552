"""Last year's work from a spreadsheet: bring a file, match its columns, look at every line, take the good ones in, take them back."""

from typing import Any

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from coproduction.core import clock
from coproduction.core.errors import Refused
from coproduction.core.models import Job, SheetImport
from coproduction.core.tables import Cell, Column
from coproduction.core.views.lists import page_of, rows_of
from coproduction.portal import exports
from coproduction.portal.forms.sheets import BringSheetForm, MatchColumnsForm, PickSheetForm
from coproduction.portal.queries import sheet_rows
from coproduction.portal.queries import sheets as queries
from coproduction.portal.queries.sheet_rows import MadeRow
from coproduction.portal.services import sheets
from coproduction.portal.sheets import telling
from coproduction.portal.sheets.brought import Brought
from coproduction.portal.sheets.judging import KEEP_KINDS, KEEP_NAMES
from coproduction.portal.sheets.meanings import Meaning
from engagements.models import Project, Session
from groups.actors import person_of
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin

IMPORT = "engagements.add_project"
ON_A_PAGE = 100


class OfSheetsMixin(ActingMixin, NeedsPermission):
    """Officers do this, each with the files that they brought themselves."""

    request: HttpRequest
    kwargs: dict[str, Any]
    permission = IMPORT
    acting_permission = IMPORT

    @cached_property
    def job(self) -> Job:
        return get_object_or_404(queries.waiting_of(person_of(self.request), clock.now()), pk=self.kwargs["pk"])

    @cached_property
    def brought(self) -> Brought:
        return Brought.from_facts(self.job.facts)


class OfWaitingFileMixin(OfSheetsMixin):
    """For the pages of a file that was not taken in yet; what was leads to what came of it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kwargs = kwargs
        if not rules.has_perm(IMPORT, request.user):
            raise PermissionDenied
        if self.job.finished_at:
            return redirect("sheet_import", self.job.facts["import"])
        return super().dispatch(request, *args, **kwargs)


class SheetImportsView(OfSheetsMixin, TemplateView):
    template_name = "portal/sheet_imports.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        return self.show(BringSheetForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BringSheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        job = sheets.bring(name=form.name, sheets=form.sheets, by=self.actor())
        return redirect("sheet_match", job.pk)

    def show(self, form: BringSheetForm) -> HttpResponse:
        page, problem = page_of(self.request, queries.imports(), ON_A_PAGE)
        waiting = [
            {"name": job.facts["name"], "when": _moment(job.asked_at), "url": reverse("sheet_match", args=[job.pk])}
            for job in queries.to_be_checked(person_of(self.request), clock.now())
        ]
        headers = [_("File"), _("Taken in"), Column(_("Lines"), numeric=True), _("Now")]
        rows = [_import_row(sheet) for sheet in rows_of(page)]
        return self.render_to_response(
            self.get_context_data(form=form, page=page, problem=problem, waiting=waiting, headers=headers, rows=rows)
        )


class SheetTemplateView(NeedsPermission, View):
    permission = IMPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        return _csv(exports.sheet_template(), "coproduction-last-year.csv")


class SheetMatchView(OfWaitingFileMixin, TemplateView):
    template_name = "portal/sheet_match.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        pick = PickSheetForm(self.brought, request.GET or None, initial=self._stands(self.brought))
        brought = self.brought
        if pick.is_bound and pick.is_valid():
            brought = brought.looked_at(sheet=pick.cleaned_data.get("sheet"), heading=pick.cleaned_data.get("line"))
        return self.show(brought, pick, MatchColumnsForm(brought, self._chosen(brought)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        brought = self.brought.looked_at(sheet=_whole(request.POST.get("sheet")), heading=_whole(request.POST.get("line")))
        form = MatchColumnsForm(brought, self._chosen(brought), request.POST)
        if form.is_valid():
            try:
                sheets.match(
                    job=self.job, sheet=brought.sheet, heading=brought.table.heading, columns=form.columns, by=self.actor()
                )
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                return redirect("sheet_preview", self.job.pk)
        return self.show(brought, PickSheetForm(brought, initial=self._stands(brought)), form)

    def show(self, brought: Brought, pick: PickSheetForm, form: MatchColumnsForm) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(brought=brought, table=brought.table, pick=pick, form=form, job=self.job)
        )

    @staticmethod
    def _stands(brought: Brought) -> dict[str, int]:
        return {"sheet": brought.sheet, "line": brought.table.heading}

    def _chosen(self, brought: Brought) -> tuple[Meaning, ...]:
        """What was chosen for these columns already, else what they were last time, else what their headings say."""
        return brought.columns if brought.is_matched else queries.remembered(brought)


class SheetPreviewView(OfWaitingFileMixin, TemplateView):
    template_name = "portal/sheet_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = self.actor()
        try:
            if "discard" in request.POST:
                sheets.discard(job=self.job, by=by)
                messages.success(request, _("The file is forgotten. Nothing was saved."))
                return redirect("sheet_imports")
            if what := request.POST.get("let_through", ""):
                sheets.let_through(job=self.job, what=what, by=by)
                return redirect("sheet_preview", self.job.pk)
            made = sheets.take_in(job=self.job, seen=request.POST.get("seen", ""), by=by)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("sheet_preview", self.job.pk)
        messages.success(request, _("Taken in as drafts. Nothing is public."))
        return redirect("sheet_import", made.pk)

    def show(self) -> HttpResponse:
        if not self.brought.is_matched:
            return redirect("sheet_match", self.job.pk)
        checked = queries.checked(self.brought, user=person_of(self.request), today=clock.today())
        judged = checked.judged
        wanted = self.request.GET.get("show", "")
        lines = {"good": judged.good, "faults": judged.faulty}.get(wanted, list(judged.lines))
        page, problem = page_of(self.request, lines, ON_A_PAGE)
        rows = [
            {"line": line, "becomes": [] if line.faults else telling.becomes(line, checked.kind_words, checked.body_names)}
            for line in rows_of(page)
        ]
        return self.render_to_response(
            self.get_context_data(
                brought=self.brought,
                job=self.job,
                judged=judged,
                offers=[(what, judged.offered(what)) for what in (KEEP_KINDS, KEEP_NAMES) if judged.offered(what)],
                filters=_filters(len(judged.lines), len(judged.good), len(judged.faulty)),
                show=wanted,
                headers=[_("Line"), _("What it becomes, or what is wrong")],
                rows=rows,
                page=page,
                problem=problem,
            )
        )


class SheetFaultsView(OfSheetsMixin, View):
    """The lines that are left out, to be mended: before the others are taken in, and for the rest of the day after."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        facts = self.job.facts
        if self.job.finished_at:
            return _csv(exports.lines_to_mend(facts["headings"], facts["left_out"]), "lines-to-mend.csv")
        if not self.brought.is_matched:
            return redirect("sheet_match", self.job.pk)
        judged = queries.checked(self.brought, user=person_of(request), today=clock.today()).judged
        left_out = [(line.cells, line.faults) for line in judged.faulty]
        return _csv(exports.lines_to_mend(self.brought.table.headings, left_out), "lines-to-mend.csv")


class SheetImportView(OfSheetsMixin, TemplateView):
    """One import: what it made, and the button that takes it back. Every officer sees it and may press it."""

    template_name = "portal/sheet_import.html"

    @cached_property
    def sheet(self) -> SheetImport:
        return get_object_or_404(queries.imports(), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            taken = sheets.take_back(sheet=self.sheet, by=self.actor())
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("sheet_import", pk)
        words = ngettext("%(number)s draft was taken back.", "%(number)s drafts were taken back.", taken.removed)
        messages.success(request, words % {"number": taken.removed})
        return redirect("sheet_import", pk)

    def show(self) -> HttpResponse:
        standing = [made for made in sheet_rows.standing(self.sheet) if not made.is_gone]
        job = queries.left_over(person_of(self.request), self.sheet, clock.now())
        page, problem = page_of(self.request, standing, ON_A_PAGE)
        return self.render_to_response(
            self.get_context_data(
                sheet=self.sheet,
                made_at=_moment(self.sheet.made_at),
                undone_at=_moment(self.sheet.undone_at) if self.sheet.undone_at else "",
                going=sum(not made.stays for made in standing),
                staying=sum(bool(made.stays) for made in standing),
                headers=[_("What"), _("Kind"), Column(_("Line"), numeric=True), _("Can it be taken back?")],
                rows=[_made_row(made) for made in rows_of(page)],
                page=page,
                problem=problem,
                job=job,
                left_out=len(job.facts["left_out"]) if job else 0,
            )
        )


def _import_row(sheet: Any) -> list[Any]:
    if sheet.undone_at:
        now = Cell(state="none", state_words=_("Taken back"), note=_moment(sheet.undone_at))
    else:
        now = Cell(state="did", state_words=_("Drafts made"))
    url = reverse("sheet_import", args=[sheet.pk])
    return [Cell(sheet.name, url=url), Cell(_moment(sheet.made_at), note=sheet.made_by_label), sheet.number, now]


def _made_row(made: MadeRow) -> list[Any]:
    row = made.row
    if isinstance(row, Project):
        what, url = _("Project"), row.get_absolute_url()
    elif isinstance(row, Session):
        what, url = _("Session"), row.project.get_absolute_url() if row.project else ""
    else:
        what, url = _("Answer"), reverse("outcome_update", args=[row.ref])
    return [Cell(str(row), url=url), what, made.line.line, made.stays or _("Yes")]


def _filters(every: int, good: int, faulty: int) -> list[dict[str, Any]]:
    shown = (("", _("All lines"), every), ("good", _("Good lines"), good), ("faults", _("Left out"), faulty))
    return [{"url": f"?show={value}#h-lines", "words": words, "number": number} for value, words, number in shown]


def _moment(at: Any) -> str:
    return date_format(localtime(at), "j F Y")


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


def _csv(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
