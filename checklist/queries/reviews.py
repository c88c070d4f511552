"""What a forum finds when it reads a whole stage to answer in one act: what waits for it, what it can ask about, and its own draft."""

from dataclasses import dataclass
from typing import Any

from checklist import policies
from checklist.enums import Side
from checklist.models import StageDraft
from checklist.policies import ItemAct
from checklist.queries.stages import ItemOnPage, StagePage
from groups.models import Body


@dataclass(frozen=True)
class ReviewItem:
    """One item on the page, and whether the forum confirms it by sending, may ask about it, or writes its answer itself."""

    item: ItemOnPage
    is_confirmed_by_sending: bool
    can_ask: bool
    writes: bool


@dataclass(frozen=True)
class ReviewPart:
    number: int
    name: str
    intro: str
    items: tuple[ReviewItem, ...]


@dataclass(frozen=True)
class Review:
    """A stage as a forum reads it. `decides` is false while something waits for the council."""

    page: StagePage
    parts: tuple[ReviewPart, ...]
    decides: bool
    by_hands: bool
    waits_for_council: tuple[str, ...]

    @property
    def items(self) -> list[ReviewItem]:
        return [each for part in self.parts for each in part.items]


def review_of(page: StagePage, body: Body) -> Review:
    """The review of a page that was made for a viewer of this forum's side."""
    parts = tuple(
        ReviewPart(part.number, part.name, part.intro, tuple(_item(item) for item in part.items)) for part in page.parts
    )
    council = tuple(item.code for item in page.items if item.must_be_settled and item.waits_for == Side.COUNCIL)
    return Review(page, parts, not council, policies.is_childrens_forum(body), council)


def draft_of(page: StagePage, body: Body) -> dict[str, Any]:
    """What this forum has begun to say and not sent: nobody else is ever shown it."""
    draft = StageDraft.objects.filter(stage=page.stage, body=body).first()
    return draft.said if draft else {}


def _item(item: ItemOnPage) -> ReviewItem:
    writes = ItemAct.ANSWER in item.possible and item.waits_for == Side.FORUM
    waits = ItemAct.CONFIRM in item.possible and item.waits_for == Side.FORUM
    return ReviewItem(item, waits and bool(item.answer or item.because), ItemAct.QUERY in item.possible, writes)
