"""The word screen: a few words that ask for an early look. It decides nothing, and a person reads everything anyway."""

import re

_URGENT = (
    r"suicid\w*", r"kill(?:ing)? (?:myself|me|him|her|them)", r"self[- ]?harm\w*", r"hurt(?:ing|s)? (?:me|myself)", r"cut(?:ting)? myself",
    r"want to die", r"abus\w+", r"rape\w*", r"touch(?:es|ed|ing)? me", r"hit(?:s|ting)? me", r"beat(?:s|ing)? me", r"scared (?:at|of going) home",
    r"not safe", r"unsafe", r"knife", r"knives", r"weapon\w*", r"groom(?:ed|ing)", r"run(?:ning)? away", r"starv\w+",
)  # fmt: skip
_pattern = re.compile(rf"\b(?:{'|'.join(_URGENT)})\b", re.IGNORECASE)


def asks_for_an_early_look(words: str) -> bool:
    """Whether the words hold one of the screen's."""
    return bool(_pattern.search(words))
