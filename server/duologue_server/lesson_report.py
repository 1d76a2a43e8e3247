"""What is left of a class's lessons: rooms, students and lines, with names, for every format.

Everything in it is clean text: names and lines were cleaned at the door, and are once more here,
for a journal may have been kept by an older version or come from elsewhere.
"""

from collections.abc import Mapping

from duologue_activities.activity import Activity
from duologue_protocol import limits, text
from duologue_server import report
from duologue_server.history import History
from duologue_server.language import _
from duologue_server.lesson_records import (
    ClassReport,
    LessonReport,
    Note,
    RoomReport,
    Spoken,
    StudentReport,
    Work,
    share_of,
)
from duologue_server.room import Room

LESSON_GAP_MS = 3 * 3600 * 1000
"""Rooms opened with less than this between them are one lesson, one meeting of the class.

Longer than any break in a lesson, shorter than from a morning's lesson to an evening's; and a
lesson that goes past midnight stays one.
"""


def class_report(title: str, code: str, history: History, names: Mapping[str, str]) -> ClassReport:
    """All lessons of a class; rooms that never began an activity are no part of them."""
    builder = _Builder(history, names)
    rooms = [builder.room(room, room.activity) for room in builder.rooms() if room.activity]
    lessons = tuple(
        LessonReport(tuple(r for _, r in group), builder.students(group)) for group in _split(rooms)
    )
    return ClassReport(_row(title), code, lessons)


def find_students(lesson: LessonReport, name: str) -> tuple[StudentReport, ...]:
    """Who is called that: exactly, or so that it looks the same, or begins with it."""
    wanted = text.skeleton(_row(name))
    looks = [(student, text.skeleton(student.name)) for student in lesson.students]
    same = tuple(student for student, look in looks if look == wanted)
    return same or tuple(student for student, look in looks if look.startswith(wanted))


class _Builder:
    def __init__(self, history: History, names: Mapping[str, str]) -> None:
        self._history = history
        self._names = {who: _row(name) for who, name in names.items()}

    def rooms(self) -> list[Room]:
        return sorted(self._history.state.rooms.values(), key=lambda room: room.opened_ms)

    def name(self, who: str) -> str:
        return self._names.get(who) or _("(name erased)")

    def room(self, room: Room, activity: Activity) -> tuple[Room, RoomReport]:
        lines = self._lines(room, activity)
        made = RoomReport(
            number=room.number,
            activity=_row(activity.title),
            activity_id=activity.id,
            level=activity.level,
            began_ms=room.opened_ms,
            ended_ms=self._history.ended_ms.get(room.id),
            finished=room.finished,
            people=tuple(
                self._work(room, activity, who, lines)
                for who, place in room.took_part.items()
                if place is not None
            ),
            observers=tuple(
                self.name(who) for who, place in room.took_part.items() if place is None
            ),
            lines=lines,
        )
        return room, made

    def students(self, rooms: list[tuple[Room, RoomReport]]) -> tuple[StudentReport, ...]:
        everybody = {who for room, _made in rooms for who in room.took_part}
        found = [
            StudentReport(
                who,
                self.name(who),
                who in self._names,
                tuple(
                    (made, work) for _room, made in rooms for work in made.people if work.who == who
                ),
                tuple(made for room, made in rooms if room.took_part.get(who, 0) is None),
            )
            for who in everybody
        ]
        return tuple(sorted(found, key=lambda student: (student.name.casefold(), student.who)))

    def _lines(self, room: Room, activity: Activity) -> tuple[Spoken, ...]:
        titles = [_row(stage.title) for stage in activity.stages]
        phrases = [_row(phrase) for phrase in activity.phrases]
        return tuple(
            Spoken(
                at_ms=line.at_ms,
                who=line.by,
                name=self.name(line.by) if line.by else _row(line.role),
                role=_row(line.role),
                stage=titles[line.stage],
                kind=line.kind,
                text=_("(cleared by the teacher)") if line.cleared else _rows(line.text),
                cleared=line.cleared,
                phrases=tuple(phrases[number] for number in line.phrases),
                trace=room.evidence.get(line.number),
            )
            for line in room.lines
        )

    def _work(self, room: Room, activity: Activity, who: str, lines: tuple[Spoken, ...]) -> Work:
        result = report.result(room, activity, who)
        return Work(
            who=who,
            name=self.name(who),
            role=_row(result.role),
            lines=tuple(line for line in lines if line.who == who),
            words=result.words,
            share=share_of(result.words, sum(room.words.values())),
            phrases=tuple((_row(phrase), _rows(line)) for phrase, line in result.phrases),
            goals=tuple((_row(goal), reached) for goal, reached in result.goals),
            notes=tuple(
                Note(self.name(note.by), _rows(note.text), note.helped) for note in result.notes
            ),
            aims=tuple((_row(aim), can) for aim, can in result.aims),
            answers=(result.right, result.fields),
            evidence=result.evidence,
        )


def _split(rooms: list[tuple[Room, RoomReport]]) -> list[list[tuple[Room, RoomReport]]]:
    """Rooms, in their order, by lesson."""
    found: list[list[tuple[Room, RoomReport]]] = []
    for room in rooms:
        if found and room[1].began_ms - found[-1][-1][1].began_ms < LESSON_GAP_MS:
            found[-1].append(room)
        else:
            found.append([room])
    return found


def _row(untrusted: str) -> str:
    return " ".join(text.clean(untrusted, limits.LINE_CHARACTERS).split())


def _rows(untrusted: str) -> str:
    return text.clean(untrusted, limits.LINE_CHARACTERS, limits.LINE_ROWS)
