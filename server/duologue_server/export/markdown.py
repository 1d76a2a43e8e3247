"""A lesson as Markdown: one document of everything, and a page for each student."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from duologue_server.export.wording import (
    Files,
    can_in_words,
    count,
    day,
    evidence,
    file_name,
    lesson_figures,
    minutes,
    pair,
    percent,
    room_title,
    when,
    work_figures,
)
from duologue_server.language import _
from duologue_server.lesson_records import (
    ClassReport,
    LessonReport,
    RoomReport,
    Spoken,
    StudentReport,
    Work,
)

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$^=]")
_LINK = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\w)(?=@)", re.IGNORECASE)
_LIST = re.compile(r"^(\s*)([-+]|\d+(?=[.)]))", re.MULTILINE)


def markdown(report: ClassReport, zone: tzinfo | None) -> Files:
    """lesson.md with all lessons, then student-NAME.md for everybody, with the day of several."""
    files = {"lesson.md": _document(_lesson(report, one, zone) for one in report.lessons)}
    for lesson in report.lessons:
        for student in lesson.students:
            on = f" {day(lesson.began_ms, zone)}" if len(report.lessons) > 1 else ""
            name = file_name(student.name + on, files, "md")
            files[name] = _document([_student(report, lesson, student, zone)])
    return files


def escaped(text: str) -> str:
    """The text as text, whatever Markdown would make of it; its rows become hard breaks."""
    plain = _LINK.sub(r"\\", _MARKUP.sub(r"\\\g<0>", text))
    plain = _LIST.sub(lambda found: f"{found[1]}{_list_sign(found[2])}", plain)
    return plain.replace("\n", "\\\n  ")


def _list_sign(sign: str) -> str:
    return f"\\{sign}" if sign in "+-" else f"{sign}\\"


def _document(sections: Iterable[Iterable[str]]) -> bytes:
    blocks = [block for section in sections for block in section]
    return ("\n\n".join(blocks) + "\n").encode()


def _lesson(report: ClassReport, lesson: LessonReport, zone: tzinfo | None) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield f"{when(lesson, zone)} · {lesson_figures(lesson)}"
    yield "## " + _("Rooms")
    yield _table(
        (
            _("Room"),
            _("Students"),
            _("Activity"),
            _("Words"),
            _("Share"),
            _("Phrases"),
            _("Goals"),
            _("Right"),
            _("Notes"),
            _("Time"),
        ),
        [_room_row(room) for room in lesson.rooms],
    )
    if lesson.phrases:
        yield "## " + _("Phrases used")
        yield _table((_("Phrase"), _("Lines")), [(one, str(n)) for one, n in lesson.phrases])
    yield "## " + _("Students")
    yield _table(
        (
            _("Student"),
            _("Rooms"),
            _("Turns"),
            _("Words"),
            _("Share"),
            _("Phrases"),
            _("Goals"),
            _("Right"),
            _("Notes"),
        ),
        [_student_row(student) for student in lesson.students],
    )
    for room in lesson.rooms:
        yield f"## {escaped(room_title(room))}"
        yield "\n".join(map(_said, room.lines)) or _("Nothing was said.")


def _room_row(room: RoomReport) -> tuple[str, ...]:
    return (
        str(room.number),
        pair(room),
        room.activity,
        " / ".join(str(work.words) for work in room.people),
        " / ".join(percent(work.share) for work in room.people),
        count(room.phrases_used),
        count(room.goals_reached),
        count(room.answers),
        str(room.notes),
        minutes(room),
    )


def _student_row(student: StudentReport) -> tuple[str, ...]:
    return (
        student.name,
        str(len(student.rooms)),
        str(student.turns),
        str(student.words),
        percent(student.share),
        count(student.phrases_used),
        count(student.goals_reached),
        count(student.answers),
        str(student.notes),
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = [list(heads), ["--"] * len(heads), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(row) + " |" for row in cells)


def _said(line: Spoken) -> str:
    name = f"**{escaped(line.name)}**"
    if line.kind == "teacher":
        name += " (" + _("teacher") + ")"
    used = "".join(f" *({escaped(phrase)})*" for phrase in line.phrases)
    return f"- {name}: {escaped(line.text)}{used}"


def _student(
    report: ClassReport, lesson: LessonReport, student: StudentReport, zone: tzinfo | None
) -> Iterator[str]:
    yield f"# {escaped(student.name)}"
    yield f"{escaped(report.title)} · {day(lesson.began_ms, zone)}"
    for room, work in student.rooms:
        yield f"## {escaped(room_title(room))}"
        yield escaped(work_figures(room, work))
        yield from _work(work)
    for room in student.observed:
        yield f"## {escaped(room_title(room))}"
        yield escaped(_("Observed {0}.").format(pair(room)))


def _work(work: Work) -> Iterator[str]:
    if work.notes:
        yield "### " + _("Written to you")
        yield "\n".join(f"- **{escaped(n.by)}**: {escaped(n.text)}" for n in work.notes)
    if work.phrases:
        yield "### " + _("Phrases")
        yield "\n".join(_phrase(phrase, line) for phrase, line in work.phrases)
    if work.goals:
        yield "### " + _("Goals")
        yield "\n".join(f"- {_tick(reached)} {escaped(goal)}" for goal, reached in work.goals)
    if work.said_of_aims:
        yield "### " + _("What you can do, as you say")
        yield "\n".join(f"- {escaped(aim)} {can_in_words(can)}" for aim, can in work.said_of_aims)
    if how := evidence(work.evidence):
        yield "### " + _("How it was written")
        yield escaped(how)
    yield "### " + _("What you said")
    yield "\n".join(f"- {escaped(line.text)}" for line in work.lines) or _("Nothing this time.")


def _phrase(phrase: str, line: str) -> str:
    return f"- {_tick(bool(line))} {escaped(phrase)}" + (f": “{escaped(line)}”" if line else "")


def _tick(reached: bool) -> str:
    return "✓" if reached else "○"
