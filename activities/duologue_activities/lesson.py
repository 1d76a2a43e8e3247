"""A lesson, typed: rounds in order, each with its activity, its minutes and how groups are made."""

from duologue_activities.activity import Value
from duologue_protocol.requests import Levels, Remainder


class LessonRound(Value, frozen=True):
    activity: str
    """Its id."""
    minutes: int
    levels: Levels = "any"
    remainder: Remainder = "trio"
    note: str = ""
    """To the teacher: what comes before this round, or after it."""


class Lesson(Value, frozen=True):
    """`id` is its file's name without the ending."""

    id: str
    title: str
    minutes: int
    """All there are, for rounds and for what is between them."""
    rounds: tuple[LessonRound, ...]
    note: str = ""

    @property
    def in_rounds(self) -> int:
        """Minutes that the rounds take."""
        return sum(one.minutes for one in self.rounds)
