"""What groups should be like: who has met, waited or played what, who is apart, together, alike."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final, get_args

from msgspec import Struct

from duologue_protocol.requests import Level, Levels

Pair = frozenset[str]

RANKS: Final[Mapping[str, int]] = {
    level: rank for rank, level in enumerate(level for level in get_args(Level) if level)
}
"""Levels as numbers, the lowest is 0; a person without a level has none."""


class Wishes(Struct, frozen=True):
    """All that the planner weighs, the first against all that follow, for people by id."""

    apart: AbstractSet[Pair] = frozenset()
    together: AbstractSet[Pair] = frozenset()
    waited: AbstractSet[str] = frozenset()
    """Who was the odd one before."""
    met: Mapping[Pair, int] = {}
    """How often a pair has worked together."""
    levels: Levels = "any"
    """Groups of people of similar levels, or of mixed ones."""
    level: Mapping[str, Level] = {}
    had: Mapping[str, Mapping[int, int]] = {}
    """How often somebody has had the role at a place, counted from 0."""


def distance(wishes: Wishes, one: str, other: str) -> int | None:
    """Levels between two people; None where one of them has none."""
    ranks = [RANKS.get(wishes.level.get(who, "")) for who in (one, other)]
    return None if ranks[0] is None or ranks[1] is None else abs(ranks[0] - ranks[1])
