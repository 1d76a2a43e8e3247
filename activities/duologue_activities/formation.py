"""Who works with whom: a class into even groups, nobody alone, each wish kept while it can be.

The same people, wishes and seed always give the same groups, in whatever order they are named.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from duologue_activities import formation_reasons
from duologue_activities.casting import cast
from duologue_activities.chance import shuffled
from duologue_activities.seating import seated
from duologue_activities.seats import Seats
from duologue_activities.wishes import Wishes, distance

__all__ = ["Formation", "Wishes", "form_groups", "group_for"]


class Formation(Struct, frozen=True):
    """Groups in the order of their rooms, members in the order of their roles.

    A reason is an English sentence about a wish that was given up, and why. It names people by
    their ids in braces: "{p3} and {p7} meet again: …". Those that weigh most come first.
    """

    groups: tuple[tuple[str, ...], ...]
    observers: Mapping[str, int]
    """Who only watches: the place in `groups` of the group they watch."""
    left_out: tuple[str, ...]
    reasons: tuple[str, ...]


def form_groups(
    people: Sequence[str],
    size: int,
    *,
    most: int,
    remainder: Literal["trio", "observer"],
    wishes: Wishes,
    seed: int,
    kept: Sequence[tuple[str, ...]] = (),
) -> Formation:
    """Everybody in `people`, once, into groups of `size` (2 or more), beside those `kept`.

    Whoever is left over joins a group as its last member, up to `most` ("trio"), or watches one.
    Fewer people than `size` are left out: kept groups stay as they are.
    Raises ValueError for groups of fewer than two.
    """
    if not 2 <= size <= most:
        raise ValueError(f"a group has two people or more, not {size} to {most}")
    placed = frozenset(who for group in kept for who in group)
    free = shuffled(sorted(set(people) - placed), seed)
    by_hand = tuple(formation_reasons.of_kept(kept, wishes))
    if len(free) < size:
        reasons = tuple(f"{{{who}}} is left out: a group needs {size} people." for who in free)
        return Formation(tuple(kept), {}, tuple(free), (*reasons, *by_hand))
    table = Seats(free, size, most if remainder == "trio" else size, wishes)
    table.sitting = seated(table, seed)
    groups = tuple(cast(group, size, wishes.had) for group in table.groups())
    first = len(kept)
    return Formation(
        (*kept, *groups),
        {who: first + place for who, place in table.observers()},
        (),
        (*by_hand, *formation_reasons.reasons(table, groups, remainder)),
    )


def group_for(who: str, groups: Sequence[Sequence[str]], most: int, wishes: Wishes) -> int | None:
    """The place of the group for somebody who comes late; None: no group takes one more.

    Whoever is alone comes first; then wishes count, and then the smaller group.
    """
    open_groups = [n for n, group in enumerate(groups) if len(group) < most]
    return min(open_groups, key=lambda n: tuple(_fit(who, groups[n], wishes)), default=None)


def _fit(who: str, group: Sequence[str], wishes: Wishes) -> Iterator[int]:
    """How badly somebody fits into a group, what weighs most first."""
    pairs = [frozenset({who, other}) for other in group]
    yield sum(pair in wishes.apart for pair in pairs)
    yield len(group) != 1
    yield -sum(pair in wishes.together for pair in pairs)
    yield len(group)
    yield sum(wishes.met.get(pair, 0) ** 2 for pair in pairs)
    between = [far for other in group if (far := distance(wishes, who, other)) is not None]
    yield sum(between) * {"any": 0, "similar": 1, "mixed": -1}[wishes.levels]
