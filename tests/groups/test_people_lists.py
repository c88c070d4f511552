"""Many people at once: every line is looked at, nothing is saved before it was seen, and then all of it or nothing."""

import contextlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from coproduction.core import spreadsheets
from coproduction.core.errors import Refused
from coproduction.core.models import AuditEvent, Notification
from groups import people_lists
from groups.enums import AgeBand, Reach, Role, Standing
from groups.models import Capacity, Invitation, User
from groups.people_lists import Entry
from groups.services import members
from tests.factories.groups import BodyFactory, UserFactory
from tests.factories.members import MemberFactory, OfflineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


def entries(text, **more):
    return people_lists.entries(spreadsheets.read_text(text), **more)


def facts(entry):
    return entry.name, entry.email, str(entry.role), str(entry.age_band), str(entry.reach), entry.contact, entry.problems


# --- Reading a list -------------------------------------------------------------------------------------------------------


def test_pasted_lines_are_names_with_addresses_or_addresses_alone():
    assert [facts(entry) for entry in entries("Ada Example, Ada@Tests.example\nbo@tests.example\ncy@tests.example, Cy\n")] == [
        ("Ada Example", "ada@tests.example", "member", "", "email", "", ()),
        ("", "bo@tests.example", "member", "", "email", "", ()),
        ("Cy", "cy@tests.example", "member", "", "email", "", ()),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "name,email,role,age,reach,contact",
        "Full name:,E-mail address,PART,Age group,How to reach them,Telephone",
        "Name;Email;Role;Age;Reach;Contact",
    ],
)
def test_columns_are_known_by_their_heading(heading):
    mark = ";" if ";" in heading else ","
    lines = [["Ada", "ada@tests.example", "Chair", "26 or older", "", ""], ["Bo", "", "", "14", "Ring", "020 7946 0000"]]
    text = "\n".join([heading, *(mark.join(line) for line in lines)])
    assert [facts(entry) for entry in entries(text)] == [
        ("Ada", "ada@tests.example", "chair", "adult", "email", "", ()),
        ("Bo", "", "member", "13-15", "ring", "020 7946 0000", ()),
    ]


def test_columns_may_stand_in_any_order_and_others_are_passed_over():
    assert [facts(entry)[:3] for entry in entries("Email,Shoe size,Surname,First name\nada@tests.example,38,Example,Ada")] == [
        ("Ada Example", "ada@tests.example", "member")
    ]


def test_numbers_of_lines_are_those_of_the_list():
    assert [entry.number for entry in entries("name,email\n\nAda,ada@tests.example\n\n\nBo,bo@tests.example")] == [3, 6]


@pytest.mark.parametrize(
    "age, band",
    [("9", "under-11"), ("11", "11-12"), ("12", "11-12"), ("13", "13-15"), ("17", "16-17"), ("19", "18-19"), ("25", "20-25"), ("26", "adult"),
     ("16-17", "16-17"), ("16 to 17", "16-17"), ("11 – 12", "11-12"), ("26 or older", "adult"), ("adult", "adult")],
)  # fmt: skip
def test_ages_are_read_as_people_write_them(age, band):
    assert facts(entries(f"name,age,reach\nAda,{age},tell")[0])[3:] == (band, "tell", "", ())


@pytest.mark.parametrize(
    "line, problem",
    [
        ("Ada,no address,,,,", "“no address” is not an email address. Write one like name@example.org."),
        ("Ada,,,,,", "Write an email address, or how to reach them: ring, letter or tell."),
        (",,,14,tell,", "There is no name and no email address. Write at least one."),
        ("Ada,ada@tests.example,officer,,,", "“officer” is not a part that you can give. Write one of these: member, chair, representative, organiser."),
        ("Ada,ada@tests.example,,very old,,", "“very old” is not an age. Write a number like 14, or leave it out."),
        ("Ada,,,,pigeon,", "“pigeon” is not a way to reach someone. Write ring, letter or tell."),
        ("Ada,,,,ring,7946 0000", "Write a telephone number with its first 0, like 020 7946 0000."),
        ("Ada,,,,letter,", "Write the address that letters go to."),
        ("Ada,ada@tests.example,,,ring,020 7946 0000", "Give an email address or another way to reach them, not both."),
        ("Ada,ada@tests.example,,12,,", "We write to nobody under 13. Leave the email address out, and say how to reach their parent or carer."),
        ("Ada,,,,email,", "There is no email address. Write it, or choose another way to reach them."),
        (f"{'A' * 130},ada@tests.example,,,,", "A name or an address is too long. Check that each person has a line of their own."),
    ],
)  # fmt: skip
def test_line_says_what_is_wrong_and_what_to_do(line, problem):
    assert problem in entries(f"name,email,role,age,reach,contact\n{line}")[0].problems


