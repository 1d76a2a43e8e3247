"""A text that is rebuilt together: how much of the original is in it.

A dictogloss is to have what the original says, in whatever words come to mind: the words that carry
it count, in any form and order. A dictation is to have the very words, in their order.
"""

from difflib import SequenceMatcher
from typing import NamedTuple

from duologue_activities.activity import Activity
from duologue_activities.lemmas import lemma
from duologue_activities.stages.words import plain_words

FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "some",
        "any",
        "no",
        "each",
        "every",
        "all",
        "both",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "into",
        "out",
        "up",
        "down",
        "over",
        "under",
        "about",
        "as",
        "than",
        "and",
        "or",
        "but",
        "so",
        "if",
        "because",
        "when",
        "while",
        "then",
        "there",
        "here",
        "not",
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "me",
        "him",
        "her",
        "us",
        "them",
        "my",
        "your",
        "his",
        "its",
        "our",
        "their",
        "who",
        "which",
        "what",
        "whose",
        "be",
        "is",
        "am",
        "are",
        "was",
        "were",
        "been",
        "being",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "shall",
        "should",
        "must",
        "very",
        "too",
        "also",
        "just",
    ]
)
"""They hold a sentence together, and seldom carry what it says."""


class Likeness(NamedTuple):
    """So many words of the original, of so many."""

    met: int
    of: int


def original(activity: Activity) -> str:
    """The whole text that is to be rebuilt."""
    return "\n\n".join(activity.passages)


def likeness(activity: Activity, text: str) -> Likeness:
    """Measured in the way that the activity's stages ask for."""
    dictated = any(stage.shows == "holder" for stage in activity.stages)
    return (in_order if dictated else carried)(original(activity), text)


def in_order(wanted: str, text: str) -> Likeness:
    """The words of the original that stand in the text, in their order."""
    words = plain_words(wanted)
    same = SequenceMatcher(None, words, plain_words(text), autojunk=False)
    return Likeness(sum(block.size for block in same.get_matching_blocks()), len(words))


def carried(wanted: str, text: str) -> Likeness:
    """The different words that carry the original, and those of them that the text has."""
    words = _carrying(wanted)
    return Likeness(len(words & _carrying(text)), len(words))


def _carrying(text: str) -> frozenset[str]:
    words = (word for word in plain_words(text) if word not in FUNCTION_WORDS)
    return frozenset(lemma(word) for word in words)
