"""How times, people and states read on the teacher's screens. Pure."""

from duologue_client.fold import View
from duologue_client.language import _
from duologue_client.safe import one_row
from duologue_protocol import limits
from duologue_protocol.parts import Person, PersonRole, Presence, Progress

MARKS: dict[Presence, str] = {"here": "●", "away": "◌", "left": "×"}
"""Shape tells a person's presence; colour only repeats it."""


def clock(milliseconds: int) -> str:
    """Minutes and seconds; a time that is over reads 0:00."""
    minutes, seconds = divmod(max(0, milliseconds) // 1000, 60)
    return f"{minutes}:{seconds:02}"


def countdown(milliseconds: int) -> str:
    """A time that runs down: as on students' screens, a second that has begun counts whole."""
    return clock(milliseconds + 999)


def mark(person: Person | None) -> str:
    """The mark of a person's presence; somebody who is not in the class any more has left."""
    return MARKS[person.presence if person else "left"]


def named(view: View, who: str) -> str:
    """A person's name, ready for the screen."""
    return one_row(view.name(who), limits.NAME_CHARACTERS)


def room_name(progress: Progress) -> str:
    """What people call the room."""
    return _("Room {number}").format(number=progress.number)


def time_left(progress: Progress, now_ms: int) -> str:
    """What the room's clock shows; "" where none runs."""
    if progress.ends_at_ms is not None:
        return countdown(progress.ends_at_ms - now_ms)
    if progress.left_ms is not None:
        return _("{time} paused").format(time=countdown(progress.left_ms))
    return ""


def round_time_left(view: View, now_ms: int) -> str:
    """The round's clock in words: of the grace period, or of the rooms, as a span where they differ."""
    current = view.round
    if current is None or current.state == "ended":
        return ""
    if current.ends_at_ms is not None:
        return _("{time} left").format(time=countdown(current.ends_at_ms - now_ms))
    ends = [
        room.progress.ends_at_ms
        for room in view.rooms.values()
        if room.progress and room.progress.origin == "round" and room.progress.ends_at_ms
    ]
    if not ends:
        return _paused(view)
    first, last = countdown(min(ends) - now_ms), countdown(max(ends) - now_ms)
    return _("{time} left").format(time=first if first == last else f"{first} – {last}")


def _paused(view: View) -> str:
    """The round's clocks, when none of them runs."""
    rooms = (room.progress for room in view.rooms.values() if room.progress)
    left = [room.left_ms for room in rooms if room.origin == "round" and room.left_ms is not None]
    return _("{time} paused").format(time=countdown(min(left))) if left else ""


def looks_back(person: Person, view: View) -> bool:
    """In a room that is over: reads what came of it, and is free for the next."""
    room = view.rooms.get(person.room or "")
    return bool(room and room.progress and room.progress.state == "ended")


def whereabouts(person: Person, view: View) -> str:
    """What somebody does now, in a word or two."""
    if person.role != "student":
        return role_name(person.role)
    place = _place(person, view)
    return _("muted · {place}").format(place=place) if person.muted else place


def _place(person: Person, view: View) -> str:
    if person.presence == "left":
        return _("has left")
    if person.presence == "away":
        return _("reconnecting")
    if looks_back(person, view):
        return _("free (reads results)")
    if person.room:
        room = view.rooms.get(person.room)
        return room_name(room.progress) if room and room.progress else _("in a room")
    return _("looks for a partner") if person.seeking else _("free")


def role_name(role: PersonRole) -> str:
    names: dict[PersonRole, str] = {
        "teacher": _("teacher"),
        "co_teacher": _("co-teacher"),
        "observer": _("looks on"),
        "student": _("student"),
    }
    return names[role]


def balance(share: float, width: int) -> str:
    """A bar that one side fills as far as its share, from 0 to 1: heavy there, light beyond it.

    Thin, because on a wall of forty rooms solid blocks would be what the eye meets first.
    """
    filled = round(share * width)
    return "━" * filled + "─" * (width - filled)
