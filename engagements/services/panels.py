"""Panels: set up, fixed, scored in secret, locked, released.

Weight and criteria are fixed before anybody scores, and every interest is declared before its holder scores (Procurement Act
2023, conflicts of interest; journey A). Until the panel is released its scores are for its own seats only.
"""

from collections.abc import Mapping, Sequence

import rules
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import audit, publication
from engagements import policies
from engagements.enums import PANEL_KINDS, PANEL_STEPS, PanelState, SessionState
from engagements.models import Candidate, Criterion, Panel, PanelSeat, Project, Score, Session
from engagements.policies import Seat
from engagements.queries import panels as queries
from engagements.queries.lines import Line
from engagements.services import acts
from groups.actors import Actor
from groups.services import words

# By candidate and criterion; None takes a score away.
Sheet = Mapping[tuple[int, int], int | None]


@transaction.atomic
def set_up(
    *,
    session: Session,
    weight: int | None,
    highest: int,
    criteria: Sequence[Line],
    candidates: Sequence[Line],
    seats: Sequence[Line],
    seen: str,
    by: Actor,
) -> Panel:
    """Write down the weight in percent, the highest score, the criteria, the candidates and the seats, until scoring begins.

    `seen` is the stamp of what stood when the page was opened, empty when there was no panel yet.
    """
    if session.kind not in PANEL_KINDS or session.project is None:
        raise WrongState(_("This session is no panel. Change the kind of session first."))
    acts.going_on(session.project, by=by)
    Session.objects.select_for_update().get(pk=session.pk)
    panel = Panel.objects.select_for_update().filter(session=session).first()
    before = queries.stamp_of(panel) if panel else ""
    panel = panel or Panel.objects.create(session=session)
    if panel.state != PanelState.SETTING_UP:
        raise WrongState(_("Scoring has begun. The weight, the criteria, the candidates and the seats stay as they are."))
    panel.weight, panel.highest = weight, highest
    panel.save()
    _keep(panel, criteria, candidates, seats)
    if queries.stamp_of(panel) != before and seen != before:
        raise WrongState(
            _("Somebody else changed the panel while you had the page open. What you typed is still here: save it again.")
        )
    words.wrote(panel, by=by)
    audit.record(verb="set up panel", target=panel, by=by, weight=weight, highest=highest)
    return panel


@transaction.atomic
def begin(*, panel: Panel, by: Actor) -> Panel:
    """Fix what was set up, and begin scoring. From then on neither weight nor criteria change."""
    panel = _locked(panel)
    acts.must_record(_project(panel), by=by)
    _must_step(panel, PanelState.SCORING, only_from=PanelState.SETTING_UP)
    seats = _seats(panel)
    if panel.weight is None:
        raise Missing(_("Say how much the scores of the panel count, in percent. It is fixed before anyone scores."))
    if not panel.criteria.exists():
        raise Missing(_("Write down at least one criterion."))
    if not panel.candidates.exists():
        raise Missing(_("Write down at least one candidate."))
    if not any(seat.scores for seat in seats):
        raise Missing(_("Write down who sits on the panel."))
    if any(seat.user is None for seat in seats) and not any(seat.is_scribe for seat in seats):
        raise Missing(_("Someone without an account is on the panel. Choose who writes down the scores for them."))
    panel.state, panel.fixed_at, panel.fixed_by_label = PanelState.SCORING, clock.now(), by.label
    panel.save()
    audit.record(verb="began scoring", target=panel, by=by, weight=panel.weight, criteria=panel.criteria.count())
    return panel


