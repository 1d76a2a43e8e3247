"""Seats in groups and who sits where, with what that costs against the wishes."""

from collections.abc import Iterator
from itertools import combinations

from duologue_activities.wishes import RANKS, Wishes

APART, TOGETHER, WAITED, MET = 10**15, 10**12, 10**9, 100
"""What it costs not to have a wish. A pair's level costs 0 to 25, and is the least of all."""


class Seats:
    """People are numbers here: places in `people`."""

    def __init__(self, people: list[str], size: int, most: int, wishes: Wishes) -> None:
        self.people, self.size, self.wishes = people, size, wishes
        self.waited = [who in wishes.waited for who in people]
        self.count, over = divmod(len(people), size)
        self.joining = min(over, self.count * (most - size))
        """People left over who join a group. The rest of them watch."""
        self.odd_from = len(people) - over
        self.group_of = [seat // size for seat in range(self.odd_from)]
        self.group_of += [n % self.count for n in range(self.joining)]
        self.group_of += [-1] * (over - self.joining)
        """By seat; -1 for watching."""
        self.seats: list[list[int]] = [[] for _ in range(self.count)]
        for seat, group in enumerate(self.group_of):
            if group >= 0:
                self.seats[group].append(seat)
        self.weight = self._weights()
        """Of two people in one group, by person and person."""
        self.lack = self._lacks()
        """What everybody's wishes to be together cost while nobody of them is there."""
        self.sitting = self._by_level() if wishes.levels != "any" else list(range(len(people)))
        """By seat, the person."""

    def cost(self) -> int:
        """Squares of how often two have met: a third time weighs more than two second times."""
        pairs = sum(self.weight[one][other] for one, other in self.pairs())
        waited = sum(self.waited[person] for person in self.sitting[self.odd_from :])
        return pairs + sum(self.lack) // 2 + WAITED * waited

    def pairs(self) -> Iterator[tuple[int, int]]:
        for seats in self.seats:
            yield from combinations([self.sitting[seat] for seat in seats], 2)

    def at(self, person: int, seat: int, without: int = -1) -> int:
        """What it costs that a person sits there, `without` whom they would change places with."""
        group, weight = self.group_of[seat], self.weight[person]
        cost = self.lack[person]
        if self.waited[person] and seat >= self.odd_from:
            cost += WAITED
        if group >= 0:
            for other in self.seats[group]:
                neighbour = self.sitting[other]
                if other != seat and neighbour != without:
                    cost += weight[neighbour]
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

    def _weights(self) -> list[list[int]]:
        place = {who: n for n, who in enumerate(self.people)}
        weight = self._levels()
        wished = (
            *((pair, APART) for pair in self.wishes.apart),
            *((pair, -TOGETHER) for pair in self.wishes.together),
            *((pair, MET * times**2) for pair, times in self.wishes.met.items()),
        )
        for pair, cost in wished:
            if len(pair) == 2 and pair <= place.keys():
                one, other = (place[who] for who in pair)
                weight[one][other] += cost
                weight[other][one] += cost
        return weight

    def _levels(self) -> list[list[int]]:
        """Squares of the levels between two people, or of how far that is from the most."""
        ranks = [RANKS.get(self.wishes.level.get(who, "")) for who in self.people]
        known = [rank for rank in ranks if rank is not None]
        if self.wishes.levels == "any" or not known:
            return [[0] * len(ranks) for _ in ranks]
        widest = max(known) - min(known) if self.wishes.levels == "mixed" else 0
        return [
            [0 if a is None or b is None else (abs(abs(a - b) - widest)) ** 2 for b in ranks]
            for a in ranks
        ]

    def _lacks(self) -> list[int]:
        wished = [pair for pair in self.wishes.together if len(pair) == 2]
        here = set(self.people)
        mates = [who for pair in wished if pair <= here for who in pair]
        return [TOGETHER * mates.count(who) for who in self.people]

    def _by_level(self) -> list[int]:
        """Neighbours in a row of levels for similar groups; one of each part of it for mixed."""
        ranks = [RANKS.get(self.wishes.level.get(who, "")) for who in self.people]
        known = sorted(rank for rank in ranks if rank is not None)
        middle = known[len(known) // 2] if known else 0
        row = sorted(range(len(ranks)), key=lambda n: middle if ranks[n] is None else ranks[n] or 0)
        if self.wishes.levels == "similar":
            return row
        seats = self.count * self.size
        dealt = [row[n % self.size * self.count + n // self.size] for n in range(seats)]
        return dealt + row[seats:]
