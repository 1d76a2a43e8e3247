"""Stories of order in a class: muted, cleared, taken out, banned, a locked door."""

import msgspec
import pytest

from duologue_client import fold
from duologue_protocol import parts, requests
from duologue_server import facts, project, report
from duologue_server.queries import find_out
from duologue_server.recording import Recording
from duologue_server.room import Room
from support.lesson import GAP, LIBRARY, ROLE_PLAY, Lesson

RUDE = "You are a rude word"


@pytest.fixture
def lesson() -> Lesson:
    """A pair talks in a round; the teacher reads along."""
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    lesson.tells("teacher", requests.Watch(lesson.room_id("anna")))
    return lesson


def say(lesson: Lesson, who: str, text: str) -> None:
    lesson.tells(who, requests.Say(lesson.room_id(who), text))


def test_who_is_muted_reads_and_calls_and_writes_nothing(lesson: Lesson) -> None:
    room = lesson.room_id("boris")
    lesson.tells("teacher", requests.Mute("boris", on=True))
    for request in (
        requests.Say(room, "hi"),
        requests.Fill(room, "r1c1", "hi"),
        requests.WritePage(room, 1, "hi"),
        requests.WriteNote(room, "anna", "hi"),
        requests.EditText(room, 1, 0, ("hi",)),
        requests.Correct(room, 1, "hi"),
        requests.AnswerCorrection(room, 1, "anna", "rewritten", "hi"),
    ):
        assert lesson.refuses("boris", request) == "muted"
    say(lesson, "anna", "Are you there?")
    assert lesson.lines("boris") == ["Are you there?"]
    lesson.tells("boris", requests.CallTeacher(room, "Why am I muted?"))

    lesson.tells("teacher", requests.Mute("boris", on=False))
    say(lesson, "boris", "Sorry.")
    assert lesson.lines("anna") == ["Are you there?", "Sorry."]
    lesson.holds()


def test_that_somebody_is_muted_is_between_them_and_the_teacher(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.Mute("boris", on=True), requests.Mute("boris", on=True))
    told = {who: lesson.views[who].people["boris"].muted for who in ("teacher", "boris", "anna")}
    assert told == {"teacher": True, "boris": True, "anna": False}
    assert lesson.refuses("teacher", requests.Mute("teacher", on=True)) == "no_person"
    lesson.drop("boris")
    lesson.arrive("boris")
    assert lesson.views["boris"].people["boris"].muted
    lesson.holds()


def test_a_cleared_line_stays_as_cleared(lesson: Lesson) -> None:
    say(lesson, "anna", "Good evening")
    say(lesson, "boris", RUDE)
    said = len(lesson.heard["anna"])
    lesson.tells("teacher", requests.ClearLine(lesson.room_id("anna"), 2))
    for who in ("anna", "boris", "teacher"):
        lines = lesson.views[who].rooms[lesson.room_id("anna")].lines
        assert [(line.text, line.cleared) for line in lines.values()] == [
            ("Good evening", False),
            ("", True),
        ]
    assert lesson.state.room_of("boris").words["boris"] == 0  # type: ignore[union-attr]
    assert RUDE in lesson.log[-2].decode("latin-1"), "the journal keeps it"
    assert RUDE not in msgspec.json.encode(lesson.heard["anna"][said:]).decode()
    lesson.drop("anna")
    lesson.heard["anna"].clear()
    lesson.arrive("anna")
    assert RUDE not in msgspec.json.encode(lesson.heard["anna"]).decode()
    lesson.holds()


def test_only_what_somebody_said_can_be_cleared_and_once(lesson: Lesson) -> None:
    say(lesson, "boris", RUDE)
    room = lesson.room_id("boris")
    lesson.tells("teacher", requests.ClearLine(room, 1))
    for line in (0, 1, 2, 99):
        assert lesson.refuses("teacher", requests.ClearLine(room, line)) == "no_line_to_clear"
    assert lesson.refuses("teacher", requests.ClearLine("r9", 1)) == "no_room"


def test_with_a_line_go_its_corrections_and_its_phrases() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    room = lesson.state.room_of("anna")
    assert room
    assert room.activity
    phrase = room.activity.phrases[0].replace("…", "this").replace("...", "this")
    say(lesson, "anna", f"{phrase} {RUDE}")
    say(lesson, "boris", "Really?")
    say(lesson, "anna", f"{phrase} once more")
    lesson.tells("teacher", requests.EndRound(0))
    lesson.tells("boris", requests.Correct(room.id, 1, f"{phrase} {RUDE} indeed"))
    lesson.tells("anna", requests.AnswerCorrection(room.id, 1, "boris", "accepted"))
    assert 1 in room.phrases["anna"].values()

    lesson.tells("teacher", requests.ClearLine(room.id, 1))
    assert set(room.phrases["anna"].values()) == {3}
    correction = lesson.hears("anna", parts.Correction)
    assert (correction.text, correction.verdict) == ("", None)
    assert lesson.state.people["anna"].better == {}
    for request in (
        requests.Correct(room.id, 1, "x"),
        requests.AnswerCorrection(room.id, 1, "boris", "accepted"),
    ):
        who = "boris" if isinstance(request, requests.Correct) else "anna"
        assert lesson.refuses(who, request) == "no_line"
    lesson.holds()


