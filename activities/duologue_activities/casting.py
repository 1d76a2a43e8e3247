"""Who of a group plays which role: everybody one that they had least, as far as that goes."""

from collections.abc import Mapping, Sequence

Had = Mapping[str, Mapping[int, int]]


def cast(group: Sequence[str], size: int, had: Had) -> tuple[str, ...]:
    """The group in the order of its roles. Who is more than `size` stays the last.

    `had` says how often somebody has had the role at a place; a second time for the same role
    costs more than a first time for two.
    """
    players = group[:size]
    if not any(who in had for who in players):
        return tuple(group)
    cheapest: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}
    for place in range(len(players)):  # the best order of each choice of people for the places
        longer: dict[int, tuple[int, tuple[str, ...]]] = {}
        for chosen, (cost, order) in cheapest.items():
            for n, who in enumerate(players):
                if not chosen >> n & 1:
                    total = cost + had.get(who, {}).get(place, 0) ** 2
                    known = longer.get(chosen | 1 << n)
                    if known is None or total < known[0]:
                        longer[chosen | 1 << n] = (total, (*order, who))
        cheapest = longer
    ((_, order),) = cheapest.values()
    return (*order, *group[size:])


def again(group: Sequence[str], size: int, had: Had) -> tuple[str, ...]:
    """Who plays a role that they had twice more than another one of this group."""
    return tuple(
        who
        for place, who in enumerate(group[:size])
        if (own := had.get(who, {})).get(place, 0) > min(own.get(n, 0) for n in range(size)) + 1
    )
