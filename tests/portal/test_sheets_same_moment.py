"""Two people at the very same moment: a spreadsheet comes in once, and is taken back once."""

import pytest

from coproduction.core.models import Job, SheetImport
from coproduction.core.spreadsheets import sheets_of_text
from coproduction.portal.queries import sheets as queries
from coproduction.portal.services import sheets
from coproduction.portal.sheets.brought import Brought
from coproduction.portal.sheets.meanings import Meaning
from engagements.models import Project
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

TABLE = "Project\nBus passes\nA leaflet"


def brought(by):
    job = sheets.bring(name="last year.csv", sheets=sheets_of_text(TABLE), by=by)
    return sheets.match(job=job, sheet=0, heading=1, columns=[Meaning.TITLE], by=by)


def taking(job, by):
    checked = queries.checked(Brought.from_facts(job.facts), user=by.user, today=job.asked_at.date())
    return lambda: sheets.take_in(job=job, seen=checked.judged.digest, by=by)


def test_button_pressed_twice_at_once_takes_in_once(acting):
    by = acting()
    job = brought(by)
    assert at_once(taking(job, by), taking(job, by)) == ["done", "done"]
    assert (SheetImport.objects.count(), Project.objects.count()) == (1, 2)


def test_same_file_of_two_people_at_once_is_taken_in_once(acting):
    people = [acting(), acting()]
    acts = [taking(brought(by), by) for by in people]
    # The second one finds that every line was taken in a moment ago.
    assert at_once(*acts) == ["Missing", "done"]
    assert (SheetImport.objects.count(), Project.objects.count()) == (1, 2)
    assert Job.objects.filter(finished_at__isnull=True).count() == 1


def test_import_is_taken_back_once(acting):
    people = [acting(), acting()]
    sheet = taking(brought(people[0]), people[0])()
    assert at_once(*[lambda by=by: sheets.take_back(sheet=sheet, by=by) for by in people]) == ["WrongState", "done"]
    assert Project.objects.count() == 0
