"""Which words of this app are read by a person, and which are not, and why; see `core.reading_register`."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduction.core.reading_register import not_read, read


def _answers(row: Any) -> list[str]:
    return [words for words in row.answers.values_list("words", flat=True) if words]


read(
    "feedback.Response",
    kind=_("An answer"),
    fields=("organisation",),
    below=_answers,
    below_fields=("feedback.Answer.words", "feedback.Answer.file"),
    about=lambda row: row.revision.questionnaire.title,
    where=lambda row: reverse("response", args=[row.ref]),
    related=("revision__questionnaire",),
)
read(
    "feedback.Outcome",
    kind=_("What a group says it said"),
    fields=("you_said",),
    about=lambda row: row.topic,
    where=lambda row: reverse("outcome_update", args=[row.ref]),
)

not_read(
    "A draft, which nobody reads until it is sent; then it is read as part of the response.",
    "feedback.Draft.organisation", "feedback.DraftAnswer.words", "feedback.DraftAnswer.file",
)  # fmt: skip
not_read("An address, used once to tell someone what came of it.", "feedback.WayToTell.address")
not_read("What stood in a response that was read, for the safeguarding leads.", "feedback.Redaction.original")
not_read(
    "Only the council’s staff write this.",
    "feedback.Ask.source", "feedback.Ask.asked_by", "feedback.Ask.words", "feedback.Ask.reply", "feedback.Questionnaire.source",
    "feedback.Questionnaire.title", "feedback.Questionnaire.why", "feedback.Questionnaire.what_next", "feedback.Questionnaire.audience",
    "feedback.Questionnaire.privacy", "feedback.Question.picture", "feedback.QuestionWords.wording", "feedback.QuestionWords.hint",
    "feedback.QuestionWords.easy", "feedback.QuestionWords.picture_words", "feedback.Option.picture", "feedback.OptionWords.label",
    "feedback.Translation.title", "feedback.Translation.why", "feedback.Translation.what_next", "feedback.Translation.audience",
    "feedback.Translation.privacy", "feedback.Theme.source", "feedback.Theme.title", "feedback.Theme.from_words", "feedback.Theme.basis", "feedback.Theme.note",
    "feedback.Quote.source", "feedback.Quote.words", "feedback.Quote.said_by", "feedback.Quote.kind_words", "feedback.Outcome.source",
    "feedback.Outcome.title", "feedback.Outcome.said_about", "feedback.Outcome.we_did", "feedback.Outcome.because",
    "feedback.Outcome.would_change", "feedback.Outcome.note", "feedback.Outcome.they_then_said", "feedback.Outcome.limits",
    "feedback.OutcomeContributor.words", "feedback.ToldBack.audience", "feedback.Promise.source", "feedback.Promise.words",
    "feedback.Promise.made_to_words", "feedback.PromiseEvent.words", "feedback.Redaction.reason", "feedback.TriageRecord.reason",
)  # fmt: skip
not_read(
    "The portal writes this itself, from dates and parts.",
    "feedback.Ask.asked_words", "feedback.Ask.replied_by_label", "feedback.Trial.by_label", "feedback.Translation.opened_by_label", "feedback.Quote.said_on_words",
    "feedback.Outcome.said_added_by_label", "feedback.Outcome.happened_words", "feedback.ToldBack.by_label", "feedback.Promise.due_words",
    "feedback.PromiseEvent.by_label", "feedback.PromiseEvent.old_due_words", "feedback.PromiseEvent.new_due_words",
    "feedback.Response.entered_by_label", "feedback.Redaction.by_label", "feedback.Receipt.questionnaire_title",
    "feedback.TriageRecord.by_label",
)  # fmt: skip
