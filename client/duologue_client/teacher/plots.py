"""What came of rooms as plots of characters: words over time, talk balance, phrases. Pure.

Every bar has its figure beside it, so nothing is told by length or colour alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from duologue_client.teacher.outcome import Outcome
from duologue_protocol.parts import Line

LEVELS = "▁▂▃▄▅▆▇█"
"""A column of a sparkline, from few to many; nothing at all is a dot."""

NOTHING = "·"


def words_over_time(lines: Iterable[Line], began_ms: int, ended_ms: int, width: int) -> list[int]:
    """How many words were said in each of `width` equal stretches of the time."""
    columns = [0] * width
    span = max(1, ended_ms - began_ms)
    for line in lines:
        place = (line.at_ms - began_ms) * width // span
        columns[min(width - 1, max(0, place))] += len(line.text.split())
    return columns


def sparkline(values: Sequence[int], most: int = 0) -> str:
    """A column for each value; the tallest stands for `most`, or for the greatest of them."""
    greatest = max(most, *values, 1)
    return "".join(
        LEVELS[-(-value * len(LEVELS) // greatest) - 1] if value else NOTHING for value in values
    )


def bar(value: int, most: int, width: int) -> str:
    """A bar as long as its share of the greatest value; what is not nothing shows."""
    return "━" * -(-value * width // max(1, most))


def phrases_used(rooms: Iterable[Outcome]) -> list[tuple[str, int]]:
    """Each target phrase with how many students used it, the most used first."""
    counted: Counter[str] = Counter()
    for room in rooms:
        for person in room.people:
            counted.update({phrase: bool(line) for phrase, line in person.phrases})
    return sorted(counted.items(), key=lambda row: (-row[1], row[0]))


def time_of(rooms: Iterable[Outcome]) -> tuple[int, int]:
    """When the first and the last of all lines were said; 0 and 0 where nothing was."""
    said = [line.at_ms for room in rooms for line in room.lines]
    return (min(said), max(said)) if said else (0, 0)
