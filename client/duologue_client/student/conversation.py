"""What a room's transcript shows: lines, what the teacher said to all, what is on its way. Pure."""

from collections.abc import Iterable

from duologue_client.fold import RoomView, View
from duologue_client.widgets.said import Item, Sending, mended
from duologue_protocol.parts import Announcement, Line
from duologue_protocol.requests import Request, Say, WriteNote


def conversation(room: RoomView, view: View, pending: Iterable[Request]) -> list[Item]:
    """Everything in the order it was said, then own notes; what is not kept yet comes last."""
    if room.progress is None:
        return []
    said: list[Line | Announcement] = list(room.lines.values())
    since = min([line.at_ms for line in said[:1]] + [room.progress.began_ms])
    to_all = [one for one in view.announcements.values() if one.at_ms >= since]
    if to_all:
        said += to_all
        said.sort(key=_said_at)
    notes = [note for note in room.notes.values() if note.by == view.who]
    on_its_way = [
        Sending(request.text)
        for request in pending
        if isinstance(request, Say | WriteNote)
        and request.room == room.progress.room
        and request.text
    ]
    return [*said, *mended(room), *notes, *on_its_way]


def _said_at(said: Line | Announcement) -> int:
    return said.at_ms
