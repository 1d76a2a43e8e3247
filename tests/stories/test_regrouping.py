"""Stories of groups that change between the stages of one activity."""

from collections.abc import Iterator

import pytest

from duologue_protocol import parts, requests
from duologue_server.room import Room
from support.lesson import LIBRARY, Lesson

JIGSAW, MINGLE = "three-ways-to-get-fit", "summer-bingo"
CIRCLE, PYRAMID = "the-day-i-got-lost", "rules-for-a-good-class"
SIX = ("anna", "boris", "clara", "dima", "eva", "fred")


@pytest.fixture
def lesson() -> Iterator[Lesson]:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol(*SIX)
    yield lesson
    lesson.holds()


def begins(lesson: Lesson, activity: str, *groups: tuple[str, ...]) -> None:
    plan = requests.PlanRound(activity, LIBRARY[activity].minutes, "by_hand", groups=groups)
    lesson.tells("teacher", plan, requests.StartRound())


def playing(lesson: Lesson) -> list[Room]:
    return list(lesson.state.in_round())


def members(lesson: Lesson) -> list[list[str]]:
    return [sorted(room.members) for room in playing(lesson)]


HOMES = (("anna", "boris", "clara"), ("dima", "eva", "fred"))


def test_experts_meet_and_bring_their_part_home(lesson: Lesson) -> None:
    begins(lesson, JIGSAW, *HOMES)
    card = lesson.room("anna").seat
    lesson.all_ready()
    assert members(lesson) == [["anna", "dima"], ["boris", "eva"], ["clara", "fred"]]
    assert lesson.stage("anna") == "talk"
    assert lesson.room("anna").seat
    assert card
    assert lesson.room("dima").seat
    assert getattr(lesson.room("dima").seat, "card", "") == card.card
    lesson.all_ready()
    assert members(lesson) == [sorted(home) for home in HOMES]
    for who in SIX:
        seat = lesson.room(who).seat
        assert seat
        assert not seat.shared
    lesson.all_ready()
    assert lesson.stage("anna") == "quiz"
    lesson.all_ready()
    lesson.all_ready()
    assert lesson.state.round
    assert lesson.state.round.state == "ended"


def test_a_room_that_is_early_waits_for_the_others_and_may_talk_on(lesson: Lesson) -> None:
    begins(lesson, PYRAMID, ("anna", "boris"), ("clara", "dima"))
    lesson.all_ready()
    room = lesson.room_id("anna")
    for who in ("anna", "boris"):
        lesson.tells(who, requests.Ready(room, 1, on=True))
    progress = lesson.room("anna").progress
    assert progress
    assert progress.waiting
    assert progress.ends_at_ms is None
    lesson.tells("anna", requests.Say(room, "We were quick."))
    assert lesson.refuses("anna", requests.Ready(room, 1, on=True)) == "room_waits"
    assert lesson.refuses("anna", requests.MoveItem(room, "A", 0)) == "room_waits"
    assert lesson.refuses("teacher", requests.NextStage(room)) == "room_waits"
    lesson.passes(20 * 60)
    assert lesson.state.rooms[room].state == "ended"
    assert "anna" in lesson.state.rooms["r3"].members


def test_the_teacher_sends_on_whoever_is_not_there_yet(lesson: Lesson) -> None:
    begins(lesson, MINGLE, ("anna", "boris"), ("clara", "dima"), ("eva", "fred"))
    room = lesson.room_id("anna")
    for who in ("anna", "boris"):
        lesson.tells(who, requests.Ready(room, 0, on=True))
    lesson.tells("teacher", requests.NextStage())
    assert all(it.stage == 1 and not it.waiting for it in playing(lesson))


def test_the_teacher_ends_the_room_that_the_others_wait_for(lesson: Lesson) -> None:
    begins(lesson, MINGLE, ("anna", "boris"), ("clara", "dima"), ("eva", "fred"))
    for who in SIX[:4]:
        lesson.tells(who, requests.Ready(lesson.room_id(who), 0, on=True))
    lesson.tells("teacher", requests.EndRound(0, lesson.room_id("eva")))
    assert all(it.stage == 1 for it in playing(lesson))
    assert sorted(who for it in members(lesson) for who in it) == list(SIX[:4])


