"""Every field that could say something about a person is in the register, or is named here as impersonal."""

from importlib import import_module

from django.apps import apps
from django.db import models

from groups.models import User

APPS = ("core", "groups", "engagements", "checklist", "feedback")
REGISTERS = ("coproduction.core", "groups", "engagements", "checklist", "feedback")

# Tables that hold what the council and its forums publish or set up: no field of theirs is about a person, unless the
# register says so. A new table is not in this list, so each of its fields has to be thought about.
IMPERSONAL_TABLES = {
    "core.DataQualityNote", "core.Figure", "core.FigurePart", "core.Publication", "core.RecordEntry", "core.RecordSource",
    "core.ReferenceEntry", "core.ScheduledRun", "core.SearchEntry", "groups.Body", "groups.BodyLink", "groups.ElectedOffice", "groups.Meeting",
    "groups.Priority", "groups.Resolution", "groups.Theme", "groups.Election", "groups.Charter",
    "groups.MeetingCount", "groups.MeetingDecision", "groups.ReminderPlan", "groups.Term", "engagements.ForwardPlanItem", "engagements.HeadCount", "engagements.Incentive",
    "engagements.Limit", "engagements.Milestone", "engagements.Project", "engagements.ProjectDetail", "engagements.ProjectPart",
    "engagements.Resource", "engagements.Session", "engagements.VolunteerTime", "checklist.Checklist", "checklist.ChecklistItem",
    "checklist.ChecklistStage", "checklist.Evaluation", "checklist.EvaluationPoint", "checklist.TemplateItem", "checklist.TemplateStage",
    "checklist.TemplateVersion", "feedback.Ask", "feedback.Option", "feedback.OptionWords", "feedback.Outcome", "feedback.OutcomeContributor", "feedback.EqualityCount",
    "feedback.Promise", "feedback.Question",
    "engagements.Candidate", "engagements.Criterion", "engagements.Decision", "engagements.DecisionOption", "engagements.Expense",
    "engagements.InspectionPoint", "engagements.IntendedGroup", "engagements.KindEntry", "engagements.Panel", "engagements.Score",
    "engagements.TriedOut", "engagements.TurnoutCount", "engagements.Vote", "engagements.VoteOption", "feedback.QuestionWords", "feedback.Questionnaire", "feedback.Translation", "feedback.Revision", "feedback.Theme",
}  # fmt: skip
# In tables about people or their words, these fields say nothing about anyone.
IMPERSONAL_FIELDS = {
    "id", "state", "kind", "about", "target", "at", "due_at", "created_at", "arrived_at", "origin", "source", "ref", "revision", "question",
    "is_demonstration", "order", "side", "position", "decision", "route", "reason", "problem", "lease", "dedupe_key", "verb", "request", "words",
    "sha256", "size", "scan", "key", "content_type", "audience", "body", "project", "outcome", "item", "stage", "promise", "meeting", "draft", "response",
    "channel", "charter", "title", "act", "answers", "panel", "session", "sheet", "fingerprint", "line", "headings", "columns", "made_as", "manner", "paper", "unsigned_because",
    "duty", "speaks_for", "questionnaire", "told_by", "receipt", "record", "answer",
    "degree", "topic", "verdict", "closed", "evaluation", "next_time", "questionnaire_title", "error", "result",
}  # fmt: skip
# Moments, counters and switches are impersonal wherever they stand, unless the register names them.
IMPERSONAL_KINDS = (
    models.BooleanField,
    models.DateTimeField,
    models.DateField,
    models.PositiveSmallIntegerField,
    models.PositiveIntegerField,
    models.AutoField,
)


def registered() -> set[str]:
    return {name for app in REGISTERS for name in import_module(f"{app}.personal_data").PERSONAL}


def all_fields() -> dict[str, models.Field]:
    return {
        f"{model._meta.label}.{field.name}": field
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
    }


def test_personal_data_register_names_only_fields_that_exist() -> None:
    assert registered() - set(all_fields()) == set()


def test_personal_data_register_misses_no_field() -> None:
    undecided = {
        name
        for name, field in all_fields().items()
        if name not in registered()
        and name.rsplit(".", 1)[0] not in IMPERSONAL_TABLES
        and field.name not in IMPERSONAL_FIELDS
        and not field.name.endswith(("_precision", "_due_words", "said_on_words", "said_words"))
        and not isinstance(field, IMPERSONAL_KINDS)
    }
    assert undecided == set()


def test_personal_data_register_holds_every_field_of_a_person() -> None:
    fields = {f"groups.User.{field.name}" for field in User._meta.concrete_fields} - {
        "groups.User.id",
        "groups.User.is_demonstration",
    }
    assert fields - registered() == set()


def test_personal_data_every_link_to_a_person_is_registered() -> None:
    links = {name for name, field in all_fields().items() if field.is_relation and field.related_model is User}
    assert links - registered() == set()
