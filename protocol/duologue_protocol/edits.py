"""Edits of a text that several people write at once: operational transformation, kept small.

An edit goes through the text from its start: a number above 0 keeps so many characters, one below 0
takes so many out, a text is put in; what is left at the end is kept. The server gives every edit
its place behind those it did not know of (Ellis and Gibbs 1989; the form is that of ot.js).
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from math import inf

Edit = tuple[int | str, ...]


class UnfitEdit(ValueError):
    """The edit is not one of this text: it goes past its end, or has an empty step."""


def apply(edit: Edit, text: str) -> str:
    """The text with the edit in it. Raises UnfitEdit."""
    pieces: list[str] = []
    at = 0
    for step in edit:
        if isinstance(step, str):
            pieces.append(step)
            continue
        if not step or at + abs(step) > len(text):
            raise UnfitEdit(edit)
        if step > 0:
            pieces.append(text[at : at + step])
        at += abs(step)
    return "".join([*pieces, text[at:]])


def between(before: str, after: str) -> Edit:
    """The one change, at one place, that makes the one text of the other; none: no steps.

    Between two keystrokes that is what was typed. Between texts that differ in several places it takes
    out and puts in again what stands between them: see `changes`.
    """
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    taken, put = len(before) - start - end, after[start : len(after) - end]
    return tuple(step for step in (start, put, -taken) if step) if taken or put else ()


def changes(before: str, after: str) -> Edit:
    """The changes that probably made the one text of the other, where they may be several."""
    steps: list[int | str] = []
    for _, from_, to, put_from, put_to in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if before[from_:to] == after[put_from:put_to]:
            _add(steps, to - from_)
            continue
        if put_from < put_to:
            steps.append(after[put_from:put_to])
        _add(steps, from_ - to)
    return _without_end(steps)


def then(first: Edit, second: Edit) -> Edit:
    """The one edit that does what both do, the second being one of the text that the first makes."""
    steps: list[int | str] = []
    one, other = _Steps(first), _Steps(second)
    while one.is_left or other.is_left:
        if isinstance(one.next, int) and one.next < 0:
            _add(steps, one.take(one.length))
        elif isinstance(other.next, str):
            _put(steps, other.take_text())
        elif isinstance(one.next, str):
            text = one.take_text(other.length)
            if not other.is_left or other.take(len(text)) > 0:
                _put(steps, text)
        else:
            length = min(one.length, other.length)
            one.take(length)
            _add(steps, other.take(length))
    return _without_end(steps)


def after(edit: Edit, other: Edit) -> Edit:
    """The edit as it is to be made when another one of the same text came first.

    Nothing that was put in is taken out by somebody who had not seen it; where both put something
    at one place, the other's comes first.
    """
    steps: list[int | str] = []
    mine, theirs = _Steps(edit), _Steps(other)
    while mine.is_left:
        if isinstance(theirs.next, str):
            _add(steps, len(theirs.take_text()))
        elif isinstance(mine.next, str):
            _put(steps, mine.take_text())
        else:
            length = min(mine.length, theirs.length)
            step, their_step = mine.take(length), theirs.take(length)
            if their_step > 0:
                _add(steps, step)
    return _without_end(steps)


def after_all(edit: Edit, others: Sequence[Edit]) -> Edit:
    """The same behind several edits, one after the other."""
    for other in others:
        edit = after(edit, other)
    return edit


def moved(place: int, edit: Edit) -> int:
    """Where a place in the text (a cursor) is after somebody else's edit."""
    at, now = 0, 0
    for step in edit:
        if isinstance(step, str):
            now += len(step)
        elif at + abs(step) > place:
            return now if step < 0 else now + place - at
        else:
            at += abs(step)
            now += max(step, 0)
    return now + place - at


def put_in(edit: Edit) -> str:
    """All that an edit adds to the text."""
    return "".join(step for step in edit if isinstance(step, str))


def _common(one: str, other: str) -> int:
    length = min(len(one), len(other))
    return next((at for at in range(length) if one[at] != other[at]), length)


def _add(steps: list[int | str], step: int) -> None:
    """Add a step, into the last one if both keep or both take out."""
    if steps and isinstance(last := steps[-1], int) and (last > 0) == (step > 0):
        steps[-1] = last + step
    elif step:
        steps.append(step)


def _put(steps: list[int | str], text: str) -> None:
    if steps and isinstance(last := steps[-1], str):
        steps[-1] = last + text
    elif text:
        steps.append(text)


def _without_end(steps: list[int | str]) -> Edit:
    """What stands behind the last change is kept without saying so."""
    while steps and isinstance(steps[-1], int) and steps[-1] > 0:
        steps.pop()
    return tuple(steps)


class _Steps:
    """An edit taken step by step, or in parts of a step. It keeps all that is behind its end."""

    def __init__(self, edit: Edit) -> None:
        self._left = list(reversed(edit))

    @property
    def is_left(self) -> bool:
        return bool(self._left)

    @property
    def next(self) -> int | str | None:
        return self._left[-1] if self._left else None

    @property
    def length(self) -> float:
        step = self.next
        return abs(step) if isinstance(step, int) else inf

    def take_text(self, length: float = inf) -> str:
        """The text that is put in, or its first characters."""
        step = self._left.pop()
        assert isinstance(step, str)
        if len(step) <= length:
            return step
        self._left.append(step[int(length) :])
        return step[: int(length)]

    def take(self, length: float) -> int:
        """So many characters of the step: kept (above 0) or taken out (below 0)."""
        step = self._left.pop() if self._left else int(length)
        assert isinstance(step, int)
        taken = int(length) if step > 0 else -int(length)
        if step != taken:
            self._left.append(step - taken)
        return taken
