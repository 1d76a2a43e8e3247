"""New groups between two stages of one activity: experts, home groups, other partners, merged ones.

Groups are lists of seats, in the order of their rooms. Pure: the same seats, past and seed always
give the same groups. The words are those of the jigsaw classroom (Aronson 1978) and of Kobbe et
al. 2007 (group formation).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from math import ceil
from typing import NamedTuple

from duologue_activities.activity import MOST_MERGED, Grouping
from duologue_activities.formation import Wishes, form_groups

MOST_EXPERTS = 5
"""Larger expert groups are split: in a group of six the sixth listens."""


class Seat(NamedTuple):
    """Somebody, and the place of their role in the activity's list, counted from 0."""

    who: str
    place: int


Group = tuple[Seat, ...]


def regroup(
    grouping: Grouping,
    groups: Sequence[Group],
    *,
    roles: int,
    home: Sequence[Collection[str]] = (),
    away: Collection[str] = (),
    wishes: Wishes | None = None,
    seed: int = 0,
) -> tuple[Group, ...] | None:
    """The groups of the next stage, everybody in one; None: nothing would come of it, drop it.

    `home` has the groups that the activity began with, `away` who has lost the line; `wishes` are
    for partners who rotate: who has met, who should be apart.
    """
    match grouping:
        case "":
            return tuple(groups)
        case "experts":
            return _experts(groups, roles, away)
        case "home":
            return _home(groups, home, away)
        case "rotate":
            return _rotated(groups, away, wishes or Wishes(), seed)
        case "merge":
            return _merged(groups)


def _experts(
    groups: Sequence[Group], roles: int, away: Collection[str]
) -> tuple[Group, ...] | None:
    """Those with the same role. One group alone has one of each: there is nobody to ask."""
    if len(groups) < 2:
        return None
    by_role: dict[int, list[Seat]] = defaultdict(list)
    for seat in _seats(groups):
        by_role[seat.place % roles].append(seat)
    for seats in by_role.values():
        seats.sort(key=lambda seat: seat.who in away)  # those who are here are dealt out evenly
    parted = [
        part
        for role in sorted(by_role)
        for part in _split(by_role[role], ceil(len(by_role[role]) / MOST_EXPERTS))
    ]
    return _nobody_alone(parted, away)


def _home(
    groups: Sequence[Group], home: Sequence[Collection[str]], away: Collection[str]
) -> tuple[Group, ...]:
    """Back to the first groups; who came later joins the smallest of them."""
    seats = _seats(groups)
    back = [[seat for seat in seats if seat.who in members] for members in home]
    back = [group for group in back if group] or [[]]
    known = {who for members in home for who in members}
    for seat in seats:
        if seat.who not in known:
            min(back, key=len).append(seat)
    return _nobody_alone(back, away)


def _rotated(
    groups: Sequence[Group],
    away: Collection[str],
    wishes: Wishes,
    seed: int,
) -> tuple[Group, ...]:
    """Other partners; who is away comes in addition, so that nobody waits for them alone."""
    here = [seat.who for seat in _seats(groups) if seat.who not in away]
    if len(here) < 2:
        return (_placed([seat.who for seat in _seats(groups)]),)
    formed = form_groups(sorted(here), 2, most=3, remainder="trio", wishes=wishes, seed=seed)
    pairs = [list(group) for group in formed.groups]
    for seat in _seats(groups):
        if seat.who in away:
            min(pairs, key=len).append(seat.who)
    return tuple(map(_placed, pairs))


def _merged(groups: Sequence[Group]) -> tuple[Group, ...] | None:
    """Neighbours become one. Of an odd number the last three do, if that is not too many."""
    if len(groups) < 2:
        return None
    merged = [
        [seat.who for group in groups[at : at + 2] for seat in group]
        for at in range(0, len(groups), 2)
    ]
    if len(groups) % 2 and len(merged[-1]) + len(merged[-2]) <= MOST_MERGED:
        last = merged.pop()
        merged[-1] += last
    return tuple(map(_placed, merged))


def _nobody_alone(groups: list[list[Seat]], away: Collection[str]) -> tuple[Group, ...]:
    """Who would sit alone goes to the smallest other group; who is away is no company."""

    def here(group: list[Seat]) -> int:
        return sum(seat.who not in away for seat in group)

    together = [group for group in groups if here(group) > 1]
    alone = [seat for group in groups if here(group) <= 1 for seat in group]
    if not together:
        return (tuple(alone),)
    for seat in alone:
        min(together, key=here).append(seat)
    return tuple(map(tuple, together))


def _split(seats: list[Seat], into: int) -> list[list[Seat]]:
    """Into so many parts, none larger by more than one."""
    return [seats[at::into] for at in range(into)]


def _seats(groups: Sequence[Group]) -> list[Seat]:
    return [seat for group in groups for seat in group]


def _placed(members: Sequence[str]) -> Group:
    """Where all play the same, places are as they come."""
    return tuple(Seat(who, place) for place, who in enumerate(members))
