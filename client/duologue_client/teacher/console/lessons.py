"""The lesson file that a class plays: which one, and where it is. Pure."""

from typing import Final

from duologue_client.language import _, ngettext
from duologue_client.teacher.choice import Choice
from duologue_protocol.parts import Lesson

CLOSE: Final = "/"
"""The answer that closes a lesson; no id is like that."""


def lesson_choice(lessons: tuple[Lesson, ...], loaded: Lesson | None) -> Choice:
    """All lessons there are; the loaded one can be closed."""
    answers = [(one.id, _row(one)) for one in lessons]
    if loaded:
        answers.insert(0, (CLOSE, _("None: close {title}").format(title=loaded.title)))
    return Choice(_("Which lesson?"), answers)


def _row(lesson: Lesson) -> str:
    rounds = len(lesson.rounds)
    words = ngettext(
        "{title}: {count} round, {minutes} min", "{title}: {count} rounds, {minutes} min", rounds
    )
    return words.format(title=lesson.title, count=rounds, minutes=lesson.minutes)


def whereabouts(lesson: Lesson, *, ended: bool = False) -> str:
    """Where the class is in its lesson. `ended`: the round that began last has ended."""
    count, done = len(lesson.rounds), lesson.following
    if done == 0:
        words = ngettext(
            "{title}: {count} round, n prepares it",
            "{title}: {count} rounds, n prepares the first",
            count,
        )
        return words.format(title=lesson.title, count=count)
    if done == count and ended:
        return _("{title}: all its rounds are over").format(title=lesson.title)
    if done == count:
        return _("{title}: the last round").format(title=lesson.title)
    return _("{title}: round {done} of {count}").format(title=lesson.title, done=done, count=count)
