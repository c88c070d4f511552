"""Photos and documents that were sent as an answer: what is said of them, who is asked for them, and who may open them."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from rules import has_perm

from coproduction.core import file_access
from coproduction.core.enums import Audience
from coproduction.core.models import StoredFile
from coproduction.core.models.base import ref_of
from coproduction.core.queries import concerns
from feedback import policies
from feedback.models import Answer, Draft, FeedbackRequest, Questionnaire, Response

VIEW = "feedback.view_response"


@dataclass(frozen=True)
class SentFile:
    """One file, by its kind and its size: never by what it shows, and never by the name that it had."""

    key: str
    is_picture: bool
    size: int

    @property
    def size_words(self) -> str:
        return filesizeformat(self.size)

    @property
    def in_words(self) -> str:
        words = _("A photo, %(size)s") if self.is_picture else _("A document (PDF), %(size)s")
        return words % {"size": self.size_words}


def of(stored: StoredFile) -> SentFile:
    """What is said of a stored file; no query."""
    return SentFile(stored.key, is_picture(stored.content_type), stored.size)


def kind_words(content_type: str) -> str:
    """What a table or a spreadsheet says of a file."""
    return _("a photo") if is_picture(content_type) else _("a document")


def is_picture(content_type: str) -> bool:
    return content_type.startswith("image/")


def asked_for(draft: Draft) -> bool:
    """Whether whoever answers here is asked for photos and documents. No query for those who came without a link of their own."""
    if draft.asked_by_id is None or draft.asked_by is None:
        return False
    return asked_with(draft.asked_by, draft.revision.questionnaire)


def asked_with(request: FeedbackRequest, questionnaire: Questionnaire) -> bool:
    """Whether the person who was sent this link is asked for photos and documents; a link to something else proves nothing."""
    if request.questionnaire_id != questionnaire.pk:
        return False
    return policies.may_send_files(is_entered=False, age_band=request.user.age_band, under_18s=questionnaire.under_18s_send_files)


def answers_for(user: object) -> QuerySet[Answer]:
    """Answers with a file that this user may open.

    Those who read responses open them; what is held is opened by the safeguarding leads alone who may see its concern.
    """
    found = Answer.objects.filter(file__isnull=False).select_related("file", "response__revision__questionnaire")
    return found.filter(response__in=Response.objects.visible_to(user))


def may_open(user: object, response: Response) -> bool:
    """Whether this user may open what came with a response."""
    if not has_perm(VIEW, user, response):
        return False
    if not response.is_held:
        return True
    ref = str(getattr(user, "ref", ""))
    return concerns.visible_to(ref).filter(item__target=ref_of(response)).exists()


@file_access.register(Audience.RESPONSE)
def may_have_file(user: object, stored: StoredFile) -> bool:
    """The judge of files that came with a response. One that is not sent yet is nobody's to open."""
    answer = answers_for(user).filter(file=stored).first()
    return answer is not None and may_open(user, answer.response)
