"""Wishes: each is kept while it can be, the heavier one first, and what is given up is said."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations
from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duologue_activities.casting import again, cast
from duologue_activities.formation import Formation, Wishes, form_groups, group_for
from duologue_activities.seats import Seats
from duologue_protocol.requests import Level, Levels

Remainder = Literal["trio", "observer"]
LEVELS: tuple[Level, ...] = ("A1", "A2", "B1", "B2", "")


def pair(one: str, other: str) -> frozenset[str]:
    return frozenset({one, other})


def formed(people: list[str], wishes: Wishes, size: int = 2, seed: int = 1) -> Formation:
    return form_groups(people, size, most=size + 1, remainder="trio", wishes=wishes, seed=seed)


def in_one_group(formation: Formation, one: str, other: str) -> bool:
    return any({one, other} <= {*group} for group in formation.groups)


@st.composite
def wished(draw: st.DrawFn, most: int = 7) -> tuple[list[str], Wishes]:
    people = [f"p{n}" for n in range(draw(st.integers(4, most)))]
    pairs = [frozenset(it) for it in combinations(people, 2)]
    some = st.frozensets(st.sampled_from(pairs), max_size=4)
    return people, Wishes(
        apart=draw(some),
        together=draw(some),
        waited=draw(st.frozensets(st.sampled_from(people))),
        met=draw(st.dictionaries(st.sampled_from(pairs), st.integers(1, 3), max_size=8)),
        levels=draw(st.sampled_from(["any", "similar", "mixed"])),
        level=draw(st.dictionaries(st.sampled_from(people), st.sampled_from(LEVELS))),
    )


def cost_of(people: list[str], wishes: Wishes, sitting: list[str], size: int) -> int:
    table = Seats(people, size, size + 1, wishes)
    table.sitting = [people.index(who) for who in sitting]
    return table.cost()


def seats_of(formation: Formation, size: int) -> list[str]:
    """Everybody by seat, those who are left over last."""
    return [
        *(who for group in formation.groups for who in group[:size]),
        *(who for group in formation.groups for who in group[size:]),
        *formation.observers,
    ]


def every_seating(people: list[str], size: int) -> Iterator[list[str]]:
    """Each way to put people into groups once; who is left over has a seat of their own."""
    count, over = divmod(len(people), size)
    for order in permutations(people):
        groups = [order[n * size : (n + 1) * size] for n in range(count)]
        if all(list(group) == sorted(group) for group in groups) and (
            over or groups == sorted(groups)
        ):
            yield list(order)


@settings(max_examples=60)
@given(wished(), st.integers(2, 3), st.integers(0, 99))
def test_there_is_no_better_plan_for_a_small_class(
    of: tuple[list[str], Wishes], size: int, seed: int
) -> None:
    people, wishes = of
    found = cost_of(people, wishes, seats_of(formed(people, wishes, size, seed), size), size)
    assert found == min(cost_of(people, wishes, it, size) for it in every_seating(people, size))


@given(wished(16), st.integers(2, 4), st.integers(0, 99))
def test_what_is_given_up_is_said_and_nothing_else(
    of: tuple[list[str], Wishes], size: int, seed: int
) -> None:
    people, wishes = of
    formation = formed(people, wishes, size, seed)
    if formation.left_out:
        return
    joined = {frozenset(it) for group in formation.groups for it in combinations(group, 2)}
    said = Counter(
        wish
        for reason in formation.reasons
        for wish in ("should be apart:", "should be together:", "meet again:")
        if wish in reason
    )
    assert said["should be apart:"] == len(joined & wishes.apart)
    assert said["should be together:"] == len(wishes.together - joined)
    assert said["meet again:"] == len((joined & wishes.met.keys()) - wishes.together)


def test_a_wish_weighs_more_than_all_those_behind_it() -> None:
    people = [f"p{n}" for n in range(4)]
    everybody_but = {pair("p0", "p1"): 9, pair("p2", "p3"): 9}
    assert not formed(people, Wishes(met=everybody_but)).reasons
    together = Wishes(met=everybody_but, together={pair("p0", "p1")})
    assert in_one_group(formed(people, together), "p0", "p1")
    apart = Wishes(met=everybody_but, together={pair("p0", "p1")}, apart={pair("p0", "p1")})
    formation = formed(people, apart)
    assert not in_one_group(formation, "p0", "p1")
    assert formation.reasons == (
        "{p0} and {p1} should be together: somebody among them should be apart.",
    )


def test_three_who_should_be_together_do_not_fit_into_a_pair() -> None:
    people = [f"p{n}" for n in range(6)]
    wishes = Wishes(together={pair("p0", "p1"), pair("p1", "p2")})
    (reason,) = formed(people, wishes).reasons
    assert reason.endswith("should be together: a group has 2 places.")


def test_more_people_apart_than_groups() -> None:
    people = [f"p{n}" for n in range(4)]
    wishes = Wishes(apart={pair(*it) for it in combinations(people[:3], 2)})
    (reason,) = formed(people, wishes).reasons
    assert reason.endswith("should be apart: there are too few groups.")


def test_a_group_by_hand_is_kept_and_what_it_gives_up_is_said() -> None:
    formation = form_groups(
        ["p0", "p1", "p2", "p3"],
        2,
        most=3,
        remainder="trio",
        wishes=Wishes(apart={pair("p0", "p1")}),
        seed=1,
        kept=(("p0", "p1"),),
    )
    assert formation.groups[0] == ("p0", "p1")
    assert formation.reasons == ("{p0} and {p1} should be apart: the group was made by hand.",)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("levels", "far"), [("similar", 0), ("mixed", 2)])
def test_levels_are_similar_or_mixed(levels: Levels, far: int, seed: int) -> None:
    level: dict[str, Level] = {f"p{n}": "A2" if n % 2 else "B2" for n in range(12)}
    formation = formed(list(level), Wishes(levels=levels, level=level), seed=seed)
    ranks = {"A2": 1, "B2": 3}
    for one, other in formation.groups:
        assert abs(ranks[level[one]] - ranks[level[other]]) == far
    assert not formation.reasons


def test_levels_that_cannot_be_had_are_said() -> None:
    level: dict[str, Level] = {"p0": "A1", "p1": "B2", "p2": "A2", "p3": "A2"}
    apart = {pair("p0", "p2"), pair("p0", "p3")}
    similar = formed(list(level), Wishes(levels="similar", level=level, apart=apart))
    assert "are 3 levels from each other: no better plan was found." in similar.reasons[0]
    mixed = formed(
        ["p1", "p2", "p3", "p4", "p5", "p6"],
        Wishes(levels="mixed", level={**level, "p4": "A2", "p5": "A2"}),
    )
    assert mixed.reasons[0] == "People without a level, who are in any group: 1."
    assert "are of one level: there are too few of other levels." in mixed.reasons[1]


def test_everybody_has_every_role_in_turn() -> None:
    people, met = [f"p{n}" for n in range(8)], Counter[frozenset[str]]()
    roles: dict[str, Counter[int]] = {who: Counter() for who in people}
    for seed in range(7):
        formation = formed(people, Wishes(met=met, had=roles), seed=seed)
        for group in formation.groups:
            met[frozenset(group)] += 1
            for place, who in enumerate(group):
                roles[who][place] += 1
    assert all(abs(count[0] - count[1]) <= 3 for count in roles.values())
    assert sum(abs(count[0] - count[1]) for count in roles.values()) <= 12


@given(
    st.dictionaries(
        st.sampled_from("abcde"), st.dictionaries(st.integers(0, 4), st.integers(0, 4))
    ),
    st.permutations("abcde"),
    st.integers(2, 5),
)
def test_nobody_could_be_cast_better(
    had: dict[str, dict[int, int]], group: list[str], size: int
) -> None:
    def cost(order: tuple[str, ...]) -> int:
        return sum(had.get(who, {}).get(place, 0) ** 2 for place, who in enumerate(order))

    order = cast(group, size, had)
    assert sorted(order) == sorted(group)
    assert order[size:] == tuple(group[size:])
    assert cost(order[:size]) == min(map(cost, permutations(group[:size])))


def test_a_role_again_and_again_is_said() -> None:
    had = {"p0": {0: 2}, "p1": {0: 5}}
    formation = formed(["p0", "p1"], Wishes(had=had))
    assert formation.groups == (("p0", "p1"),)
    assert formation.reasons == (
        "{p0} has a role again: the others of the group need theirs more.",
    )
    assert again(("p0", "p1"), 2, {"p0": {0: 1}}) == ()


def test_who_comes_late_goes_where_they_are_needed_and_wished() -> None:
    groups = (("a", "b"), ("c",), ("d", "e"), ("f", "g", "h"))
    assert group_for("x", groups, 3, Wishes()) == 1
    assert group_for("x", groups, 3, Wishes(apart={pair("x", "c")})) == 0
    without = (("a", "b"), ("d", "e"), ("f", "g", "h"))
    assert group_for("x", without, 3, Wishes(met={pair("x", "a"): 1})) == 1
    assert group_for("x", without, 4, Wishes(together={pair("x", "h")})) == 2
    level: dict[str, Level] = dict(zip("xabde", ("B1", "A1", "A1", "B1", "A2"), strict=True))
    assert group_for("x", without, 3, Wishes(levels="similar", level=level)) == 1
    assert group_for("x", without, 3, Wishes(levels="mixed", level=level)) == 0
    assert group_for("x", groups[3:], 3, Wishes()) is None


def test_a_big_class_has_most_of_its_wishes() -> None:
    """200 people with contradictory wishes: work is bounded by steps, not by luck."""
    draw = Random(1)
    people = [f"p{n}" for n in range(200)]
    wishes = Wishes(
        apart={frozenset(draw.sample(people, 2)) for _ in range(40)},
        together={frozenset(draw.sample(people, 2)) for _ in range(20)},
        level={who: draw.choice(LEVELS) for who in people},
        levels="similar",
    )
    formation = formed(people, wishes, size=4)
    assert not [reason for reason in formation.reasons if "apart: " in reason]
    assert len([reason for reason in formation.reasons if "together: " in reason]) <= 2
