"""Students moved while the round runs: into another room, exchanged; a room split, two merged."""

from duologue_protocol import requests
from duologue_protocol.refusals import Refused
from duologue_server import course, facts, late, people
from duologue_server.asked import Asked
from duologue_server.facts import Fact
from duologue_server.room import Room


def place(asked: Asked, request: requests.Place) -> list[Fact]:
    student, room = asked.student(request.who), asked.playing_room(request.room)
    if asked.state.is_in(student.who, room):
        raise Refused("same_room", student.who)
    if not late.has_place(room):
        raise Refused("room_has_place_for")
    taken = facts.MemberPlaced(room.id, student.who, late.free_place(room, student.who))
    return [*out_of_room(asked, student.who), taken]


def out_of_room(asked: Asked, who: str) -> list[Fact]:
    """Somebody leaves whatever they are in; a round's room goes on with who stays."""
    settled = people.settled(asked.state, [who])
    before = asked.state.room_of(who)
    if before is None or not before.plays or before.origin != "round":
        return [*settled, *people.taken_out(asked.state, [who])]
    if before.members == [who] or before.people == [who]:
        return [*settled, facts.MemberLeft(before.id, who), *course.end(before, finished=False)]
    return [*settled, *people.leave_room(asked.state, before, who, asked.now_ms)]


def exchange(asked: Asked, request: requests.Exchange) -> list[Fact]:
    """Each takes the other's role, so that both rooms go on as they were."""
    one, other = asked.student(request.who).who, asked.student(request.other).who
    here, there = asked.state.room_of(one), asked.state.room_of(other)
    if not here or not there or here is there or not _are_playing(here, there, one, other):
        raise Refused("not_in_rooms")
    leaving = frozenset({one, other})
    return [
        facts.MemberLeft(here.id, one),
        facts.MemberLeft(there.id, other),
        facts.MemberPlaced(there.id, one, late.free_place(there, one, leaving)),
        facts.MemberPlaced(here.id, other, late.free_place(here, other, leaving)),
    ]


def _are_playing(here: Room, there: Room, one: str, other: str) -> bool:
    playing = here.state == there.state == "playing"
    return playing and one in here.members and other in there.members


def split(asked: Asked, request: requests.Split) -> list[Fact]:
    """Who came first stays; the others begin this stage anew in a room of their own."""
    room = asked.playing_room(request.room)
    activity = room.activity
    assert activity
    if room.waiting:
        raise Refused("room_waits")
    if room.state != "playing" or len(room.members) < 2 * activity.least:
        raise Refused("too_small")
    going = tuple(room.members[(len(room.members) + 1) // 2 :])
    name = asked.state.next_room()
    return [
        *(facts.MemberLeft(room.id, who) for who in going),
        facts.RoomOpened(name, "round", going),
        *course.begin_at(room, name, len(going), asked.now_ms),
    ]


def merge(asked: Asked, request: requests.Merge) -> list[Fact]:
    room, into = asked.playing_room(request.room), asked.playing_room(request.into)
    assert into.activity
    moving = room.people
    if room is into or len(into.members) + len(moving) > into.activity.room_takes:
        raise Refused("room_has_place_for")
    free = into.free_places()
    places = {
        who: own if (own := into.took_part.get(who)) is not None else next(free) for who in moving
    }
    return [
        *(facts.MemberLeft(room.id, who) for who in moving),
        *course.end(room, finished=False),
        *(facts.MemberPlaced(into.id, who, place) for who, place in places.items()),
    ]


def set_constraint(asked: Asked, request: requests.SetConstraint) -> list[Fact]:
    one, other = sorted((asked.student(request.who).who, asked.student(request.other).who))
    if one == other:
        raise Refused("yourself")
    return [facts.ConstraintSet(one, other, request.rule)]