def test_line_with_several_problems_says_all_of_them():
    assert len(entries("name,email,role,age\nAda,nowhere,officer,old")[0].problems) == 3


def test_same_person_twice_in_a_list_is_said():
    found = entries("Ada,ada@tests.example\nBo,bo@tests.example\nAda again,ADA@tests.example")
    assert [entry.problems for entry in found] == [(), (), ("This person stands on line 1 already.",)]


def test_age_is_asked_for_where_children_take_part():
    assert entries("Ada,ada@tests.example", must_know_age=True)[0].problems == (
        "Say how old this person is. Children under 13 take part in this group, and they need consent.",
    )


@given(st.lists(st.lists(st.text(max_size=20), max_size=8), max_size=12), st.booleans())
def test_any_rows_give_entries_with_their_problems(rows, must_know_age):
    found = people_lists.entries(rows, must_know_age=must_know_age)
    assert all(entry.who or entry.problems for entry in found)
    assert [entry.number for entry in found] == sorted({entry.number for entry in found})


@given(st.text(max_size=300))
def test_any_pasted_text_gives_entries_or_a_refusal(text):
    with contextlib.suppress(Refused):
        entries(text)


# --- The page -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def keeper(signed_in):
    return signed_in("organiser", BodyFactory())


def url_of(browser):
    return reverse("members_invite", args=[browser.actor.body.slug])


def check(browser, pasted):
    return browser.post(url_of(browser), {"pasted": pasted, "check": "1"})