def test_partners_change_and_the_table_comes_along(lesson: Lesson) -> None:
    begins(lesson, MINGLE, ("anna", "boris"), ("clara", "dima"), ("eva", "fred"))
    first = lesson.room_id("anna")
    lesson.tells("anna", requests.Fill(first, "p1name", "Boris"))
    lesson.tells("anna", requests.Fill(first, "p1said", "in the Oka, every evening"))
    met = {frozenset(it) for it in members(lesson)}
    for _ in range(2):
        lesson.all_ready()
        now = {frozenset(it) for it in members(lesson)}
        assert not now & met
        met |= now
    lesson.tells("anna", requests.Fill(lesson.room_id("anna"), "p2name", "boris"))
    lesson.tells("anna", requests.Fill(lesson.room_id("anna"), "p2said", "a thriller"))
    lesson.all_ready()
    table = lesson.room("anna").table
    assert table
    assert [cell.text for cell in table.rows[0][1:]] == ["Boris", "in the Oka, every evening"]
    assert table.rows[0][1].right
    assert table.rows[1][1].right is False  # the same name a second time


def test_the_lists_of_two_pairs_stand_above_their_common_one(lesson: Lesson) -> None:
    begins(lesson, PYRAMID, ("anna", "boris"), ("clara", "dima"))
    lesson.all_ready()
    lesson.tells("anna", requests.MoveItem(lesson.room_id("anna"), "C", 0))
    items = LIBRARY[PYRAMID].order
    assert items
    first = items.items[lesson.state.rooms["r1"].order_of("")[0]]
    lesson.all_ready()
    lines = list(lesson.room("dima").lines.values())
    assert [line.kind for line in lines] == ["brought", "brought"]
    assert lines[0].text.startswith(f"1 {first} · 2 ")
    assert not lesson.state.rooms["r3"].words
    assert lesson.refuses("dima", requests.Say("r1", "Hello?")) == "not_your_room"


def test_a_pair_alone_leaves_out_what_needs_others(lesson: Lesson) -> None:
    begins(lesson, PYRAMID, ("anna", "boris"))
    lesson.all_ready()
    lesson.all_ready()
    assert lesson.stage("anna") == "review"
    assert lesson.room_id("anna") == "r1"


def test_a_part_that_nobody_has_any_more_is_read_by_all(lesson: Lesson) -> None:
    begins(lesson, JIGSAW, *HOMES)
    lesson.all_ready()
    lesson.leave("fred")
    lesson.all_ready()
    seat = lesson.room("dima").seat
    assert seat
    assert [title for title, _ in seat.shared] == ["Olga's year"]
    other = lesson.room("anna").seat
    assert other
    assert not other.shared


def test_who_speaks_changes_over_and_then_the_partner_does(lesson: Lesson) -> None:
    begins(lesson, CIRCLE, ("anna", "boris"), ("clara", "dima"))
    lesson.all_ready()
    room = lesson.room_id("anna")
    assert lesson.refuses("boris", requests.Say(room, "And then?")) == "listen_now"
    lesson.all_ready()
    lesson.tells("boris", requests.Say(room, "It was last winter."))
    assert lesson.refuses("anna", requests.Say(room, "Oh!")) == "listen_now"
    lesson.all_ready()
    assert not {frozenset(it) for it in members(lesson)} & {
        frozenset(("anna", "boris")),
        frozenset(("clara", "dima")),
    }


def test_who_observes_goes_along(lesson: Lesson) -> None:
    plan = requests.PlanRound(
        PYRAMID, 20, "by_hand", "observer", groups=(("anna", "boris", "eva"), ("clara", "dima"))
    )
    lesson.tells("teacher", plan, requests.StartRound())
    lesson.all_ready()
    lesson.all_ready()
    room = lesson.state.room_of("eva")
    assert room
    assert room.observers == ["eva"]
    assert sorted(room.members) == ["anna", "boris", "clara", "dima"]


def test_a_pair_of_their_own_can_not_choose_it(lesson: Lesson) -> None:
    lesson.tells("anna", requests.Seek())
    lesson.tells("boris", requests.Seek())
    refused = lesson.refuses("anna", requests.Propose(lesson.room_id("anna"), MINGLE, 20))
    assert refused == "needs_class"


def test_nobody_is_taken_for_the_odd_one_again_and_again(lesson: Lesson) -> None:
    lesson.enrol("gleb")
    lesson.starts_round(MINGLE, 20)
    stood_out = dict(lesson.state.stood_out)
    lesson.all_ready()
    assert lesson.state.stood_out == stood_out
    assert isinstance(lesson.hears("anna", parts.Progress), parts.Progress)
