"""The path as everyone sees it, and the same in small for lists."""

import pytest
from django.template import Context, Template

from checklist.queries import paths
from checklist.services import sign_offs
from tests.factories.checklist import TemplateVersionFactory, officer, scene
from tests.factories.engagements import ProjectFactory

pytestmark = pytest.mark.django_db


def render(tag: str, project, **more) -> str:
    return Template("{% load checklist %}{% " + tag + " %}").render(Context({"project": project} | more))


def test_path_shows_nine_stages_with_number_title_and_state_in_words():
    walk = scene()
    path = paths.path_of(walk.project)
    assert [(stage.number, stage.name, stage.state, stage.state_words) for stage in path.stages[:2]] == [
        (1, "Plain 1", "now", "We are here"),
        (2, "Plain 2", "todo", "To come"),
    ]
    assert (len(path.stages), path.current.number, path.notes) == (9, 1, ())


def test_path_on_a_page_marks_where_we_are_and_says_why_a_side_did_not_sign():
    walk = scene()
    sign_offs.refuse(stage=walk.stage(), reason="We cannot see the split.", by=walk.chair)
    html = render("project_path project", walk.project)
    assert (html.count("cp-path__stage--contested"), "We cannot see the split." in html, "We don’t agree yet" in html) == (
        1,
        True,
        True,
    )


def test_path_of_a_project_without_a_stage_says_so():
    project = ProjectFactory()
    assert not paths.path_of(project).is_on_checklist
    assert "Not on the checklist" in render("project_path project", project)
    assert "Not on the checklist" in render("project_beads project", project)


def test_path_names_a_discreet_forum_by_its_neutral_name():
    walk = scene()
    forum = walk.forums[0]
    forum.is_discreet, forum.neutral_name = True, "Thursday group"
    forum.save()
    sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
    assert paths.path_of(walk.project).notes[0].title == "Stage 1: Thursday group did not sign."


def test_beads_say_in_words_what_they_show():
    walk = scene()
    walk.settle()
    sign_offs.go_on_unsigned(stage=walk.stage(), reason="No reply.", by=walk.officer)
    beads = paths.beads_for([walk.project])[walk.project.pk]
    assert (beads.states[:3], beads.label, beads.text) == (
        ("skipped", "now", "todo"),
        "Stage 2 of 9, without a signature at 1",
        "2 Plain 2",
    )


def test_beads_of_a_contested_stage_say_so():
    walk = scene()
    sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
    assert paths.beads_for([walk.project])[walk.project.pk].label == "Stage 1 of 9, we don’t agree yet"


@pytest.mark.parametrize("projects", [1, 30])
def test_beads_of_a_list_cost_one_query(django_assert_num_queries, projects):
    lead, version = officer(), TemplateVersionFactory()
    walks = [scene(lead=lead, version=version) for _each in range(projects)]
    with django_assert_num_queries(1):
        found = paths.beads_for([walk.project for walk in walks])
        html = [render("project_beads project beads", walk.project, beads=found[walk.project.pk]) for walk in walks]
    assert sum("1 Plain 1" in each for each in html) == projects


def test_path_costs_two_queries_whatever_happened(django_assert_num_queries):
    walk = scene()
    for _each in range(3):
        sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
        walk.settle()
        sign_offs.sign(stage=walk.stage(), by=walk.chair)
    with django_assert_num_queries(2):
        paths.path_of(walk.project)
