"""A note, a link or a file beside an item: who adds it, who takes it away, and that nothing typed is lost."""

import io
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from checklist import policies
from checklist.enums import EvidenceKind, ItemEventKind, ItemState
from checklist.models import ItemEvidence
from checklist.services import evidence, items, sign_offs
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.models import AuditEvent, StoredFile
from groups.actors import Actor
from groups.enums import Role
from tests.factories.checklist import Scene, chair_of, scene
from tests.factories.groups import CapacityFactory

pytestmark = pytest.mark.django_db

NOT_A_LINK = "This is not a link. Write one like https://www.lbhf.gov.uk/page"


@pytest.fixture
def walk() -> Scene:
    return scene(forums=2)


def picture(name: str = "plan.png") -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, format="PNG")
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/png")


def url(walk: Scene, *more: object, name: str = "evidence_add", code: str = "1.2") -> str:
    return reverse(name, args=[walk.project.slug, 1, code, *more])


@pytest.mark.parametrize(
    "typed, link",
    [
        ("https://www.lbhf.gov.uk/page?x=1", "https://www.lbhf.gov.uk/page?x=1"),
        ("http://lbhf.gov.uk", "http://lbhf.gov.uk"),
        (" www.lbhf.gov.uk/page ", "https://www.lbhf.gov.uk/page"),
        ("javascript:alert(1)", ""),
        ("ftp://lbhf.gov.uk/file", ""),
        ("https://", ""),
        ("https://nowhere", ""),
        ("see the minutes", ""),
        ("https://user:word@lbhf.gov.uk", ""),
        ("https://[broken", ""),
        ("https://lbhf.gov.uk:port/", ""),
        ("", ""),
    ],
)
def test_link_is_an_address_of_the_web(typed, link):
    assert policies.as_link(typed) == link


def test_note_and_link_stand_beside_the_item_and_change_no_state(walk):
    item = items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    evidence.add(item=item, kind=EvidenceKind.NOTE, words="Minutes of May.", by=walk.officer)
    evidence.add(item=item, kind=EvidenceKind.LINK, link="lbhf.gov.uk/page", by=walk.chair)
    assert list(item.evidence.values_list("kind", "words", "link", "side", "added_by_label")) == [
        ("note", "Minutes of May.", "", "council", walk.officer.label),
        ("link", "", "https://lbhf.gov.uk/page", "forum", walk.chair.label),
    ]
    assert walk.item("1.2").state == ItemState.OFFICER_CONFIRMED
    facts = policies.item_facts(item.events.all(), item.template.confirms)
    assert facts.state == ItemState.OFFICER_CONFIRMED
    assert list(item.events.values_list("kind", "words"))[2:] == [
        (ItemEventKind.EVIDENCE_ADDED, "Minutes of May."),
        (ItemEventKind.EVIDENCE_ADDED, "https://lbhf.gov.uk/page"),
    ]
    assert AuditEvent.objects.filter(verb="checklist.evidence_added").count() == 2


def test_nobody_signs_over_evidence_they_have_not_seen(walk):
    walk.settle()
    seen = sum(item.events.count() for item in walk.stage().items.all())
    evidence.add(item=walk.item("1.2"), kind=EvidenceKind.NOTE, words="New.", by=walk.officer)
    with pytest.raises(WrongState, match="Something changed at this stage"):
        sign_offs.sign(stage=walk.stage(), by=walk.chair, seen=seen)
    sign_offs.sign(stage=walk.stage(), by=walk.chair, seen=seen + 1)


