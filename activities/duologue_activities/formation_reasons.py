"""Why a wish was given up, a sentence each: what a teacher may not expect of the groups."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from duologue_activities.casting import again
from duologue_activities.seats import Seats
from duologue_activities.wishes import RANKS, Wishes, distance

_SEARCHED = "no better plan was found"


def of_kept(groups: Sequence[Sequence[str]], wishes: Wishes) -> Iterator[str]:
    """Of groups that somebody has made by hand."""
    for group in groups:
        for one, other in combinations(group, 2):
            if frozenset({one, other}) in wishes.apart:
                yield f"{_two(one, other)} should be apart: the group was made by hand."


def reasons(table: Seats, groups: Sequence[Sequence[str]], remainder: str) -> Iterator[str]:
    """Of groups that were planned; the wish that weighs most comes first."""
    yield from _apart(table)
    yield from _together(table)
    yield from _waited(table)
    yield from _met(table)
    yield from _levels(table)
    for group in groups:
        for who in again(group, table.size, table.wishes.had):
            yield f"{{{who}}} has a role again: the others of the group need theirs more."
    if remainder == "trio":
        for who, _ in table.observers():
            yield f"{{{who}}} watches: no group takes one more."


def _apart(table: Seats) -> Iterator[str]:
    for one, other in _pairs(table):
        if frozenset({one, other}) in table.wishes.apart:
            few = _at_odds(one, other, table) > table.count
            why = "there are too few groups" if few else _SEARCHED
            yield f"{_two(one, other)} should be apart: {why}."


def _at_odds(one: str, other: str, table: Seats) -> int:
    """How many people are apart from each other, these two among them; at least so many."""
    found = [one, other]
    for who in sorted(table.people):
        if who not in found and all(frozenset({who, it}) in table.wishes.apart for it in found):
            found.append(who)
    return len(found)


def _together(table: Seats) -> Iterator[str]:
    group_of = {who: n for n, group in enumerate(table.groups()) for who in group}
    here = frozenset(table.people)
    for pair in sorted(map(sorted, (it for it in table.wishes.together if it <= here))):
        one, other = pair
        if group_of.get(one, -1) != group_of.get(other, -2):
            yield f"{_two(one, other)} should be together: {_why_not_together(one, table)}."


def _why_not_together(one: str, table: Seats) -> str:
    """What stands against everybody being together who is to be with this person."""
    friends = {one}
    pairs = [pair for pair in table.wishes.together if pair <= frozenset(table.people)]
    while more := {who for pair in pairs if pair & friends for who in pair} - friends:
        friends |= more
    if any(frozenset(pair) in table.wishes.apart for pair in combinations(friends, 2)):
        return "somebody among them should be apart"
    largest = max(map(len, table.seats))
    return f"a group has {largest} places" if len(friends) > largest else _SEARCHED


def _waited(table: Seats) -> Iterator[str]:
    everybody = sum(table.waited) > table.odd_from
    why = "everybody has been" if everybody else "it keeps others together or apart"
    for person in table.sitting[table.odd_from :]:
        if table.waited[person]:
            yield f"{{{table.people[person]}}} is left over again: {why}."


def _met(table: Seats) -> Iterator[str]:
    met = table.wishes.met
    for one, other in _pairs(table):
        pair = frozenset({one, other})
        if met.get(pair) and pair not in table.wishes.together:
            alone = all(
                met.get(frozenset({who, it}))
                for who in (one, other)
                for it in table.people
                if it != who
            )
            why = "there is no other partner left" if alone else _SEARCHED
            yield f"{_two(one, other)} meet again: {why}."


def _levels(table: Seats) -> Iterator[str]:
    wishes = table.wishes
    if wishes.levels == "any":
        return
    if without := sum(wishes.level.get(who, "") not in RANKS for who in table.people):
        yield f"People without a level, who are in any group: {without}."
    count = Counter(wishes.level.get(who, "") for who in table.people)
    few = max(count.values()) > len(table.people) - max(count.values())
    for group in table.groups():
        between = [(distance(wishes, *pair), pair) for pair in combinations(group, 2)]
        known = [(far, pair) for far, pair in between if far is not None]
        far, (one, other) = max(known, default=(0, ("", "")))
        if wishes.levels == "similar" and far > 1:
            yield f"{_two(one, other)} are {far} levels from each other: {_SEARCHED}."
        elif wishes.levels == "mixed" and known and far == 0 and len(count) > 1:
            why = "there are too few of other levels" if few else _SEARCHED
            yield f"{_two(one, other)} are of one level: {why}."


def _pairs(table: Seats) -> Iterator[tuple[str, str]]:
    for one, other in table.pairs():
        yield table.people[one], table.people[other]


def _two(one: str, other: str) -> str:
    return f"{{{one}}} and {{{other}}}"
