"""Who sees what: a piece of a document as each of those who may see it sees it.

A fact touches pieces of documents; a touched piece is rendered for everybody who may see it. A
snapshot renders all pieces for one person, so it can't differ from what the events added up to.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from duologue_activities.preview import brief
from duologue_protocol import parts
from duologue_protocol.parts import Part
from duologue_server import lesson_course, plenary, seat
from duologue_server.classroom import Classroom
from duologue_server.room import Room
from duologue_server.roster import Expected, absent
from duologue_server.touches import Touch, on_desk, transcript

Shown = tuple[Iterable[str], Part]
"""A part and who sees it."""


@dataclass(slots=True)
class Directory:
    """What stands beside the log: the class's title and code, names by id, days kept."""

    title: str
    code: str
    names: dict[str, str]
    expected: list[Expected] = field(default_factory=list[Expected])
    """Who belongs to the class, come or not."""
    keep_days: int = 0


def render(state: Classroom, directory: Directory, touch: Touch) -> Iterator[Shown]:
    """A touched piece as each of those who may see it sees it now."""
    match touch:
        case ("line", name, number):
            room = state.rooms[name]
            line = room.lines[int(number) - 1]
            readers = [w for w in state.inside(room) if line.number > room.since[w]]
            yield readers + room.watchers, line
        case ("person", who):
            yield from _person(state, directory, who)
        case ("queue", who):
            yield (who,), _queue(state, who)
        case ("invitation", key):
            yield from _invitation(state, key)
        case ("announcement", key):
            by, text, at_ms = state.announcements[key]
            yield state.people, parts.Announcement(key, by, text, at_ms)
        case ("absent",):
            yield state.teachers(), _absent(state, directory)
        case ("constraint", one, other):
            yield state.teachers(), _constraint(state, one, other)
        case ("pin", key):
            yield state.teachers(), _pin(state, key)
        case ("plenary", who):
            yield (who,), _plenary(state, directory, who)
        case ("whisper", key):
            by, to, text, at_ms = state.whispers[key]
            told = parts.Announcement(key, by, text, at_ms, to)
            yield {to, *state.teachers()} & state.people.keys(), told
        case ("classroom",):
            yield state.people, _classroom(state, directory)
        case ("banned", who):
            banned = parts.Banned(who, directory.names.get(who, "?"))
            gone = parts.Gone("banned", (who,))
            yield state.overseers(), banned if who in state.banned else gone
        case ("round",):
            if current := _round(state):
                yield state.people, current
        case ("lesson",):
            yield state.teachers(), lesson_course.shown(state)
        case ("plan",):
            yield state.overseers(), _plan(state)
        case (kind, name, *about):
            yield from _render_room(state, directory, state.rooms[name], kind, about)
        case _:
            raise AssertionError(touch)


def _render_room(
    state: Classroom, directory: Directory, room: Room, kind: str, about: list[str]
) -> Iterator[Shown]:
    match kind, about:
        case "progress", []:
            course = seat.progress(state, room)
            yield state.inside(room), course
            gone = parts.Gone("progress", (room.id,))
            yield state.overseers(), gone if room.shelved else course
        case "proposal", []:
            yield state.inside(room), _proposal(state, room)
        case "seat", [who]:
            if not state.is_in(who, room):
                yield (who,), parts.Gone("seat", (room.id,))
            elif own := seat.seat(room, who, state.gone(room)):
                yield (who,), own
        case (kind, [who]) if kind in _ON_DESK:
            reads_along = kind == "shared_text" and who in room.watchers
            if state.is_in(who, room) or reads_along:
                yield (who,), _ON_DESK[kind](room, who) or parts.Gone(kind, (room.id,))
        case "correction", [line, by]:
            readers = [who for who in state.inside(room) if int(line) > room.since[who]]
            yield readers + room.watchers, seat.correction(room, int(line), by)
        case "note", [by, to]:
            readers = [who for who in (by, to) if state.is_in(who, room)]
            yield readers + room.watchers, seat.note(room, by, to)
        case "model", []:
            if shown := seat.model(room):
                yield state.inside(room) + room.watchers, shown
        case "reading", [who]:
            for touch in transcript(room):
                yield from ((((who,), part) for _, part in render(state, directory, touch)))
        case "returned", [who]:  # who comes back to a room has all lines again
            for touch in transcript(room):
                for audience, part in render(state, directory, touch):
                    if who in audience:
                        yield (who,), part
        case "transcript", [who]:
            yield (who,), parts.Gone("transcript", (room.id,))
        case _:
            raise AssertionError(kind)


_ON_DESK: dict[str, Callable[[Room, str], Part | None]] = {
    "prompt": seat.prompt,
    "table": seat.table,
    "page": seat.page,
    "passage": seat.passage,
    "shared_text": seat.shared_text,
    "ordering": seat.ordering,
    "ballot": seat.ballot,
    "deck": seat.deck,
}


def _classroom(state: Classroom, directory: Directory) -> parts.Classroom:
    return parts.Classroom(
        title=directory.title,
        code=directory.code,
        pairing_allowed=state.pairing_allowed,
        locked=state.locked,
        attention=state.attention,
        evidence=state.evidence,
        keep_days=directory.keep_days,
    )


