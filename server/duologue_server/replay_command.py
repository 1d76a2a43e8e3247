"""What `duologue replay` shows: a lesson of a class, found in the server's data on this machine."""

from pathlib import Path

from duologue_server import facts
from duologue_server.classroom_commands import default_directory, printable, stop
from duologue_server.history import History
from duologue_server.journal import StoreProblem
from duologue_server.language import _
from duologue_server.lesson_records import ClassReport, LessonReport
from duologue_server.lesson_report import class_report, find_students
from duologue_server.project import Directory
from duologue_server.recording import Recording
from duologue_server.report_commands import chosen_lessons, find_class
from duologue_server.snapshot import snapshot


def recording(data: Path | None, code: str, lesson: str, student: str) -> tuple[Recording, bool]:
    """One lesson, and whether a teacher's wall is to be shown (or a student's view).

    Ends the command with a sentence where there is no such lesson or student.
    """
    directory = (data or default_directory()).absolute()
    try:
        with snapshot(directory) as seen:
            record = find_class(seen.classrooms(), code)
            moments = [facts.decode(body) for _seq, body in seen.log(record.id)]
            names = seen.names(record.id)
    except StoreProblem as problem:
        stop(str(problem))
    history = History()
    for seq, moment in enumerate(moments, 1):
        history.add(seq, moment)
    everything = class_report(record.title, record.code, history, names)
    one = chosen_lessons(everything, lesson).lessons[-1]
    who = _student(one, student) if student else _teacher(history)
    ended = _ended_ms(everything, one, moments[-1].at_ms)
    kept = Directory(record.title, record.code, names)
    return Recording(moments, kept, who, one.began_ms, ended), not student


def _ended_ms(everything: ClassReport, lesson: LessonReport, last_ms: int) -> int:
    """The end of its last room's lines, or of the log: nothing of the next lesson."""
    later = [one.began_ms for one in everything.lessons if one.began_ms > lesson.began_ms]
    return min(later) - 1 if later else last_ms


def _student(lesson: LessonReport, name: str) -> str:
    found = find_students(lesson, name)
    names = ", ".join(one.name for one in found or lesson.students)
    if len(found) > 1:
        stop(_("Which student? {0}.").format(names))
    who = next((one.who for one in found), "")
    if not who:
        stop(_("Nobody called {0} was there. Who was: {1}.").format(printable(name), names))
    return who


def _teacher(history: History) -> str:
    teachers = history.state.teachers()
    if not teachers:
        stop(_("No teacher was in this class. --student NAME shows what a student saw."))
    return teachers[0]
