"""Samples of what the public sees."""

from typing import Any

MADE_UP = True


def _outcome(ref: str, state: str, look: str, **more: Any) -> dict[str, Any]:
    return {"ref": ref, "state": state, "look": look, "made_up": MADE_UP, "more_url": "#pairs", **more}


OUTCOMES = [
    _outcome(
        "did",
        "did",
        "youth-council",
        topic="Words on the youth page",
        where="June 2026",
        said="Use clear language",
        exact=True,
        who=["Young people of Elm Green", "June 2026"],
        answer="We wrote a list of do’s and don’ts for the youth pages.",
        facts=[
            {"label": "How many", "value": "Over 20 young people"},
            {"label": "Part of", "value": "Youth pages", "url": "#pairs"},
        ],
    ),
    _outcome(
        "doing",
        "doing",
        "family-voices",
        topic="One timetable",
        said="Put the timetable on one page.",
        exact=True,
        who=["Elm Green families"],
        answer="The new timetable is being printed.",
        facts=[{"label": "Next news by", "value": "12 December 2026"}],
    ),
    _outcome(
        "notyet",
        "notyet",
        "parentsactive",
        topic="When a worker changes",
        said="Families want to be told before a worker changes.",
        exact=False,
        who=["Elm Green parent carers"],
        answer="We have not started. It is first in line for January.",
        facts=[{"label": "We look again on", "value": "15 January 2027"}],
    ),
    _outcome(
        "cant",
        "cant",
        "other",
        topic="Sundays at the hub",
        said="Open the hub on Sundays.",
        exact=True,
        who=["Elm Green hub group"],
        answer="We can’t open on Sundays this year.",
        why=[
            ("What stops us: money", "Staff for Sundays would cost more than the hub has."),
            ("What would change it", "The budget is set in February 2027."),
        ],
    ),
    _outcome(
        "contested",
        "contested",
        "parentsactive",
        topic="Short breaks in the holidays",
        said="Short breaks should not stop in the school holidays.",
        exact=True,
        who=["Elm Green parent carers, 9 June 2026"],
        answer="The council says: breaks ran in every holiday this year.",
        back="Elm Green parent carers said back:",
        back_words="Only for families who booked in March.",
        facts=[{"label": "Talking again on", "value": "26 November 2026"}],
    ),
    _outcome(
        "nowords",
        "did",
        "corporate-parenting",
        topic="A first home",
        nowords=True,
        said="Young people talked about living on their own.",
        supply_url="#pairs",
        who=["Elm Green care board workshops"],
        answer="The money to set up a first home is now £3,000.",
    ),
]

STAGES = [
    {"number": number, "name": name, "state": state, "state_words": words}
    for number, name, state, words in (
        (1, "Find out what matters", "done", "Done"),
        (2, "Be honest", "contested", "We don’t agree yet"),
        (3, "Find the right people", "skipped", "Skipped"),
        (4, "Make a plan", "done", "Done"),
        (5, "Get ready together", "now", "We are here"),
        (6, "Decide together", "todo", "To come"),
        (7, "Do it and keep checking", "todo", "To come"),
        (8, "Tell people what happened", "todo", "To come"),
        (9, "Look back and learn", "todo", "To come"),
    )
]

NOTES = [
    {"state": "contested", "title": "Stage 2: we don’t agree yet.", "words": "We talk on 26 November 2026."},
    {
        "state": "skipped",
        "title": "Stage 3 was skipped.",
        "words": "The group already knew each other. It was told on 12 September 2026.",
    },
]

STATUSES = [
    ("did", "We did"),
    ("doing", "We are doing"),
    ("notyet", "Not yet"),
    ("cant", "We can’t, because"),
    ("contested", "We don’t agree yet"),
    ("late", "4 days late"),
    ("none", "Does not apply"),
]

PROMISES = [
    {
        "kind": "open",
        "by": "Due",
        "day": "12",
        "month": "December 2026",
        "state": "doing",
        "state_words": "On the way",
        "words": "Tell you what the bus company said",
        "meta": "To the young people of Elm Green, from the council.",
        "made_up": MADE_UP,
    },
    {
        "kind": "late",
        "by": "Was due",
        "day": "30",
        "month": "September 2026",
        "state": "late",
        "state_words": "Late by 34 days",
        "words": "Make the pictures bigger on a phone",
        "meta": "From the web team.",
        "slips": ["30 June", "30 September", "Now 15 December 2026"],
        "slip_words": "Moved 2 times. Last reason: the test with young people is on 2 December.",
        "made_up": MADE_UP,
    },
    {
        "kind": "kept",
        "by": "Was due",
        "day": "14",
        "month": "March 2026",
        "state": "did",
        "state_words": "Kept",
        "words": "Read the guide aloud with a button",
        "meta": "From the web team. Done 9 March 2026.",
        "made_up": MADE_UP,
    },
    {
        "kind": "notkept",
        "by": "Was due",
        "day": "1",
        "month": "May 2026",
        "state": "cant",
        "state_words": "Not kept",
        "words": "Open a second quiet room",
        "meta": "From the family hubs. Not kept: the room is needed for health visits.",
        "made_up": MADE_UP,
    },
    {
        "kind": "nodate",
        "by": "Due",
        "day": "No date",
        "month": "in the record",
        "state": "notyet",
        "state_words": "Not started",
        "words": "Grow the listening team way of working",
        "made_up": MADE_UP,
    },
]

