"""What people wrote in a room besides lines, and how a teacher clears it. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duologue_client.fold import RoomView, View
from duologue_client.language import _
from duologue_client.safe import one_row
from duologue_client.teacher.wording import named
from duologue_protocol.parts import Writing
from duologue_protocol.requests import ClearWriting

SHOWN = 40
"""Cells of a text by which it is known again."""


class Clearable(NamedTuple):
    words: str
    clearing: ClearWriting


def clearable(
    room: str, seen: RoomView, view: View, writings: Iterable[Writing]
) -> list[Clearable]:
    """Notes, corrections, the text that the room writes together, tables and stories."""
    return [
        *_notes(room, seen, view),
        *_corrections(room, seen, view),
        *_common_text(room, seen),
        *(_writing(room, one, view) for one in writings),
    ]


def _notes(room: str, seen: RoomView, view: View) -> Iterator[Clearable]:
    for note in seen.notes.values():
        if note.text:
            words = _("Note of {by} to {to}: {text}").format(
                by=named(view, note.by), to=named(view, note.to), text=one_row(note.text, SHOWN)
            )
            yield Clearable(words, ClearWriting(room, "note", by=note.by, to=note.to))


def _corrections(room: str, seen: RoomView, view: View) -> Iterator[Clearable]:
    for one in seen.corrections.values():
        if one.text:
            words = _("Correction of {by}: {text}").format(
                by=named(view, one.by), text=one_row(one.text, SHOWN)
            )
            yield Clearable(words, ClearWriting(room, "correction", by=one.by, line=one.line))


def _common_text(room: str, seen: RoomView) -> Iterator[Clearable]:
    if seen.shared_text and seen.shared_text.text and not seen.shared_text.of:
        words = _("Their text: {text}").format(text=one_row(seen.shared_text.text, SHOWN))
        yield Clearable(words, ClearWriting(room, "text"))


def _writing(room: str, one: Writing, view: View) -> Clearable:
    by = named(view, one.by) if one.by else _("the whole room")
    text = one_row(one.text, SHOWN)
    if one.what == "field":
        words = _("In the table of {by}: {text}").format(by=by, text=text)
        return Clearable(words, ClearWriting(room, "field", by=one.by, field=one.field))
    words = _("In story {number}, by {by}: {text}").format(number=one.story + 1, by=by, text=text)
    return Clearable(words, ClearWriting(room, "sentence", line=one.number, story=one.story))
