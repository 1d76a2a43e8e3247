"""The floor, where it is passed on: who has it, who asks for it, and what one may do. Pure."""

from duologue_client.fold import RoomView, View
from duologue_client.language import _
from duologue_client.safe import one_row
from duologue_client.student.speaking import stage_of
from duologue_protocol.parts import Progress
from duologue_protocol.requests import AskFloor, GiveFloor, Request


def passed(room: RoomView) -> Progress | None:
    """The room's progress, if the floor is passed on in its stage and somebody else is there."""
    stage, progress = stage_of(room), room.progress
    if stage is None or progress is None or progress.state == "ended":
        return None
    return progress if stage.turns in ("strict", "queue") else None


def floor_request(room: RoomView, me: str) -> Request | None:
    """What the key for the floor asks the server; None where it means nothing."""
    progress, stage = passed(room), stage_of(room)
    if progress is None or stage is None:
        return None
    if progress.holder == me:
        return AskFloor(progress.room, on=False)
    if me in progress.chairs:
        return GiveFloor(progress.room)
    if stage.turns == "strict":
        return None
    return AskFloor(progress.room, on=me not in progress.hands)


def floor_label(room: RoomView, me: str) -> str:
    """What the key does now, in two words; "" for nothing."""
    match floor_request(room, me):
        case GiveFloor():
            return _("Give floor")
        case AskFloor(on=True):
            return _("Ask to speak")
        case AskFloor() if room.progress and room.progress.holder == me:
            return _("Pass it on")
        case AskFloor():
            return _("Don't ask")
        case _:
            return ""


def floor_words(room: RoomView, view: View) -> str:
    """Above the place to write: whose the floor is, and where I am in the queue; "" for nothing."""
    progress, me = passed(room), view.who
    if progress is None:
        return ""
    hands = [one_row(view.name(who), 30) for who in progress.hands]
    if me in progress.chairs and me != progress.holder:
        if hands:
            words = _("You give the floor: Ctrl+T gives it to {name}")
            return words.format(name=hands[0])
        return _("You give the floor. Nobody asks for it now")
    if progress.holder == me:
        if hands:
            words = _("The floor is yours. {name} asks for it: Ctrl+T passes it on")
            return words.format(name=hands[0])
        return _("The floor is yours. Ctrl+T passes it on")
    if me in progress.hands:
        words = _("You are number {place} to speak")
        return words.format(place=progress.hands.index(me) + 1)
    stage = stage_of(room)
    asks = stage is not None and stage.turns == "queue"
    if progress.holder:
        name = one_row(view.name(progress.holder), 30)
        words = (
            _("{name} has the floor. Ctrl+T asks for it") if asks else _("{name} has the floor now")
        )
        return words.format(name=name)
    return _("Ctrl+T asks for the floor") if progress.chairs else ""
