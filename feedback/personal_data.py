"""The register of personal data: what people said. No name, address or device is ever kept with it."""

from coproduction.core.personal_data import Personal, Register

_WORDS = "two years at most; what came of it is kept without the words"
_PROMISE = "as long as the promise's record"

PERSONAL: Register = {
    "feedback.Draft.token_hash": Personal("to give an unfinished answer back to the same browser", "14 days"),
    "feedback.Draft.age_band": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.Draft.permission": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.Draft.return_hash": Personal("to give an unfinished answer back on another device, when asked for", "14 days"),
    "feedback.Draft.organisation": Personal("whose answer it is, when it is an organisation's", "14 days"),
    "feedback.Draft.asked_by": Personal("so that a link that was used up counts as answered; it goes with the draft", "14 days"),
    "feedback.DraftAnswer.file": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.FeedbackRequest.user": Personal("whom we asked, so that nobody is asked twice", "two years"),
    "feedback.FeedbackRequest.is_answered": Personal("so that whoever answered is not reminded", "two years"),
    "feedback.Draft.language": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.DraftAnswer.number": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.DraftAnswer.day": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.DraftAnswer.option": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.DraftAnswer.words": Personal("an unfinished answer that nobody reads", "14 days"),
    "feedback.Response.received_at": Personal("to read it in time", _WORDS),
    "feedback.Response.language": Personal("to read it and to answer in that language", _WORDS),
    "feedback.Response.age_band": Personal("to see whose voices we have not heard", _WORDS),
    "feedback.Response.permission": Personal("what we may do with the words", _WORDS),
    "feedback.Response.sent_key": Personal("so that a form that is sent twice counts once", _WORDS),
    "feedback.Answer.option": Personal("what someone told us", _WORDS),
    "feedback.Answer.words": Personal("what someone told us", _WORDS),
    "feedback.Answer.number": Personal("what someone told us", _WORDS),
    "feedback.Answer.file": Personal("a photo or document that someone gave us", _WORDS),
    "feedback.Answer.day": Personal("what someone told us", _WORDS),
    "feedback.Response.organisation": Personal("whose answer it is, when it is an organisation's", _WORDS),
    "feedback.Response.entered_by": Personal("so that it is known who typed it in", _WORDS),
    "feedback.Response.entered_by_label": Personal("in which capacity", _WORDS),
    "feedback.Redaction.original": Personal("words that were taken out, for those entitled to them", _WORDS),
    "feedback.Redaction.by_ref": Personal("so that it is known who took them out", _WORDS),
    "feedback.Redaction.by_label": Personal("in which capacity", _WORDS),
    "feedback.WayToTell.address": Personal(
        "to tell someone what came of what they said, when they ask for it",
        "until every theme has its final answer; twelve months at most",
    ),
    "feedback.Translation.opened_by": Personal(
        "so that it is known who let people choose the language", "as long as the questionnaire"
    ),
    "feedback.Translation.opened_by_label": Personal("in which capacity", "as long as the questionnaire"),
    "feedback.Revision.written_by": Personal("so that somebody else tests it", "as long as the questionnaire"),
    "feedback.Trial.by_ref": Personal("so that it is known who tested it", "as long as the questionnaire"),
    "feedback.Trial.by_label": Personal("in which capacity", "as long as the questionnaire"),
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
