"""Stories of people who come late, and of groups that the teacher changes while they work."""

import msgspec
import pytest

from duologue_protocol import parts, requests
from duologue_server import course, facts
from support.lesson import LIBRARY, ROLE_PLAY, Lesson

TWO_PAIRS = (("anna", "boris"), ("clara", "dima"))


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", "clara", "dima")
    return lesson


def members(lesson: Lesson, room: str) -> list[str]:
    return lesson.state.rooms[room].members


def test_who_comes_late_is_in_a_room_at_once(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.enrol("eva")
    assert lesson.room_id("eva") == "r1"
    assert lesson.room("eva").seat
    lesson.enrol("fedor")
    assert lesson.room_id("fedor") == "r2", "rooms stay even"
    lesson.holds()


def test_who_was_left_alone_gets_the_late_one_as_the_missing_role(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.tells("teacher", requests.Remove("clara"))
    lesson.enrol("eva")
    assert lesson.room_id("eva") == "r2"
    seat = lesson.room("eva").seat
    assert seat
    assert seat.role == LIBRARY[ROLE_PLAY].roles[0].title
    lesson.holds()


def test_who_comes_late_is_kept_apart_where_that_can_be(lesson: Lesson) -> None:
    lesson.enrol("eva")
    lesson.tells("teacher", requests.SetConstraint("eva", "anna", "apart"))
    lesson.leave("eva")
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.arrive("eva")
    assert lesson.room_id("eva") == "r2"
    lesson.holds()


def test_nobody_is_placed_late_where_people_look_back_already(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    for _ in range(3):
        lesson.all_ready()
    assert lesson.stage("anna") == "review"
    lesson.enrol("eva")
    assert lesson.state.people["eva"].room is None


def test_late_ones_without_a_place_work_with_each_other(lesson: Lesson) -> None:
    pairs_only = msgspec.structs.replace(LIBRARY[ROLE_PLAY], size=(2, 2))
    lesson.library = {ROLE_PLAY: pairs_only}
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.passes(60)
    lesson.enrol("eva")
    assert lesson.state.people["eva"].room is None
    lesson.enrol("fedor")
    assert sorted(members(lesson, "r3")) == ["eva", "fedor"]
    assert lesson.state.rooms["r3"].minutes == 11, "with the minutes that the round has left"
    lesson.holds()


def test_a_room_for_late_ones_takes_no_name_that_a_deleted_room_had(lesson: Lesson) -> None:
    lesson.happen([facts.RoomForgotten()])
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    late = ("eva", "fedor", "gleb", "hanna")
    lesson.enrol(*late)
    assert {lesson.room_id(who) for who in late} == {"r2", "r3", "r4"}
    assert sorted(members(lesson, "r3")) == ["clara", "dima", "fedor"]
    lesson.holds()


def test_whom_the_teacher_left_out_is_not_placed_when_the_line_comes_back(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=(("anna", "boris"),))
    lesson.drop("clara")
    lesson.arrive("clara")
    assert lesson.state.people["clara"].room is None


def test_who_is_through_is_not_placed_again(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.tells("teacher", requests.EndRound(0, "r1"))
    lesson.tells("anna", requests.Leave("r1"))
    lesson.drop("anna")
    lesson.arrive("anna")
    assert lesson.state.people["anna"].room is None


def test_one_student_is_moved_and_both_rooms_go_on(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.all_ready()
    lesson.tells("clara", requests.Say("r2", "Before"))
    lesson.tells("teacher", requests.Place("boris", "r2"))
    assert (members(lesson, "r1"), members(lesson, "r2")) == (["anna"], ["clara", "dima", "boris"])
    assert lesson.lines("boris") == []
    assert lesson.refuses("teacher", requests.Place("boris", "r2")) == "same_room"
    assert lesson.refuses("teacher", requests.Place("anna", "r2")) == "room_has_place_for"
    lesson.holds()


def test_who_is_moved_back_has_the_own_role_and_lines_again(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.all_ready()
    seat = lesson.room("boris").seat
    lesson.tells("boris", requests.Say("r1", "Mine"))
    lesson.tells("teacher", requests.Place("boris", "r2"), requests.Place("boris", "r1"))
    assert lesson.room("boris").seat == seat
    assert lesson.lines("boris") == ["Mine"]
    lesson.holds()


def test_the_last_one_who_is_moved_closes_the_room(lesson: Lesson) -> None:
    lesson.starts_round(
        ROLE_PLAY, formation="by_hand", groups=(("anna", "boris"), ("clara", "dima"))
    )
    lesson.tells("teacher", requests.Remove("boris"), requests.Place("anna", "r2"))
    assert lesson.state.rooms["r1"].state == "ended"
    assert lesson.state.round
    assert lesson.state.round.state == "running"
    lesson.holds()


def test_two_exchange_rooms_and_roles(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.tells("teacher", requests.Exchange("anna", "dima"))
    assert sorted(members(lesson, "r1")) == ["boris", "dima"]
    assert sorted(members(lesson, "r2")) == ["anna", "clara"]
    titles = [role.title for role in LIBRARY[ROLE_PLAY].roles]
    assert [seat.role for who in ("dima", "anna") if (seat := lesson.room(who).seat)] == titles
    assert lesson.refuses("teacher", requests.Exchange("anna", "clara")) == "not_in_rooms"
    lesson.holds()


def test_people_who_were_moved_together_have_met(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.tells("teacher", requests.Exchange("anna", "dima"))
    assert lesson.state.met[frozenset({"anna", "clara"})] == 1


def test_a_room_of_four_becomes_two_that_go_on_by_its_clock(lesson: Lesson) -> None:
    for_four = msgspec.structs.replace(LIBRARY[ROLE_PLAY], size=(2, 4))
    lesson.library = {ROLE_PLAY: for_four}
    lesson.starts_round(
        ROLE_PLAY, formation="by_hand", groups=(("anna", "boris", "clara", "dima"),)
    )
    lesson.all_ready()
    lesson.tells("teacher", requests.Split("r1"))
    assert (members(lesson, "r1"), members(lesson, "r2")) == (["anna", "boris"], ["clara", "dima"])
    one, other = lesson.state.rooms["r1"], lesson.state.rooms["r2"]
    assert (one.stage, one.ends_at_ms) == (other.stage, other.ends_at_ms) == (1, one.ends_at_ms)
    assert lesson.refuses("teacher", requests.Split("r1")) == "too_small"

    lesson.tells("teacher", requests.Merge("r2", "r1"))
    assert sorted(members(lesson, "r1")) == ["anna", "boris", "clara", "dima"]
    assert lesson.state.rooms["r2"].state == "ended"
    lesson.holds()


def test_one_left_alone_is_merged_into_a_pair(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    assert lesson.refuses("teacher", requests.Merge("r1", "r2")) == "room_has_place_for"
    lesson.tells("teacher", requests.Remove("boris"), requests.Merge("r1", "r2"))
    assert members(lesson, "r2") == ["clara", "dima", "anna"]
    lesson.holds()


def test_apart_and_together_are_kept_for_the_next_plans(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.SetConstraint("dima", "anna", "apart"))
    assert lesson.hears("teacher", parts.Constraint) == parts.Constraint("anna", "dima", "apart")
    assert not any(isinstance(part, parts.Constraint) for part in lesson.heard["anna"])
    lesson.tells("teacher", requests.SetConstraint("anna", "dima", ""))
    assert not lesson.views["teacher"].constraints
    lesson.holds()


def test_the_log_says_where_each_was_placed(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=TWO_PAIRS)
    lesson.tells("teacher", requests.Exchange("anna", "dima"))
    last = facts.decode(lesson.log[-1]).facts
    assert facts.MemberPlaced("r2", "anna", 1) in last
    assert course.places(lesson.state.rooms["r2"]) == [0, 1]


@pytest.mark.parametrize("activity", ["the-day-i-got-lost", "rules-for-a-good-class"])
def test_who_is_moved_to_a_room_that_waits_goes_on_with_it(lesson: Lesson, activity: str) -> None:
    """Where groups change between stages, the last move may be what all the others wait for."""
    lesson.enrol("eva", "fedor")
    groups = (*TWO_PAIRS, ("eva", "fedor"))
    lesson.starts_round(activity, formation="by_hand", groups=groups)
    while not any(room.waiting for room in lesson.state.in_round()):
        for room in [room for room in lesson.state.in_round() if "eva" not in room.members]:
            for who in list(room.members):
                if not room.waiting:
                    lesson.tells(who, requests.Ready(room.id, room.stage, on=True))
    first = lesson.room_id("anna")
    lesson.tells("teacher", requests.Place("eva", first))
    lesson.tells("teacher", requests.Merge(lesson.room_id("fedor"), first))
    seated = [who for room in lesson.state.in_round() for who in room.members]
    assert sorted(seated) == ["anna", "boris", "clara", "dima", "eva", "fedor"]
    lesson.holds()
