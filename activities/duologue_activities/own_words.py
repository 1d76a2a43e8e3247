"""What a line is made of: words in a row from the speaker's own card, and the alphabet it is in.

Six words in a row are what plagiarism checks begin at (WCopyfind, L. Bloomfield: "shortest phrase to
match"): below it people meet by chance, and by the target phrases that a card gives them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final

from duologue_activities.activity import Kind
from duologue_activities.stages.words import plain_words

LEAST_WORDS: Final = 6

IN_OWN_WORDS: Final[frozenset[Kind]] = frozenset(
    {"role-play", "problem-call", "interview", "observer-triad", "debate", "trial"}
)
"""Kinds whose cards say who one is. In all others a card may hold what has to be told as it stands."""

_QUOTED = re.compile(r"[“\"«][^”\"»]*[”\"»]")
"""What a card gives people to say."""

Run = tuple[str, ...]


def words_of_card(card: str, line: str) -> int:
    """How many words of the line stand in a row on the card; 0 for fewer than LEAST_WORDS."""
    if line.count(" ") < LEAST_WORDS - 1:
        return 0
    runs, first = _runs(card)
    words = plain_words(line)
    found = [
        start
        for start in range(len(words) - LEAST_WORDS + 1)
        if words[start] in first and words[start : start + LEAST_WORDS] in runs
    ]
    return _longest(found) + LEAST_WORDS - 1 if found else 0


def _longest(found: list[int]) -> int:
    """How many numbers follow each other without a gap, at most."""
    longest = following = 1
    for before, number in pairwise(found):
        following = following + 1 if number == before + 1 else 1
        longest = max(longest, following)
    return longest


@lru_cache(1_000)
def _runs(card: str) -> tuple[frozenset[Run], frozenset[str]]:
    """All runs of a card, and the words that they begin with."""
    runs = frozenset(
        words[start : start + LEAST_WORDS]
        for sentence in _QUOTED.sub("\n", card).splitlines()
        for words in [plain_words(sentence)]
        for start in range(len(words) - LEAST_WORDS + 1)
    )
    return runs, frozenset(run[0] for run in runs)


def alphabet(text: str) -> str:
    """The script of most letters, by the first word of their Unicode names; "" without letters."""
    if text.isascii():
        return "LATIN" if any(map(str.isalpha, text)) else ""
    letters = Counter(unicodedata.name(one, "").partition(" ")[0] for one in text if one.isalpha())
    return max(letters, key=letters.__getitem__, default="")


@lru_cache(1_000)
def alphabet_of(texts: Iterable[str]) -> str:
    """Of an activity's texts together."""
    return alphabet(" ".join(texts))
