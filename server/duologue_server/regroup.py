"""New groups between the stages of a round: rooms wait for each other, then all go on together.

A stage that begins with other groups is a gate for the whole round. A room that comes to it waits.
When the last one has, one decision closes the old rooms and opens the new ones at that stage; a
room whose people stay together just goes on.
"""

from typing import NamedTuple

from duologue_activities.activity import Activity
from duologue_activities.formation import Wishes
from duologue_activities.regrouping import Group, Seat, regroup
from duologue_server import course, facts
from duologue_server.classroom import Classroom
from duologue_server.facts import Fact
from duologue_server.room import Room


class _Sitting(NamedTuple):
    """A room that waits, and who will be in it when the decision has happened."""

    room: Room
    group: Group
    observers: tuple[str, ...]


def with_new_groups(state: Classroom, decided: list[Fact], now_ms: int) -> list[Fact]:
    """What was decided, and what follows when nobody is waited for any more.

    To be asked where a room waits or has ended by it.
    """
    stopped = {it.room for it in decided if isinstance(it, facts.RoomWaits | facts.RoomEnded)}
    if any(isinstance(it, facts.RoundStarted) for it in decided):
        return decided
    ended = {it.room for it in decided if isinstance(it, facts.RoomEnded)}
    rooms = [room for room in state.in_round() if room.id not in ended]
    if not rooms or not all(room.waiting or room.id in stopped for room in rooms):
        return decided
    gone = {it.who for it in decided if isinstance(it, facts.MemberLeft)}
    came = [it for it in decided if isinstance(it, facts.MemberPlaced)]
    return decided + _go_on(state, [_sitting(room, gone, came) for room in rooms], now_ms)


def _sitting(room: Room, gone: set[str], came: list[facts.MemberPlaced]) -> _Sitting:
    seats = [
        Seat(who, place)
        for who in room.members
        if who not in gone and (place := room.took_part[who]) is not None
    ]
    seats += [Seat(it.who, it.place) for it in came if it.room == room.id and it.place is not None]
    return _Sitting(room, tuple(seats), tuple(who for who in room.observers if who not in gone))


def _go_on(state: Classroom, sittings: list[_Sitting], now_ms: int) -> list[Fact]:
    """At the next stage that can be played; with none left, every room has finished."""
    first = sittings[0].room
    assert first.activity
    for stage in range(first.stage + 1, len(first.activity.stages)):
        groups = _groups(state, first.activity, stage, sittings)
        if groups is not None:
            return _in_groups(state, sittings, groups, stage, now_ms)
    return [fact for it in sittings for fact in course.end(it.room, finished=True)]


def _groups(
    state: Classroom, activity: Activity, stage: int, sittings: list[_Sitting]
) -> tuple[Group, ...] | None:
    seated = [seat.who for it in sittings for seat in it.group]
    return regroup(
        activity.stages[stage].grouping,
        [it.group for it in sittings if it.group],
        roles=len(activity.roles),
        home=state.round.home if state.round else (),
        away=[who for who in seated if not state.is_here(who)],
        wishes=Wishes(apart=state.pairs("apart"), met=state.met),
        seed=state.seq,
    )


def _in_groups(
    state: Classroom,
    sittings: list[_Sitting],
    groups: tuple[Group, ...],
    stage: int,
    now_ms: int,
) -> list[Fact]:
    together = {_people(group) for group in groups}
    staying = {people: it.room.id for it in sittings if (people := _people(it.group)) in together}
    closing = [it for it in sittings if _people(it.group) not in staying]
    begun = [fact for it in closing for fact in _closed(state, it)]
    room, opened = sittings[0].room, 0
    assert room.activity
    for group in groups:
        name = staying.get(_people(group), "")
        if not name:
            name = state.next_room(opened)
            opened += 1
            begun += _opened(group, name, closing)
        places = [seat.place for seat in group]
        begun += course.begin_stage(name, places, room.activity, stage, room.minutes, now_ms)
    return begun


def _people(group: Group) -> frozenset[str]:
    return frozenset(seat.who for seat in group)


def _closed(state: Classroom, sitting: _Sitting) -> list[Fact]:
    moving, inside = {*_people(sitting.group), *sitting.observers}, state.inside(sitting.room)
    return [
        facts.RoomEnded(sitting.room.id, finished=True),
        *(facts.MemberLeft(sitting.room.id, who) for who in inside if who in moving),
        *course.shelve(sitting.room),
    ]


def _opened(group: Group, name: str, closing: list[_Sitting]) -> list[Fact]:
    """A room, with what its people have agreed on so far; who observed goes with the first one."""
    people = _people(group)
    before = [it for it in closing if it.group and _people(it.group) & people]
    observers = [who for it in before if it.group[0].who in people for who in it.observers]
    room = before[0].room
    assert room.activity
    return [
        facts.RoomOpened(
            name,
            "round",
            tuple(seat.who for seat in group),
            tuple(observers),
            tuple(seat.place for seat in group),
            tuple(it.room.id for it in before),
        ),
        facts.ActivityBegan(name, course.activity_key(room.activity), room.minutes),
        *(fact for it in before for fact in _brought(it, name)),
    ]


def _brought(sitting: _Sitting, name: str) -> list[Fact]:
    """The order that a group has agreed on."""
    room = sitting.room
    assert room.activity
    if not room.activity.order or not room.current or not room.current.together:
        return []
    items = room.activity.order.items
    listed = " · ".join(f"{at} {items[it]}" for at, it in enumerate(room.order_of(""), 1))
    return [facts.ResultBrought(name, sitting.group[0].who, listed)]
