"""Levels of English words, by a library that authors may have installed besides."""

from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from duologue_activities.lemmas import lemma

LEVELS = ("", "A1", "A2", "B1", "B2", "C1", "C2")


def is_installed() -> bool:
    return find_spec("cefrpy") is not None


@lru_cache(16_384)
def level_of(word: str) -> str:
    """The lowest level of a word or its basic form in any part of speech, "" if it is not known."""
    words = _known_words()
    levels = [
        int(level)
        for form in {word, lemma(word)}
        for level in words.get_pos_level_dict_for_word(form).values()
    ]
    return LEVELS[min(levels, default=0)]


@lru_cache(1)
def _known_words() -> Any:  # the library ships no types
    from cefrpy import CEFRAnalyzer  # type: ignore[import-untyped,unused-ignore]

    return CEFRAnalyzer()
