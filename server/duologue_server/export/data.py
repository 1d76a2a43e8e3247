"""Everything of a lesson as JSON, for programs. docs/after-the-lesson.md describes it."""

import json
from typing import Any

from duologue_protocol.parts import Evidence
from duologue_server.export.wording import Files, iso
from duologue_server.lesson_records import (
    ClassReport,
    Count,
    LessonReport,
    RoomReport,
    Spoken,
    StudentReport,
    Work,
)
from duologue_server.room import Trace

FORMAT = "duologue-lessons"
VERSION = 1
"""Rises when a field goes or changes its meaning; a new field does not raise it."""

Json = dict[str, Any]


def data(report: ClassReport, _zone: object = None) -> Files:
    """lesson.json"""
    document: Json = {
        "format": FORMAT,
        "version": VERSION,
        "class": {"title": report.title, "code": report.code},
        "lessons": [_lesson(lesson) for lesson in report.lessons],
    }
    return {"lesson.json": (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()}


def _lesson(lesson: LessonReport) -> Json:
    return {
        "began": iso(lesson.began_ms),
        "ended": iso(lesson.ended_ms),
        "words": lesson.words,
        "phrases": [{"phrase": phrase, "lines": lines} for phrase, lines in lesson.phrases],
        "rooms": [_room(room) for room in lesson.rooms],
        "students": [_student(student) for student in lesson.students],
    }


def _room(room: RoomReport) -> Json:
    return {
        "number": room.number,
        "activity": {"id": room.activity_id, "title": room.activity, "level": room.level},
        "began": iso(room.began_ms),
        "ended": None if room.ended_ms is None else iso(room.ended_ms),
        "finished": room.finished,
        "words": room.words,
        "people": [_work(work) for work in room.people],
        "observers": list(room.observers),
        "lines": [_line(line) for line in room.lines],
    }


def _work(work: Work) -> Json:
    return {
        "id": work.who,
        "name": work.name,
        "role": work.role,
        "turns": len(work.lines),
        "words": work.words,
        "share": work.share,
        "phrases": [{"phrase": phrase, "line": line or None} for phrase, line in work.phrases],
        "goals": [{"goal": goal, "reached": reached} for goal, reached in work.goals],
        "notes": [
            {"by": note.by, "text": note.text, "helped": note.helped or None} for note in work.notes
        ],
        "aims": [{"aim": aim, "can": can or None} for aim, can in work.aims],
        "right": _count(work.answers),
        "evidence": _evidence(work.evidence),
    }


def _evidence(facts: Evidence) -> Json:
    return {
        "pasted": {"lines": facts.pastes, "characters": facts.pasted},
        "card": {"lines": facts.copies, "words_in_a_row": facts.copied},
        "answers": {"lines": facts.answers, "median_seconds": facts.answer_ms / 1000},
    }


def _line(line: Spoken) -> Json:
    return {
        "time": iso(line.at_ms),
        "by": line.who or None,
        "name": line.name,
        "role": line.role,
        "stage": line.stage,
        "kind": line.kind,
        "text": line.text,
        "phrases": list(line.phrases),
        "cleared": line.cleared,
        "trace": _trace(line.trace),
    }


def _trace(trace: Trace | None) -> Json | None:
    if trace is None:
        return None
    seconds = None if trace.after_ms is None else trace.after_ms / 1000
    return {"pasted": trace.pasted, "card_words": trace.copied, "after_seconds": seconds}


def _student(student: StudentReport) -> Json:
    return {
        "id": student.who,
        "name": student.name,
        "rooms": [room.number for room, _work in student.rooms],
        "observed": [room.number for room in student.observed],
        "turns": student.turns,
        "words": student.words,
        "share": student.share,
        "phrases": _count(student.phrases_used),
        "goals": _count(student.goals_reached),
        "right": _count(student.answers),
        "notes": student.notes,
    }


def _count(counted: Count) -> Json:
    return {"count": counted[0], "of": counted[1]}