@transaction.atomic
def declare(*, seat: PanelSeat, interest: str, stands_back: bool, by: Actor) -> PanelSeat:
    """Declare the interests of a seat; empty words say that there are none. Whoever stands back does not score, and reads none."""
    panel, row, known = _seat(seat, by)
    if panel.state != PanelState.SCORING:
        raise WrongState(_("Interests are declared while the panel scores."))
    if not policies.speaks_for(by.user.pk, queries.as_seat(row), known):
        raise NotAllowed(_("Everyone declares their own interests. The scribe declares for those without an account."))
    if stands_back and not interest.strip():
        raise Missing(_("Say which interest it is, so that people can see why you stand back."))
    row.interest, row.declared_at, row.stands_back = interest.strip(), clock.now(), stands_back
    row.save()
    words.wrote(row, by=by)
    if stands_back:
        # What was given before the interest was known does not count.
        row.scores.all().delete()
    audit.record(
        verb="declared interests", target=panel, by=by, seat=row.pk, has_interest=bool(row.interest), stands_back=stands_back
    )
    return row


@transaction.atomic
def score(*, seat: PanelSeat, sheet: Sheet, seen: str, by: Actor) -> PanelSeat:
    """Write down scores of a seat, all or some of them. `seen` is the stamp of the scores that stood when the page was opened."""
    panel, row, known = _seat(seat, by)
    if panel.state != PanelState.SCORING:
        raise WrongState(_("Scoring is over, so this was not saved. The panel can open it again until the result is released."))
    if not policies.writes_scores(by.user.pk, queries.as_seat(row), known, panel.state):
        raise NotAllowed(_("First declare the interests of this seat. Whoever stands back does not score."))
    _check_range(panel, sheet)
    before = queries.sheet(row)
    wanted = {place: value for place, value in {**before, **sheet}.items() if value is not None}
    if wanted == before:
        return row
    if seen != queries.sheet_stamp(row):
        raise WrongState(_("These scores changed while you had the page open. What you typed is still here: save it again."))
    row.scores.all().delete()
    Score.objects.bulk_create(
        Score(seat=row, candidate_id=candidate, criterion_id=criterion, value=value)
        for (candidate, criterion), value in wanted.items()
    )
    # Neither which nor how many: the audit is read by people who are not on the panel.
    audit.record(verb="wrote scores", target=panel, by=by, seat=row.pk)
    return row


@transaction.atomic
def excuse(*, seat: PanelSeat, reason: str, by: Actor) -> PanelSeat:
    """Take out a seat that can no longer score. Only an officer who is not on the panel, and so knows no score, can do this."""
    panel, row, known = _seat(seat, by)
    _must_be_officer(panel, by)
    if policies.seats_of(by.user.pk, known):
        raise NotAllowed(_("You are on this panel. Another officer has to do this."))
    if panel.state != PanelState.SCORING:
        raise WrongState(_("Nobody can be taken out now: the panel is not scoring."))
    if not reason.strip():
        raise Missing(_("Say why this person does not score any more."))
    row.interest, row.stands_back, row.declared_at = reason.strip(), True, clock.now()
    row.save()
    row.scores.all().delete()
    audit.record(verb="excused seat", target=panel, by=by, seat=row.pk)
    return row


@transaction.atomic
def lock(*, panel: Panel, by: Actor) -> Panel:
    """End scoring once every seat has finished. From then on everyone on the panel reads all scores."""
    panel = _locked(panel)
    _must_sit(panel, by)
    _must_step(panel, PanelState.LOCKED)
    _must_be_finished(panel)
    return _to(panel, PanelState.LOCKED, by)


@transaction.atomic
def unlock(*, panel: Panel, by: Actor) -> Panel:
    """Go back to scoring: someone on the panel wants to think again."""
    panel = _locked(panel)
    _must_sit(panel, by)
    _must_step(panel, PanelState.SCORING, only_from=PanelState.LOCKED)
    return _to(panel, PanelState.SCORING, by)


@transaction.atomic
def release(*, panel: Panel, by: Actor, result_words: str = "") -> Panel:
    """Publish the ranks. What each person gave stays with the panel."""
    panel = _locked(panel)
    by.must_be_live(clock.now())
    if not policies.is_scribe(by.user.pk, _seats(panel)):
        _must_be_officer(panel, by)
    _must_step(panel, PanelState.RELEASED)
    _must_be_finished(panel)
    panel.released_at, panel.released_by_label, panel.result_words = clock.now(), by.label, result_words.strip()
    words.wrote(panel, by=by)
    return _to(panel, PanelState.RELEASED, by)


