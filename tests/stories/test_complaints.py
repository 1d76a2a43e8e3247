"""What teachers complain about in other tools, by its number in the list of complaints: not here.

1 blind · 2 silence · 3 no time · 4 cut off · 5 lost calls · 6 same partner · 7 set-up · 8 partner
gone · 9 late · 10 lopsided · 11 work gone · 12 stuck · 13 instructions gone · 14 entrance · 15 timers
"""

import pytest

from duologue_client.teacher.console.card import Card, card
from duologue_client.teacher.ranking import arrange
from duologue_protocol import parts, requests
from duologue_server import course, wall
from support.lesson import DIALOGUE, LIBRARY, ROLE_PLAY, Lesson

THREE_PAIRS = (("anna", "boris"), ("clara", "dima"), ("eva", "fedor"))


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", "clara", "dima", "eva", "fedor")
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=THREE_PAIRS)
    lesson.all_ready()
    return lesson


def the_wall(lesson: Lesson) -> list[Card]:
    """All rooms as the console shows them now, who needs the teacher most first."""
    view = lesson.views["teacher"]
    view.rows = {room.id: wall.row(room) for room in lesson.state.rooms.values()}
    shown = [room.progress for room in view.rooms.values() if room.progress]
    cards = {one.room: card(one, view, lesson.now_ms) for one in shown}
    view.rows = {}  # a fresh picture has them from elsewhere
    order = arrange((), {name: one.rank for name, one in cards.items()})
    return [cards[name] for name in order]


def why(one: Card) -> list[str]:
    return [reason.words for reason in one.reasons]


def test_1_the_teacher_sees_all_rooms_at_once_and_why_one_needs_help(lesson: Lesson) -> None:
    lesson.passes(90)
    for who in ("clara", "dima"):
        lesson.tells(who, requests.Say("r2", "I'm afraid there's a mistake."))
    lesson.tells("eva", requests.CallTeacher("r3", "What is a refund?"))
    lesson.passes(10)
    first, second, third = the_wall(lesson)
    assert (first.room, why(first)) == ("r3", ["help 0:10", "silent 100 s"])
    assert (second.room, why(second)) == ("r1", ["silent 100 s"])
    assert (third.room, why(third), third.last) == ("r2", [], "I'm afraid there's a mistake.")


def test_2_a_silent_room_stays_in_sight_whatever_the_teacher_does_there(lesson: Lesson) -> None:
    lesson.passes(100)
    lesson.tells("teacher", requests.Watch("r1"), requests.Say("r1", "How are you getting on?"))
    [silent] = [one for one in the_wall(lesson) if one.room == "r1"]
    assert why(silent) == ["silent 100 s"], "the teacher's own line is no sign of life"
    lesson.tells("anna", requests.Say("r1", "Fine!"))
    [busy] = [one for one in the_wall(lesson) if one.room == "r1"]
    assert why(busy) == []


def test_3_time_is_added_while_the_round_runs(lesson: Lesson) -> None:
    before = lesson.state.rooms["r2"].ends_at_ms or 0
    lesson.tells("teacher", requests.ChangeTime(180_000))
    assert lesson.state.rooms["r2"].ends_at_ms == before + 180_000
    lesson.tells("teacher", requests.UndoTime(), requests.PauseTime(on=True))
    lesson.passes(600)
    assert lesson.stage("clara") == "talk"


def test_4_nobody_is_cut_off_in_mid_sentence(lesson: Lesson) -> None:
    lesson.all_ready()
    lesson.all_ready()
    room = lesson.state.rooms["r1"]
    lesson.passes(((room.ends_at_ms or 0) - lesson.now_ms) / 1000 + 1)
    assert room.state == "ending", "the clock's own end leaves time as well"
    lesson.tells("anna", requests.WriteNote("r1", "boris", "You asked very politely."))
    lesson.passes(30)
    assert lesson.room("boris").notes["anna", "boris"].text == "You asked very politely."


def test_5_a_call_says_from_where_how_old_and_clears_itself(lesson: Lesson) -> None:
    lesson.tells("dima", requests.CallTeacher("r2", "What does “politely” mean?"))
    lesson.passes(70)
    first = the_wall(lesson)[0]
    assert (first.room, first.speaker, why(first)[0]) == ("r2", "Dima asks", "help 1:10")
    lesson.tells("teacher", requests.Watch("r2"))
    assert why(the_wall(lesson)[0])[0] == "help 1:10 ◉ Teacher"
    lesson.tells("dima", requests.Ready("r2", 1, on=True))
    assert lesson.state.rooms["r2"].call is None
    lesson.holds()


