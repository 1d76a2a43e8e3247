"""Students pair up by themselves: look for a partner, invite, choose an activity, agree."""

from duologue_protocol import requests
from duologue_protocol.refusals import Refused
from duologue_server import course, facts, people
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom, Invitation, Person
from duologue_server.facts import Fact
from duologue_server.room import Room

LARGEST_OWN_ROOM = 3
"""Students who opened a room may ask in a third, and no more."""


def set_level(asked: Asked, request: requests.SetLevel) -> list[Fact]:
    return [facts.LevelSet(asked.by, request.level)]


def seek(asked: Asked) -> list[Fact]:
    """Pair with whoever waits, or wait."""
    _may_pair(asked)
    if asked.person.seeking_since_ms is not None:
        return [facts.CommandRefused()]  # asked twice: the wait goes on
    partner = choose_partner(asked.state, asked.person)
    if partner is None:
        return [*people.taken_out(asked.state, [asked.by]), facts.SeekingStarted(asked.by)]
    return open_room(asked.state, [partner.who, asked.by])


def choose_partner(state: Classroom, person: Person) -> Person | None:
    """Of those who look for one: not the last partner if there is another, of the same level if
    there is one, and then whoever waits longest."""
    waiting = [other for other in state.seekers() if other.presence == "here"]
    fresh = [other for other in waiting if other.who not in person.partners] or waiting
    similar = [other for other in fresh if person.level and other.level == person.level]
    return next(iter(similar or fresh), None)


def stop_seeking(asked: Asked) -> list[Fact]:
    if asked.person.seeking_since_ms is None:
        return [facts.CommandRefused()]  # found in the meantime: nothing to stop
    return [facts.SeekingStopped(asked.by)]


def invite(asked: Asked, request: requests.Invite) -> list[Fact]:
    """Ask somebody to work together, as a pair or as the third of a room that still chooses."""
    if not asked.state.pairing_allowed:
        raise Refused("pairing_off")
    other = asked.student(request.to)
    if other.who == asked.by:
        raise Refused("yourself")
    if other.presence != "here":
        raise Refused("they_are_away", other.who)
    if any({i.by, i.to} == {asked.by, other.who} for i in asked.state.invitations.values()):
        raise Refused("already_invited", other.who)
    room = _meeting_room(asked, other)
    key = f"i{asked.state.seq + 1}"
    return [facts.Invited(key, asked.by, other.who, room.id if room else "")]


def _meeting_room(asked: Asked, other: Person) -> Room | None:
    """The choosing room that one of the two is in; None when both are free."""
    mine, theirs = (
        None if asked.state.is_free(person) else asked.state.room_of(person.who)
        for person in (asked.person, other)
    )
    if mine and (theirs or mine.state != "choosing"):
        raise Refused("they_are_busy", other.who) if theirs else Refused("busy")
    if theirs and theirs.state != "choosing":
        raise Refused("they_are_busy", other.who)
    room = mine or theirs
    if room and len(room.members) >= LARGEST_OWN_ROOM:
        raise Refused("room_has_place_for")
    return room


def accept(asked: Asked, request: requests.Accept) -> list[Fact]:
    invitation = _invitation(asked, request.invitation)
    if invitation.to != asked.by:
        raise Refused("no_invitation")
    if not asked.state.pairing_allowed:
        raise Refused("pairing_off")
    inviter = asked.state.people[invitation.by]
    if inviter.presence != "here":
        raise Refused("they_are_away", inviter.who)
    room = asked.state.rooms.get(invitation.room)
    if room is None:
        _must_be_free(asked, inviter)
        return open_room(asked.state, [inviter.who, asked.by])
    newcomer = asked.by if asked.state.is_in(inviter.who, room) else inviter.who
    if room.state != "choosing" or len(room.members) >= LARGEST_OWN_ROOM:
        raise Refused("no_invitation")
    return [
        *people.settled(asked.state, [newcomer]),
        *people.taken_out(asked.state, [newcomer]),
        facts.MemberPlaced(room.id, newcomer),
    ]


def decline(asked: Asked, request: requests.Decline) -> list[Fact]:
    invitation = _invitation(asked, request.invitation)
    if asked.by not in (invitation.by, invitation.to):
        raise Refused("no_invitation")
    return [facts.InvitationEnded(request.invitation)]


def practise(asked: Asked, request: requests.Practise) -> list[Fact]:
    """Alone, with an activity whose other lines can speak themselves."""
    _may_pair(asked)
    activity = asked.activity(request.activity)
    if not activity.solo:
        raise Refused("not_alone", activity.title)
    room = asked.state.next_room()
    return [
        *people.settled(asked.state, [asked.by]),
        *people.taken_out(asked.state, [asked.by]),
        *course.brought(asked.state, activity),
        facts.RoomOpened(room, "solo", (asked.by,)),
        *course.begin(room, [asked.by], activity, activity.minutes, asked.now_ms),
    ]


def propose(asked: Asked, request: requests.Propose) -> list[Fact]:
    room = _choosing(asked, request.room)
    activity = asked.activity(request.activity)
    if activity.regroups:
        raise Refused("needs_class", activity.title)
    if not activity.least <= len(room.members) <= activity.most:
        raise Refused("group_size", activity.title, str(activity.least), str(activity.most))
    key = course.activity_key(activity)
    return [
        *course.brought(asked.state, activity),
        facts.Proposed(room.id, asked.by, key, request.minutes),
    ]


def agree(asked: Asked, request: requests.Agree) -> list[Fact]:
    """When everybody has agreed, it starts."""
    room = _choosing(asked, request.room)
    proposal = room.proposal
    if proposal is None:
        raise Refused("no_proposal")
    agreed: list[Fact] = [facts.Agreed(room.id, asked.by)]
    if not set(room.members) <= proposal.agreed | {asked.by}:
        return agreed
    activity = asked.state.activities[proposal.activity]
    begun = course.begin(room.id, room.members, activity, proposal.minutes, asked.now_ms)
    return [*agreed, *people.settled(asked.state, room.members), *begun]


def open_room(state: Classroom, members: list[str]) -> list[Fact]:
    """A room of students who found each other; they choose what to play in it."""
    return [
        *people.settled(state, members),
        *people.taken_out(state, members),
        facts.RoomOpened(state.next_room(), "students", tuple(members)),
    ]


def _may_pair(asked: Asked) -> None:
    if not asked.state.pairing_allowed:
        raise Refused("pairing_off")
    if not asked.state.is_free(asked.person):
        raise Refused("busy")


def _must_be_free(asked: Asked, other: Person) -> None:
    if not asked.state.is_free(asked.person):
        raise Refused("busy")
    if not asked.state.is_free(other):
        raise Refused("they_are_busy", other.who)


def _invitation(asked: Asked, key: str) -> Invitation:
    if key not in asked.state.invitations:
        raise Refused("no_invitation")
    return asked.state.invitations[key]


def _choosing(asked: Asked, name: str) -> Room:
    room = asked.room(name)
    if room.state != "choosing":
        raise Refused("room_not_choosing")
    return room