def _to(panel: Panel, state: PanelState, by: Actor) -> Panel:
    was, panel.state = panel.state, state
    panel.save()
    audit.record(verb="changed panel", target=panel, by=by, old=was, new=state)
    publication.bump()
    return panel


def _locked(panel: Panel) -> Panel:
    """The panel under the lock of its project, so that nothing about it happens twice at once or after a stop."""
    acts.open_project(_project(panel))
    locked = Panel.objects.select_for_update(of=("self",)).select_related("session__project", "session__meeting").get(pk=panel.pk)
    if locked.session.stands == SessionState.CANCELLED:
        raise WrongState(_("This session was cancelled, so nothing more happens with its panel."))
    return locked


def _project(panel: Panel) -> Project:
    if panel.session.project is None:
        raise Missing(_("This session belongs to no project."))
    return panel.session.project


def _seat(seat: PanelSeat, by: Actor) -> tuple[Panel, PanelSeat, list[Seat]]:
    by.must_be_live(clock.now())
    panel = _locked(seat.panel)
    row = PanelSeat.objects.select_for_update().filter(pk=seat.pk).first()
    if row is None:
        raise Missing(_("This seat is not there any more."))
    return panel, row, _seats(panel)


def _seats(panel: Panel) -> list[Seat]:
    return [queries.as_seat(row) for row in queries.seats(panel)]


def _must_sit(panel: Panel, by: Actor) -> None:
    by.must_be_live(clock.now())
    if not policies.sits(by.user.pk, _seats(panel)):
        raise NotAllowed(_("Only people on the panel can do this."))


def _must_be_officer(panel: Panel, by: Actor) -> None:
    by.must_be_live(clock.now())
    if not rules.has_perm("engagements.change_project", by, panel.session.project):
        raise NotAllowed(_("Only an officer can do this."))


def _must_step(panel: Panel, state: PanelState, only_from: str = "") -> None:
    if state not in PANEL_STEPS[panel.state] or (only_from and panel.state != only_from):
        raise WrongState(_("The panel is “%(state)s”, so this cannot be done now.") % {"state": panel.get_state_display()})


def _must_be_finished(panel: Panel) -> None:
    missing = queries.unfinished(panel)
    if missing:
        raise WrongState(
            ngettext("%(number)s person has not finished scoring.", "%(number)s people have not finished scoring.", missing)
            % {"number": missing}
        )
    if not any(seat.scores for seat in _seats(panel)):
        raise WrongState(_("Nobody on this panel scores, so there is nothing to release."))


def _check_range(panel: Panel, sheet: Sheet) -> None:
    places = {(each.pk, other.pk) for each in panel.candidates.all() for other in panel.criteria.all()}
    if not set(sheet) <= places:
        raise Missing(_("A candidate or a criterion is not on this panel. Open the page again."))
    if any(value is not None and not 0 <= value <= panel.highest for value in sheet.values()):
        raise WrongState(_("Enter scores from 0 to %(highest)s.") % {"highest": panel.highest})


def _keep(panel: Panel, criteria: Sequence[Line], candidates: Sequence[Line], seats: Sequence[Line]) -> None:
    users = [line.values()["user"] for line in seats if not line.is_blank and line.values()["user"]]
    if len(set(users)) != len(users):
        raise WrongState(_("Someone has two seats on the panel."))
    for model, rows, wanted, twice in (
        (Criterion, panel.criteria.all(), criteria, _("Two criteria have the same words.")),
        (Candidate, panel.candidates.all(), candidates, _("Two candidates have the same name.")),
        (PanelSeat, panel.seats.all(), seats, _("Two people on the panel have the same name, or one of them is there twice.")),
    ):
        acts.keep_rows(model, rows, wanted, twice=twice, panel=panel)