def test_6_partners_change_from_round_to_round(lesson: Lesson) -> None:
    met: set[frozenset[str]] = {frozenset(pair) for pair in THREE_PAIRS}
    for _ in range(2):
        lesson.tells("teacher", requests.EndRound(0))
        lesson.starts_round(ROLE_PLAY)
        pairs = {frozenset(room.members) for room in lesson.state.in_round()}
        assert not pairs & met
        met |= pairs


def test_7_the_next_round_is_two_keys_away(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.EndRound(0))
    lesson.tells("teacher", requests.PlanRound(DIALOGUE, 10), requests.StartRound())
    assert all(lesson.room(who).seat for group in THREE_PAIRS for who in group)


def test_8_who_is_left_alone_is_told_waits_and_then_goes_on(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Say("r1", "Excuse me!"))
    lesson.drop("boris")
    assert lesson.views["anna"].people["boris"].presence == "away"
    assert lesson.state.rooms["r1"].ends_at_ms is None
    lesson.passes(40)
    assert why(the_wall(lesson)[0]) == ["Boris offline 0:40"]
    lesson.passes(81)
    lesson.tells("anna", requests.GoOn("r1", "join"))
    assert len(lesson.state.rooms[lesson.room_id("anna")].members) == 3
    assert lesson.state.rooms["r1"].words["anna"] == 2
    lesson.holds()


def test_9_the_late_one_is_in_a_room_at_once(lesson: Lesson) -> None:
    lesson.enrol("gleb")
    assert lesson.room("gleb").seat
    lesson.holds()


@pytest.mark.parametrize("count", range(2, 41))
def test_10_groups_are_even_and_nobody_is_alone(count: int) -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol(*(f"s{number}" for number in range(count)))
    lesson.starts_round(ROLE_PLAY)
    sizes = [len(room.members) for room in lesson.state.in_round()]
    assert sum(sizes) == count
    assert min(sizes) >= 2
    assert sizes.count(3) == count % 2
    assert max(sizes) <= 3


def test_11_what_was_written_is_there_when_the_rooms_have_closed(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Say("r1", "I'm afraid there's a mistake."))
    lesson.tells("teacher", requests.EndRound(0))
    assert lesson.lines("boris") == ["I'm afraid there's a mistake."]
    lesson.drop("boris")
    lesson.arrive("boris")
    assert lesson.lines("boris") == ["I'm afraid there's a mistake."]
    lesson.tells("boris", requests.Leave("r1"))
    assert lesson.state.rooms["r1"].lines


def test_12_nobody_is_stuck_after_the_end(lesson: Lesson) -> None:
    lesson.drop("anna")
    lesson.tells("teacher", requests.EndRound(0))
    lesson.arrive("anna")
    for group, room in zip(THREE_PAIRS, ("r1", "r2", "r3"), strict=True):
        for who in group:
            lesson.tells(who, requests.Leave(room))
    assert all(lesson.state.is_free(person) for person in lesson.state.people.values())
    lesson.starts_round(ROLE_PLAY)
    assert all(lesson.room(who).seat for group in THREE_PAIRS for who in group)
    lesson.holds()


def test_13_card_and_instruction_stay_all_the_time(lesson: Lesson) -> None:
    for _ in range(3):
        for who in ("anna", "boris"):
            lesson.drop(who)
            lesson.arrive(who)
            room = lesson.room(who)
            assert room.progress
            assert room.seat
            assert room.seat.card
            assert room.progress.stages[room.progress.stage].instruction
        lesson.all_ready()
    assert LIBRARY[ROLE_PLAY].roles


def test_14_reading_along_adds_no_line_and_asks_for_nothing(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Say("r1", "Good morning!"))
    heard = len(lesson.heard["anna"])
    lesson.tells("teacher", requests.Watch("r1"))
    assert lesson.lines("anna") == ["Good morning!"]
    [told] = lesson.heard["anna"][heard:]
    assert isinstance(told, parts.Progress)
    assert told.watchers == ("teacher",), "it is said, quietly, and nothing else happens"


def test_15_a_timer_belongs_to_its_stage(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.ChangeTime(60_000, "r1"))
    for who in ("anna", "boris"):
        lesson.tells(who, requests.Ready("r1", 1, on=True))
    room = lesson.state.rooms["r1"]
    assert room.activity
    whole = course.stage_ms(room.activity, room.activity.stages[2], room.minutes)
    assert (room.stage, (room.ends_at_ms or 0) - lesson.now_ms) == (2, whole)
    assert lesson.refuses("teacher", requests.UndoTime()) == "nothing_to_undo"
