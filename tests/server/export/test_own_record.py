"""What is kept of one student, as files: texts stay text, whatever they are."""

import json
import re
from datetime import UTC

from duologue_protocol.text import clean
from duologue_server import facts
from duologue_server.export.own_record import own_record
from duologue_server.registry import ClassroomRecord, PersonRecord
from duologue_server.student_record import Records
from support.lesson import START_MS, Lesson
from support.played import HOSTILE, hostile, played

CLASS = ClassroomRecord("c", "K7QM-2PXA", "[bold]B1[/]\x1b[2J", START_MS, None, 200)


def written(lesson: Lesson, who: str) -> tuple[dict[str, bytes], Records]:
    records = Records()
    for seq, body in enumerate(lesson.log, 1):
        records.add(seq, facts.decode(body))
    name = lesson.directory.names[who]
    person = PersonRecord("c", who, name, who, "student", b"", START_MS)
    return own_record(CLASS, person, records.students[who], UTC), records


def test_the_page_reads_like_this() -> None:
    files, _records = written(played(), "anna")
    page = files["student-Anna.md"].decode()
    assert page.startswith(
        "# Anna\n\n\\[bold\\]B1\\[/\\]\n\nJoined on 2026-09-21.\n\n## Lesson of 2026-09-21\n\n"
        "### Room 1: The wrong order\n\n"
        "- 14:13 · said: Excuse me, I'm afraid there's a mistake.\n"
    )
    assert "· a partner wrote: You asked very politely." in page
    assert "· said, in the script: " in page
    assert "What's wrong?" not in page


def test_a_hostile_lesson_is_text() -> None:
    files, _records = written(hostile(), "anna")
    assert list(files) == ["student-Anna-b.json", "student-Anna-b.md"]
    page = files["student-Anna-b.md"].decode()
    assert not re.search(r"(?<!\\)[<>`]|(?<!\\)!\[|(?<!\\)\[", page)
    assert not {"\x1b", "\u202e", "\u2066", "\x9b"} & set(page)
    document = json.loads(files["student-Anna-b.json"])
    [lesson] = document["lessons"]
    texts = [
        entry["text"] for room in lesson["rooms"] for entry in room["entries"] if "text" in entry
    ]
    assert set(texts) >= {clean(one, 1000, 20) for one in HOSTILE}
    assert document["class"]["title"] == "[bold]B1[/]"


def test_what_was_done_is_there_and_not_only_what_was_said() -> None:
    files, records = written(played(), "anna")
    document = json.loads(files["student-Anna.json"])
    entries = [
        entry
        for lesson in document["lessons"]
        for room in lesson["rooms"]
        for entry in room["entries"]
    ]
    assert {"said", "goal_ticked", "ready_set", "note_written"} <= {it["entry"] for it in entries}
    assert {it["entry"] for it in document["outside_rooms"]} >= {"enrolled", "arrived"}
    assert "boris" not in json.dumps(document).casefold()
    assert len(records.students) == 4, "no teacher among them"
