"""Who works with whom: a class into even groups, nobody alone, no pair twice if it can be helped.

The same people, past and seed always give the same groups, in whatever order they are named.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations
from typing import Literal, TypeVar

from msgspec import Struct

Thing = TypeVar("Thing")

STEPS = 400
"""Exchanges tried before the best plan found so far is taken."""

WAITED_COST = 1_000_000
"""Weighs more than any repeats: the odd one out of before is not left over again."""

REST = 6
"""Steps during which somebody who was just moved stays, so that the search does not go round."""


class Formation(Struct, frozen=True):
    """Groups in the order of their rooms, members in the order of their roles.

    A reason is an English sentence about what the teacher may not expect. It names people by
    their ids in braces: "{p3} and {p7} meet again: …".
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
    met: Mapping[frozenset[str], int],
    waited: frozenset[str] = frozenset(),
    seed: int,
    kept: Sequence[tuple[str, ...]] = (),
) -> Formation:
    """Everybody in `people`, once, into groups of `size` (2 or more), beside those `kept`.

    `met` says how often a pair has worked together, `waited` who was the odd one before. Whoever
    is left over joins a group as its last member, up to `most` ("trio"), or watches one.
    Fewer people than `size` are left out: kept groups stay as they are.
    Raises ValueError for groups of fewer than two.
    """
    if not 2 <= size <= most:
        raise ValueError(f"a group has two people or more, not {size} to {most}")
    placed = frozenset(who for group in kept for who in group)
    free = _shuffled(sorted(set(people) - placed), seed)
    if len(free) < size:
        reasons = tuple(f"{{{who}}} is left out: a group needs {size} people." for who in free)
        return Formation(tuple(kept), {}, tuple(free), reasons)
    table = _Table(free, size, most if remainder == "trio" else size, met, waited)
    table.sitting = _rotation(table, seed) or _searched(table, seed)
    first = len(kept)
    return Formation(
        (*kept, *table.groups()),
        {who: first + place for who, place in table.observers()},
        (),
        tuple(table.reasons(remainder)),
    )


