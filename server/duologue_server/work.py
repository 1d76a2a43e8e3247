"""Work in a room: say, play a script, fill a table, be ready, tick goals, write notes, call."""

from duologue_activities import corrections, phrases
from duologue_activities.activity import Activity, Gap
from duologue_activities.stages import order, script, takes
from duologue_protocol import edits, limits, requests
from duologue_protocol.parts import Line
from duologue_protocol.refusals import Refused
from duologue_protocol.text import clean
from duologue_server import course, evidence, facts, game, people, turns
from duologue_server.asked import Asked
from duologue_server.facts import Fact
from duologue_server.room import Room

UNSEEN_EDITS = 200
"""Edits of others that one's own may have to go behind; with more, a client takes the text anew."""

TRIES = 3
"""Wrong attempts at a script's line after which it is said with its key."""


def say(asked: Asked, request: requests.Say) -> list[Fact]:
    room = asked.playing_room(request.room)
    text = clean(request.text, limits.LINE_CHARACTERS, limits.LINE_ROWS)
    if asked.teaches:
        _must_have_place(room, text)
        return [facts.TeacherSaid(room.id, asked.by, text)]
    activity = _takes(asked, room, "say")
    if room.current and room.current.kind == "script":
        return _speak(asked, room, text)
    _must_have_place(room, text)
    turns.must_be_heard(asked, room)
    turns.must_not_quote(asked, room, text)
    traced = evidence.of_line(asked, room, text, request.pasted)
    said = facts.Said(room.id, asked.by, text, phrases.find(activity.phrases, text), *traced)
    return [
        *turns.takes_floor(asked, room),
        said,
        *_used_corrections(asked, text),
        *game.after_line(asked, room, text),
    ]


def _used_corrections(asked: Asked, text: str) -> list[Fact]:
    """Corrections the speaker has taken, in whatever room, and now says."""
    return [
        facts.CorrectionUsed(*correction)
        for correction, forms in asked.person.better.items()
        if corrections.is_used(forms, text)
    ]


def _must_have_place(room: Room, text: str) -> None:
    if not text:
        raise Refused("empty")
    full = room.characters + len(text) > limits.ROOM_CHARACTERS
    if full or len(room.lines) >= limits.ROOM_LINES:
        raise Refused("room_full")


def _speak(asked: Asked, room: Room, attempt: str) -> list[Fact]:
    """An attempt at the line of the script that is due; after some it is said with its key."""
    line, turn, activity = room.due, room.turn, room.activity
    if line is None or activity is None:
        raise Refused("stage_over")
    if turn != asked.by:
        raise Refused("not_your_turn", turn or "")
    verdict = script.judge(line, attempt)
    if not verdict.right and room.missed + 1 < TRIES:
        return [facts.ScriptMissed(room.id, asked.by)]
    text = verdict.text if verdict.right else script.spoken(line)
    gaps = sum(isinstance(piece, Gap) for piece in line.pieces)
    used = phrases.find(activity.phrases, text)
    right = gaps if verdict.right else 0
    said = facts.ScriptSpoken(room.id, asked.by, text, right, gaps, used)
    return course.after_line(room, said, asked.now_ms)


def ready(asked: Asked, request: requests.Ready) -> list[Fact]:
    """When everybody who is here is ready, the next stage begins."""
    room = asked.playing_room(request.room)
    if request.stage != room.stage:
        raise Refused("stage_over")
    _takes(asked, room, "ready")
    set_ready: list[Fact] = [facts.ReadySet(room.id, asked.by, request.on)]
    if request.on and room.call and room.call.by == asked.by:
        set_ready.append(facts.CallEnded(room.id))  # who goes on needs nobody any more
    if request.on and course.all_ready(asked.state, room, asked.by):
        return set_ready + course.go_on(room, asked.now_ms)
    return set_ready


