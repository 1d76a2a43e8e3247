"""Who comes late: the room that takes them, by the activity's rule. Pure."""

from duologue_server import course, facts
from duologue_server.classroom import Classroom, Person
from duologue_server.facts import Fact
from duologue_server.room import Room


def placed(state: Classroom, who: str, now_ms: int) -> list[Fact]:
    """Where somebody works who has just come, while a round runs; nothing where nobody can.

    The own room of before; else, away from whom they are kept apart, with whoever is alone, or in
    the smallest room that takes one more; else a new room with others who wait.
    """
    person, current = state.people[who], state.round
    if current is None or current.state != "running" or who in current.left_out:
        return []
    if person.role != "student" or not state.is_free(person) or _has_played(state, who):
        return []
    if room := room_for(state, who):
        return [facts.MemberPlaced(room.id, who, free_place(room, who))]
    return _with_others(state, person, now_ms)


def room_for(state: Classroom, who: str, without: str = "") -> Room | None:
    """The running room that takes this person in, if there is one."""
    open_rooms = [
        room
        for room in state.in_round()
        if room.id != without and has_place(room) and not room.looks_back
    ]
    if not open_rooms:
        return None
    return min(
        open_rooms,
        key=lambda room: (
            room.took_part.get(who) is None,
            _kept_apart(state, who, room),
            len(room.members),
            room.number,
        ),
    )


def _kept_apart(state: Classroom, who: str, room: Room) -> bool:
    """Is somebody there whom the teacher keeps apart from this one?"""
    pairs = (frozenset({who, other}) for other in room.members)
    return any(state.constraints.get(pair) == "apart" for pair in pairs)


def has_place(room: Room) -> bool:
    return (
        room.state == "playing"
        and room.origin != "solo"
        and room.activity is not None
        and len(room.members) < room.activity.room_takes
    )


def free_place(room: Room, who: str, leaving: frozenset[str] = frozenset()) -> int:
    """The place in the list of roles somebody takes: their own of before, or the first free one."""
    before = room.took_part.get(who)
    if before is not None:
        return before
    return next(room.free_places(leaving))


def _has_played(state: Classroom, who: str) -> bool:
    """Is somebody through with this round already?"""
    assert state.round
    return any(
        room.origin == "round"
        and room.state == "ended"
        and not room.shelved  # into new groups
        and who in room.took_part
        for room in state.rooms.values()
        if room.opened_ms >= state.round.began_ms
    )


def _with_others(state: Classroom, person: Person, now_ms: int) -> list[Fact]:
    """A room of those who wait, in the minutes that the round still has."""
    assert state.round
    activity = state.activities[state.round.activity]
    waiting = [
        other.who
        for other in state.people.values()
        if other.role == "student"
        and (other.presence == "here" or other.who == person.who)
        and other.who not in state.round.left_out
        and state.is_free(other)
        and not _has_played(state, other.who)
    ]
    minutes = state.round.minutes - (now_ms - state.round.began_ms) // 60_000
    if len(waiting) < activity.least or 2 * minutes < state.round.minutes:
        return []
    members = tuple(sorted(waiting)[: activity.most])
    room = state.next_room()
    opened = facts.RoomOpened(room, "round", members)
    return [opened, *course.begin(room, members, activity, minutes, now_ms)]
