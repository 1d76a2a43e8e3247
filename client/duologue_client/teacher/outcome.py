"""What came of a room: the results of its people put together. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from duologue_protocol.parts import Brief, Line, Result

APART_MS = 3 * 3600 * 1000
"""Rooms with more time than this between them belong to two lessons, as in reports."""


@dataclass(frozen=True)
class Outcome:
    """One room of one activity, with what each of its people did."""

    room: str
    number: int
    activity: Brief
    at_ms: int
    people: tuple[Result, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """What was said, in its order."""
        said = {line.number: line for result in self.people for line in result.lines}
        return tuple(said[number] for number in sorted(said))

    @property
    def share(self) -> float | None:
        """The first person's share of the words; None where nobody said anything."""
        total = sum(result.words for result in self.people)
        return self.people[0].words / total if total else None

    @property
    def phrases(self) -> tuple[int, int]:
        """Different target phrases that somebody used, of how many."""
        used = {phrase for one in self.people for phrase, line in one.phrases if line}
        return len(used), len({phrase for one in self.people for phrase, _line in one.phrases})

    @property
    def goals(self) -> tuple[int, int]:
        """Goals reached, of how many, everybody's together."""
        ticks = [reached for one in self.people for _goal, reached in one.goals]
        return sum(ticks), len(ticks)

    @property
    def answers(self) -> tuple[int, int]:
        """Fields or gaps that were right, of how many."""
        return sum(one.right for one in self.people), sum(one.fields for one in self.people)

    @property
    def finished(self) -> bool:
        return all(one.finished for one in self.people)


def outcomes(results: Iterable[Result]) -> tuple[Outcome, ...]:
    """Results by room, latest room first."""
    rooms: dict[str, list[Result]] = {}
    for result in results:
        rooms.setdefault(result.room, []).append(result)
    found = [
        Outcome(
            room,
            people[0].number,
            people[0].activity,
            max(one.at_ms for one in people),
            tuple(people),
        )
        for room, people in rooms.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.at_ms))


def last_lesson(rooms: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The rooms of the latest lesson, latest room first, as `outcomes` gives them."""
    lesson: list[Outcome] = []
    for room in rooms:
        if lesson and lesson[-1].at_ms - room.at_ms > APART_MS:
            break
        lesson.append(room)
    return tuple(lesson)