def test_a_text_of_the_whole_room_is_cleared_everywhere() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round("the-dog-who-took-the-bus", minutes=30)
    while lesson.stage("anna") != "write":
        lesson.all_ready()
    room = lesson.state.room_of("anna")
    assert room
    lesson.tells("anna", requests.EditText(room.id, room.stage, 0, (RUDE,)))
    lesson.all_ready()
    [line] = [line for line in room.lines if line.kind == "text"]
    assert RUDE in line.text
    original = next(line for line in room.lines if line.kind == "original")
    clear = requests.ClearLine(room.id, original.number)
    assert lesson.refuses("teacher", clear) == "no_line_to_clear"

    lesson.tells("teacher", requests.ClearLine(room.id, line.number))
    for who in ("anna", "boris"):
        shared = lesson.room(who).shared_text
        assert shared
        assert shared.text == ""
        assert not any(RUDE in one for one in lesson.lines(who))
    lesson.holds()


def test_a_banned_one_is_gone_and_can_be_let_in_again(lesson: Lesson) -> None:
    lesson.tells("teacher", requests.Ban("boris"))
    assert "boris" not in lesson.views["anna"].people
    assert lesson.state.is_banned("boris")
    banned = lesson.views["teacher"].banned["boris"]
    assert banned.name == "Boris"
    assert lesson.views["anna"].banned == {}
    lesson.holds()

    lesson.tells("teacher", requests.Unban("boris"))
    assert not lesson.state.is_banned("boris")
    assert lesson.views["teacher"].banned == {}
    assert lesson.refuses("teacher", requests.Unban("boris")) == "not_banned"
    lesson.enrol("boris")
    assert lesson.views["anna"].people["boris"].presence == "here"
    lesson.holds()


def test_a_ban_is_of_the_device_and_not_of_the_name(lesson: Lesson) -> None:
    lesson.state.people["boris"].device = "his laptop"
    lesson.tells("teacher", requests.Ban("boris"))
    assert lesson.state.is_banned("another id", "his laptop")
    assert not lesson.state.is_banned("another id", "her laptop")
    assert not lesson.state.is_banned("another id")


def test_a_locked_class_says_so(lesson: Lesson) -> None:
    for on in (True, False):
        lesson.tells("teacher", requests.LockClass(on))
        assert all(view.classroom and view.classroom.locked is on for view in lesson.views.values())
    lesson.holds()


def test_the_owner_takes_out_who_looks_on_and_nobody_takes_out_the_owner(lesson: Lesson) -> None:
    lesson.enrol("kim", role="observer")
    lesson.enrol("lou", role="co_teacher")
    assert lesson.refuses("lou", requests.Remove("kim")) == "owner_only"
    assert lesson.refuses("lou", requests.Remove("teacher")) == "no_person"
    lesson.tells("lou", requests.Remove("boris"))
    lesson.tells("teacher", requests.Remove("kim"), requests.Remove("lou"))
    assert set(lesson.views["teacher"].people) == {"teacher", "anna"}
    lesson.holds()


def test_a_cleared_note_and_a_cleared_correction_are_gone_for_everybody(lesson: Lesson) -> None:
    say(lesson, "anna", "I like a soup")
    room = lesson.room_id("anna")
    while lesson.stage("anna") != "review":
        lesson.all_ready()
    lesson.tells("boris", requests.WriteNote(room, "anna", RUDE), requests.Correct(room, 1, RUDE))
    lesson.tells("anna", requests.AnswerCorrection(room, 1, "boris", "accepted"))
    assert lesson.state.people["anna"].better
    lesson.tells(
        "teacher",
        requests.ClearWriting(room, "note", by="boris", to="anna"),
        requests.ClearWriting(room, "correction", by="boris", line=1),
    )
    for who in ("anna", "boris", "teacher"):
        shown = msgspec.msgpack.encode([lesson.views[who].rooms[room].notes])
        assert RUDE.encode() not in shown
        assert lesson.views[who].rooms[room].notes["boris", "anna"].cleared
        assert lesson.views[who].rooms[room].corrections[1, "boris"].cleared
    assert not lesson.state.people["anna"].better
    [result] = [it for it in report.results(lesson.state, "anna").results if it.who == "anna"]
    assert result.notes == ()
    for gone in (
        requests.ClearWriting(room, "note", by="boris", to="anna"),
        requests.ClearWriting(room, "correction", by="boris", line=1),
        requests.ClearWriting(room, "text"),
    ):
        assert lesson.refuses("teacher", gone) == "nothing_to_clear"
    lesson.tells("boris", requests.WriteNote(room, "anna", "Well done."))
    assert not lesson.views["anna"].rooms[room].notes["boris", "anna"].cleared
    lesson.holds()


