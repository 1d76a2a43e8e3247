"""People come, lose the line, leave and are taken out."""

from duologue_protocol.parts import PersonRole
from duologue_protocol.requests import Level
from duologue_server import course, facts, late
from duologue_server.classroom import Classroom
from duologue_server.facts import Fact
from duologue_server.room import Room


def enrol(who: str, role: PersonRole, level: Level, device: str = "") -> list[Fact]:
    return [facts.Enrolled(who, role, level, device)]


def arrive(state: Classroom, who: str, now_ms: int) -> list[Fact]:
    """Somebody's line is up. Their room's clock goes on if it waited for them; who comes late to
    a round is put into a room at once."""
    if state.is_here(who):
        return []
    arrived: list[Fact] = [facts.Arrived(who)]
    room = state.room_of(who)
    if room and who in room.members and not room.held:
        return arrived + course.start_clock(room, now_ms)
    if placed := late.placed(state, who, now_ms):
        whos = _placed(placed)
        return [*arrived, *settled(state, whos), *taken_out(state, whos), *placed]
    return arrived


def _placed(placed: list[Fact]) -> list[str]:
    return [
        who
        for fact in placed
        if isinstance(fact, facts.MemberPlaced | facts.RoomOpened)
        for who in (fact.members if isinstance(fact, facts.RoomOpened) else (fact.who,))
    ]


def lose(state: Classroom, who: str, now_ms: int, *, left: bool) -> list[Fact]:
    """Somebody's line is down for longer than a hiccup, or they left on purpose."""
    person = state.people.get(who)
    if person is None or person.presence == "left" or (person.presence == "away" and not left):
        return []
    lost: list[Fact] = [facts.Left(who) if left else facts.WentAway(who)]
    lost += [facts.Unwatched(room.id, who) for room in _watched(state, who)]
    lost += settled(state, [who])
    room = state.room_of(who)
    if room and room.plays and who in room.members:
        others = [member for member in room.members if member != who and state.is_here(member)]
        if len(others) < 2:
            lost += course.stop_clock(room, now_ms)
    elif room and left and room.state == "choosing":
        lost += leave_room(state, room, who, now_ms)
    return lost


def leave_room(state: Classroom, room: Room, who: str, now_ms: int) -> list[Fact]:
    """Somebody goes out of a room; a room that is left with one alone ends."""
    left: list[Fact] = [facts.MemberLeft(room.id, who)]
    if room.state == "ended":
        return left + shelved(state, room, {who})
    others = [member for member in state.inside(room) if member != who]
    staying = [member for member in others if member in room.members]
    if room.state == "choosing" and len(staying) < 2:
        left += [facts.MemberLeft(room.id, other) for other in others]
        ended = course.end(room, finished=False)
        return [*left, *ended, *shelved(state, room, {who, *others})]
    if len(staying) < 2 and room.origin != "round":
        ended = course.end(room, finished=False)
        return [*left, *ended, *shelved(state, room, {who})]
    return left + _lines_left_behind(room, {who}, now_ms)


def go_without(room: Room, whos: list[str], now_ms: int) -> list[Fact]:
    """A room goes on without some of its members, whose cards it is shown."""
    left: list[Fact] = [facts.MemberLeft(room.id, who, missed=True) for who in whos]
    return left + _lines_left_behind(room, set(whos), now_ms)


def shelved(state: Classroom, room: Room, leaving: set[str]) -> list[Fact]:
    """A room that students opened goes off the wall with the last of them."""
    if room.origin == "round" or room.shelved or set(state.inside(room)) - leaving:
        return []
    return course.shelve(room)


def _lines_left_behind(room: Room, gone: set[str], now_ms: int) -> list[Fact]:
    """In a script, the lines of a role that nobody plays any more speak themselves."""
    activity, stage = room.activity, room.current
    if not room.due or not activity or not stage:
        return []
    taken = [
        place
        for member in room.members
        if member not in gone and (place := room.took_part[member]) is not None
    ]
    follow = course.unplayed(room.id, activity, stage, taken, room.spoken)
    if room.spoken + len(follow) >= len(activity.script):
        return follow + course.go_on(room, now_ms)
    return follow


def remove(state: Classroom, who: str, now_ms: int, *, banned: bool = False) -> list[Fact]:
    """A teacher takes somebody out of the class."""
    gone: list[Fact] = [facts.Unwatched(room.id, who) for room in _watched(state, who)]
    gone += settled(state, [who])
    room = state.room_of(who)
    if room:
        gone += leave_room(state, room, who, now_ms)
    device = state.people[who].device
    return [*gone, facts.Banned(who, device) if banned else facts.Removed(who)]


def settled(state: Classroom, whos: list[str]) -> list[Fact]:
    """Their looking for a partner and their invitations are over."""
    over: list[Fact] = [
        facts.SeekingStopped(who)
        for who in whos
        if (person := state.people.get(who)) and person.seeking_since_ms is not None
    ]
    over += [
        facts.InvitationEnded(key)
        for key, invitation in state.invitations.items()
        if invitation.by in whos or invitation.to in whos
    ]
    return over


def taken_out(state: Classroom, whos: list[str]) -> list[Fact]:
    """People leave whatever room they are in, for another; rooms that still play end with it."""
    rooms = {room.id: room for who in whos if (room := state.room_of(who))}
    out: list[Fact] = []
    for room in rooms.values():
        inside = state.inside(room)
        if room.state != "ended":
            out += course.end(room, finished=False)
        unchosen = room.activity is None  # nothing to look back on
        leaving = [who for who in inside if who in whos or unchosen]
        out += [facts.MemberLeft(room.id, who) for who in leaving]
        out += shelved(state, room, set(leaving))
    return out


def _watched(state: Classroom, who: str) -> list[Room]:
    return [room for room in state.rooms.values() if who in room.watchers]
