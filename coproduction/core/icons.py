"""The pictures of the interface: icons beside words, group marks and the five faces, as paths on a small square.

A picture never stands alone: every one of them is hidden from screen readers and has its words next to it.
"""

ICONS: dict[str, str] = {
    "tick": '<path d="M4 12.5l5.5 5.5L20 7"/>',
    "half": '<path d="M12 3.5a8.5 8.5 0 1 1-7.4 4.3"/><path d="M4 3v5h5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>',
    "bar": '<path d="M5 12h14"/>',
    "back": '<path d="M8 4L4 8l4 4M4 8h11M16 12l4 4-4 4M20 16H9"/>',
    "skip": '<path d="M4 15a8 8 0 0 1 15-2.5M20 6v7h-7"/>',
    "late": '<path d="M12 4v10M12 19.2v.3"/>',
    "doc": '<path d="M6 3h8l4 4v14H6zM14 3v4h4"/>',
    "ask": '<path d="M9 9a3 3 0 1 1 4.2 2.8c-.9.4-1.2 1-1.2 2.2M12 18.3v.2"/>',
    "pen": '<path d="M4 20l1-5L16 4l4 4L9 19z"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4-7 8-7s7 2 8 7"/>',
    "money": '<circle cx="12" cy="12" r="8.5"/><path d="M15 8.5c-.7-.9-1.7-1.2-2.6-1.2-1.6 0-2.6 1-2.6 2.4v6.8M8.3 12.3h5M8.5 16.5H15"/>',
    "law": '<path d="M12 3v18M6 21h12M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z"/>',
    "sound": '<path d="M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11"/>',
    "phone": ('<path d="M6 3h4l1.5 5L9 9.5a11 11 0 0 0 5.5 5.5L16 12.5l5 1.5v4a3 3 0 0 1-3 3C10 21 3 14 3 6a3 3 0 0 1 3-3z"/>'),
    "down": '<path d="M12 4v12M6 11l6 6 6-6M4 21h16"/>',
    "dash": '<path d="M6 12h12"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3v5M15.5 3v5"/>',
    "place": '<path d="M12 21.5s-7-7-7-12a7 7 0 0 1 14 0c0 5-7 12-7 12z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "lock": '<path d="M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11"/>',
    "mail": '<path d="M3 5.5h18v13H3zM3 7l9 7 9-7"/>',
    "copy": '<path d="M8 8h12v13H8zM16 8V3H4v13h4"/>',
    "shield": '<path d="M12 3l8 3v6c0 5-3.5 8-8 9.5-4.5-1.5-8-4.5-8-9.5V6z"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.2"/>',
}

# One mark for each kind of group; its colour is the class cp-forum--<look>.
MARKS: dict[str, str] = {
    "youth-council": '<path d="M12 2.5l2.5 7 7 2.5-7 2.5-2.5 7-2.5-7-7-2.5 7-2.5z"/>',
    "family-voices": '<circle cx="7.5" cy="8" r="4.5"/><circle cx="16.5" cy="8" r="4.5"/><circle cx="12" cy="17.5" r="3.5"/>',
    "parentsactive": '<path d="M3 12l9-8 9 8M3 20l9-8 9 8"/>',
    "corporate-parenting": '<path d="M3 21v-9a9 9 0 0 1 18 0v9h-5v-8.5a4 4 0 0 0-8 0V21z"/>',
    "other": '<circle cx="12" cy="12" r="8.5"/>',
}

_EYES = '<circle class="cp-face__dot" cx="22" cy="26" r="3.5"/><circle class="cp-face__dot" cx="42" cy="26" r="3.5"/>'
# One poor, one plain, three good: children crowd the top of even scales.
FACES: dict[str, str] = {
    "1": _EYES + '<path class="cp-face__line" d="M20 46q12-10 24 0"/>',
    "2": _EYES + '<path class="cp-face__line" d="M21 43h22"/>',
    "3": _EYES + '<path class="cp-face__line" d="M20 40q12 8 24 0"/>',
    "4": _EYES + '<path class="cp-face__line" d="M17 38q15 17 30 0"/>',
    "5": (
        '<path class="cp-face__line" d="M17 27q5-7 10 0M37 27q5-7 10 0"/>'
        '<path class="cp-face__mouth" d="M16 37h32q-2 16-16 16t-16-16z"/>'
    ),
}

# What each state of an answer, a promise, an item or a job looks like: the tag's colour and its icon.
STATE_ICONS: dict[str, str] = {
    "did": "tick",
    "doing": "half",
    "notyet": "clock",
    "cant": "bar",
    "contested": "back",
    "late": "late",
    "none": "dash",
}


def known_look(look: str) -> str:
    """The look of a group when there is one of that name, otherwise the look every other group has."""
    return look if look in MARKS else "other"
