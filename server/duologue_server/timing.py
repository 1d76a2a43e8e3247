"""Rooms' clocks as the teacher steers them: more time, less, paused, undone; everybody stopped."""

from collections.abc import Iterable

from duologue_protocol import requests
from duologue_protocol.refusals import Refused
from duologue_server import course, facts
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom
from duologue_server.facts import ClockChange, Fact
from duologue_server.room import Room

GRANTED_MS = 60_000
"""What a room gets that asks for time."""


def change_time(asked: Asked, request: requests.ChangeTime) -> list[Fact]:
    rooms = _rooms(asked, request.room, request.stage)
    return _shifted(asked, ((room, request.delta_ms) for room in rooms))


def grant_time(asked: Asked) -> list[Fact]:
    rooms = [room for room in asked.state.playing() if room.asking and course.has_clock(room)]
    if not rooms:
        raise Refused("nobody_asks")
    return _shifted(asked, ((room, GRANTED_MS) for room in rooms))


def pause_time(asked: Asked, request: requests.PauseTime) -> list[Fact]:
    """Clocks that stand (or run) already are left alone."""
    if not request.on and asked.state.attention != "work":
        raise Refused("class_stopped")
    rooms = _rooms(asked, request.room, request.stage)
    if request.on:
        return _paused(asked, [room for room in rooms if not room.held], on=True)
    return _paused(asked, [room for room in rooms if room.left_ms is not None], on=False)


def undo_time(asked: Asked) -> list[Fact]:
    """Each clock is set back, unless its stage is over: a timer belongs to its stage."""
    changes = [
        (room, change)
        for change in asked.state.time_changes
        if (room := asked.state.rooms[change.room]).state == "playing"
        and room.stage == change.stage
        and course.has_clock(room)
    ]
    if not changes:
        raise Refused("nothing_to_undo")
    undone: list[Fact] = [facts.TimeChanged()]
    for room, change in changes:
        if change.paused is None:
            undone.append(course.clock(room, asked.now_ms, -change.delta_ms))
        elif change.paused:
            undone += course.start_clock(room, asked.now_ms)
        else:
            undone += course.hold_clock(room, asked.now_ms)
    return undone


def ask_for_time(asked: Asked, request: requests.AskForTime) -> list[Fact]:
    room = asked.playing_room(request.room)
    if asked.by in room.observers:
        raise Refused("observers_listen")
    if room.state == "ending":
        raise Refused("no_clock")
    if (asked.by in room.asking) == request.on:
        return [facts.CommandRefused()]  # is so already
    return [facts.TimeAsked(room.id, asked.by, request.on)]


def gather(asked: Asked, request: requests.Gather) -> list[Fact]:
    """While the class listens its clocks stand; afterwards everybody is where they were."""
    if request.attention == asked.state.attention:
        return [facts.CommandRefused()]  # is so already
    gathered: list[Fact] = [facts.Gathered(request.attention)]
    return gathered + _all_clocks(asked.state, asked.now_ms, run=request.attention == "work")


def let_go(state: Classroom, now_ms: int) -> list[Fact]:
    """A class that was stopped and forgotten works again."""
    return [facts.Gathered("work"), *_all_clocks(state, now_ms, run=True)]


def _all_clocks(state: Classroom, now_ms: int, *, run: bool) -> list[Fact]:
    turned: list[Fact] = []
    for room in state.playing():
        if run and room.held:
            turned += course.start_clock(room, now_ms)
        elif not run and not room.held:
            turned += course.hold_clock(room, now_ms)
    return turned


def _shifted(asked: Asked, shifts: Iterable[tuple[Room, int]]) -> list[Fact]:
    changes: list[ClockChange] = []
    clocks: list[Fact] = []
    for room, delta_ms in shifts:
        clock = course.clock(room, asked.now_ms, delta_ms)
        after = clock.ends_at_ms if clock.left_ms is None else clock.left_ms
        before = room.ends_at_ms if room.left_ms is None else room.left_ms
        changes.append(ClockChange(room.id, room.stage, (after or 0) - (before or 0)))
        clocks.append(clock)
    return [facts.TimeChanged(tuple(changes)), *clocks]


def _paused(asked: Asked, rooms: list[Room], *, on: bool) -> list[Fact]:
    if not rooms:
        return [facts.CommandRefused()]  # is so already
    turn = course.hold_clock if on else course.start_clock
    changes = tuple(ClockChange(room.id, room.stage, paused=on) for room in rooms)
    clocks = [fact for room in rooms for fact in turn(room, asked.now_ms)]
    return [facts.TimeChanged(changes), *clocks]


def _rooms(asked: Asked, name: str | None, stage: int | None) -> list[Room]:
    """Rooms with a clock: the one of this name, those in a stage, or all of the round.

    Raises Refused: there is none.
    """
    rooms = asked.rooms_of_round(name)
    with_clock = [room for room in rooms if course.has_clock(room) and stage in (None, room.stage)]
    if not with_clock:
        raise Refused("no_clock")
    return with_clock
