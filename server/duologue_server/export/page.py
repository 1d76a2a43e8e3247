"""A lesson as HTML to read or print: one file of everything, and one of each student's page."""

from collections.abc import Iterable
from datetime import tzinfo

from duologue_server.export.markup import Html, joined, tag
from duologue_server.export.style import STYLE
from duologue_server.export.wording import (
    Files,
    can_in_words,
    count,
    day,
    evidence,
    file_name,
    lesson_figures,
    minutes,
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

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""No script, picture, font or address is ever loaded, whatever stands in a line."""


def page(report: ClassReport, zone: tzinfo | None) -> Files:
    """lesson.html with all lessons, then student-NAME.html for everybody, with the day of several;
    each needs nothing else."""
    lessons = [_lesson(report, lesson, zone) for lesson in report.lessons]
    days = " · ".join(dict.fromkeys(day(one.began_ms, zone) for one in report.lessons))
    files = {"lesson.html": _document(f"{report.title}, {days}", lessons)}
    for lesson in report.lessons:
        for student in lesson.students:
            date = day(lesson.began_ms, zone)
            on = f" {date}" if len(report.lessons) > 1 else ""
            name = file_name(student.name + on, files, "html")
            title = f"{student.name}, {report.title}, {date}"
            files[name] = _document(title, [_student(report, lesson, student, zone)])
    return files


def _document(title: str, sections: Iterable[Html]) -> bytes:
    head = joined(
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        Html(f"<style>{STYLE}</style>"),
    )
    document = tag("html", tag("head", head), tag("body", tag("main", *sections)))
    return f"<!DOCTYPE html>\n{document}\n".encode()


def _lesson(report: ClassReport, lesson: LessonReport, zone: tzinfo | None) -> Html:
    students = (_student(report, lesson, student, zone) for student in lesson.students)
    return joined(
        tag(
            "section",
            tag("h1", report.title),
            tag("p", when(lesson, zone), class_="when"),
            tag("p", lesson_figures(lesson), class_="figures"),
            _rooms(lesson),
            _students(lesson),
            _phrases(lesson),
            class_="lesson",
        ),
        tag("section", *(_transcript(room) for room in lesson.rooms), class_="transcripts"),
        *students,
    )


def _rooms(lesson: LessonReport) -> Html:
    heads = (
        _("Room"),
        _("Students"),
        _("Words"),
        _("Balance"),
        _("Phrases"),
        _("Goals"),
        _("Right"),
        _("Notes"),
        _("Time"),
    )
    return joined(tag("h2", _("Rooms")), _table(heads, [_room(room) for room in lesson.rooms]))


def _room(room: RoomReport) -> list[Html]:
    activity = tag("span", room.activity, class_="quiet")
    names = Html("<br>").join(tag("span", work.name, class_="name") for work in room.people)
    return [
        tag("td", str(room.number), class_="number"),
        tag("td", Html(names), Html("<br>"), activity),
        tag(
            "td", Html(Html("<br>").join(str(work.words) for work in room.people)), class_="number"
        ),
        tag("td", *(_bar(work.share) for work in room.people)),
        *_counts(room.phrases_used, room.goals_reached, room.answers),
        tag("td", str(room.notes), class_="number"),
        tag("td", minutes(room), class_="number"),
    ]


def _students(lesson: LessonReport) -> Html:
    heads = (
        _("Student"),
        _("Turns"),
        _("Words"),
        _("Share of the words"),
        _("Phrases"),
        _("Goals"),
        _("Right"),
        _("Notes"),
    )
    rows = [
        [
            tag("td", student.name, class_="name"),
            tag("td", str(student.turns), class_="number"),
            tag("td", str(student.words), class_="number"),
            tag("td", _bar(student.share)),
            *_counts(student.phrases_used, student.goals_reached, student.answers),
            tag("td", str(student.notes), class_="number"),
        ]
        for student in lesson.students
    ]
    return joined(tag("h2", _("Students")), _table(heads, rows))


def _phrases(lesson: LessonReport) -> Html:
    """Which phrases the class used, the most used first; and which it did not."""
    if not lesson.phrases:
        return Html()
    most = max(1, lesson.phrases[0][1])
    rows = [
        tag("li", tag("span", phrase), _bar(lines / most, str(lines)))
        for phrase, lines in lesson.phrases
    ]
    heading = tag("h2", _("Phrases, and how many lines used them"))
    return joined(heading, tag("ul", *rows, class_="phrases"))


def _transcript(room: RoomReport) -> Html:
    said = [_said(line) for line in room.lines] or [tag("p", _("Nothing was said."))]
    return tag("article", tag("h2", room_title(room)), *said, class_="room")


def _said(line: Spoken) -> Html:
    used = [tag("span", phrase, class_="used") for phrase in line.phrases]
    who = tag("b", line.name) if line.kind != "teacher" else tag("i", line.name)
    return tag("p", who, " ", tag("span", line.text, class_="text"), *used, class_="said")


def _student(
    report: ClassReport, lesson: LessonReport, student: StudentReport, zone: tzinfo | None
) -> Html:
    where = f"{report.title} · {day(lesson.began_ms, zone)}"
    observed = [
        joined(
            tag("h2", room_title(room)),
            tag("p", _("Observed {0}.").format(", ".join(one.name for one in room.people))),
        )
        for room in student.observed
    ]
    return tag(
        "section",
        tag("h1", student.name),
        tag("p", where, class_="when"),
        *(_work(room, work) for room, work in student.rooms),
        *observed,
        class_="student",
    )


def _work(room: RoomReport, work: Work) -> Html:
    notes = [
        tag("blockquote", tag("span", note.text, class_="text"), tag("footer", note.by))
        for note in work.notes
    ]
    return tag(
        "article",
        tag("h2", room_title(room)),
        tag("p", work_figures(room, work), class_="figures"),
        _bar(work.share),
        *([tag("h3", _("Written to you")), *notes] if notes else []),
        tag("div", *_reached(work), class_="reach"),
        *_own_lines(work),
    )


def _reached(work: Work) -> list[Html]:
    """Phrases, each with the line that used it, and goals: blocks that stand beside each other."""
    blocks: list[tuple[Html, Html]] = []
    if work.phrases:
        phrases = [_ticked(bool(line), phrase, line) for phrase, line in work.phrases]
        blocks.append((tag("h3", _("Phrases")), tag("ul", *phrases, class_="ticks")))
    if work.goals:
        goals = [_ticked(reached, goal) for goal, reached in work.goals]
        blocks.append((tag("h3", _("Goals")), tag("ul", *goals, class_="ticks")))
    if work.said_of_aims:
        said = [tag("li", f"{aim} {can_in_words(can)}") for aim, can in work.said_of_aims]
        blocks.append((tag("h3", _("What you can do, as you say")), tag("ul", *said)))
    if how := evidence(work.evidence):
        blocks.append((tag("h3", _("How it was written")), tag("p", how)))
    return [tag("div", *block) for block in blocks]


def _own_lines(work: Work) -> list[Html]:
    said = [tag("p", line.text, class_="own text") for line in work.lines]
    return [tag("h3", _("What you said")), *(said or [tag("p", _("Nothing this time."))])]


def _ticked(reached: bool, text: str, line: str = "") -> Html:
    quoted = [tag("q", line, class_="text")] if line else []
    sign = tag("span", "✓" if reached else "○", class_="tick")
    return tag("li", sign, tag("span", text), *quoted, class_="reached" if reached else "open")


def _bar(share: float | None, label: str = "") -> Html:
    """A bar with its figure beside it: nothing is told by length or colour alone."""
    width = f"width: {100 * (share or 0):.0f}%"
    filled = tag("span", class_="filled", style=width)
    return tag(
        "span",
        tag("span", filled, class_="track"),
        tag("span", label or percent(share), class_="label"),
        class_="bar",
    )


def _counts(*counted: tuple[int, int]) -> list[Html]:
    return [tag("td", count(one), class_="number") for one in counted]


def _table(heads: tuple[str, ...], rows: list[list[Html]]) -> Html:
    head = tag("thead", tag("tr", *(tag("th", one) for one in heads)))
    table = tag("table", head, tag("tbody", *(tag("tr", *row) for row in rows)))
    return tag("div", table, class_="wide")
