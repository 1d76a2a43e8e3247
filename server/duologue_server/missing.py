"""A partner who does not answer, and what who stays behind may choose when the wait is over."""

from duologue_protocol import requests
from duologue_protocol.refusals import Refused
from duologue_server import course, facts, late, people
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom
from duologue_server.facts import Fact
from duologue_server.room import Room


def report_silent(asked: Asked, request: requests.ReportSilent) -> list[Fact]:
    """The room's clock waits, as it does for somebody whose line is down."""
    room = asked.playing_room(request.room)
    if request.who == asked.by or request.who not in room.members:
        raise Refused("no_partner")
    if request.who in room.silent or not asked.state.is_here(request.who):
        return [facts.CommandRefused()]  # is known already
    found: list[Fact] = [facts.FoundSilent(room.id, request.who, asked.by)]
    if len(_answering(asked.state, room) - {request.who}) < 2:
        found += course.stop_clock(room, asked.now_ms)
    return found


def back(state: Classroom, who: str, now_ms: int) -> list[Fact]:
    """Whoever does something answers: the clock that waited for them goes on."""
    room = state.room_of(who)
    if room is None or who not in room.silent:
        return []
    found: list[Fact] = [facts.FoundBack(room.id, who)]
    return found if room.held else found + course.start_clock(room, now_ms)


def wait_is_over(state: Classroom, room: Room, now_ms: int) -> list[Fact]:
    """The clock goes on; who is there without a partner is asked what to do."""
    going = course.start_clock(room, now_ms)
    if room.origin == "solo" or room.held or not missing(state, room):
        return going
    return [facts.WaitEnded(room.id), *going]


def missing(state: Classroom, room: Room) -> list[str]:
    """Members who are away or do not answer."""
    answering = _answering(state, room)
    return [who for who in room.members if who not in answering]


def go_on(asked: Asked, request: requests.GoOn) -> list[Fact]:
    room = asked.playing_room(request.room)
    if not room.choose or room.state != "playing" or asked.by not in room.members:
        raise Refused("nothing_to_choose")
    if request.how == "wait":
        return course.stop_clock(room, asked.now_ms) or [facts.CommandRefused()]
    if request.how == "join":
        return _join(asked, room)
    return people.go_without(room, missing(asked.state, room), asked.now_ms)


def _join(asked: Asked, room: Room) -> list[Fact]:
    """Out of a room where nobody answers; the last one there closes it."""
    other = late.room_for(asked.state, asked.by, without=room.id)
    if other is None or room.origin != "round":
        raise Refused("no_place_elsewhere")
    left: list[Fact] = [facts.MemberLeft(room.id, asked.by)]
    if not _answering(asked.state, room) - {asked.by}:
        left += course.end(room, finished=False)
    return [*left, facts.MemberPlaced(other.id, asked.by, late.free_place(other, asked.by))]


def _answering(state: Classroom, room: Room) -> set[str]:
    return {who for who in room.members if state.is_here(who) and who not in room.silent}
