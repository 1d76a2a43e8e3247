"""Who sits where: a round robin while it has a round without any cost, else a search."""

from collections.abc import Iterator

from duologue_activities.chance import chance, shuffled
from duologue_activities.seats import WAITED, Seats

STEPS, STEPS_EACH = 400, 4
"""Exchanges tried before the best plan found so far is taken, and so many more a person."""

REST = 6
"""Steps during which somebody who was just moved stays, so that the search does not go round."""


def seated(table: Seats, seed: int) -> list[int]:
    """By seat, the person: the best plan that was found. The table sits anyhow afterwards."""
    return _rotation(table, seed) or _searched(table, seed)


def _rotation(table: Seats, seed: int) -> list[int] | None:
    """Pairs by the circle method, while it has a round that costs nothing.

    One person stays, the others move round the table: every pair meets once before any meets
    twice, and everybody is the odd one once. The table's order does not depend on the seed, so
    that a later round goes on where an earlier one stopped.
    """
    if table.size != 2 or table.wishes.levels != "any":
        return None
    order = sorted(range(len(table.people)), key=table.people.__getitem__)
    circle = [*order, -1] if len(order) % 2 else order
    fixed, moving = circle[-1], circle[:-1]
    for turn in shuffled(range(len(moving)), seed):
        round_table = moving[turn:] + moving[:turn]
        pairs = [(fixed, round_table[0])]
        pairs += [(round_table[n], round_table[-n]) for n in range(1, len(circle) // 2)]
        sitting = [person for pair in shuffled(pairs, seed) for person in _turned(pair, seed)]
        if -1 in sitting:
            sitting = [p for p in sitting if p not in (-1, round_table[0])] + [round_table[0]]
        table.sitting = sitting
        if table.cost() == 0:
            return sitting
    return None


def _turned(pair: tuple[int, int], seed: int) -> tuple[int, int]:
    """Who has the first role is chance as well."""
    one, other = pair
    return (one, other) if chance(seed, "first", one, other) % 2 else (other, one)


def _searched(table: Seats, seed: int) -> list[int]:
    """The best seats found by exchanging people, one pair a step.

    A tabu search: the best exchange is made even if it costs, and who moved rests for a while,
    so that the search neither stops at the first dead end nor goes round in circles.
    """
    sitting = table.sitting
    best, best_cost = list(sitting), table.cost()
    cost, rested = best_cost, [0] * len(sitting)
    for step in range(1, STEPS + STEPS_EACH * len(sitting) + 1):
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
    table: Seats, movable: list[int], step: int, seed: int
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
    seat = seats[chance(seed, step) % len(seats)]
    exchanges = list(_exchanges(table, seat, movable, costs))
    if not exchanges:
        return None
    change, _ = min(exchanges)
    equal = [other for cost, other in exchanges if cost == change]
    return change, seat, equal[chance(seed, step, "with") % len(equal)]


def _exchanges(
    table: Seats, seat: int, movable: list[int], costs: list[int]
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
            yield sign * difference * WAITED, other