def workbook(rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def test_every_bad_line_is_shown_and_nothing_is_saved(keeper):
    MemberFactory(body=keeper.actor.body, user=UserFactory(email="here@tests.example"))
    MemberFactory(body=keeper.actor.body, user=UserFactory(email="rests@tests.example"), standing="resting")
    UserFactory(email="silent@tests.example", do_not_contact=True)
    MemberFactory(body=keeper.actor.body, user=OfflineFactory(name="Cy Example"))
    response = check(
        keeper,
        "name,email,reach,contact\nAda,ada@tests.example,,\nBo,nowhere,,\n,here@tests.example,,\n,silent@tests.example,,\n"
        ",rests@tests.example,,\nCy Example,,ring,020 7946 0000",
    )
    preview = response.context["preview"]
    assert [entry.who for entry in preview.good] == ["Ada"]
    assert [(entry.number, entry.problems) for entry in preview.bad] == [
        (3, ("“nowhere” is not an email address. Write one like name@example.org.",)),
        (4, ("This person is a member already. You can leave the line out.",)),
        (5, ("This person asked us not to write to them. Speak with them when you see them.",)),
        (6, ("This person is a member already and is resting. Let them come back in the register.",)),
        (7, ("Someone with this name is in the register already. Add a letter to tell them apart.",)),
    ]
    assert "Bo,nowhere" in response.content.decode()
    assert (Invitation.objects.count(), Capacity.objects.count()) == (0, 4)


@pytest.mark.parametrize("kind", ["pasted", "csv", "xlsx"])
def test_list_is_saved_once_it_was_seen(keeper, kind):
    rows = [
        ["name", "email", "age", "reach", "contact"],
        ["Ada", "ada@tests.example", 30, None, None],
        ["Bo", None, 12, "ring", "020 7946 0000"],
    ]
    text = "\n".join(",".join(str(cell or "") for cell in row) for row in rows)
    sent = {
        "pasted": {"pasted": text},
        "csv": {"file": SimpleUploadedFile("list.csv", text.encode("cp1252"))},
        "xlsx": {"file": SimpleUploadedFile("list.xlsx", workbook(rows))},
    }[kind]
    lines = keeper.post(url_of(keeper), sent | {"check": "1"}).context["lines"]
    assert (Invitation.objects.count(), User.objects.count()) == (0, 1)
    response = keeper.post(url_of(keeper), {"confirm": "1", "lines": lines}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["2 people are invited or stand in the register now."]
    assert [(each.email, each.name, each.age_band) for each in Invitation.objects.all()] == [
        ("ada@tests.example", "Ada", "adult")
    ]
    part = Capacity.objects.get(user__name="Bo")
    assert (part.body, part.standing, part.user.reach, part.user.age_band) == (
        keeper.actor.body, Standing.PAUSED, Reach.RING, AgeBand.AGES_11_12,
    )  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_checking_costs_the_same_for_any_number(keeper, django_assert_num_queries, number):
    for _count in range(number):
        MemberFactory(body=keeper.actor.body)
    check(keeper, "Ada,ada@tests.example")
    # Session, user, own parts; the forum; who is here, and who wants no contact.
    with django_assert_num_queries(6):
        check(keeper, "\n".join(f"Ada,ada{place}@tests.example" for place in range(number)))


def test_list_that_was_checked_is_taken_only_here_from_the_same_person_and_soon(keeper, signed_in, at):
    lines = check(keeper, "Ada,ada@tests.example").context["lines"]
    body = keeper.actor.body
    other_person, other_forum = signed_in("organiser", body), signed_in("organiser", BodyFactory())
    for browser in (other_person, other_forum):
        browser.post(url_of(browser), {"confirm": "1", "lines": lines})
    keeper.post(url_of(keeper), {"confirm": "1", "lines": lines[:-3] + "abc"})
    assert Invitation.objects.count() == 0
    with at("2099-01-01 12:00"):
        keeper.force_login(keeper.actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        response = keeper.post(url_of(keeper), {"confirm": "1", "lines": lines}, follow=True)
        assert {str(message) for message in response.context["messages"]} == {
            "This list was checked too long ago. Check it once more; nothing was saved."
        }
    assert Invitation.objects.count() == 0


def test_list_is_shown_again_when_something_changed_since_it_was_checked(keeper):
    lines = check(keeper, "Ada,ada@tests.example\nBo,bo@tests.example").context["lines"]
    UserFactory(email="bo@tests.example", do_not_contact=True)
    preview = keeper.post(url_of(keeper), {"confirm": "1", "lines": lines}).context["preview"]
    assert [[entry.who for entry in found] for found in (preview.good, preview.bad)] == [["Ada"], ["Bo"]]
    assert Invitation.objects.count() == 0


def test_list_is_saved_whole_or_not_at_all(acting):
    keeper = acting("organiser", BodyFactory())
    good = Entry(1, name="Ada", email="ada@tests.example", reach="email")
    bad = Entry(2, name="Bo", reach="ring", contact="123")
    with pytest.raises(Refused, match=r"^Line 2: Write a telephone number .* Nothing was saved\.$"):
        members.register_many(body=keeper.body, entries=[good, bad], by=keeper)
    assert (Invitation.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_long_list_is_taken_and_everyone_is_written_to(acting):
    keeper = acting("organiser", BodyFactory())
    found = entries("\n".join(f"Person {number},p{number}@tests.example" for number in range(100)))
    assert members.register_many(body=keeper.body, entries=found, by=keeper) == 100
    assert (Invitation.objects.count(), Notification.objects.filter(kind="groups.invitation", state="waiting").count()) == (
        100,
        100,
    )


@pytest.mark.parametrize(
    "sent, field, words",
    [
        ({}, "pasted", "Paste a list or choose a file, one of the two."),
        ({"pasted": "a\n" * 501}, "pasted", "This list has more than 500 lines. Send it in parts."),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04x")}, "file", "This Excel file cannot be read. Save it again as .xlsx, or as CSV."),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF\x00\x00")}, "file", "This is not a list. Choose a CSV file or an Excel file that ends in .xlsx."),
        ({"file": SimpleUploadedFile("a.csv", b"x" * (1024 * 1024 + 1))}, "file", "This file is larger than 1 MB. Send the list in parts."),
    ],
)  # fmt: skip
def test_list_that_cannot_be_read_is_refused_on_the_page(keeper, sent, field, words):
    if "file" in sent:
        sent["file"].seek(0)
    response = keeper.post(url_of(keeper), sent | {"check": "1"})
    assert (response.status_code, response.context["form"].errors) == (200, {field: [words]})


def test_roles_that_lists_may_give_are_those_of_members():
    assert [str(entries(f"name,role,reach\nAda,{role},tell")[0].role) for role in ("chair", "Organiser", "REPRESENTATIVE")] == [
        Role.CHAIR, Role.ORGANISER, Role.REPRESENTATIVE,
    ]  # fmt: skip
