"""What the public is asked and says, what it is about, and what came of it."""

from feedback.models.asks import Ask
from feedback.models.drafts import Draft, DraftAnswer
from feedback.models.outcomes import Outcome, OutcomeContributor, ToldBack
from feedback.models.promises import Promise, PromiseEvent
from feedback.models.questionnaires import Option, OptionWords, Question, Questionnaire, QuestionWords, Revision
from feedback.models.responses import Answer, Receipt, Response, TriageRecord
from feedback.models.themes import Quote, Theme

__all__ = [
    "Answer",
    "Ask",
    "Draft",
    "DraftAnswer",
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
    "Response",
    "Revision",
    "Theme",
    "ToldBack",
    "TriageRecord",
]