@pytest.mark.parametrize(
    "given, error, words",
    [
        ({"kind": "note", "words": "  "}, Missing, "Write what shows it"),
        ({"kind": "link", "link": "javascript:alert(1)"}, Missing, NOT_A_LINK),
        ({"kind": "file"}, Missing, "Choose a file"),
        ({"kind": "file", "upload": SimpleUploadedFile("a.exe", b"MZ...")}, Refused, "This is something else."),
        ({"kind": "file", "upload": SimpleUploadedFile("a.pdf", b"")}, Refused, "This file is empty."),
        ({"kind": "file", "upload": SimpleUploadedFile("a.pdf", b"x" * (10 * 1024 * 1024 + 1))}, Refused, "too big"),
    ],
)
def test_what_shows_nothing_is_refused(walk, given, error, words):
    with pytest.raises(error, match=words.replace(".", r"\.").replace("(", r"\(")):
        evidence.add(item=walk.item("1.2"), by=walk.officer, **given)
    assert (ItemEvidence.objects.count(), StoredFile.objects.count(), walk.item("1.2").events.count()) == (0, 0, 0)


def test_an_item_has_no_more_than_twenty_things_beside_it(walk):
    for number in range(20):
        evidence.add(item=walk.item("1.2"), kind="note", words=str(number), by=walk.officer)
    with pytest.raises(Refused, match="20 things"):
        evidence.add(item=walk.item("1.2"), kind="note", words="One more", by=walk.officer)


def test_evidence_belongs_to_an_open_stage_and_to_the_two_sides(walk):
    member = CapacityFactory(role=Role.MEMBER, body=walk.forums[0])
    with pytest.raises(NotAllowed):
        evidence.add(item=walk.item("1.2"), kind="note", words="Mine", by=Actor(member.user, member))
    with pytest.raises(WrongState, match="has not begun yet"):
        evidence.add(item=walk.item("2.2"), kind="note", words="Early", by=walk.officer)
    assert ItemEvidence.objects.count() == 0


def test_file_is_for_those_who_read_the_checklist(walk, signed_in):
    shown = evidence.add(item=walk.item("1.2"), kind="file", words="The plan", upload=picture(), by=walk.officer)
    address = reverse("file", args=[shown.file.key])
    readers = {
        "chair": signed_in(user=walk.chair.user),
        "member": signed_in("member", walk.forums[1]),
        "another officer": signed_in("officer"),
        "another forum": signed_in("chair"),
        "committee": signed_in("committee_member"),
    }
    answers = {name: reader.get(address) for name, reader in readers.items()}
    for answer in answers.values():
        answer.close()
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "chair": 200,
        "member": 200,
        "another officer": 200,
        "another forum": 404,
        "committee": 404,
    }


