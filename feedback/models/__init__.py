"""What the public is asked and says, what it is about, and what came of it."""

from feedback.models.asks import Ask
from feedback.models.drafts import Draft, DraftAnswer
from feedback.models.outcomes import Outcome, OutcomeContributor, ToldBack
from feedback.models.promises import Promise, PromiseEvent
from feedback.models.questionnaires import Option, OptionWords, Question, Questionnaire, QuestionWords, Revision, Trial
from feedback.models.requests import FeedbackRequest
from feedback.models.responses import Answer, EqualityCount, Receipt, Redaction, Response, TriageRecord, WayToTell
from feedback.models.themes import Quote, Theme
from feedback.models.translations import Translation

__all__ = [
    "Answer",
    "Ask",
    "Draft",
    "DraftAnswer",
    "EqualityCount",
    "FeedbackRequest",
    "Option",
    "OptionWords",
    "Outcome",
    "OutcomeContributor",
    "Promise",
    "PromiseEvent",
    "Question",
    "QuestionWords",
    "Questionnaire",
    "Quote",
    "Receipt",
    "Redaction",
    "Response",
    "Revision",
    "Theme",
    "ToldBack",
    "Translation",
    "TriageRecord",
    "Trial",
    "WayToTell",
]