def fill(asked: Asked, request: requests.Fill) -> list[Fact]:
    room = asked.playing_room(request.room)
    _takes(asked, room, "fill")
    sheet = room.sheet(asked.by)
    cell = sheet.fields.get(request.field) if sheet else None
    if cell is None:
        raise Refused("no_field")
    text = clean(request.text, limits.FIELD_CHARACTERS)
    if text and cell.choices and text not in cell.choices:
        raise Refused("no_choice")
    return [facts.Filled(room.id, asked.by, request.field, text)]


def tick_goal(asked: Asked, request: requests.TickGoal) -> list[Fact]:
    room = asked.playing_room(request.room)
    _takes(asked, room, "tick_goal")
    role = room.role_of(asked.by)
    assert role
    if request.goal >= len(role.goals):
        raise Refused("no_goal")
    return [facts.GoalTicked(room.id, asked.by, request.goal, request.on)]


def write_note(asked: Asked, request: requests.WriteNote) -> list[Fact]:
    """Feedback for a partner, in the stage for it and as long as the room stands afterwards."""
    room = asked.room(request.room)
    if room.state == "choosing":
        raise Refused("room_choosing")
    if room.plays and room.current and not takes(room.current.kind, "write_note", together=False):
        raise Refused("not_now")
    if request.to == asked.by or request.to not in room.people:
        raise Refused("no_partner")
    text = clean(request.text, limits.NOTE_CHARACTERS, limits.LINE_ROWS)
    return [facts.NoteWritten(room.id, asked.by, request.to, text)]


def check_aim(asked: Asked, request: requests.CheckAim) -> list[Fact]:
    """Whether I can do it now, in the stage for looking back and as long as the room stands."""
    room = _where_looked_back(asked, request.room, "check_aim")
    if room.activity is None or request.aim >= len(room.activity.aims):
        raise Refused("no_aim")
    if room.took_part.get(asked.by) is None:
        raise Refused("observers_listen")
    return [facts.AimChecked(room.id, asked.by, request.aim, request.can)]


def rate_note(asked: Asked, request: requests.RateNote) -> list[Fact]:
    room = _where_looked_back(asked, request.room, "rate_note")
    if not room.notes.get((request.by, asked.by)):
        raise Refused("no_note")
    return [facts.NoteRated(room.id, request.by, asked.by, request.helped)]


def call_teacher(asked: Asked, request: requests.CallTeacher) -> list[Fact]:
    room = asked.room(request.room)
    if room.state == "ended":
        raise Refused("no_room")
    text = clean(request.text, limits.CALL_CHARACTERS)
    if room.call and (room.call.text or not text):  # what for may be said later
        raise Refused("called_already")
    return [facts.Called(room.id, asked.by, text)]


def cancel_call(asked: Asked, request: requests.CancelCall) -> list[Fact]:
    room = asked.room(request.room)
    if room.call is None:
        raise Refused("no_call")
    return [facts.CallEnded(room.id)]


def leave(asked: Asked, request: requests.Leave) -> list[Fact]:
    """Back to the lobby; a round's room is left only when it has ended."""
    room = asked.room(request.room)
    if room.origin == "round" and room.state != "ended":
        raise Refused("stay_in_round")
    return people.leave_room(asked.state, room, asked.by, asked.now_ms)


def write_page(asked: Asked, request: requests.WritePage) -> list[Fact]:
    room = asked.playing_room(request.room)
    if request.stage != room.stage:
        raise Refused("stage_over")
    _takes(asked, room, "write_page")
    text = clean(request.text, limits.LINE_CHARACTERS, limits.LINE_ROWS)
    pasted, _copied = evidence.of_line(asked, room, text, request.pasted)
    return [facts.PageWritten(room.id, asked.by, text, pasted)]


def edit_text(asked: Asked, request: requests.EditText) -> list[Fact]:
    """Put an edit of the common text behind those that its writer had not seen yet."""
    room = asked.playing_room(request.room)
    if request.stage != room.stage:
        raise Refused("stage_over")
    _takes(asked, room, "edit_text")
    if not room.may_write(asked.by):
        raise Refused("reader_listens")
    draft = room.draft
    unseen = draft.edits[request.version :]
    if request.version > len(draft.edits) or len(unseen) > UNSEEN_EDITS:
        raise Refused("no_text")
    edit = edits.after_all(tuple(map(_clean_step, request.edit)), unseen)
    try:
        text = edits.apply(edit, draft.text)
    except edits.UnfitEdit:
        raise Refused("no_text") from None
    if len(text) > limits.TEXT_CHARACTERS:
        raise Refused("text_full", str(limits.TEXT_CHARACTERS))
    put = edits.put_in(edit)
    pasted, _copied = evidence.of_line(asked, room, put, request.pasted)
    return [facts.TextEdited(room.id, asked.by, edit, pasted)]