def test_own_side_takes_away_what_it_added_with_its_file(walk):
    shown = evidence.add(item=walk.item("1.2"), kind="file", upload=picture("plan.png"), by=walk.officer)
    evidence.remove(evidence=shown, by=walk.officer)
    assert (ItemEvidence.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert list(walk.item("1.2").events.values_list("kind", "words")) == [
        ("evidence_added", "plan.png"),
        ("evidence_removed", "plan.png"),
    ]
    with pytest.raises(Missing):
        evidence.remove(evidence=ItemEvidence(pk=shown.pk, item=walk.item("1.2")), by=walk.officer)


def test_nobody_takes_away_what_others_put_there(walk):
    councils = evidence.add(item=walk.item("1.2"), kind="note", words="Ours", by=walk.officer)
    forums = evidence.add(item=walk.item("1.2"), kind="note", words="Theirs", by=walk.chair)
    for shown, by in ((councils, walk.chair), (forums, walk.officer), (forums, walk.chairs[1])):
        with pytest.raises(NotAllowed):
            evidence.remove(evidence=shown, by=by)
    assert ItemEvidence.objects.count() == 2
    evidence.remove(evidence=forums, by=chair_of(walk.forums[0]))
    assert ItemEvidence.objects.get() == councils


def test_evidence_stays_once_someone_has_signed_with_it(walk):
    shown = evidence.add(item=walk.item("1.2"), kind="note", words="Ours", by=walk.officer)
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    with pytest.raises(WrongState, match="Someone has signed"):
        evidence.remove(evidence=shown, by=walk.officer)
    assert ItemEvidence.objects.get() == shown


def test_nothing_is_kept_when_the_last_step_fails(walk, monkeypatch):
    def broken(**_said: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("checklist.services.evidence.audit.record", broken)
    with pytest.raises(RuntimeError):
        evidence.add(item=walk.item("1.2"), kind="note", words="Lost", by=walk.officer)
    assert (ItemEvidence.objects.count(), walk.item("1.2").events.count()) == (0, 0)


@pytest.mark.parametrize(
    "said, kind",
    [
        ({"words": "Minutes of May"}, "note"),
        ({"link": "https://www.lbhf.gov.uk/page"}, "link"),
        ({"words": "The plan", "upload": picture()}, "file"),
    ],
)
def test_form_adds_what_was_given_and_shows_it(walk, signed_in, said, kind):
    client = signed_in(user=walk.chair.user)
    response = client.post(url(walk), said, follow=True)
    shown = ItemEvidence.objects.get()
    html = response.content.decode()
    assert (shown.kind, response.redirect_chain[-1][0]) == (
        kind,
        f"{reverse('checklist_stage', args=[walk.project.slug, 1])}#item-1.2",
    )
    assert (url(walk, shown.pk, name="evidence_remove") in html, "Added. Both sides see it." in html) == (True, True)


@pytest.mark.parametrize(
    "said, words",
    [
        ({}, "Write what shows 1.2, or give a link or a file"),
        ({"words": "The page", "link": "not a link"}, NOT_A_LINK),
        ({"words": "The page", "link": "lbhf.gov.uk", "upload": SimpleUploadedFile("a.pdf", b"%PDF-")}, "Give a link or a file, one at a time"),
        ({"words": "The plan", "upload": SimpleUploadedFile("plan.exe", b"MZ")}, "This is something else."),
        ({"words": "The plan", "upload": SimpleUploadedFile("plan.pdf", b"")}, "Choose a file that is not empty"),
    ],
)  # fmt: skip
def test_form_says_what_is_wrong_and_keeps_what_was_typed(walk, signed_in, said, words):
    html = signed_in(user=walk.officer.user).post(url(walk), said).content.decode()
    assert words in html
    assert all(typed in html for name, typed in said.items() if name != "upload")
    assert ItemEvidence.objects.count() == 0


def test_page_asks_before_something_is_taken_away(walk, signed_in):
    shown = evidence.add(item=walk.item("1.2"), kind="note", words="Minutes of May", by=walk.officer)
    client, address = signed_in(user=walk.officer.user), url(walk, shown.pk, name="evidence_remove")
    html = client.get(address).content.decode()
    assert ("Take this away from 1.2?" in html, "Minutes of May" in html, ItemEvidence.objects.count()) == (True, True, 1)
    assert client.post(address).status_code == 302
    assert (ItemEvidence.objects.count(), client.get(address).status_code) == (0, 404)


def test_page_says_why_something_stays(walk, signed_in):
    shown = evidence.add(item=walk.item("1.2"), kind="note", words="Ours", by=walk.officer)
    html = signed_in(user=walk.chair.user).post(url(walk, shown.pk, name="evidence_remove")).content.decode()
    assert ("Only whoever put this here can take it away." in html, ItemEvidence.objects.count()) == (True, 1)


def test_who_only_reads_is_offered_nothing_to_add(walk, signed_in):
    evidence.add(item=walk.item("1.2"), kind="note", words="Minutes of May", by=walk.officer)
    page = reverse("checklist_stage", args=[walk.project.slug, 1])
    html = signed_in("member", walk.forums[0]).get(page).content.decode()
    assert ("Minutes of May" in html, "Add something that shows it" in html, "Take away" in html) == (True, False, False)


def test_history_of_evidence_is_in_the_order_in_which_it_happened(walk):
    for words in ("One", "Two", "Three"):
        evidence.add(item=walk.item("1.2"), kind="note", words=words, by=walk.officer)
    moments = list(walk.item("1.2").events.values_list("at", flat=True))
    assert all(first <= second for first, second in pairwise(moments))
