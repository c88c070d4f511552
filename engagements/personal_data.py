"""The register of personal data: the officers who lead projects."""

from coproduction.core.personal_data import Personal, Register

PERSONAL: Register = {
    "engagements.Project.cover": Personal("so that someone can be asked when the lead is away", "as long as the project"),
    "engagements.PanelSeat.user": Personal("so that only the panel sees its scores", "as long as the project's record"),
    "engagements.PanelSeat.label": Personal("who sits on the panel, without a name", "as long as the project's record"),
    "engagements.PanelSeat.interest": Personal("so that nobody scores someone close to them", "as long as the project's record"),
    "engagements.SessionSaying.words": Personal("what people said, word for word", "as long as the project's record"),
    "engagements.SessionSaying.said_by": Personal("who said it, without a name", "as long as the project's record"),
    "engagements.SessionSaying.permission": Personal("what they allow", "as long as the words"),
    "engagements.SessionPhoto.file": Personal("what the session looked like", "until consent ends or is taken back"),
    "engagements.SessionPhoto.alt": Personal("so that nobody is left out", "as long as the photo"),
    "engagements.SessionPhoto.consent_words": Personal("proof of consent", "as long as the photo"),
    "engagements.GotFromIt.words": Personal("what taking part gave people, in their words", "as long as the project's record"),
    "engagements.GotFromIt.said_by": Personal("who said it, without a name", "as long as the project's record"),
    "engagements.GotFromIt.permission": Personal("what they allow", "as long as the words"),
    "engagements.Project.lead": Personal("so that everyone knows whom to ask", "as long as the project"),
}
