"""What is wrong with an activity file: where, what, and how to mend it."""

from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """A place in a file, both counted from 1."""

    line: int
    column: int


class Mistake(NamedTuple):
    """One thing to mend. `what` has no full stop, `remedy` is a sentence."""

    file: str
    line: int
    column: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}. {self.remedy}"


class Mistakes(Exception):
    """A file (or several) can't be used; every mistake that was found, in their order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


MOST = 200
"""Mistakes told of one file, at most: nobody reads on."""
LONGEST = 200
"""Characters of one sentence, which may quote the file, at most."""
LONGEST_REMEDY = 400
"""The same of a remedy, which may list all kinds there are."""


class Findings:
    """The mistakes of one file, as they are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []

    def add(self, place: Place, what: str, remedy: str) -> None:
        if len(self.mistakes) < MOST:
            self.mistakes.append(
                Mistake(self.file, *place, _short(what, LONGEST), _short(remedy, LONGEST_REMEDY))
            )

    def stop_if_any(self) -> None:
        """Raise Mistakes, if there are any."""
        if self.mistakes:
            raise Mistakes(self.mistakes)


def _short(sentence: str, longest: int) -> str:
    sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= longest else f"{sentence[: longest - 1]}…"
