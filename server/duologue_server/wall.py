"""The wall: each room in one row, for the teacher who follows them all."""

from duologue_protocol.parts import Row
from duologue_server import evidence
from duologue_server.room import Room

LAST_CHARACTERS = 160
"""How much of the last line a row carries: more than any screen shows of it."""

EARLIER_LINES = 6
EARLIER_CHARACTERS = 80
"""How many lines before the last one a row carries, and how much of each."""


def row(room: Room) -> Row:
    spoken = [line for line in room.lines[-1:] if line.by or line.text]
    last = spoken[-1] if spoken else None
    said = next((line for line in reversed(room.lines) if line.kind != "teacher"), None)
    used = {phrase for phrases in room.phrases.values() for phrase in phrases}
    return Row(
        room=room.id,
        lines=len(room.lines),
        words=tuple((who, room.words[who]) for who in room.members),
        last_by=last.by if last else "",
        last_text=last.text[:LAST_CHARACTERS] if last else "",
        last_ms=max(
            said.at_ms if said else 0,
            room.began_ms or room.opened_ms,
            room.went_on_ms,
            room.draft.at_ms,
        ),
        phrases=len(used),
        phrases_of=len(room.activity.phrases) if room.activity else 0,
        earlier=tuple(
            (line.by, line.text[:EARLIER_CHARACTERS])
            for line in room.lines[-EARLIER_LINES - 1 : -1]
        ),
        copied=evidence.copied_lately(room, EARLIER_LINES + 1),
        alphabet=evidence.other_alphabet(room),
    )
