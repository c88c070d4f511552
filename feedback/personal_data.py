"""The register of personal data: what people said. No name, address or device is ever kept with it."""

from coproduction.core.personal_data import Personal, Register

_WORDS = "two years at most; what came of it is kept without the words"
_PROMISE = "as long as the promise's record"

PERSONAL: Register = {
    "feedback.Draft.token_hash": Personal("to give an unfinished answer back to the same browser", "14 days"),
    "feedback.Draft.age_band": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.Draft.permission": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.DraftAnswer.option": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.DraftAnswer.words": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.Response.received_at": Personal("to read it in time", _WORDS),
    "feedback.Response.language": Personal("to read it and to answer in that language", _WORDS),
    "feedback.Response.age_band": Personal("to see whose voices we have not heard", _WORDS),
    "feedback.Response.permission": Personal("what we may do with the words", _WORDS),
    "feedback.Response.sent_key": Personal("so that a form that is sent twice counts once", _WORDS),
    "feedback.Answer.option": Personal("what someone told us", _WORDS),
    "feedback.Answer.words": Personal("what someone told us", _WORDS),
    "feedback.Receipt.code_hash": Personal(
        "to show what came of it to the person who holds the code", "until it is answered, then 12 months"
    ),
    "feedback.TriageRecord.by_ref": Personal("so that it is known who read it", _WORDS),
    "feedback.TriageRecord.by_label": Personal("in which capacity", _WORDS),
    "feedback.TriageRecord.reason": Personal("why it was decided so", _WORDS),
    "feedback.Quote.words": Personal(
        "to show people's own words, with their permission and without a name", "until it is taken back"
    ),
    "feedback.Quote.said_by": Personal("who said it, as a kind of person and never a name", "until it is taken back"),
    "feedback.Quote.kind_words": Personal("how the words are known", "until it is taken back"),
    "feedback.Outcome.you_said": Personal("to show what people said, without a name", "public record"),
    "feedback.Outcome.said_added_by_label": Personal("who added the words later, by capacity", "public record"),
    "feedback.ToldBack.by_label": Personal("who told the people who spoke, by capacity", "public record"),
    "feedback.Promise.owner": Personal("so that everyone knows whom to ask", _PROMISE),
    "feedback.PromiseEvent.by_label": Personal("who changed it, by capacity", _PROMISE),
    "feedback.Ask.replied_by_label": Personal("who replied, by capacity", "public record"),
}
