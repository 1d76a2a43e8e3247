"""What the composer asks for in each stage, and what Enter asks the server. Pure."""

from duologue_client.fold import RoomView, View
from duologue_client.language import _
from duologue_client.safe import one_row
from duologue_protocol.parts import Member, StageBrief
from duologue_protocol.requests import Request, Say, WriteNote


def stage_of(room: RoomView) -> StageBrief | None:
    """The stage that runs in my room."""
    progress = room.progress
    if progress is None or progress.stage >= len(progress.stages):
        return None
    return progress.stages[progress.stage]


def partners(room: RoomView, view: View) -> list[Member]:
    """Everybody in the room but me."""
    members = room.progress.members if room.progress else ()
    return [member for member in members if member.who != view.who]


def next_addressee(room: RoomView, view: View, after: str = "") -> str:
    """Whom a note is for: the first partner without one, or the next after this one."""
    people = [member.who for member in partners(room, view)]
    if after in people:
        return people[(people.index(after) + 1) % len(people)]
    without = [who for who in people if (view.who, who) not in room.notes]
    return next(iter([*without, *people]), "")


def asks_for(room: RoomView, view: View, addressee: str) -> str:
    """What is to be written now."""
    stage = stage_of(room)
    kind = stage.kind if stage else "talk"
    if kind == "review" and addressee:
        name = one_row(view.name(addressee))
        return _("A note to {name}: what was good, what to try next time").format(name=name)
    if room.seat and room.seat.observer:
        return _("You are the observer: read along; you write a note at the end")
    if kind == "script":
        return _script(room, view)
    if kind == "prepare":
        return _("Read your card. F4 when you are ready to begin")
    if kind == "compare":
        return _("Compare: what was different, and why?")
    return _("Say something …")


def _script(room: RoomView, view: View) -> str:
    if room.prompt:
        if "_" in room.prompt.text or room.prompt.hints:
            return _("The missing words, / between gaps")
        return _("Enter says this line")
    turn = room.progress.turn if room.progress else None
    if turn and turn != view.who:
        return _("{name} has the next line").format(name=one_row(view.name(turn)))
    return _("The next line comes …")


def request_for(text: str, room: RoomView, addressee: str) -> Request | None:
    """What Enter asks the server; None where there is nothing to send."""
    progress, stage = room.progress, stage_of(room)
    if progress is None:
        return None
    if not text and not (room.prompt and stage and stage.kind == "script"):
        return None
    if stage and stage.kind == "review" and addressee:
        return WriteNote(progress.room, addressee, text)
    return Say(progress.room, text)