def test_the_text_that_a_room_writes_is_cleared_while_they_write() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(next(one.id for one in LIBRARY.values() if one.kind == "dictogloss"))
    while lesson.stage("anna") != "write":
        lesson.all_ready()
    room = lesson.state.room_of("anna")
    assert room
    lesson.tells("anna", requests.EditText(room.id, room.stage, 0, (RUDE,)))
    lesson.tells("teacher", requests.ClearWriting(room.id, "text"))
    assert room.draft.text == ""
    lesson.tells("boris", requests.EditText(room.id, room.stage, 1, (len(RUDE), "!")))
    assert room.draft.text == "!"
    lesson.holds()


def plays(activity: str, *students: str) -> tuple[Lesson, Room]:
    """A room that plays this, watched by its teacher."""
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol(*students)
    lesson.starts_round(activity, minutes=30)
    room = lesson.state.room_of(students[0])
    assert room
    lesson.tells("teacher", requests.Watch(room.id))
    return lesson, room


def listed(lesson: Lesson, room: Room) -> tuple[parts.Writing, ...]:
    answer = find_out(lesson.state, LIBRARY, "teacher", requests.ListWritings(room.id))
    assert isinstance(answer, parts.Writings)
    return answer.writings


def cells(lesson: Lesson, who: str) -> dict[str, parts.Cell]:
    table = lesson.room(who).table
    assert table
    return {cell.field: cell for row in table.rows for cell in row if cell.field}


def replayed(lesson: Lesson, who: str, heard: str) -> None:
    """At no moment of a replay of this lesson is that to be seen."""
    moments = [facts.decode(body) for body in lesson.log]
    recording = Recording(moments, lesson.directory, who, moments[0].at_ms, moments[-1].at_ms)
    shown: list[parts.Part] = [*recording.as_it_was(moments[0].at_ms)]
    for moment in moments:
        shown += recording.until(moment.at_ms)
    assert heard not in msgspec.json.encode(shown).decode()
    last = fold.snapshot(who, recording.as_it_was(moments[-1].at_ms))
    now = fold.snapshot(who, project.snapshot(lesson.state, lesson.directory, who))
    assert who == "teacher" or last.rooms == now.rooms


def test_what_somebody_filled_in_is_cleared_and_they_are_told() -> None:
    lesson, room = plays(GAP, "anna", "boris")
    while lesson.stage("anna") != "form":
        lesson.all_ready()
    field, other = list(cells(lesson, "anna"))[:2]
    lesson.tells("anna", requests.Fill(room.id, field, RUDE), requests.Fill(room.id, other, "ok"))
    assert listed(lesson, room) == (
        parts.Writing("field", "anna", RUDE, field),
        parts.Writing("field", "anna", "ok", other),
    )
    clear = requests.ClearWriting(room.id, "field", by="anna", field=field)
    lesson.tells("teacher", clear)
    assert (cells(lesson, "anna")[field].text, cells(lesson, "anna")[field].cleared) == ("", True)
    assert not cells(lesson, "anna")[other].cleared
    assert [it.text for it in listed(lesson, room)] == ["ok"]
    assert lesson.refuses("teacher", clear) == "nothing_to_clear"
    replayed(lesson, "anna", RUDE)
    replayed(lesson, "teacher", RUDE)
    lesson.holds()
    lesson.tells("anna", requests.Fill(room.id, field, "better"))
    assert not cells(lesson, "anna")[field].cleared
    replayed(lesson, "anna", RUDE)
    lesson.tells("teacher", clear, requests.EndRound(0))
    assert RUDE not in str(report.results(lesson.state, "teacher"))
    lesson.holds()


def test_what_was_filled_in_together_is_cleared_and_agreed_to_anew() -> None:
    together = next(
        one.id
        for one in LIBRARY.values()
        if any(it.kind == "form" and it.together for it in one.stages)
    )
    lesson, room = plays(together, "anna", "boris", "clara", "dima")
    while not (room.current and room.current.kind == "form" and room.current.together):
        lesson.all_ready()
        room = lesson.state.room_of("anna") or room
    field = next(field for field, cell in cells(lesson, "anna").items() if not cell.choices)
    lesson.tells("anna", requests.Fill(room.id, field, RUDE))
    lesson.tells("anna", requests.Ready(room.id, room.stage, on=True))
    assert [(it.by, it.text) for it in listed(lesson, room)] == [("", RUDE)]
    lesson.tells("teacher", requests.ClearWriting(room.id, "field", field=field))
    assert not room.ready
    for who in room.members:
        assert cells(lesson, who)[field].cleared
        replayed(lesson, who, RUDE)
    lesson.holds()


