"""What a line becomes, in words: everything that was read is shown as it was understood."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from coproduction.core import figures
from coproduction.core.words import listed
from coproduction.portal.sheets import dates
from coproduction.portal.sheets.judging import Line
from coproduction.portal.sheets.plans import AnswerPlan, ProjectPlan, SessionPlan
from engagements.enums import Degree, ProjectKind, SessionKind
from feedback.enums import AnswerKind, SaidBasis

# More of a long text than this is in the file.
LONGEST_SHOWN = 160


def becomes(line: Line, kind_words: Mapping[str, str], body_names: Mapping[int, str]) -> list[str]:
    """One phrase for each thing that a good line makes."""
    found = [_about(line, kind_words, body_names)]
    if line.session:
        found.append(_session(line.session))
    if line.answer:
        found.append(_answer(line.answer, body_names))
    return found


def _about(line: Line, kind_words: Mapping[str, str], body_names: Mapping[int, str]) -> str:
    if line.existing:
        return _("On the project of this title, which is here already and stays as it is")
    if not line.is_new_project:
        return _("On the same new project")
    return _("New project: %(what)s") % {"what": "; ".join(_project(line.project, kind_words, body_names))}


def _project(plan: ProjectPlan, kind_words: Mapping[str, str], body_names: Mapping[int, str]) -> list[str]:
    kind = kind_words.get(plan.kind or ProjectKind.OTHER, "")
    forums = [*(body_names[pk] for pk in plan.forums), *plan.forum_words]
    partners = [*(body_names[pk] for pk in plan.partners), *plan.partner_words]
    told = [
        f"{kind} (“{plan.kind_words}”)" if plan.kind_words and plan.kind_words.casefold() != kind.casefold() else kind,
        str(Degree(plan.degree).label).partition(":")[0] if plan.degree else "",
        _("with %(names)s") % {"names": listed(forums)} if forums else "",
        _("partners: %(names)s") % {"names": listed(partners)} if partners else "",
        _("started %(when)s") % {"when": dates.in_words(plan.started)} if plan.started else "",
        _("ended %(when)s") % {"when": dates.in_words(plan.ended)} if plan.ended else "",
        _("why: %(words)s") % {"words": _short(plan.why)} if plan.why else "",
        _("what happened: %(words)s") % {"words": _short(plan.what_happened)} if plan.what_happened else "",
    ]
    return [phrase for phrase in told if phrase]


def _session(plan: SessionPlan) -> str:
    kind = str(SessionKind(plan.kind).label)
    told = [
        plan.format
        if plan.kind == SessionKind.OTHER or plan.format.casefold() == kind.casefold()
        else f"{kind} (“{plan.format}”)",
        plan.topic,
        dates.in_words(plan.held),
        plan.venue,
        figures.sentence(plan.heads),
        plan.participants,
    ]
    return _("Session: %(what)s") % {"what": "; ".join(phrase for phrase in told if phrase)}


def _answer(plan: AnswerPlan, body_names: Mapping[int, str]) -> str:
    said = str(SaidBasis(plan.said_basis).label).partition(".")[0]
    told = [
        f"{AnswerKind(plan.answer).label}: {_short(plan.we_did)}" if plan.answer else _short(plan.we_did),
        f"{said}: “{_short(plan.you_said)}”" if plan.you_said else "",
        _("because: %(words)s") % {"words": _short(plan.because)} if plan.because else "",
        _("figure: %(words)s") % {"words": plan.figure} if plan.figure else "",
        dates.in_words(plan.happened),
        _("credits %(names)s") % {"names": listed([body_names[pk] for pk in plan.credited])} if plan.credited else "",
    ]
    return _("Draft answer: %(what)s") % {"what": "; ".join(phrase for phrase in told if phrase)}


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
