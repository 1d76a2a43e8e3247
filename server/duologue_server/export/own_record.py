"""What is kept of one student, as two files: JSON for programs, Markdown to read."""

import json
from collections.abc import Callable, Iterator
from datetime import tzinfo
from typing import Any

from duologue_protocol import limits, text
from duologue_server import facts
from duologue_server.export.markdown import escaped
from duologue_server.export.wording import Files, clock, day, file_name, iso
from duologue_server.language import _
from duologue_server.registry import ClassroomRecord, PersonRecord
from duologue_server.student_record import Deed, RoomRecord, StudentRecord

FORMAT = "duologue-student"
VERSION = 1
"""Rises when a field goes or changes its meaning; a new field does not raise it."""

Json = dict[str, Any]


def own_record(
    classroom: ClassroomRecord,
    person: PersonRecord | None,
    record: StudentRecord,
    zone: tzinfo | None,
) -> Files:
    """student-NAME.json and student-NAME.md. `person`: None where the name was erased already."""
    name = _row(person.name) if person else record.who
    json_name = file_name(name, (), "json")
    document = json.dumps(_document(classroom, person, record), ensure_ascii=False, indent=2)
    page = "\n\n".join(_page(classroom, person, record, zone))
    return {
        json_name: f"{document}\n".encode(),
        json_name.removesuffix("json") + "md": f"{page}\n".encode(),
    }


def _document(
    classroom: ClassroomRecord, person: PersonRecord | None, record: StudentRecord
) -> Json:
    return {
        "format": FORMAT,
        "version": VERSION,
        "class": {"title": _row(classroom.title), "code": classroom.code},
        "student": {
            "id": record.who,
            "name": _row(person.name) if person else None,
            "joined": iso(person.joined_ms) if person else None,
        },
        "erased": None if record.erased_ms is None else iso(record.erased_ms),
        "lessons": [
            {"began": iso(lesson[0].opened_ms), "rooms": [_room(room) for room in lesson]}
            for lesson in record.lessons()
        ],
        "outside_rooms": [_deed(deed) for deed in record.outside],
    }


def _room(room: RoomRecord) -> Json:
    return {
        "number": room.number,
        "activity": _row(room.activity),
        "opened": iso(room.opened_ms),
        "entries": [_deed(deed) for deed in room.deeds],
    }


def _deed(deed: Deed) -> Json:
    written = {"text": _rows(deed.text)} if deed.text else {}
    about = {"about": _rows(deed.about)} if deed.about else {}
    more = dict(deed.more)
    by = "student" if deed.by_me else "partner"
    return {"at": iso(deed.at_ms), "entry": deed.did, "by": by, **written, **about, **more}


# To read


def _page(
    classroom: ClassroomRecord,
    person: PersonRecord | None,
    record: StudentRecord,
    zone: tzinfo | None,
) -> Iterator[str]:
    yield "# " + escaped(_row(person.name) if person else _("(name erased)"))
    yield escaped(_row(classroom.title))
    if person:
        yield _("Joined on {0}.").format(day(person.joined_ms, zone))
    if record.erased_ms is not None:
        yield _("What was written before {0} was erased.").format(day(record.erased_ms, zone))
    for lesson in record.lessons():
        yield "## " + _("Lesson of {0}").format(day(lesson[0].opened_ms, zone))
        for room in lesson:
            title = _row(room.activity) or _("nothing chosen")
            yield "### " + escaped(_("Room {0}: {1}").format(room.number, title))
            rows = [_entry(deed, zone) for deed in room.deeds if deed.text]
            yield "\n".join(rows) or _("Nothing was written.")


def _entry(deed: Deed, zone: tzinfo | None) -> str:
    """One row of a list: when, what it is, and what was written."""
    written = escaped(_rows(deed.text))
    row = f"- {clock(deed.at_ms, zone)} · {_caption(deed)}: {written}"
    return row + " " + _("(about: {0})").format(escaped(_rows(deed.about))) if deed.about else row


def _caption(deed: Deed) -> str:
    captions = CAPTIONS if deed.by_me else PARTNERS_CAPTIONS
    said = captions.get(deed.did)
    return said() if said else deed.did


def _tag(fact: type[facts.Happened]) -> str:
    return str(fact.__struct_config__.tag)


CAPTIONS: dict[str, Callable[[], str]] = {
    _tag(facts.Said): lambda: _("said"),
    _tag(facts.ScriptSpoken): lambda: _("said, in the script"),
    _tag(facts.Filled): lambda: _("filled in"),
    _tag(facts.PageWritten): lambda: _("wrote"),
    _tag(facts.PageOpened): lambda: _("wrote, opened to the room"),
    _tag(facts.StoryContinued): lambda: _("added to a story"),
    _tag(facts.TextEdited): lambda: _("wrote into the room's text"),
    _tag(facts.Corrected): lambda: _("mended a partner's line"),
    _tag(facts.CorrectionAnswered): lambda: _("rewrote the own line"),
    _tag(facts.NoteWritten): lambda: _("wrote to a partner"),
    _tag(facts.Called): lambda: _("called the teacher"),
}
"""What the student's own entries are called, by the fact's name."""

PARTNERS_CAPTIONS: dict[str, Callable[[], str]] = {
    _tag(facts.Corrected): lambda: _("a partner mended the line"),
    _tag(facts.NoteWritten): lambda: _("a partner wrote"),
}


def _row(untrusted: str) -> str:
    return " ".join(text.clean(untrusted, limits.LINE_CHARACTERS).split())


def _rows(untrusted: str) -> str:
    return text.clean(untrusted, limits.LINE_CHARACTERS, limits.LINE_ROWS)