class _Table:
    """Seats in groups, and who sits where. People are numbers here: places in `people`."""

    def __init__(
        self,
        people: list[str],
        size: int,
        most: int,
        met: Mapping[frozenset[str], int],
        waited: frozenset[str],
    ) -> None:
        self.people, self.size = people, size
        self.waited = [who in waited for who in people]
        self.met = [[0] * len(people) for _ in people]
        place = {who: n for n, who in enumerate(people)}
        for pair, times in met.items():
            if len(pair) == 2 and pair <= place.keys():
                one, other = (place[who] for who in pair)
                self.met[one][other] = self.met[other][one] = times
        self.count, over = divmod(len(people), size)
        self.joining = min(over, self.count * (most - size))
        """People left over who join a group. The rest of them watch."""
        seats = len(people) - over
        self.group_of = [seat // size for seat in range(seats)]
        self.group_of += [n % self.count for n in range(self.joining)]
        self.group_of += [-1] * (over - self.joining)
        """By seat; -1 for watching."""
        self.seats: list[list[int]] = [[] for _ in range(self.count)]
        for seat, group in enumerate(self.group_of):
            if group >= 0:
                self.seats[group].append(seat)
        self.odd_from = seats
        self.sitting = list(range(len(people)))
        """By seat, the person."""

    def cost(self) -> int:
        """Squares, so that one pair's third time weighs more than two pairs' second time."""
        again = sum(self.met[one][other] ** 2 for one, other in self.pairs())
        return again + WAITED_COST * sum(self.waited[p] for p in self.sitting[self.odd_from :])

    def pairs(self) -> Iterator[tuple[int, int]]:
        for seats in self.seats:
            yield from combinations([self.sitting[seat] for seat in seats], 2)

    def at(self, person: int, seat: int, without: int = -1) -> int:
        """What it costs that a person sits there, `without` whom they would change places with."""
        group, met = self.group_of[seat], self.met[person]
        cost = WAITED_COST if self.waited[person] and self.is_odd(seat) else 0
        if group >= 0:
            for other in self.seats[group]:
                neighbour = self.sitting[other]
                if other != seat and neighbour != without:
                    cost += met[neighbour] ** 2
        return cost

    def is_odd(self, seat: int) -> bool:
        """Is this the seat of somebody left over?"""
        return seat >= self.odd_from

    def groups(self) -> Iterator[tuple[str, ...]]:
        for seats in self.seats:
            yield tuple(self.people[self.sitting[seat]] for seat in seats)

    def observers(self) -> Iterator[tuple[str, int]]:
        watching = self.sitting[self.odd_from + self.joining :]
        for n, person in enumerate(watching):
            yield self.people[person], (self.joining + n) % self.count

    def reasons(self, remainder: str) -> Iterator[str]:
        for one, other in self.pairs():
            if self.met[one][other]:
                alone = all(self.met[p][q] for p in (one, other) for q in self._others(p))
                why = "there is no other partner left" if alone else "no better plan was found"
                yield f"{{{self.people[one]}}} and {{{self.people[other]}}} meet again: {why}."
        for person in self.sitting[self.odd_from :]:
            if self.waited[person]:
                yield f"{{{self.people[person]}}} is left over again: everybody has been."
        if remainder == "trio":
            for who, _ in self.observers():
                yield f"{{{who}}} watches: no group takes one more."

    def _others(self, person: int) -> Iterator[int]:
        return (other for other in range(len(self.people)) if other != person)


def _rotation(table: _Table, seed: int) -> list[int] | None:
    """Pairs by the circle method, while it has a round without any repeat.

    One person stays, the others move round the table: every pair meets once before any meets
    twice, and everybody is the odd one once. The table's order does not depend on the seed, so
    that a later round goes on where an earlier one stopped.
    """
    if table.size != 2:
        return None
    order = sorted(range(len(table.people)), key=table.people.__getitem__)
    circle = [*order, -1] if len(order) % 2 else order
    fixed, moving = circle[-1], circle[:-1]
    for turn in _shuffled(range(len(moving)), seed):
        round_table = moving[turn:] + moving[:turn]
        pairs = [(fixed, round_table[0])]
        pairs += [(round_table[n], round_table[-n]) for n in range(1, len(circle) // 2)]
        sitting = [person for pair in _shuffled(pairs, seed) for person in _turned(pair, seed)]
        if -1 in sitting:
            sitting = [p for p in sitting if p not in (-1, round_table[0])] + [round_table[0]]
        table.sitting = sitting
        if table.cost() == 0:
            return sitting
    return None


def _turned(pair: tuple[int, int], seed: int) -> tuple[int, int]:
    """Who has the first role is chance as well."""
    one, other = pair
    return (one, other) if _chance(seed, "first", one, other) % 2 else (other, one)


def _searched(table: _Table, seed: int) -> list[int]:
    """The best seats found by exchanging people, one pair a step.

    A tabu search: the best exchange is made even if it costs, and who moved rests for a while,
    so that the search neither stops at the first dead end nor goes round in circles.
    """
    sitting = table.sitting
    best, best_cost = list(sitting), table.cost()
    cost, rested = best_cost, [0] * len(sitting)
    for step in range(1, STEPS + 1):
        if best_cost == 0:
            break
        movable = [seat for seat, person in enumerate(sitting) if rested[person] < step]
        exchange = _exchange(table, movable, step, seed)
        if exchange:
            change, seat, other = exchange
            sitting[seat], sitting[other] = sitting[other], sitting[seat]
            until = step + min(REST, len(sitting) // 4)
            rested[sitting[seat]] = rested[sitting[other]] = until
            cost += change
            if cost < best_cost:
                best, best_cost = list(sitting), cost
    return best


def _exchange(
    table: _Table, movable: list[int], step: int, seed: int
) -> tuple[int, int, int] | None:
    """What an exchange changes in cost, and its two seats: the best there is for one seat.

    In turn that is the seat that costs most, any that costs something, and any at all: the worst
    may be beyond help, and the way to a better plan may lead over a group that is fine.
    """
    costs = [table.at(person, seat) for seat, person in enumerate(table.sitting)]
    worst = max((costs[seat] for seat in movable), default=0)
    least = (worst, min(1, worst), 0)[step % 3]
    seats = [seat for seat in movable if costs[seat] >= least]
    if not seats:
        return None
    seat = seats[_chance(seed, step) % len(seats)]
    exchanges = list(_exchanges(table, seat, movable, costs))
    if not exchanges:
        return None
    change, _ = min(exchanges)
    equal = [other for cost, other in exchanges if cost == change]
    return change, seat, equal[_chance(seed, step, "with") % len(equal)]


def _exchanges(
    table: _Table, seat: int, movable: list[int], costs: list[int]
) -> Iterator[tuple[int, int]]:
    """How the cost changes if the person on this seat takes another, and which seat that is."""
    person, here = table.sitting[seat], table.group_of[seat]
    for other in movable:
        partner = table.sitting[other]
        if table.group_of[other] != here:
            after = table.at(person, other, partner) + table.at(partner, seat, person)
            yield after - costs[seat] - costs[other], other
        elif table.is_odd(seat) != table.is_odd(other):
            sign = 1 if table.is_odd(other) else -1
            difference = table.waited[person] - table.waited[partner]
            yield sign * difference * WAITED_COST, other


def _shuffled(things: Sequence[Thing], seed: int) -> list[Thing]:
    return sorted(things, key=lambda thing: _chance(seed, thing))


def _chance(*key: object) -> int:
    """A number that depends on nothing but the key."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest())
