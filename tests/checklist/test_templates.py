"""Administrators write the next version of the checklist as a draft, see what changed, and publish it. What is published stays."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from checklist.enums import Condition, Confirms, Hold, Mandatory
from checklist.models import TemplateItem, TemplateStage, TemplateVersion
from checklist.queries import templates as queries
from checklist.services import template_drafts, templates, walks
from coproduction.core.errors import Missing, NotAllowed, Problems, WrongState
from coproduction.core.models import AuditEvent
from groups.actors import Actor
from groups.enums import Role
from tests.factories.checklist import TemplateVersionFactory, officer
from tests.factories.engagements import ProjectFactory
from tests.factories.groups import BodyFactory, CapacityFactory

FILE = Path(settings.BASE_DIR) / "checklist" / "data" / "checklist-template.yaml"

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Actor:
    capacity = CapacityFactory(role=Role.ADMINISTRATOR, body=BodyFactory(team=True))
    return Actor(capacity.user, capacity)


@pytest.fixture
def published() -> TemplateVersion:
    call_command("load_checklist", FILE, stdout=StringIO())
    return TemplateVersion.objects.get()


@pytest.fixture
def draft(published, admin) -> TemplateVersion:
    return template_drafts.begin(by=admin)


def said(**other: object) -> dict[str, object]:
    """What an administrator says of an item."""
    return {
        "code": "3.7", "prompt": "Who is missing?", "guidance": "", "evidence": "", "source": "", "confirms": Confirms.OFFICER,
        "mandatory": Mandatory.YES, "predicate": "", "may_not_apply": True, "hold": "", "live": "", "in_light_version": False,
        "consultation_prompt": "",
    } | other  # fmt: skip


def typed(draft: TemplateVersion, **other: object) -> dict[str, object]:
    """The same as a form sends it."""
    plain = {name: value for name, value in said().items() if name not in ("mandatory", "predicate", "in_light_version", "live")}
    return plain | {"duty": "yes", "seen": draft.fingerprint} | other


def codes(version: TemplateVersion, stage: int) -> list[str]:
    return list(
        TemplateItem.objects.filter(stage__version=version, stage__number=stage).order_by("order").values_list("code", flat=True)
    )


def compared(old: TemplateVersion, new: TemplateVersion) -> queries.Comparison:
    return queries.compare(queries.whole().get(pk=old.pk), queries.whole().get(pk=new.pk))


def url(name: str, *args: object) -> str:
    return reverse(name, args=args)


# --- Beginning ------------------------------------------------------------------------------------------------------------


def test_draft_begins_as_a_copy_that_nobody_can_start_with(draft, published, admin):
    assert (draft.number, draft.based_on, draft.published_at, draft.made_by_label) == (2, published, None, admin.label)
    assert compared(published, draft).is_empty
    assert compared(published, draft).same == 57
    walk = walks.start(project=ProjectFactory(), by=officer())
    assert walk.version == published


def test_there_is_one_draft_at_a_time(draft, admin):
    with pytest.raises(WrongState, match="There is a draft already"):
        template_drafts.begin(by=admin)
    with pytest.raises(WrongState, match="There is a draft already"):
        template_drafts.upload(content=FILE.read_bytes(), by=admin)
    assert TemplateVersion.objects.count() == 2


def test_first_version_comes_from_a_file(admin):
    with pytest.raises(Missing, match="Upload a file"):
        template_drafts.begin(by=admin)
    draft = template_drafts.upload(content=FILE.read_bytes(), by=admin)
    template_drafts.publish(seen=draft.fingerprint, by=admin)
    assert walks.start(project=ProjectFactory(), by=officer()).version == draft


def test_only_administrators_write_templates(published):
    with pytest.raises(NotAllowed):
        template_drafts.begin(by=officer())
    assert TemplateVersion.objects.count() == 1


def test_file_with_faults_becomes_no_draft(published, admin):
    content = FILE.read_bytes().replace(b"hold: limits_recorded", b"hold: on_tight").replace(b"code: '1.2'", b"code: '1.1'")
    with pytest.raises(Problems) as refused:
        template_drafts.upload(content=content, by=admin)
    assert [line.split(": ", 1)[1][:20] for line in refused.value.problems] == ["item 1.1 stands twic", "item 2.2: hold canno"]
    assert TemplateVersion.objects.count() == 1


# --- Writing --------------------------------------------------------------------------------------------------------------


def test_items_are_added_changed_moved_and_taken_out(draft, published, admin):
    draft = template_drafts.add_item(**said(), seen=draft.fingerprint, by=admin)
    draft = template_drafts.change_item(
        was="3.6", seen=draft.fingerprint, by=admin,
        **said(code="3.6", prompt="Any interests?", mandatory=Mandatory.CONDITION, predicate=Condition.HAS_PANEL),
    )  # fmt: skip
    draft = template_drafts.move_item(code="3.2", up=True, seen=draft.fingerprint, by=admin)
    draft = template_drafts.remove_item(code="3.4", seen=draft.fingerprint, by=admin)
    assert codes(draft, 3) == ["3.2", "3.1", "3.3", "3.5", "3.6", "3.7"]
    assert codes(published, 3) == ["3.1", "3.2", "3.3", "3.4", "3.5", "3.6"]
    changed = TemplateItem.objects.get(stage__version=draft, code="3.6")
    assert (changed.prompt, changed.predicate, changed.condition) == (
        "Any interests?",
        "has_panel",
        "if there is a tender or recruitment panel",
    )


def test_item_with_a_code_of_another_stage_goes_there(draft, admin):
    template_drafts.change_item(was="3.4", seen=draft.fingerprint, by=admin, **said(code="5.7"))
    assert (codes(draft, 3), codes(draft, 5)[-2:]) == (["3.1", "3.2", "3.3", "3.5", "3.6"], ["5.6", "5.7"])


@pytest.mark.parametrize("code, words", [("3.1", "in the checklist already"), ("10.1", "like 4.9"), ("three", "like 4.9")])
def test_code_names_its_stage_and_stands_once(draft, admin, code, words):
    with pytest.raises(Missing, match=words):
        template_drafts.add_item(**said(code=code), seen=draft.fingerprint, by=admin)
    assert TemplateItem.objects.filter(stage__version=draft).count() == 57


def test_item_at_the_end_of_its_stage_moves_no_further(draft, admin):
    with pytest.raises(WrongState, match="at the end of its stage"):
        template_drafts.move_item(code="3.1", up=True, seen=draft.fingerprint, by=admin)


def test_words_of_a_stage_and_the_name_change(draft, admin):
    draft = template_drafts.change_stage(
        number=2, plain_title="Say it straight", title="Limits", intro="", seen=draft.fingerprint, by=admin
    )
    draft = template_drafts.rename(name="Our checklist", note="With new words.", seen=draft.fingerprint, by=admin)
    stage = draft.stages.get(number=2)
    assert (stage.plain_title, stage.title, stage.intro, draft.name, draft.note) == (
        "Say it straight",
        "Limits",
        "",
        "Our checklist",
        "With new words.",
    )


def test_second_administrator_is_told(draft, admin):
    seen = draft.fingerprint
    template_drafts.add_item(**said(), seen=seen, by=admin)
    with pytest.raises(WrongState, match="Someone else changed the draft"):
        template_drafts.change_item(was="3.1", seen=seen, by=admin, **said(code="3.1", prompt="Lost update"))
    assert not TemplateItem.objects.filter(prompt="Lost update").exists()


def test_nothing_is_kept_when_the_last_step_fails(draft, admin, monkeypatch):
    def broken(**_said: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("checklist.services.template_drafts.audit.record", broken)
    with pytest.raises(RuntimeError):
        template_drafts.add_item(**said(), seen=draft.fingerprint, by=admin)
    assert codes(draft, 3) == ["3.1", "3.2", "3.3", "3.4", "3.5", "3.6"]
    assert TemplateVersion.objects.get(pk=draft.pk).fingerprint == draft.fingerprint


def test_published_version_is_never_edited(published, admin):
    for act in (
        lambda: template_drafts.add_item(**said(), seen=published.fingerprint, by=admin),
        lambda: template_drafts.remove_item(code="1.1", seen=published.fingerprint, by=admin),
        lambda: template_drafts.discard(seen=published.fingerprint, by=admin),
    ):
        with pytest.raises(WrongState, match="There is no draft any more"):
            act()
    assert TemplateItem.objects.count() == 57


# --- What changed ---------------------------------------------------------------------------------------------------------


def test_comparison_names_what_is_added_taken_out_and_changed(draft, published, admin):
    draft = template_drafts.add_item(**said(), seen=draft.fingerprint, by=admin)
    draft = template_drafts.remove_item(code="9.8", seen=draft.fingerprint, by=admin)
    draft = template_drafts.move_item(code="3.1", up=False, seen=draft.fingerprint, by=admin)
    item = TemplateItem.objects.get(stage__version=draft, code="7.5")
    columns = {name: getattr(item, name) for name in said()}
    draft = template_drafts.change_item(
        was="7.5", seen=draft.fingerprint, by=admin, **columns | {"prompt": "Did we celebrate?", "mandatory": Mandatory.YES}
    )
    found = compared(published, draft)
    assert ([row.title for row in found.added], [row.title for row in found.removed], found.same) == (["3.7"], ["9.8"], 55)
    assert [(row.title, [(change.field, change.old, change.new) for change in row.changes]) for row in found.changed] == [
        (
            "7.5",
            [
                ("Question", "Did we celebrate early wins?", "Did we celebrate?"),
                ("When it must be done", "Can be done", "Must be done"),
            ],
        )
    ]
    assert [(row.title, [(change.field, change.old[:8], change.new[:8]) for change in row.changes]) for row in found.stages] == [
        ("Stage 3", [("Order", "3.1, 3.2", "3.2, 3.1")])
    ]


# --- Publishing -----------------------------------------------------------------------------------------------------------


def test_new_projects_start_with_what_is_published_and_others_stay(draft, published, admin):
    old = walks.start(project=ProjectFactory(), by=officer())
    draft = template_drafts.add_item(**said(), seen=draft.fingerprint, by=admin)
    template_drafts.publish(seen=draft.fingerprint, by=admin)
    new = walks.start(project=ProjectFactory(), by=officer())
    old.refresh_from_db()
    assert (old.version, new.version) == (published, draft)
    assert [(line.version.number, line.items, line.walks, line.is_draft) for line in queries.versions()] == [
        (2, 58, 1, False),
        (1, 57, 1, False),
    ]
    assert list(
        AuditEvent.objects.filter(verb__startswith="checklist.template_").values_list("verb", flat=True).order_by("pk")
    ) == [
        "checklist.template_loaded",
        "checklist.template_begun",
        "checklist.template_item_added",
        "checklist.template_published",
    ]


def test_draft_with_gaps_is_not_published(draft, admin):
    TemplateItem.objects.filter(stage__version=draft, stage__number=6).delete()
    TemplateItem.objects.filter(stage__version=draft, code="2.2").update(hold="", may_not_apply=True)
    TemplateItem.objects.filter(stage__version=draft, code="2.3").update(may_not_apply=True)
    TemplateItem.objects.filter(stage__version=draft, code="1.4").update(hold=Hold.EVERY_THEME_ANSWERED)
    TemplateItem.objects.filter(stage__version=draft, code="5.1").update(in_light_version=False, prompt="")
    with pytest.raises(Problems) as refused:
        template_drafts.publish(seen=draft.fingerprint, by=admin)
    limits = "what is fixed is written down, or that nothing is"
    assert refused.value.problems == [
        "Stage 6 has no item in the full version.",
        "Stage 5 has no item in the light version.",
        "Stage 6 has no item in the light version.",
        "Stage 6 has no item in the consultation version.",
        "1.4: the portal checks when the council confirms, and here only the forum does.",
        "5.1 has no question.",
        f"No item of the full version has the portal check that {limits}.",
        "2.3 must always be done and never be left out: it checks that who decides, and when, is written down.",
        f"No item of the light version has the portal check that {limits}.",
        f"No item of the consultation version has the portal check that {limits}.",
    ]
    draft.refresh_from_db()
    assert draft.published_at is None


def test_stage_that_is_missing_and_code_that_stands_twice_are_named(draft):
    TemplateStage.objects.filter(version=draft, number=9).delete()
    TemplateItem.objects.create(
        stage=draft.stages.get(number=2), code="1.1", order=99, prompt="Again?", confirms=Confirms.OFFICER, mandatory=Mandatory.NO
    )
    assert queries.problems_of(queries.whole().get(pk=draft.pk)) == [
        "Stage 9 is missing.",
        "Stage 9 is missing.",
        "Stage 9 is missing.",
        "1.1 stands twice.",
    ]


def test_draft_made_from_an_older_version_is_not_published(draft, admin):
    templates.load(content=FILE.read_bytes() + b"\n")
    with pytest.raises(WrongState, match="Version 3 was published after this draft was begun"):
        template_drafts.publish(seen=draft.fingerprint, by=admin)


def test_template_of_the_project_can_be_published_as_it_is(draft):
    assert queries.problems_of(queries.whole().get(pk=draft.pk)) == []


def test_draft_is_thrown_away(draft, admin):
    template_drafts.discard(seen=draft.fingerprint, by=admin)
    assert (TemplateVersion.objects.count(), TemplateItem.objects.count()) == (1, 57)


# --- In the browser -------------------------------------------------------------------------------------------------------


def test_administrator_begins_writes_compares_and_publishes(published, signed_in):
    client = signed_in("administrator")
    assert client.post(url("checklist_templates")).url == url("template_version", 2)
    draft = TemplateVersion.objects.drafts().get()
    added = client.post(url("template_item_add", 2, 3), typed(draft, live=["sessions"], duty="has_panel"))
    assert added.url == f"{url('template_version', 2)}#item-3.7"
    item = TemplateItem.objects.get(stage__version=draft, code="3.7")
    assert (item.mandatory, item.predicate, item.live) == ("condition", "has_panel", "sessions")
    draft.refresh_from_db()
    client.post(url("template_version", 2), {"down": "3.1", "seen": draft.fingerprint})
    assert codes(draft, 3)[:2] == ["3.2", "3.1"]
    html = client.get(url("template_compare", 2, 1)).content.decode()
    assert ("Added: 1. Taken out: 0. Changed: 0. The same: 57." in html, "Who is missing?" in html) == (True, True)
    draft.refresh_from_db()
    assert client.post(url("template_publish", 2), {"seen": draft.fingerprint}).url == url("template_version", 2)
    assert "Published. It never changes." in client.get(url("template_version", 2)).content.decode()


def test_form_of_an_item_shows_it_as_it_is_and_saves_it_unchanged(draft, published, signed_in):
    client = signed_in("administrator")
    for code in ("2.2", "2.5", "4.3"):
        form = client.get(url("template_item", 2, code)).context["form"]
        shown = {name: form.initial.get(name) for name in form.fields}
        sent = {name: value for name, value in shown.items() if value not in (False, "")}
        assert client.post(url("template_item", 2, code), sent).status_code == 302
    assert compared(published, draft).is_empty


@pytest.mark.parametrize(
    "page, args", [("template_rename", ()), ("template_stage", (1,)), ("template_item_add", (1,)), ("template_item", ("1.1",)),
                   ("template_item_remove", ("1.1",)), ("template_publish", ()), ("template_discard", ())]
)  # fmt: skip
def test_published_version_has_no_page_to_change_it(published, signed_in, page, args):
    client = signed_in("administrator")
    assert [client.get(url(page, 1, *args)).status_code, client.post(url(page, 1, *args)).status_code] == [404, 404]


def test_refused_form_is_shown_again_with_what_was_typed(draft, admin, signed_in):
    template_drafts.rename(name="Quicker", note="", seen=draft.fingerprint, by=admin)
    html = signed_in("administrator").post(url("template_item_add", 2, 3), typed(draft)).content.decode()
    assert ("Someone else changed the draft while you had it open." in html, "Who is missing?" in html) == (True, True)


def test_upload_lists_every_problem_with_its_line(published, signed_in):
    upload = SimpleUploadedFile("t.yaml", FILE.read_bytes().replace(b"hold: limits_recorded", b"hold: on_tight"))
    html = signed_in("administrator").post(url("template_upload"), {"file": upload}).content.decode()
    assert ("item 2.2: hold cannot be “on_tight”" in html, TemplateVersion.objects.count()) == (True, 1)


def test_uploaded_file_becomes_the_draft(published, signed_in):
    upload = SimpleUploadedFile("t.yaml", FILE.read_bytes())
    assert signed_in("administrator").post(url("template_upload"), {"file": upload}).url == url("template_version", 2)
    assert compared(published, TemplateVersion.objects.drafts().get()).is_empty


def test_refused_publication_says_everything_that_is_wrong(draft, signed_in):
    TemplateItem.objects.filter(stage__version=draft, code="2.2").update(hold="")
    client = signed_in("administrator")
    html = client.post(url("template_publish", 2), {"seen": draft.fingerprint}).content.decode()
    assert "No item of the full version has the portal check that what is fixed is written down" in html
    assert "Before it can be published" in client.get(url("template_version", 2)).content.decode()


@pytest.mark.parametrize("role", ["officer", "chair", "committee_member", "safeguarding_lead"])
def test_templates_are_for_administrators_alone(draft, signed_in, role):
    client = signed_in(role)
    assert [client.get(url("checklist_templates")).status_code, client.post(url("checklist_templates")).status_code] == [403, 403]
    assert client.post(url("template_discard", 2), {"seen": draft.fingerprint}).status_code == 403
    assert TemplateVersion.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_versions_costs_the_same(signed_in, django_assert_num_queries, number):
    for _each in range(number):
        walks.start(project=ProjectFactory(), by=officer(), version=TemplateVersionFactory())
    client = signed_in("administrator")
    client.get(url("checklist_templates"))
    with django_assert_num_queries(4):
        client.get(url("checklist_templates"))


def test_administration_leads_to_the_templates(published, signed_in):
    assert url("checklist_templates") in signed_in("administrator").get(url("administration")).content.decode()
