"""The guessing stage: one holds a card, the others guess its word. Taboo, twenty questions."""

from typing import Literal

from duologue_activities.activity import Riddle
from duologue_activities.lemmas import lemma
from duologue_activities.stages.words import plain_words

QUESTIONS = 20
"""How many may be asked in twenty questions."""

_STEM_LETTERS = 4
"""From this length on a banned word is heard in longer ones: rain in rainy."""


def judge_holder(riddle: Riddle, line: str) -> Literal["buzzed"] | None:
    """Was the word itself or a banned one said, in whatever form?"""
    said = plain_words(line)
    return "buzzed" if any(_says(it, said) for it in (riddle.word, *riddle.banned)) else None


def judge_guess(riddle: Riddle, line: str) -> Literal["guessed"] | None:
    """Is the word in it?"""
    return "guessed" if _says(riddle.word, plain_words(line)) else None


def is_true(riddle: Riddle, question: str) -> bool:
    """Is it asked for something that is true of the word, as far as the file says what is?"""
    asked = plain_words(question)
    return any(_says(it, asked) for it in riddle.true)


def is_question(line: str) -> bool:
    """It is asked, not told."""
    return line.rstrip(" )»”\"'").endswith("?")


def _says(wanted: str, said: tuple[str, ...]) -> bool:
    words = plain_words(wanted)
    starts = range(len(said) - len(words) + 1)
    return any(all(map(_is_form, words, said[start:])) for start in starts)


def _is_form(wanted: str, word: str) -> bool:
    """The same word, another form of it, or a longer one that begins with it."""
    if wanted == word or (len(wanted) >= _STEM_LETTERS and word.startswith(wanted)):
        return True
    return lemma(wanted) == lemma(word)
