"""What simulated students do in a stage: enough that every kind of stage is worked in. Pure.

A kind that is not named here is waited out: every stage ends by its clock.
"""

from collections.abc import Callable, Iterator

from duologue_activities.activity import Gap
from duologue_activities.stages import order
from duologue_protocol import requests
from duologue_protocol.requests import Request
from duologue_server import turns
from duologue_server.classroom import Classroom
from duologue_server.room import Room

Work = Callable[[Room, str], Iterator[Request]]


def work(state: Classroom, room: Room, who: str) -> Iterator[Request]:
    """What somebody does in the stage that runs in their room, request by request.

    It is asked for one at a time, so that each is made of what the others have done.
    """
    if room.current and room.current.kind in ("talk", "compare"):
        return _talk(state, room, who)
    doing = _WORK.get(room.current.kind) if room.current else None
    return doing(room, who) if doing else iter(())


def _talk(state: Classroom, room: Room, who: str) -> Iterator[Request]:
    """A line of the model, as anybody may say it who may speak; then the floor is passed on."""
    heard = turns.speakers(state, room)
    if room.activity and (heard is None or who in heard) and room.spoke_last != who:
        place = room.members.index(who) % len(room.activity.model)
        yield requests.Say(room.id, room.activity.model[place].text)
    if not turns.passes_floor(room):
        return
    if who in turns.chairs_of(state, room):
        yield requests.GiveFloor(room.id)
    elif who == turns.holder_of(state, room):
        yield requests.AskFloor(room.id, on=False)
    elif (
        heard is not None
        and who in (room.floor or ())
        and room.current
        and room.current.turns == "queue"
    ):
        yield requests.AskFloor(room.id, on=True)


def _script(room: Room, who: str) -> Iterator[Request]:
    """All lines that are theirs while they are due."""
    if room.turn == who and (line := room.due):
        said = (piece if isinstance(piece, str) else _filled(piece) for piece in line.pieces)
        yield requests.Say(room.id, "".join(said))


def _filled(gap: Gap) -> str:
    return gap.answers[0] if gap.answers else "well"


def _fill(room: Room, who: str) -> Iterator[Request]:
    sheet = room.sheet(who)
    for name, cell in (sheet.fields if sheet else {}).items():
        yield requests.Fill(room.id, name, cell.choices[0] if cell.choices else "perhaps")


def _write(room: Room, who: str) -> Iterator[Request]:
    yield requests.WritePage(room.id, room.stage, f"What {who} thinks.")


def _write_together(room: Room, who: str) -> Iterator[Request]:
    """A sentence behind what stands there, where they may write."""
    if room.may_write(who):
        text, version = room.draft.text, len(room.draft.edits)
        steps = (len(text), f" What {who} adds.") if text else (f"What {who} adds.",)
        yield requests.EditText(room.id, room.stage, version, steps)


def _order(room: Room, _who: str) -> Iterator[Request]:
    if room.activity and room.activity.order:
        for place, item in enumerate(order.keys(room.activity.order)):
            yield requests.MoveItem(room.id, item, place)


def _vote(room: Room, who: str) -> Iterator[Request]:
    yield requests.Vote(room.id, room.members.index(who) % 2)


def _guess(room: Room, who: str) -> Iterator[Request]:
    if who not in room.holders and (riddle := room.riddle):
        yield requests.Say(room.id, f"Is it {riddle.word}?")


def _review(room: Room, who: str) -> Iterator[Request]:
    yield requests.CheckAim(room.id, 0, "partly")
    for other in room.members:
        if other != who:
            yield requests.WriteNote(room.id, other, "Good questions!")


_WORK: dict[str, Work] = {
    "script": _script,
    "form": _fill,
    "quiz": _fill,
    "think": _write,
    "chain": _write,
    "write": _write_together,
    "order": _order,
    "vote": _vote,
    "guess": _guess,
    "review": _review,
}
