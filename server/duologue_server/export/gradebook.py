"""Completion for Moodle's gradebook, as its "Import: CSV file" takes it.

Moodle finds a user by e-mail address, id number, user name or its own id, never by a full name,
and refuses the whole file for one it does not find; an empty identifier gives the row's grades
to the user of the row before. So there is no row without one. Of an empty cell it makes an empty
grade, and "-" is no grade.
"""

from collections.abc import Iterator
from datetime import tzinfo

from duologue_server.export.participants import Key, Participants, address_of
from duologue_server.export.table import written
from duologue_server.export.wording import Files, day
from duologue_server.lesson_records import ClassReport, LessonReport, RoomReport, StudentReport

USER_NAME = "Username"
COLUMNS: dict[Key, str] = {"email": "Email address", "id": "ID number"}
NO_GRADE = "-"

Item = tuple[int, str]
"""When a lesson began, and an activity of it."""


def gradebook(
    report: ClassReport,
    zone: tzinfo | None,
    participants: Participants | None = None,
    by: Key = "email",
) -> Files:
    """moodle.csv: a row for each student, a column for each activity of each lesson.

    1: played to its end, 0: began and was not played to its end, -: took no part. With
    participants students are known by e-mail address or id number, and who is not found has no row; without,
    names in the class have to be user names in Moodle.
    """
    items = _items(report, zone)
    columns = (USER_NAME if participants is None else COLUMNS[by], *items.values())
    rows = (
        (key, *(completed.get(item, NO_GRADE) for item in items))
        for key, completed in _rows(report, participants)
    )
    return {"moodle.csv": written(columns, rows)}


def unknown(report: ClassReport, participants: Participants) -> list[str]:
    """Names of students who are not among the participants."""
    everybody = {student.name for lesson in report.lessons for student in lesson.students}
    return sorted(name for name in everybody if address_of(participants, name) is None)


def _items(report: ClassReport, zone: tzinfo | None) -> dict[Item, str]:
    """A column's name for each activity of each lesson; no two are the same."""
    items: dict[Item, str] = {}
    for lesson in report.lessons:
        for room in lesson.rooms:
            item = (lesson.began_ms, room.activity_id)
            if item not in items:
                title = f"Duologue: {room.activity}, {day(lesson.began_ms, zone)}"
                same = sum(name.startswith(title) for name in items.values())
                items[item] = f"{title} ({same + 1})" if same else title
    return items


def _rows(
    report: ClassReport, participants: Participants | None
) -> Iterator[tuple[str, dict[Item, str]]]:
    rows: dict[str, dict[Item, str]] = {}
    for lesson in report.lessons:
        for student in lesson.students:
            key = student.name if participants is None else address_of(participants, student.name)
            if key and student.is_named:
                rows.setdefault(key, {}).update(_completed(lesson, student))
    yield from rows.items()


def _completed(lesson: LessonReport, student: StudentReport) -> dict[Item, str]:
    completed: dict[Item, str] = {}
    for room, _work in student.rooms:
        item = (lesson.began_ms, room.activity_id)
        done = room.finished and not _goes_on_elsewhere(room, lesson)
        completed[item] = "1" if done or completed.get(item) == "1" else "0"
    return completed


def _goes_on_elsewhere(room: RoomReport, lesson: LessonReport) -> bool:
    """Did its people change groups in the middle: did other rooms of the activity begin as it ended?"""
    return any(
        (other.activity_id, other.began_ms) == (room.activity_id, room.ended_ms)
        for other in lesson.rooms
    )