BODIES = [
    {
        "name": "Elm Green Youth Council",
        "look": "youth-council",
        "url": "#groups",
        "text": "Young people aged 11 to 19.",
        "fact": "7 meetings",
    },
    {
        "name": "Elm Green Families",
        "look": "family-voices",
        "url": "#groups",
        "text": "Parents over coffee.",
        "fact": "4 hubs",
        "made_up": MADE_UP,
    },
    {
        "name": "Elm Green Parent Carers",
        "look": "parentsactive",
        "url": "#groups",
        "text": "Parents of Disabled people.",
        "fact": "Independent",
    },
    {"name": "Elm Green Care Board", "look": "corporate-parenting", "url": "#groups", "text": "Hears from care leavers."},
    {"name": "Any other group", "look": "other", "url": "#groups", "text": "Every other group wears gold."},
]

TIMELINE_MONTHS = ["Sep 2025", "Oct", "Nov", "Dec", "Jan 2026", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"]

TIMELINE = [
    {
        "when": "October 2025",
        "things": [{"words": "Young people test the page"}],
        "kind": "month",
        "start": 2,
        "span": 3,
    },
    {
        "when": "No date in the record",
        "things": [{"words": "A jobs button is added"}],
        "kind": "fuzzy",
        "start": 2,
        "span": 5,
    },
    {
        "when": "March 2026",
        "things": [{"words": "The youth council works on it"}],
        "kind": "month",
        "start": 7,
        "span": 3,
    },
    {"when": "30 June 2026", "things": [{"words": "Reported to the committee"}], "kind": "day", "start": 10, "span": 3},
]

CHAIN = [
    {"step": "What matters to the youth council", "words": "A job that fits."},
    {"step": "What was decided", "words": "What comes first on the page: the jobs.", "url": "#"},
    {"step": "We did", "words": "The jobs come first now.", "url": "#"},
]

BARS = [
    {"label": "We did", "percent": 100, "figure": "31", "state": "did"},
    {"label": "We are doing", "percent": 9.7, "figure": "3", "state": "doing"},
    {"label": "Not yet", "percent": 3.2, "figure": "1", "state": "notyet"},
    {"label": "Left open in the record", "percent": 0, "figure": "0", "state": "none"},
]

FACTS = [
    {"number": "36", "words": "answers published so far"},
    {"number": "28", "words": "of them do not hold the words people said"},
    {"number": "29", "words": "of them have no date", "url": "#facts"},
]

ANSWERS = [
    {"question": "How was the holiday club?", "answer": "Very good", "face": 4, "change_url": "#answers"},
    {"question": "What would make it better?", "answer": "A quiet room.\nAnd later buses.", "change_url": "#answers"},
    {"question": "How old are you?", "answer": "", "change_url": "#answers"},
]

STEPS = [
    {"title": "You told us", "note": "20 October 2026", "state": "done"},
    {"title": "We are asking the bus company", "note": "They answer on 4 December 2026", "state": "now"},
    {"title": "We tell you what happens", "note": "By 12 December 2026", "state": "todo"},
]

DEGREE = [
    {"name": "Telling", "words": "We share what is happening."},
    {"name": "Asking", "words": "You tell us what you think. We decide.", "flags": ["What happened", "How it felt"]},
    {"name": "Working together", "words": "We plan it and do it with you.", "flags": ["Planned"]},
]

_AGREED = {"verdict_words": "We agree", "answer": "", "state": "agreed", "state_words": "Agreed"}

EVALUATION = {
    "ref": "elm",
    "who": "Elm Green parent carers",
    "look": "parentsactive",
    "written": "3 June 2026",
    "closed": "",
    "made_up": "Made-up example",
    "points": [
        {"number": 1, "words": "We were asked early.", **_AGREED},
        {
            "number": 2,
            "words": "Most of us work.\n\nThe meetings were in the morning.",
            "verdict_words": "We disagree",
            "answer": "Two of five were in the evening.",
            "state": "differ",
            "state_words": "We still differ. Both views stand here.",
        },
        {
            "number": 3,
            "words": "The paper left out our second choice.",
            "verdict_words": "We partly agree",
            "answer": "It was short.",
            "state": "open",
            "state_words": "Still open",
            "suggestion": "Agreed",
        },
        {"number": 4, "words": "Childcare was paid.", "state": "waiting", "state_words": "Not answered yet"},
    ],
    "talks": [{"when": "9 June 2026", "words": "We met at the hub.", "by": "chair, Elm Green parent carers"}],
}

LESSONS = [
    {
        "ref": "early",
        "topic": "Access",
        "words": "Ask about childcare before you set the day.",
        "next_time": "We ask everyone first, and pay on the day.",
        "project": "Short breaks in Elm Green",
        "project_url": "#lessons",
        "when": "June 2026",
        "made_up": "Made-up example",
    },
    {"ref": "words", "topic": "Telling what came of it", "words": "Send pictures too.", "project": "", "when": "May 2026"},
]

OPEN = ["The words and the name", "The pictures"]

FIXED = [
    {"kind": "Law", "icon": "law", "words": "Rights must be told as the law says them."},
    {"kind": "Money", "icon": "money", "words": "No budget for a new site."},
]

NOTICES = [
    ("success", "Sent", "Your reply went to the parent carers."),
    ("info", "", "This page is read by two people on working days."),
    ("warning", "The reminders are late", "Nothing has gone out for 2 hours."),
]

HELP_LINES = [
    {"name": "Police, fire, ambulance", "phone": "999", "when": "If you or someone else is in danger now"},
    {"name": "Childline", "phone": "0800 1111", "when": "Free, day and night, for anyone under 19"},
]
