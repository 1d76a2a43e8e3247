"""What keeps order in a class: mute, clear what was written, take out, ban, lock the door."""

from typing import assert_never

from duologue_activities.stages import sheet
from duologue_protocol import parts, requests
from duologue_protocol.refusals import Refused
from duologue_server import facts, people, plenary
from duologue_server.asked import Asked
from duologue_server.facts import Fact
from duologue_server.room import Room


def moderate(asked: Asked, request: requests.Moderation) -> list[Fact]:
    """Raises Refused: when there is nobody or nothing like that."""
    match request:
        case requests.Mute():
            return _mute(asked, request)
        case requests.ClearLine():
            return _clear_line(asked, request)
        case requests.ClearWriting():
            return _clear_writing(asked, request)
        case requests.LockClass():
            if asked.state.locked == request.on:
                return [facts.CommandRefused()]  # is so already
            return [facts.ClassLocked(request.on)]
        case requests.Remove():
            return _remove(asked, request)
        case requests.Ban():
            who = asked.student(request.who).who
            return people.remove(asked.state, who, asked.now_ms, banned=True)
        case requests.Unban():
            return _unban(asked, request)
        case _:
            assert_never(request)


def _mute(asked: Asked, request: requests.Mute) -> list[Fact]:
    student = asked.student(request.who)
    if student.muted == request.on:
        return [facts.CommandRefused()]  # is so already
    return [facts.Muted(student.who, request.on)]


def _clear_line(asked: Asked, request: requests.ClearLine) -> list[Fact]:
    room = asked.room(request.room)
    if not 0 < request.line <= len(room.lines):
        raise Refused("no_line_to_clear")
    line = room.lines[request.line - 1]
    is_peoples = line.by or line.kind == "text"  # all else comes of the activity
    if not is_peoples or line.cleared:
        raise Refused("no_line_to_clear")
    unpinned = plenary.unpinned(asked.state, room.id, line.number)
    return [*unpinned, facts.LineCleared(room.id, line.number, asked.by)]


def _clear_writing(asked: Asked, request: requests.ClearWriting) -> list[Fact]:
    """As its writer would take it back; that a teacher did it is kept."""
    room, by, teacher = asked.room(request.room), request.by, asked.by
    match request.what:
        case "note" if room.notes.get((by, request.to)):
            return [facts.NoteWritten(room.id, by, request.to, "", teacher)]
        case "correction" if (it := room.corrections.get((request.line, by))) and it.text:
            return [facts.Corrected(room.id, request.line, by, "", teacher)]
        case "text" if room.plays and room.draft.text:
            return [facts.TextEdited(room.id, teacher, (-len(room.draft.text),), cleared=True)]
        case "field":
            return _clear_field(asked, room, by, request.field)
        case "sentence" if _is_told(room, request.story, request.line):
            return [facts.SentenceCleared(room.id, request.story, request.line, teacher)]
        case _:
            pass
    raise Refused("nothing_to_clear")


def _clear_field(asked: Asked, room: Room, whose: str, field: str) -> list[Fact]:
    """Also in the rooms to which the same people have taken it on."""
    text = room.filled.get(whose, {}).get(field)
    if not text:
        raise Refused("nothing_to_clear")
    taken_on = [
        other
        for other in asked.state.rooms.values()
        if whose
        and other.activity == room.activity
        and other.filled.get(whose, {}).get(field) == text
    ]
    return [
        facts.FieldCleared(it.id, whose, field, asked.by)
        for it in (room, *(other for other in taken_on if other is not room))
    ]


def _is_told(room: Room, story: int, sentence: int) -> bool:
    told = room.stories.get(story, []) if room.tells_stories else []
    return sentence < len(told) and bool(told[sentence].text)


def writings(room: Room) -> parts.Writings:
    """What people wrote that a teacher does not see among the lines, and can clear."""
    fields = {
        (whose, cell.field): cell.text
        for who in room.took_part
        for at in range(room.stage + 1 if room.activity else 0)
        if _has_table(room, at) and (table := room.sheet_at(at, who))
        for whose in ("" if table.together else who,)
        for cell in table.fields.values()
        if cell.field and cell.text and cell.text not in cell.choices
    }
    stories = room.stories if room.tells_stories else {}
    return parts.Writings(
        room.id,
        (
            *(parts.Writing("field", by, text, field) for (by, field), text in fields.items()),
            *(
                parts.Writing("sentence", it.by, it.text, story=story, number=number)
                for story, told in sorted(stories.items())
                for number, it in enumerate(told)
                if it.text
            ),
        ),
    )


def _has_table(room: Room, at: int) -> bool:
    assert room.activity
    return sheet.is_writing(room.activity.stages[at])


def _remove(asked: Asked, request: requests.Remove) -> list[Fact]:
    """Whoever leads the lesson takes students out, the owner also who helps or looks on."""
    person = asked.state.people.get(request.who)
    if person is None or person.role == "teacher":
        raise Refused("no_person")
    if person.role != "student" and asked.person.role != "teacher":
        raise Refused("owner_only")
    return people.remove(asked.state, person.who, asked.now_ms)


def _unban(asked: Asked, request: requests.Unban) -> list[Fact]:
    if request.who not in asked.state.banned:
        raise Refused("not_banned")
    return [facts.Unbanned(request.who)]
