"""What a student says of themselves and of partners' notes when they look back. Pure."""

from duologue_client.fold import RoomView
from duologue_protocol.parts import Note, Seat
from duologue_protocol.requests import Can, CheckAim, Helped, RateNote

LETTERS = "abcdefgh"
"""One for each note to me, in the order in which they stand."""

_AFTER: dict[Can, Can] = {"": "yes", "yes": "partly", "partly": "not_yet", "not_yet": ""}
_HELPED_AFTER: dict[Helped, Helped] = {"": "yes", "yes": "partly", "partly": "no", "no": ""}


def next_check(room: str, seat: Seat, number: int) -> CheckAim | None:
    """The next answer to the aim of this number; goals have the first numbers, from 0."""
    aim = number - len(seat.goals)
    if not 0 <= aim < len(seat.aims):
        return None
    return CheckAim(room, aim, _AFTER[seat.can[aim]])


def notes_to(room: RoomView, who: str) -> list[Note]:
    return [note for note in room.notes.values() if note.to == who and note.text]


def next_rating(room: RoomView, who: str, letter: str) -> RateNote | None:
    """The next thing to say of the note with this letter."""
    notes = notes_to(room, who)
    place = LETTERS.find(letter)
    if not letter or not 0 <= place < len(notes):
        return None
    note = notes[place]
    return RateNote(note.room, note.by, _HELPED_AFTER[note.helped])
