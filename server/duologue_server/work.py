"""Work in a room: say, play a script, fill a table, be ready, tick goals, write notes, call."""

from duologue_activities import phrases
from duologue_activities.activity import Activity, Gap
from duologue_activities.stages import MOVES, form, script
from duologue_protocol import limits, requests
from duologue_protocol.refusals import Refused
from duologue_protocol.text import clean
from duologue_server import course, facts, people
from duologue_server.asked import Asked
from duologue_server.classroom import Room
from duologue_server.facts import Fact

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
    used = phrases.find(activity.phrases, text)
    return [facts.Said(room.id, asked.by, text, used)]


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
    if request.on and course.all_ready(asked.state, room, asked.by):
        return set_ready + course.go_on(room, asked.now_ms)
    return set_ready


def fill(asked: Asked, request: requests.Fill) -> list[Fact]:
    room = asked.playing_room(request.room)
    activity = _takes(asked, room, "fill")
    role = room.role_of(asked.by)
    assert role
    if activity.grid is None or request.field not in form.fields(activity.grid, role.key):
        raise Refused("no_field")
    text = clean(request.text, limits.FIELD_CHARACTERS)
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
    if room.plays and room.current and "write_note" not in MOVES[room.current.kind]:
        raise Refused("not_now")
    if request.to == asked.by or request.to not in room.people:
        raise Refused("no_partner")
    text = clean(request.text, limits.NOTE_CHARACTERS, limits.LINE_ROWS)
    return [facts.NoteWritten(room.id, asked.by, request.to, text)]


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


def _takes(asked: Asked, room: Room, move: str) -> Activity:
    """The activity, if its current stage takes this move from this person.

    Raises Refused: when it does not.
    """
    assert room.activity
    assert room.current
    if asked.by in room.observers:
        raise Refused("observers_listen")
    if move not in MOVES[room.current.kind]:
        raise Refused("not_now")
    return room.activity
