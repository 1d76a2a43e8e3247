"""Lines and students as CSV, for a spreadsheet or a program."""

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence

from duologue_server.export.wording import Files, iso
from duologue_server.lesson_records import ClassReport, StudentReport
from duologue_server.room import Trace

LINE_COLUMNS = (
    "lesson",
    "time",
    "room",
    "activity",
    "stage",
    "student",
    "role",
    "kind",
    "text",
    "phrases",
    "pasted",
    "card_words",
    "after_seconds",
)
STUDENT_COLUMNS = (
    "lesson",
    "student",
    "rooms",
    "turns",
    "words",
    "words_percent",
    "phrases_used",
    "phrases_of",
    "goals_reached",
    "goals_of",
    "right",
    "right_of",
    "notes",
)

_FORMULA = re.compile(r"[=+\-@\t\r\n|%＝＋－＠％｜]")
"""What a spreadsheet may take for the beginning of a formula; full-width signs too."""


def table(report: ClassReport, _zone: object = None) -> Files:
    """lines.csv, a row for every line said, and students.csv, one for every student and lesson.

    Times are UTC, and the names of columns English, so that a program reads any class's file.
    """
    return {
        "lines.csv": written(LINE_COLUMNS, _lines(report)),
        "students.csv": written(STUDENT_COLUMNS, _students(report)),
    }


def written(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """The bytes of a CSV file. Excel takes UTF-8 for its own code page unless it begins with a BOM."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (columns, *rows):
        writer.writerow([cell if isinstance(cell, int) else harmless(cell) for cell in row])
    return BOM_UTF8 + text.getvalue().encode()


def harmless(cell: str) -> str:
    """The cell, with a ' before what a spreadsheet would calculate; a lone - it would not."""
    return f"'{cell}" if _FORMULA.match(cell) and cell != "-" else cell


def _lines(report: ClassReport) -> Iterator[tuple[str | int, ...]]:
    for lesson in report.lessons:
        for room in lesson.rooms:
            for line in room.lines:
                yield (
                    iso(lesson.began_ms),
                    iso(line.at_ms),
                    room.number,
                    room.activity,
                    line.stage,
                    line.name if line.who else "",
                    line.role,
                    line.kind,
                    line.text,
                    "; ".join(line.phrases),
                    *_trace(line.trace),
                )


def _trace(trace: Trace | None) -> tuple[str | int, str | int, str | int]:
    """Characters pasted, words from the card, seconds since the line before; empty where not kept."""
    if trace is None:
        return "", "", ""
    return trace.pasted, trace.copied, "" if trace.after_ms is None else trace.after_ms // 1000


def _students(report: ClassReport) -> Iterator[tuple[str | int, ...]]:
    for lesson in report.lessons:
        for student in lesson.students:
            yield (
                iso(lesson.began_ms),
                student.name,
                len(student.rooms),
                student.turns,
                student.words,
                _percent(student),
                *student.phrases_used,
                *student.goals_reached,
                *student.answers,
                student.notes,
            )


def _percent(student: StudentReport) -> str | int:
    return "" if student.share is None else round(100 * student.share)
