"""A lesson in the terminal: tables of rooms, phrases and students, and a student's own page.

Every text goes in as Text: in a plain string rich would read markup.
"""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from duologue_server.export.wording import (
    can_in_words,
    count,
    day,
    evidence,
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
    StudentReport,
    Work,
)

BAR = 10
PHRASES_SHOWN = 8


def lesson_page(report: ClassReport, lesson: LessonReport, zone: tzinfo | None) -> RenderableType:
    """Rooms, phrases and students of a lesson."""
    parts: list[RenderableType] = [
        Text.assemble((report.title, "bold"), "  ", when(lesson, zone)),
        Text(lesson_figures(lesson), "dim"),
        "",
        _rooms(lesson),
        "",
        _students(lesson),
    ]
    if lesson.phrases:
        parts += ["", _phrases(lesson)]
    return Group(*parts)


def student_page(
    report: ClassReport, lesson: LessonReport, student: StudentReport, zone: tzinfo | None
) -> RenderableType:
    """What one student said, used, reached, and was written by partners."""
    parts: list[RenderableType] = [
        Text.assemble(
            (student.name, "bold"), "  ", f"{report.title} · {day(lesson.began_ms, zone)}"
        )
    ]
    for room, work in student.rooms:
        parts += ["", Text(room_title(room), "bold cyan"), Text(work_figures(room, work), "dim")]
        parts += [Padding(one, (0, 0, 0, 2)) for one in _work(work)]
    for room in student.observed:
        parts += ["", Text(room_title(room), "bold cyan")]
        parts.append(Padding(Text(_("Observed {0}.").format(pair(room))), (0, 0, 0, 2)))
    return Group(*parts)


def _rooms(lesson: LessonReport) -> Table:
    table = _table(
        Column(_("Room"), no_wrap=True),
        Column(_("Pair"), ratio=1),
        *_figures(_("Words"), _("Balance"), _("Phrases"), _("Goals"), _("Right"), _("Notes")),
        Column(_("Time"), justify="right", no_wrap=True),
    )
    for room in lesson.rooms:
        _add(table, _room_row(room))
    return table


def _room_row(room: RoomReport) -> Sequence[str | Text]:
    """The activity stands below the pair, so that all fits into 80 columns."""
    first = room.people[0].share if room.people else None
    activity = room.activity if room.finished else _("{0} (not to the end)").format(room.activity)
    return (
        str(room.number),
        Text.assemble(pair(room), "\n", (activity, "dim")),
        "/".join(str(work.words) for work in room.people),
        "" if first is None else _bar(first),
        count(room.phrases_used),
        count(room.goals_reached),
        count(room.answers),
        str(room.notes),
        minutes(room),
    )


def _students(lesson: LessonReport) -> Table:
    heads = (_("Turns"), _("Words"), _("Share"), _("Phrases"), _("Goals"), _("Right"), _("Notes"))
    table = _table(Column(_("Student"), ratio=1), *_figures(*heads))
    for student in lesson.students:
        row = (
            student.name,
            str(student.turns),
            str(student.words),
            percent(student.share),
            count(student.phrases_used),
            count(student.goals_reached),
            count(student.answers),
            str(student.notes),
        )
        _add(table, row)
    return table


def _phrases(lesson: LessonReport) -> Table:
    """The phrases used most, with a bar for the number of lines that used them."""
    table = _table(Column(_("Phrase"), ratio=1), *_figures(_("Lines")), expand=False)
    most = max(1, lesson.phrases[0][1])
    for phrase, lines in lesson.phrases[:PHRASES_SHOWN]:
        _add(table, (phrase, f"{'█' * -(-lines * BAR // most)} {lines}".strip()))
    return table


def _work(work: Work) -> Iterator[RenderableType]:
    if work.notes:
        yield _heading(_("Written to you"))
        for note in work.notes:
            yield Text.assemble((note.by, "bold"), ": ", note.text)
    if work.phrases:
        yield _heading(_("Phrases"))
        for phrase, line in work.phrases:
            quoted = Text(f"  “{line}”", "italic dim") if line else Text()
            yield Text.assemble(_tick(bool(line)), phrase, quoted)
    if work.goals:
        yield _heading(_("Goals"))
        for goal, reached in work.goals:
            yield Text.assemble(_tick(reached), goal)
    if work.said_of_aims:
        yield _heading(_("What you can do, as you say"))
        yield from (Text(f"{aim} {can_in_words(can)}") for aim, can in work.said_of_aims)
    if how := evidence(work.evidence):
        yield _heading(_("How it was written"))
        yield Text(how)
    yield _heading(_("What you said"))
    yield from (Text(said.text) for said in work.lines)
    if not work.lines:
        yield Text(_("Nothing this time."), "dim")


def _heading(text: str) -> Text:
    return Text(f"\n{text}", "bold")


def _tick(reached: bool) -> tuple[str, str]:
    return ("✓ ", "green") if reached else ("○ ", "dim")


def _bar(share: float) -> str:
    """The first person's share: filled █, the others' ░."""
    filled = round(share * BAR)
    return "█" * filled + "░" * (BAR - filled)


def _figures(*heads: str) -> list[Column]:
    return [Column(head, no_wrap=True) for head in heads]


def _table(*columns: Column, expand: bool = False) -> Table:
    return Table(
        *columns, header_style="bold underline", box=None, expand=expand, padding=(0, 2, 0, 0)
    )


def _add(table: Table, row: Sequence[str | Text]) -> None:
    table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
