"""Stories of how a round's groups are made: by level, with roles in turn, around wishes."""

import pytest

from duologue_protocol import parts, requests
from support.lesson import ROLE_PLAY, Lesson


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    return lesson


def groups(lesson: Lesson) -> list[set[str]]:
    return [{*group.members} for group in lesson.hears("teacher", parts.Plan).groups]


@pytest.mark.parametrize(("levels", "expected"), [("similar", True), ("mixed", False)])
def test_groups_are_of_similar_levels_or_of_mixed_ones(
    lesson: Lesson, levels: requests.Levels, expected: bool
) -> None:
    lesson.enrol("anna", "boris", level="A2")
    lesson.enrol("clara", "dima", level="B2")
    lesson.tells("teacher", requests.PlanRound(ROLE_PLAY, 12, levels=levels))
    assert ({"anna", "boris"} in groups(lesson)) == expected
    assert lesson.hears("teacher", parts.Plan).reasons == ()


def test_two_who_should_be_apart_are(lesson: Lesson) -> None:
    lesson.enrol("anna", "boris", "clara", "dima")
    lesson.state.constraints[frozenset({"anna", "boris"})] = "apart"
    lesson.state.constraints[frozenset({"clara", "dima"})] = "apart"
    for _ in range(5):
        lesson.tells("teacher", requests.PlanRound(ROLE_PLAY, 12))
        assert {"anna", "boris"} not in groups(lesson)


def test_two_who_should_be_together_are_and_a_contradiction_is_said(lesson: Lesson) -> None:
    lesson.enrol("anna", "boris", "clara", "dima")
    lesson.state.constraints[frozenset({"anna", "boris"})] = "together"
    lesson.starts_round(ROLE_PLAY)
    assert lesson.room_id("anna") == lesson.room_id("boris")
    lesson.tells("teacher", requests.EndRound(0))
    by_hand = (("anna", "clara"),)
    lesson.state.constraints[frozenset({"anna", "clara"})] = "apart"
    lesson.tells("teacher", requests.PlanRound(ROLE_PLAY, 12, groups=by_hand))
    assert lesson.hears("teacher", parts.Plan).reasons[0] == (
        "{anna} and {clara} should be apart: the group was made by hand."
    )


def test_who_was_first_is_second_next_time(lesson: Lesson) -> None:
    lesson.enrol("anna", "boris")
    first: list[str] = []
    for _ in range(4):
        lesson.starts_round(ROLE_PLAY)
        first.append(next(iter(lesson.state.in_round())).members[0])
        lesson.tells("teacher", requests.EndRound(0))
        lesson.holds()
    assert {first[0], first[1]} == {first[2], first[3]} == {"anna", "boris"}