def _person(state: Classroom, directory: Directory, who: str) -> Iterator[Shown]:
    person = state.people.get(who)
    if person is None:
        yield state.people, parts.Gone("person", (who,))
        return
    shown = parts.Person(
        who=who,
        name=directory.names.get(who, "?"),
        role=person.role,
        presence=person.presence,
        room=person.room,
        seeking=person.seeking_since_ms is not None,
        since_ms=person.absent_since_ms,
    )
    if not person.level and not person.muted:
        yield state.people, shown
        return
    knowing = {who, *state.overseers()}
    yield [other for other in state.people if other not in knowing], shown
    yield (
        knowing,
        replace(shown, level=person.level, muted=person.muted),
    )


def _absent(state: Classroom, directory: Directory) -> Part:
    here = [directory.names.get(who, "") for who in state.people]
    names = tuple(one.name for one in absent(directory.expected, here))
    return parts.Absent(names) if names else parts.Gone("absent", ())


def _constraint(state: Classroom, one: str, other: str) -> Part:
    rule = state.constraints.get(frozenset({one, other}))
    if rule is None:
        return parts.Gone("constraint", (one, other))
    return parts.Constraint(one, other, rule)


def _pin(state: Classroom, key: str) -> Part:
    pin = state.pins.get(key)
    if pin is None:
        return parts.Gone("pin", (key,))
    line = state.rooms[pin.room].lines[pin.line - 1]
    suggestions = tuple(pin.suggestions.items())
    return parts.Pin(key, pin.room, pin.line, line.by, line.text, suggestions)


def _plenary(state: Classroom, directory: Directory, who: str) -> Part:
    pin = state.pins.get(state.pin_shown)
    if pin is None:
        return parts.Gone("plenary", ())
    line = state.rooms[pin.room].lines[pin.line - 1]
    text = plenary.without_names(state, pin, line.text, directory.names)
    better = tuple(pin.suggestions[one] for one in pin.shown)
    return parts.Plenary(state.pin_shown, text, better, pin.suggestions.get(who, ""))


def _queue(state: Classroom, who: str) -> Part:
    seekers = state.seekers()
    place = next((i for i, seeker in enumerate(seekers, 1) if seeker.who == who), 0)
    if not place:
        return parts.Gone("queue", ())
    seeker = seekers[place - 1]
    return parts.Queue(place, len(seekers), seeker.seeking_since_ms or 0, seeker.offers)


def _invitation(state: Classroom, key: str) -> Iterator[Shown]:
    invitation = state.invitations.get(key)
    if invitation is None:
        yield state.people, parts.Gone("invitation", (key,))
        return
    ends = (invitation.by, invitation.to)
    yield ends, parts.Invitation(key, *ends, invitation.room or None)


def _round(state: Classroom) -> parts.Round | None:
    current = state.round
    if current is None:
        return None
    activity = brief(state.activities[current.activity])
    return parts.Round(current.number, activity, current.state, current.ends_at_ms)


def _plan(state: Classroom) -> Part:
    plan = state.plan
    if plan is None:
        return parts.Gone("plan", ())
    activity = state.activities[plan.activity]
    groups = tuple(
        parts.PlannedGroup(
            group.members + group.observers,
            tuple(activity.role_at(place).title for place in range(len(group.members)))
            + ("",) * len(group.observers),
        )
        for group in plan.groups
    )
    return parts.Plan(brief(activity), plan.minutes, groups, plan.left_out, plan.reasons)


def _proposal(state: Classroom, room: Room) -> Part:
    proposal = room.proposal
    if proposal is None:
        return parts.Gone("proposal", (room.id,))
    activity = brief(state.activities[proposal.activity])
    agreed = tuple(who for who in room.members if who in proposal.agreed)
    return parts.Proposal(room.id, activity, proposal.minutes, proposal.by, agreed)


def snapshot(state: Classroom, directory: Directory, who: str) -> tuple[Part, ...]:
    """All there is to see for one person now."""
    shown: list[Part] = []
    for touch in _everything(state, who):
        for audience, part in render(state, directory, touch):
            if who in audience and not isinstance(part, parts.Gone):
                shown.append(part)
    return tuple(shown)


def _everything(state: Classroom, who: str) -> Iterator[Touch]:
    """Every piece that this person might see."""
    yield ("classroom",)
    yield from (("person", other) for other in state.people)
    yield from (("banned", other) for other in sorted(state.banned))
    yield from (("announcement", key) for key in state.announcements)
    yield ("round",)
    yield ("plan",)
    yield ("lesson",)
    yield "queue", who
    yield from (("whisper", key) for key in state.whispers)
    yield ("absent",)
    yield "plenary", who
    yield from (("constraint", *sorted(pair)) for pair in state.constraints)
    yield from (("pin", key) for key in state.pins)
    yield from (("invitation", key) for key in state.invitations)
    oversees = state.people[who].role in parts.OVERSEES
    mine = state.room_of(who)
    for room in state.rooms.values() if oversees else [mine] if mine else []:
        yield "progress", room.id
        if room is mine:
            yield "proposal", room.id
            yield "seat", room.id, who
            yield from on_desk(room, [who])
        if who in room.watchers:
            yield "shared_text", room.id, who
        if room is mine or who in room.watchers:
            yield from transcript(room)