def test_a_sentence_of_a_story_is_cleared_before_and_after_it_is_opened() -> None:
    chain = next(one.id for one in LIBRARY.values() if one.kind == "chain-story")
    lesson, room = plays(chain, "anna", "boris", "clara")

    def all_write(*texts: str) -> None:
        for who, text in zip(room.members, texts, strict=True):
            lesson.tells(who, requests.WritePage(room.id, room.stage, text))
        lesson.all_ready()

    all_write(f"One {RUDE}", "Two.", f"Three {RUDE}, too")
    first = next(it for it in listed(lesson, room) if it.by == "anna")
    reader = next(
        who for who in room.members if (page := lesson.room(who).page) and first.text in page.before
    )
    clear = requests.ClearWriting(room.id, "sentence", line=first.number, story=first.story)
    said = len(lesson.heard[reader])
    lesson.tells("teacher", clear)
    page = lesson.room(reader).page
    assert page
    assert first.text not in page.before
    assert first.text not in msgspec.json.encode(lesson.heard[reader][said:]).decode()
    assert lesson.refuses("teacher", clear) == "nothing_to_clear"
    while not room.lines:
        all_write("Four.", "Five.", "Six.")
    [gone] = [line for line in room.lines if line.cleared]
    assert (gone.by, gone.text, gone.role) == ("anna", "", f"Story {first.story + 1}")
    assert listed(lesson, room) == ()
    [other] = [line.number for line in room.lines if RUDE in line.text]
    lesson.tells("teacher", requests.ClearLine(room.id, other))
    for who in (*room.members, "teacher"):
        replayed(lesson, who, RUDE)
    lesson.holds()


def test_who_writes_a_common_text_is_told_that_it_was_cleared() -> None:
    lesson, room = plays(
        next(one.id for one in LIBRARY.values() if one.kind == "dictogloss"), "anna", "boris"
    )
    while lesson.stage("anna") != "write":
        lesson.all_ready()
    lesson.tells("anna", requests.EditText(room.id, room.stage, 0, (RUDE,)))
    lesson.tells("teacher", requests.ClearWriting(room.id, "text"))
    for who in ("anna", "boris", "teacher"):
        shared = lesson.views[who].rooms[room.id].shared_text
        assert shared
        assert shared.cleared
        replayed(lesson, who, RUDE)
    lesson.all_ready()
    [kept] = [line for line in room.lines if line.kind == "text"]
    assert (kept.text, kept.cleared) == ("", True)
    lesson.holds()


def test_nothing_that_was_cleared_is_seen_in_a_replay(lesson: Lesson) -> None:
    room = lesson.room_id("anna")
    say(lesson, "anna", f"{RUDE}, I like a soup")
    say(lesson, "boris", "Good evening")
    lesson.tells("teacher", requests.PinLine(room, 1, on=True))
    while lesson.stage("anna") != "review":
        lesson.all_ready()
    lesson.tells(
        "boris",
        requests.Correct(room, 1, f"{RUDE}, I like soup"),
        requests.WriteNote(room, "anna", RUDE),
    )
    lesson.tells("anna", requests.AnswerCorrection(room, 1, "boris", "rewritten", f"{RUDE}!"))
    lesson.tells("anna", requests.Correct(room, 2, RUDE))
    lesson.passes(10)
    lesson.tells(
        "teacher",
        requests.ClearLine(room, 1),
        requests.ClearWriting(room, "note", by="boris", to="anna"),
        requests.ClearWriting(room, "correction", by="anna", line=2),
    )
    lesson.tells("boris", requests.WriteNote(room, "anna", "Well done."))
    for who in ("anna", "boris", "teacher"):
        replayed(lesson, who, RUDE)


def test_a_common_text_that_was_cleared_among_the_lines_is_not_in_a_replay() -> None:
    lesson, room = plays("the-dog-who-took-the-bus", "anna", "boris")
    while lesson.stage("anna") != "write":
        lesson.all_ready()
    lesson.tells("anna", requests.EditText(room.id, room.stage, 0, (RUDE,)))
    lesson.all_ready()
    [line] = [line for line in room.lines if line.kind == "text"]
    lesson.tells("teacher", requests.ClearLine(room.id, line.number))
    for who in ("anna", "boris", "teacher"):
        replayed(lesson, who, RUDE)