def _clean_step(step: int | str) -> int | str:
    """Spaces at the ends are kept: they are what was typed."""
    if isinstance(step, int):
        return step
    return clean(f"|{step}|", len(step) + 2, rows=len(step) + 1)[1:-1]


def move_item(asked: Asked, request: requests.MoveItem) -> list[Fact]:
    """In an order that the room has together this undoes what others were ready for."""
    room = asked.playing_room(request.room)
    activity = _takes(asked, room, "move_item")
    assert activity.order
    assert room.current
    letters = order.keys(activity.order)
    if request.item not in letters:
        raise Refused("no_item")
    whose = "" if room.current.together else asked.by
    now = order.moved(room.order_of(whose), letters.index(request.item), request.place)
    return [facts.Ordered(room.id, asked.by, now, own=bool(whose))]


def vote(asked: Asked, request: requests.Vote) -> list[Fact]:
    room = asked.playing_room(request.room)
    activity = _takes(asked, room, "vote")
    if request.option >= len(activity.options):
        raise Refused("no_option")
    return [facts.Voted(room.id, asked.by, request.option)]


def pass_card(asked: Asked, request: requests.PassCard) -> list[Fact]:
    room = asked.playing_room(request.room)
    _takes(asked, room, "pass_card")
    return game.pass_card(asked, room, request.number)


def correct(asked: Asked, request: requests.Correct) -> list[Fact]:
    """A better wording for what a partner said; also when the room has ended."""
    room = _where_looked_back(asked, request.room, "correct")
    line = _line(asked, room, request.line)
    if line.by == asked.by:
        raise Refused("own_line")
    text = clean(request.text, limits.LINE_CHARACTERS, limits.LINE_ROWS)
    if not text:
        raise Refused("empty")
    if text == line.text:
        raise Refused("same_text")
    return [facts.Corrected(room.id, request.line, asked.by, text)]


def answer_correction(asked: Asked, request: requests.AnswerCorrection) -> list[Fact]:
    room = _where_looked_back(asked, request.room, "answer_correction")
    line = _line(asked, room, request.line)
    if line.by != asked.by or (request.line, request.by) not in room.corrections:
        raise Refused("no_correction")
    text = clean(request.text, limits.LINE_CHARACTERS, limits.LINE_ROWS)
    if request.verdict == "rewritten" and not text:
        raise Refused("empty")
    return [facts.CorrectionAnswered(room.id, request.line, request.by, request.verdict, text)]


def _where_looked_back(asked: Asked, name: str, move: str) -> Room:
    room = asked.room(name)
    if room.state == "choosing":
        raise Refused("room_choosing")
    if room.plays and room.current and not takes(room.current.kind, move, together=False):
        raise Refused("not_now")
    return room


def _line(asked: Asked, room: Room, number: int) -> Line:
    """A line that somebody wrote and this person has seen. Raises Refused: there is none."""
    if not room.since.get(asked.by, 0) < number <= len(room.lines):
        raise Refused("no_line")
    line = room.lines[number - 1]
    if line.kind not in ("said", "answer") or not line.by or line.cleared:
        raise Refused("no_line")
    return line


def _takes(asked: Asked, room: Room, move: str) -> Activity:
    """The activity, if its current stage takes this move from this person.

    Raises Refused: when it does not.
    """
    assert room.activity
    assert room.current
    if asked.by in room.observers:
        raise Refused("observers_listen")
    if room.waiting and move != "say":
        raise Refused("room_waits")
    if not takes(room.current.kind, move, together=room.current.together):
        raise Refused("not_now")
    return room.activity
