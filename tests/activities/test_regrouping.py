"""New groups between stages: everybody in one, nobody alone, as the grouping says."""

from hypothesis import given
from hypothesis import strategies as st

from duologue_activities.activity import MOST_MERGED, Grouping
from duologue_activities.formation import Wishes
from duologue_activities.regrouping import MOST_EXPERTS, Group, Seat, regroup

GROUPINGS: tuple[Grouping, ...] = ("experts", "home", "rotate", "merge")


def groups_of(*sizes: int) -> list[Group]:
    """Groups of these sizes; in each the places are 0, 1, 2 …"""
    people = iter(range(sum(sizes)))
    return [tuple(Seat(f"p{next(people)}", place) for place in range(size)) for size in sizes]


def names(groups: tuple[Group, ...] | None) -> list[str]:
    assert groups is not None
    return ["".join(seat.who for seat in group) for group in groups]


def test_experts_have_the_same_part_and_go_home_again() -> None:
    first = groups_of(3, 3, 4)
    experts = regroup("experts", first, roles=3)
    assert experts
    assert [{seat.place % 3 for seat in group} for group in experts] == [{0}, {1}, {2}]
    home = [{seat.who for seat in group} for group in first]
    back = regroup("home", experts, roles=3, home=home)
    assert back
    assert [{seat.who for seat in group} for group in back] == home
    assert {seat for group in back for seat in group} == {seat for group in first for seat in group}


def test_one_group_alone_has_nobody_to_ask_and_nobody_to_merge_with() -> None:
    assert regroup("experts", groups_of(4), roles=3) is None
    assert regroup("merge", groups_of(3), roles=1) is None


def test_many_experts_of_one_part_are_split_evenly() -> None:
    experts = regroup("experts", groups_of(*[3] * 11), roles=3)
    assert experts
    assert [len(group) for group in experts] == [4, 4, 3] * 3
    assert max(map(len, experts)) <= MOST_EXPERTS


def test_an_expert_without_others_does_not_sit_alone() -> None:
    first = [group[:2] if number else group for number, group in enumerate(groups_of(3, 3, 3))]
    experts = regroup("experts", first, roles=3)
    assert experts
    assert sorted(map(len, experts)) == [3, 4]


def test_who_is_away_is_no_company() -> None:
    home = regroup("home", groups_of(2, 2), roles=2, home=[["p0", "p1"], ["p2", "p3"]], away=["p1"])
    assert home
    assert [{seat.who for seat in group} for group in home] == [{"p0", "p1", "p2", "p3"}]


def test_a_late_joiner_gets_a_home() -> None:
    late = [*groups_of(3, 2), (Seat("late", 0),)]
    home = regroup("home", late, roles=2, home=[["p0", "p1", "p2"], ["p3", "p4"]])
    assert home
    assert [seat.who for seat in home[1]] == ["p3", "p4", "late"]


def test_partners_change_every_time() -> None:
    groups = groups_of(2, 2, 2)
    seen: set[frozenset[str]] = {frozenset(seat.who for seat in group) for group in groups}
    for seed in range(2):
        met = dict.fromkeys(seen, 1)
        rotated = regroup("rotate", groups, roles=1, wishes=Wishes(met=met), seed=seed)
        assert rotated
        pairs = {frozenset(seat.who for seat in group) for group in rotated}
        assert not pairs & seen
        seen |= pairs
        groups = list(rotated)
    assert len(seen) == 9


def test_two_who_should_be_apart_are_not_made_partners() -> None:
    groups = groups_of(2, 2)
    apart = {frozenset({"p0", "p2"})}
    for seed in range(10):
        met = {frozenset({"p0", "p1"}): 1, frozenset({"p2", "p3"}): 1}
        rotated = regroup("rotate", groups, roles=1, wishes=Wishes(met=met, apart=apart), seed=seed)
        assert rotated
        pairs = {frozenset(seat.who for seat in group) for group in rotated}
        assert pairs == {frozenset({"p0", "p3"}), frozenset({"p1", "p2"})}


def test_neighbours_merge_and_nobody_is_left_behind() -> None:
    assert names(regroup("merge", groups_of(2, 2, 2, 2), roles=1)) == ["p0p1p2p3", "p4p5p6p7"]
    assert names(regroup("merge", groups_of(2, 2, 2), roles=1)) == ["p0p1p2p3p4p5"]
    large = regroup("merge", groups_of(4, 4, 4), roles=1)
    assert large
    assert [len(group) for group in large] == [8, 4]


@given(
    st.sampled_from(GROUPINGS),
    st.lists(st.integers(2, 5), min_size=1, max_size=12),
    st.integers(2, 5),
    st.randoms(use_true_random=False),
)
def test_everybody_once_and_nobody_alone(
    grouping: Grouping, sizes: list[int], roles: int, chance: st.DataObject
) -> None:
    groups = groups_of(*sizes)
    everybody = sorted(seat.who for group in groups for seat in group)
    away = {who for who in everybody if chance.random() < 0.2}  # type: ignore[attr-defined]
    home = [[seat.who for seat in group] for group in groups]
    made = regroup(grouping, groups, roles=roles, home=home, away=away, seed=len(everybody))
    if made is None:
        assert len(groups) == 1
        return
    assert sorted(seat.who for group in made for seat in group) == everybody
    here = [sum(seat.who not in away for seat in group) for group in made]
    if len(everybody) - len(away) > 1 and grouping != "merge":
        assert min(here) > 1
    if grouping == "merge":
        assert max(map(len, made)) <= max(MOST_MERGED, 2 * max(sizes))
