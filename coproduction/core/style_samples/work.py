"""Samples of what officers, members and administrators see."""

from coproduction.core.style_samples.public import MADE_UP
from coproduction.core.tables import Cell, Column

NEXT = [
    {
        "late": "4 days late",
        "when": "Due 30 October",
        "title": "Elm Green Parent Carers asked about “the budget is fixed”",
        "why": "Their question has waited 11 days. Nothing can be signed until you reply.",
        "url": "#next",
        "action": "Reply",
        "about": "the budget",
    },
    {"when": "Due today", "title": "Read 3 new answers from the holiday club", "url": "#next", "action": "Read answers"},
]

ITEMS = [
    {
        "code": "2.2",
        "question": "What cannot change, and why?",
        "guide": "List each limit and its kind.",
        "state": "contested",
        "state_words": "Parent carers ask",
        "queried": True,
        "look": "parentsactive",
        "answer": "The budget is fixed.",
        "evidence": [{"words": "Budget paper, page 4 (PDF, 120 KB)", "url": "#item-2.2"}],
        "turns": [
            {
                "side": "forum",
                "who": "Parent carers, chair",
                "when": "20 October 2026, 8:10pm",
                "words": "Is that the total, or also how it is split?",
                "look": "parentsactive",
            },
            {
                "side": "council",
                "who": "You, lead officer",
                "when": "21 October 2026, 9:45am",
                "words": "The total. I will check the split.",
            },
            {"side": "event", "words": "30 October: the date you set for an answer has passed"},
        ],
    },
    {
        "code": "2.3",
        "question": "Who makes the final decision, and when?",
        "state": "did",
        "state_words": "Both confirmed",
        "answer": "Cabinet, 8 March 2027.",
        "signs": [
            {"who": "The council", "words": "Lead officer, 12 October 2026, 10:20am", "signed": True},
            {"who": "Parent carers", "words": "Not yet", "signed": False},
        ],
    },
    {
        "code": "2.4",
        "question": "How else?",
        "state": "none",
        "state_words": "Does not apply",
        "because": "this is full coproduction, see 2.1.",
    },
]

SIGNATURES = {
    0: [
        {"name": "The council", "words": "2 items to do."},
        {"name": "Elm Green Parent Carers", "look": "parentsactive", "words": "Asked on 19 October 2026."},
    ],
    1: [
        {"name": "The council", "signed": True, "words": "By the lead officer.", "note": "19 October 2026, 11:15am"},
        {
            "name": "Elm Green Parent Carers",
            "look": "parentsactive",
            "words": "One question open.",
            "note": "Asked on 19 October 2026",
        },
    ],
    2: [
        {"name": "The council", "signed": True, "words": "By the lead officer.", "note": "19 October 2026, 11:15am"},
        {
            "name": "Elm Green Parent Carers",
            "look": "parentsactive",
            "signed": True,
            "words": "By the chair.",
            "note": "21 October 2026, 8pm",
        },
    ],
}

HEADERS = ["Project", "With", Column("People", numeric=True), "Next date"]

ROWS = [
    [
        Cell("Short breaks", url="#tables"),
        Cell("Elm Green Parent Carers", look="parentsactive"),
        "11",
        Cell(state="late", state_words="4 days late"),
    ],
    [
        Cell("Welcome pack", url="#tables", note="Paused"),
        Cell("Elm Green Families", look="family-voices"),
        "over 20",
        "20 November 2026",
    ],
]

JOBS = [
    {
        "name": "Send messages",
        "every": "Every minute",
        "last": "1 minute ago",
        "next": "In a moment",
        "done": "Sent 3",
        "state": "did",
        "state_words": "On time",
    },
    {
        "name": "Reminders",
        "every": "Every 5 minutes",
        "last": "3 November 2026, 7:10am",
        "next": "Was due 7:15am",
        "done": "Sent 0",
        "state": "late",
        "state_words": "Late by 2 hours",
        "error": "the mail server did not answer, 7:10am",
    },
    {
        "name": "Clear old rows",
        "every": "Every night at 3:20am",
        "last": "Never",
        "next": "Tomorrow, 3:20am",
        "done": "–",
        "state": "notyet",
        "state_words": "Not run yet",
    },
]

MESSAGES = [
    {
        "subject": "Tomorrow: Elm Green Families",
        "url": "#outbox",
        "to": "rep@demo.example",
        "why": "Because you are a member",
        "when": "9am",
        "state": "did",
        "state_words": "Sent",
    },
    {
        "subject": "Please sign stage 2",
        "to": "chair@demo.example",
        "why": "Because you sign for your forum",
        "when": "10am",
        "state": "contested",
        "state_words": "Needs attention",
    },
]

READING = [
    {
        "what": "An answer to Holiday club",
        "came": "Came yesterday, 8:10pm",
        "due": "Read by today, 5pm",
        "state": "contested",
        "state_words": "Marked as worrying",
        "url": "#reading",
        "action": "Read",
    },
    {
        "what": "An answer to Bus stops",
        "came": "Came 30 October, 9am",
        "due": "Was due 2 November",
        "state": "late",
        "state_words": "1 day late",
        "url": "#reading",
        "action": "Read",
    },
    {
        "what": "An answer to Holiday club",
        "came": "Came today, 9am",
        "due": "Read by tomorrow, 9am",
        "state": "notyet",
        "state_words": "Not read yet",
        "url": "#reading",
        "action": "Read",
    },
]

MEETINGS = [
    {
        "day": "24",
        "month": "November 2026",
        "title": "Autumn coffee morning",
        "url": "#meetings",
        "look": "family-voices",
        "group": "Elm Green Families",
        "time": "Tuesday, 10am to 11:30am",
        "place": "Elm Green hub, step-free, crèche",
        "made_up": MADE_UP,
    },
    {
        "day": "2",
        "month": "December 2026",
        "title": "Winter meeting",
        "look": "youth-council",
        "group": "Elm Green Youth Council",
        "time": "Wednesday, 4:30pm to 6pm",
        "state": "cant",
        "state_words": "Cancelled",
    },
]

SUMMARY = [
    {"key": "How was the holiday club?", "value": "Very good", "change_url": "#summary"},
    {"key": "Can we use your words?", "value": "Use only the idea", "change_url": "#summary"},
    {"key": "Project", "value": "Short breaks", "url": "#summary"},
]

TASKS = [
    {"title": "Write down what cannot change", "url": "#tasks", "state": "did", "state_words": "Done"},
    {"title": "Find the right people", "url": "#tasks", "hint": "4 of 6 done", "state": "doing", "state_words": "Begun"},
    {"title": "Sign off the stage", "state": "none", "state_words": "Can’t start yet"},
]

ASKED = [
    {
        "who": "A councillor, 30 June 2026",
        "words": "More figures, please.",
        "state": "did",
        "state_words": "We did",
        "reply": "Each page has its figures.",
    },
    {
        "who": "A co-optee, 30 June 2026",
        "words": "Tell parents what came of it.",
        "state": "notyet",
        "state_words": "Not answered yet",
    },
]
