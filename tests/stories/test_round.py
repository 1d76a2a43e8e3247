"""Stories of a teacher's round: planned, looked at, played, timed, ended, and the next one."""

import pytest

from duologue_protocol import parts, requests
from duologue_server import wall
from support.lesson import DIALOGUE, GAP, LIBRARY, ROLE_PLAY, Lesson


@pytest.fixture
def lesson() -> Lesson:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", "clara", "dima")
    return lesson


def test_plan_is_shown_to_the_teacher_alone_before_it_starts(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.PlanRound(ROLE_PLAY, 12))

    plan = lesson.hears("teacher", parts.Plan)
    assert sorted(who for group in plan.groups for who in group.members) == [
        "anna",
        "boris",
        "clara",
        "dima",
    ]
    assert all(len(group.members) == len(group.roles) == 2 for group in plan.groups)
    assert not any(isinstance(part, parts.Plan) for part in lesson.heard["anna"])
    lesson.holds()


def test_a_pair_plays_a_role_play_to_its_end(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    anna = lesson.room("anna")
    assert anna.seat
    assert anna.progress
    assert anna.seat.card
    partner = next(m.who for m in anna.progress.members if m.who != "anna")
    room = lesson.room_id("anna")

    lesson.all_ready()
    assert lesson.stage("anna") == "talk"
    lesson.tells("anna", requests.Say(room, "I'm afraid there's a mistake."))
    lesson.tells(partner, requests.Say(room, "Oh, I'm really sorry about that."))
    assert lesson.lines(partner) == [
        "I'm afraid there's a mistake.",
        "Oh, I'm really sorry about that.",
    ]

    role_before = anna.seat.role
    lesson.all_ready()
    swapped = lesson.room("anna").seat
    assert swapped
    assert swapped.role != role_before

    lesson.all_ready()
    assert lesson.stage("anna") == "review"
    lesson.tells("anna", requests.WriteNote(room, partner, "You asked very politely."))
    assert lesson.room(partner).notes["anna", partner].text == "You asked very politely."
    lesson.all_ready()

    assert lesson.views["teacher"].round
    assert lesson.views["teacher"].round.state == "ended"
    assert lesson.state.rooms[room].finished
    lesson.holds()


def test_target_phrases_tick_with_the_line_that_used_them(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    phrase = LIBRARY[ROLE_PLAY].phrases.index("I'm afraid …")

    lesson.tells("anna", requests.Say(lesson.room_id("anna"), "I'm afraid it's the wrong soup."))

    assert lesson.room("anna").ticked("anna")[phrase].text == "I'm afraid it's the wrong soup."


def test_nobody_is_ever_alone_and_the_odd_one_makes_a_trio(lesson: Lesson) -> None:
    lesson.enrol("eva")
    lesson.starts_round(ROLE_PLAY, remainder="trio")

    sizes = sorted(len(room.members) for room in lesson.state.rooms.values())
    assert sizes == [2, 3]
    assert all(lesson.room(who).seat for who in ("anna", "boris", "clara", "dima", "eva"))
    lesson.all_ready()
    lesson.holds()


def test_the_odd_one_observes_with_a_checklist_and_can_not_speak(lesson: Lesson) -> None:
    lesson.enrol("eva")
    lesson.starts_round(ROLE_PLAY, remainder="observer")
    observer = next(who for room in lesson.state.rooms.values() for who in room.observers)

    seat = lesson.room(observer).seat
    assert seat
    assert seat.observer
    assert seat.card == "\n".join(LIBRARY[ROLE_PLAY].checklist)
    lesson.all_ready()
    room = lesson.state.room_of(observer)
    assert room
    speaker = room.members[0]
    lesson.tells(speaker, requests.Say(room.id, "Hello!"))
    assert lesson.lines(observer) == ["Hello!"]
    assert lesson.refuses(observer, requests.Say(room.id, "Hi")) == "observers_listen"
    lesson.holds()


def test_by_hand_exactly_these_groups(lesson: Lesson) -> None:
    groups = (("dima", "anna"), ("clara", "boris"))
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=groups)

    assert [tuple(room.members) for room in lesson.state.rooms.values()] == list(groups)
    first = LIBRARY[ROLE_PLAY].roles[0]
    seat = lesson.room("dima").seat
    assert seat
    assert seat.card == first.card


def test_next_round_has_new_partners(lesson: Lesson) -> None:
    met: set[frozenset[str]] = set()
    for _ in range(3):
        lesson.starts_round(ROLE_PLAY)
        pairs = {frozenset(r.members) for r in lesson.state.in_round()}
        assert not pairs & met
        met |= pairs
        lesson.tells("teacher", requests.EndRound(0))
    lesson.holds()


def test_time_is_added_for_all_and_taken_from_one(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    before = {room.id: room.ends_at_ms for room in lesson.state.in_round()}

    lesson.tells("teacher", requests.ChangeTime(60_000))
    lesson.tells("teacher", requests.ChangeTime(-30_000, "r1"))

    after = {room.id: room.ends_at_ms for room in lesson.state.in_round()}
    assert after["r1"] == (before["r1"] or 0) + 30_000
    assert after["r2"] == (before["r2"] or 0) + 60_000
    assert lesson.room("anna").progress
    lesson.holds()


def test_a_stage_is_never_cut_below_five_seconds(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    lesson.tells("teacher", requests.ChangeTime(-7_000_000))
    assert all(r.ends_at_ms == lesson.now_ms + 5_000 for r in lesson.state.in_round())


def test_a_timer_belongs_to_its_stage(lesson: Lesson) -> None:
    """Deliberation Lab #1109: a timer must not leak into the next stage."""
    lesson.starts_round(ROLE_PLAY)
    first_end = lesson.state.rooms["r1"].ends_at_ms or 0
    lesson.passes(10)
    lesson.all_ready()
    lesson.passes((first_end - lesson.now_ms) / 1000 + 1)
    assert lesson.state.rooms["r1"].stage == 1


def test_time_alone_leads_every_room_to_its_end(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, minutes=12)
    lesson.passes(12 * 60 - 1)
    assert any(lesson.state.in_round())
    lesson.passes(2)
    assert all(room.state == "ending" for room in lesson.state.in_round())
    lesson.passes(30)
    assert not any(lesson.state.playing())
    assert all(room.finished for room in lesson.state.rooms.values())
    lesson.holds()


def test_the_end_leaves_time_to_finish_the_sentence(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    room = lesson.room_id("anna")
    lesson.tells("teacher", requests.EndRound(30_000))

    assert lesson.hears("anna", parts.Round).state == "ending"
    lesson.passes(29)
    lesson.tells("anna", requests.Say(room, "Goodbye, then!"))
    lesson.passes(2)
    assert lesson.refuses("anna", requests.Say(room, "Too late")) == "room_not_playing"
    assert lesson.hears("anna", parts.Round).state == "ended"
    lesson.holds()


def test_the_room_is_told_that_the_teacher_reads(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    room = lesson.room_id("anna")
    lesson.tells("anna", requests.Say(room, "Excuse me!"))
    lesson.tells("teacher", requests.Watch(room))

    progress = lesson.room("anna").progress
    assert progress
    assert progress.watchers == ("teacher",)
    assert [line.text for line in lesson.views["teacher"].rooms[room].lines.values()] == [
        "Excuse me!"
    ]
    lesson.tells("teacher", requests.Unwatch(room))
    lesson.holds()
    lesson.tells("anna", requests.Say(room, "Anybody there?"))
    assert not lesson.views["teacher"].rooms[room].lines
    lesson.holds()


def test_a_call_reaches_the_teacher_with_its_room(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    room = lesson.room_id("anna")
    lesson.tells("anna", requests.CallTeacher(room, "What is a refund?"))

    progress = lesson.views["teacher"].rooms[room].progress
    assert progress
    assert progress.call
    assert progress.call.text == "What is a refund?"
    lesson.tells("teacher", requests.CancelCall(room))
    progress = lesson.views["anna"].rooms[room].progress
    assert progress
    assert progress.call is None
    lesson.holds()


def test_a_partner_who_drops_stops_the_clock_for_a_while(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=(("anna", "boris"),))
    room = lesson.state.rooms["r1"]
    left = (room.ends_at_ms or 0) - lesson.now_ms
    lesson.drop("boris")
    assert room.left_ms == left
    lesson.passes(60)
    assert room.left_ms == left
    lesson.arrive("boris")
    assert (room.ends_at_ms or 0) - lesson.now_ms == left

    lesson.drop("boris")
    lesson.passes(121)
    assert room.ends_at_ms, "the clock waits two minutes, not for ever"
    lesson.holds()


def test_who_comes_back_is_in_the_same_room_and_role_with_every_line(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=(("anna", "boris"),))
    lesson.all_ready()
    lesson.tells("anna", requests.Say("r1", "One"))
    seat = lesson.room("boris").seat
    lesson.drop("boris")
    lesson.tells("anna", requests.Say("r1", "Two"))
    lesson.arrive("boris")

    assert lesson.room("boris").seat == seat
    assert lesson.lines("boris") == ["One", "Two"]
    lesson.holds()


def test_who_stays_behind_is_not_stuck(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=(("anna", "boris"),))
    lesson.leave("boris")
    lesson.tells("anna", requests.Ready("r1", 0, on=True))
    assert lesson.state.rooms["r1"].stage == 1
    lesson.holds()


def test_a_late_student_is_placed(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    lesson.tells("anna", requests.Say(lesson.room_id("anna"), "Said before"))
    lesson.enrol("eva")
    assert lesson.room("eva").seat, "at once, and by nobody's hand"
    room = lesson.room_id("anna")
    if lesson.room_id("eva") != room:
        lesson.tells("teacher", requests.Place("eva", room))

    assert lesson.lines("eva") == []
    lesson.tells("anna", requests.Say(room, "Hello, Eva"))
    assert lesson.lines("eva") == ["Hello, Eva"]
    lesson.holds()


def test_a_late_key_does_not_skip_a_stage(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    refusal = lesson.refuses("anna", requests.Ready(lesson.room_id("anna"), 0, on=True))
    assert refusal == "stage_over"


def test_the_model_is_shown_only_afterwards(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    assert lesson.refuses("teacher", requests.ShowModel()) == "still_playing"
    lesson.tells("teacher", requests.EndRound(0))
    lesson.tells("teacher", requests.ShowModel())
    model = lesson.room("anna").model
    assert model
    assert [line.text for line in model.lines] == [line.text for line in LIBRARY[ROLE_PLAY].model]


def test_broadcast_reaches_rooms_and_lobby(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    lesson.enrol("eva")
    lesson.tells("teacher", requests.Broadcast("Two minutes left.\x1b]0;x\x07"))
    for who in ("anna", "eva", "teacher"):
        assert lesson.hears(who, parts.Announcement).text == "Two minutes left."


def test_a_whisper_reaches_one_student_alone(lesson: Lesson) -> None:
    lesson.enrol("assistant", role="teacher")
    lesson.starts_round(ROLE_PLAY)
    lesson.tells("teacher", requests.Whisper("anna", "Let Boris speak.\x1b[2J"))
    for who in ("anna", "assistant"):
        told = lesson.hears(who, parts.Announcement)
        assert (told.text, told.to) == ("Let Boris speak.", "anna")
    for who in ("boris", "clara", "dima"):
        assert not lesson.views[who].announcements
    assert lesson.refuses("teacher", requests.Whisper("nobody", "x")) == "no_person"
    assert lesson.refuses("teacher", requests.Whisper("anna", " ")) == "empty"
    lesson.tells("teacher", requests.Remove("anna"))
    lesson.holds()


def test_a_script_is_played_line_by_line_and_its_last_line_ends_the_stage(lesson: Lesson) -> None:
    lesson.starts_round(DIALOGUE, formation="by_hand", groups=(("anna", "boris"),))
    room = lesson.state.rooms["r1"]
    while lesson.stage("anna") == "prepare":
        lesson.all_ready()
    assert room.activity
    while lesson.stage("anna") == "script" and room.stage == 1:
        turn = room.turn
        assert turn
        other = "boris" if turn == "anna" else "anna"
        assert lesson.room(turn).prompt
        assert lesson.room(other).prompt is None
        assert lesson.refuses(other, requests.Say("r1", "me!")) == "not_your_turn"
        for _ in range(3):  # wrong tries end with the key, so nobody is stuck
            if room.turn == turn and room.stage == 1:
                lesson.tells(turn, requests.Say("r1", "zzz"))
    assert len(room.lines) == len(room.activity.script)
    lesson.holds()


def test_an_information_gap_is_laid_open_only_to_compare(lesson: Lesson) -> None:
    lesson.starts_round(GAP, formation="by_hand", groups=(("anna", "boris"),))
    while lesson.stage("anna") != "form":
        lesson.all_ready()
    table = lesson.room("anna").table
    assert table
    fields = [cell.field for row in table.rows for cell in row if cell.field]
    assert all(cell.answer == "" and cell.right is None for row in table.rows for cell in row)
    lesson.tells("anna", requests.Fill("r1", fields[0], "wrong for sure"))
    assert lesson.refuses("anna", requests.Fill("r1", "r99c99", "x")) == "no_field"
    while lesson.stage("anna") != "compare":
        lesson.all_ready()
    laid_open = lesson.room("anna").table
    assert laid_open
    mine = [cell for row in laid_open.rows for cell in row if cell.field]
    assert mine[0].right is False
    assert mine[0].text == "wrong for sure"
    assert all(cell.answer for cell in mine)
    lesson.holds()


def test_what_a_call_is_for_may_be_said_later(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    room = lesson.room_id("anna")
    lesson.tells("anna", requests.CallTeacher(room))
    called_ms = lesson.now_ms
    lesson.passes(30)
    assert lesson.refuses("anna", requests.CallTeacher(room)) == "called_already"
    lesson.tells("anna", requests.CallTeacher(room, "What is a refund?"))
    call = lesson.state.rooms[room].call
    assert call
    assert (call.text, call.at_ms) == ("What is a refund?", called_ms)
    lesson.holds()


def test_in_a_trio_only_one_is_told_to_start(lesson: Lesson) -> None:
    groups = (("anna", "boris", "clara"),)
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=groups)
    seats = [lesson.room(who).seat for who in groups[0]]
    assert [seat.starts for seat in seats if seat] == [True, False, False]


def test_everybody_asks_themselves_what_they_can_do_now(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    room = lesson.room_id("anna")
    assert lesson.refuses("anna", requests.CheckAim(room, 0, "yes")) == "not_now"
    for _ in range(3):
        seat = lesson.room("anna").seat
        assert seat
        assert not seat.aims
        lesson.all_ready()
    lesson.tells("anna", requests.CheckAim(room, 0, "partly"))
    assert lesson.refuses("anna", requests.CheckAim(room, 9, "yes")) == "no_aim"
    lesson.all_ready()
    lesson.tells("anna", requests.CheckAim(room, 1, "not_yet"))
    seat = lesson.room("anna").seat
    assert seat
    assert seat.aims == LIBRARY[ROLE_PLAY].aims
    assert seat.can[:2] == ("partly", "not_yet")
    others = [it for who in ("boris", "clara", "dima") if (it := lesson.room(who).seat)]
    assert not any(any(it.can) for it in others)
    lesson.holds()


def test_who_gets_a_note_says_whether_it_helped_and_its_writer_sees_it(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    room, anna = lesson.room_id("anna"), lesson.room("anna").progress
    assert anna
    partner = next(member.who for member in anna.members if member.who != "anna")
    for _ in range(3):
        lesson.all_ready()
    assert lesson.refuses("anna", requests.RateNote(room, partner, "yes")) == "no_note"
    lesson.tells(partner, requests.WriteNote(room, "anna", "Ask more questions."))
    lesson.tells("anna", requests.RateNote(room, partner, "partly"))
    assert lesson.room(partner).notes[partner, "anna"].helped == "partly"
    lesson.tells(partner, requests.WriteNote(room, "anna", "Ask: how, when, why?"))
    assert lesson.room("anna").notes[partner, "anna"].helped == ""
    lesson.holds()


def test_a_room_that_had_to_listen_is_not_silent_when_it_goes_on(lesson: Lesson) -> None:
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    lesson.tells("anna", requests.Say(lesson.room_id("anna"), "Hello?"))
    lesson.tells("teacher", requests.Gather("plenary"))
    lesson.passes(90)
    lesson.tells("teacher", requests.Gather("work"))
    room = lesson.state.rooms[lesson.room_id("anna")]
    assert wall.row(room).last_ms == lesson.now_ms


def test_where_all_are_the_same_nobody_is_told_to_start(lesson: Lesson) -> None:
    lesson.starts_round("six-things-for-the-cabin", 18)
    seats = [lesson.room(who).seat for who in ("anna", "boris", "clara", "dima")]
    assert not any(seat.starts for seat in seats if seat)
