"""Lessons past their time: gone wholly, and the log folds to what the class lives on with."""

import typing

import pytest

from duologue_server import facts
from duologue_server.classroom import Classroom
from duologue_server.evolve import evolve
from duologue_server.facts import Moment
from duologue_server.retention import DAY_MS, without_past
from support.lesson import START_MS, Lesson
from support.term import ONE_OF_EACH_KIND, moments, retold, term

WEEKS = len(ONE_OF_EACH_KIND)


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return term()


def left_of(log: list[Moment], limit_ms: int) -> list[Moment]:
    changed = without_past(log, limit_ms)
    return [changed.get(seq, moment) for seq, moment in enumerate(log, 1)]


def folded(log: list[Moment]) -> Classroom:
    """Every prefix folds: a fold that fails fails at one of them."""
    state = Classroom()
    for seq, moment in enumerate(log, 1):
        evolve(state, seq, facts.decode(facts.encode(moment)))
    return state


def dated(log: list[Moment]) -> list[Moment]:
    """Every text says in which week it was written."""
    weeks = iter(
        [(m.at_ms - START_MS) // (7 * DAY_MS) for m in log for f in m.facts if has_text(f)]
    )
    return retold(log, lambda _fact, _whose: f"zqweek{next(weeks):02}")


def has_text(fact: facts.Fact) -> bool:
    return bool(getattr(fact, "text", ""))


@pytest.mark.parametrize("days", [0, 3, 7, 52, 7 * WEEKS - 3, 7 * WEEKS + 3])
def test_what_is_past_is_gone_and_what_is_not_stays(lesson: Lesson, days: int) -> None:
    log = dated(moments(lesson))
    left = left_of(log, START_MS + days * DAY_MS)
    kept = b"".join(map(facts.encode, left))
    for week in range(WEEKS):
        assert (b"zqweek%02d" % week in kept) == (7 * week >= days), week
    before, after = folded(log), folded(left)
    for room in after.rooms.values():
        old = before.rooms[room.id]
        assert (room.lines, room.notes, room.filled) == (old.lines, old.notes, old.filled)
        assert (room.number, room.opened_ms) == (old.number, old.opened_ms)
        assert room.opened_ms >= START_MS + days * DAY_MS
    assert len(after.rooms) == sum(
        room.opened_ms >= START_MS + days * DAY_MS for room in before.rooms.values()
    )
    people = [(p.who, p.role, p.level, p.presence) for p in before.people.values()]
    assert [(p.who, p.role, p.level, p.presence) for p in after.people.values()] == people
    assert after.activities == before.activities
    assert (after.seq, after.opened) == (before.seq, before.opened)
    assert left_of(left, START_MS + days * DAY_MS) == left


def test_nothing_says_when_somebody_was_there(lesson: Lesson) -> None:
    left = left_of(moments(lesson), START_MS + 10_000 * DAY_MS)
    kinds = {type(fact).__name__ for moment in left for fact in moment.facts}
    assert kinds == {"Enrolled", "Arrived", "ActivityBrought", "RoomForgotten"}
    empty = [moment for moment in left if set(map(type, moment.facts)) <= {facts.RoomForgotten}]
    assert {(moment.at_ms, moment.by, moment.digest) for moment in empty} == {(0, "", b"")}


def test_a_room_that_opens_afterwards_is_none_of_the_old_ones(lesson: Lesson) -> None:
    """Neither one that stays nor one that went: clients and reports know rooms by their numbers."""
    log = moments(lesson)
    for days in (0, 52, 10_000):
        after = folded(left_of(log, START_MS + days * DAY_MS))
        assert after.next_room() == f"r{len(lesson.state.rooms) + 1}"


def test_a_client_counts_on_from_its_last_number() -> None:
    log = [
        Moment(1, (facts.Enrolled("anna", "student"),)),
        *(Moment(n, (facts.Announced("t", "hello"),), "anna", b"i", n, b"d") for n in range(1, 9)),
    ]
    left = left_of(log, 1_000)
    received = folded(left).received["anna", b"i"]
    assert (received.last_n, received.recent) == (8, {})
    assert sum(moment.n for moment in left) == 8


def test_a_lesson_that_reaches_past_the_limit_stays_whole() -> None:
    lesson = term(*ONE_OF_EACH_KIND[:1])
    rooms = list(lesson.state.rooms.values())
    last_word = max(line.at_ms for room in rooms for line in room.lines)
    log = moments(lesson)
    assert folded(left_of(log, last_word)).rooms == lesson.state.rooms
    assert folded(left_of(log, last_word + DAY_MS)).rooms == {}


def test_rooms_that_go_on_in_others_are_of_one_lesson() -> None:
    """However long the teacher let them wait: the later room is made from the earlier one."""
    log = [
        Moment(1, (facts.Enrolled("anna", "student"), facts.Enrolled("boris", "student"))),
        Moment(2, (facts.RoomOpened("r1", "round", ("anna", "boris")),)),
        Moment(
            DAY_MS,
            (facts.RoomOpened("r2", "round", ("anna", "boris"), (), (), ("r1",)),),
        ),
    ]
    assert set(folded(left_of(log, DAY_MS // 2)).rooms) == {"r1", "r2"}
    assert folded(left_of(log, 2 * DAY_MS)).rooms == {}


def test_an_invitation_and_a_round_that_end_after_the_limit_end_well() -> None:
    log = [
        Moment(1, (facts.Enrolled("anna", "student"), facts.Enrolled("boris", "student"))),
        Moment(2, (facts.Invited("i1", "anna", "boris"), facts.RoundStarted(1, "x", 10))),
        Moment(9, (facts.InvitationEnded("i1"), facts.RoundEnding(12))),
        Moment(12, (facts.RoundEnded(),)),
    ]
    left = left_of(log, 5)
    assert folded(left).round is None
    assert [len(moment.facts) for moment in left] == [2, 0, 0, 0]


def test_every_fact_goes_or_is_known_to_stay() -> None:
    """Of a new fact somebody has to say whether it belongs to a room, to a lesson or to the class."""
    elsewhere = {
        *(facts.Enrolled, facts.LevelSet, facts.Removed, facts.WordsErased),
        *(
            facts.PairingAllowed,
            facts.EvidenceKept,
            facts.ActivityBrought,
            facts.RoomForgotten,
            facts.LessonLoaded,
        ),
        *(facts.LessonClosed, facts.Banned, facts.Unbanned, facts.Muted, facts.ClassLocked),
        *(
            facts.NewCodeAsked,
            facts.CodeChanged,
            facts.RosterChanged,
            facts.ConstraintSet,
            facts.Gathered,
            facts.Whispered,
        ),
        *(facts.LineUnpinned, facts.PinShown, facts.Suggested, facts.SuggestionShown),
        *(facts.TimeChanged,),
        *(facts.Arrived, facts.WentAway, facts.Left, facts.Announced, facts.ServerReturned),
        *(facts.SeekingStarted, facts.SeekingStopped, facts.WaitedLong, facts.InvitationEnded),
        *(facts.RoundPlanned, facts.PlanCancelled, facts.RoundStarted, facts.RoundEnding),
        *(facts.RoundEnded, facts.CommandRefused),
    }
    for fact in typing.get_args(facts.Fact):
        assert "room" in fact.__struct_fields__ or fact in elsewhere, fact
