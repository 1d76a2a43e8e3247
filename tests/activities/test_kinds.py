"""The table of kinds, and how it deals out the minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue_activities.activity import Kind
from duologue_activities.keys import COMMON, KEYS
from duologue_activities.kinds import KINDS, stages
from duologue_activities.stages import ENDS_SOLVED, MOVES, takes


@pytest.mark.parametrize(
    ("kind", "minutes", "expected"),
    [
        ("role-play", 12, [2.5, 4, 4, 1]),
        ("dialogue", 10, [1.5, 3, 2.5, 2, 1]),
        ("information-gap", 15, [1.5, 9, 3, 1.5]),
        ("role-play", 3, [0.5, 1, 1, 0.5]),
    ],
)
def test_stages_share_the_minutes(kind: Kind, minutes: int, expected: list[float]) -> None:
    assert [stage.minutes for stage in stages(kind, minutes)] == expected


def test_stages_of_the_file_leave_the_rest_to_the_others() -> None:
    own = {"talk": 5.0, "review": 2.0}
    assert [stage.minutes for stage in stages("role-play", 12, own)] == [2.0, 5.0, 3.0, 2.0]


@given(st.sampled_from(list(KINDS)), st.integers(4, 90))
def test_stages_never_take_more_than_the_activity_has(kind: Kind, minutes: int) -> None:
    lengths = [stage.minutes for stage in stages(kind, minutes)]
    assert sum(lengths) <= minutes
    assert sum(lengths) > minutes - 2
    assert all(length >= 0.5 and (length * 2).is_integer() for length in lengths)


@pytest.mark.parametrize("kind", list(KINDS))
def test_table_is_whole(kind: Kind) -> None:
    rule = KINDS[kind]
    assert sum(stage.share for stage in rule.stages) == pytest.approx(1)
    assert len({stage.name for stage in rule.stages}) == len(rule.stages)
    assert rule.needs | rule.may <= frozenset(KEYS) - COMMON
    assert not rule.needs & rule.may
    assert rule.checklist
    assert all(stage.kind in MOVES for stage in rule.stages)


def test_every_stage_can_end_without_the_teacher() -> None:
    assert all("ready" in moves for moves in MOVES.values())
    assert set(MOVES) >= ENDS_SOLVED


def test_nobody_talks_while_they_prepare_or_look_back() -> None:
    silent = {"prepare", "review", "think", "chain"}
    assert {kind for kind, moves in MOVES.items() if "say" not in moves} == silent


def test_nobody_talks_where_everybody_works_alone() -> None:
    assert not takes("order", "say", together=False)
    assert takes("order", "say", together=True)
    assert takes("order", "move_item", together=False)
