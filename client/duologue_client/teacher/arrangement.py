"""Groups made by hand: what moving, exchanging and taking out do to them. Pure."""

from collections.abc import Iterable

from duologue_protocol.parts import Plan

Groups = tuple[tuple[str, ...], ...]
"""People by group; the order in a group is the order of its roles."""


def groups_of(plan: Plan | None) -> Groups:
    """The groups of a plan, none where there is no plan."""
    return tuple(group.members for group in plan.groups) if plan else ()


def taken_out(groups: Groups, who: str) -> Groups:
    """Without this person; a group that loses its last member is gone."""
    return _filled(tuple(other for other in group if other != who) for group in groups)


def moved(groups: Groups, who: str, place: int) -> Groups:
    """This person as the last of the group at `place`, counted from 0; past the last, a new one."""
    rest = [[other for other in group if other != who] for group in groups]
    if place >= len(rest):
        rest.append([])
    rest[place].append(who)
    return _filled(tuple(group) for group in rest)


def exchanged(groups: Groups, one: str, other: str) -> Groups:
    """Two people in each other's places.

    Where one of them is in no group, the other is out afterwards; two who are both in no group
    make a new one.
    """
    placed = {who for group in groups for who in group}
    if one not in placed and other not in placed:
        return (*groups, (one, other))
    swap = {one: other, other: one}
    return tuple(tuple(swap.get(who, who) for who in group) for group in groups)


def left_out(groups: Groups, free: Iterable[str]) -> tuple[str, ...]:
    """Those who are free and in no group."""
    placed = {who for group in groups for who in group}
    return tuple(who for who in free if who not in placed)


def _filled(groups: Iterable[tuple[str, ...]]) -> Groups:
    return tuple(group for group in groups if group)
