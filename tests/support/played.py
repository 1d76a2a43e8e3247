"""Lessons that were played, and the journal they are kept in: what reports are made of."""

from pathlib import Path

from duologue_activities.stages import script
from duologue_protocol import requests
from duologue_protocol.text import clean
from duologue_server import facts
from duologue_server.data_directory import open_database, transaction
from duologue_server.history import History
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.lesson_records import ClassReport
from duologue_server.lesson_report import class_report
from duologue_server.registry import Registry
from support.hostile_texts import HOSTILE_TEXTS
from support.lesson import DIALOGUE, ROLE_PLAY, Lesson

HOSTILE = tuple(
    text
    for name, text in HOSTILE_TEXTS.items()
    if clean(text, 1_000, 20) and name != "surrogate"  # no log can hold that
)
"""Those of the table that a line in a log can be."""


def played() -> Lesson:
    """Two role-plays and two dialogues of four students, and a lesson of two the next day."""
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", "clara", "dima")
    pairs = (("anna", "boris"), ("clara", "dima"))
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=pairs)
    _role_play(lesson)
    lesson.passes(300)
    lesson.starts_round(DIALOGUE, formation="by_hand", groups=pairs)
    _dialogue(lesson)
    lesson.passes(24 * 3600)
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=(("anna", "dima"),))
    lesson.all_ready()
    lesson.tells("anna", requests.Say(lesson.room_id("anna"), "Good morning!"))
    return lesson


def _role_play(lesson: Lesson) -> None:
    lesson.passes(20)
    lesson.all_ready()
    for who, said in (
        ("anna", "Excuse me, I'm afraid there's a mistake."),
        ("boris", "I'm really sorry about that."),
        ("boris", "What's wrong?"),
        ("anna", "I'd like the vegetable soup, please.\nNot the chicken."),
        ("clara", "I'm afraid this is chicken."),
    ):
        lesson.passes(12)
        lesson.tells(who, requests.Say(lesson.room_id(who), said))
    lesson.tells("teacher", requests.Say("r1", "Well begun!"))
    lesson.all_ready()
    lesson.all_ready()
    lesson.tells("anna", requests.TickGoal("r1", 0, on=True))
    lesson.tells("boris", requests.WriteNote("r1", "anna", "You asked very politely."))
    lesson.all_ready()
    lesson.passes(1800)


def _dialogue(lesson: Lesson) -> None:
    lesson.all_ready()
    while any(room.due for room in lesson.state.playing()):
        for room in lesson.state.playing():
            lesson.passes(4)
            if room.due and room.turn:
                spoken = script.spoken(room.due)
                lesson.tells(room.turn, requests.Say(room.id, spoken))
    lesson.tells("teacher", requests.EndRound(0))


def says_unchecked(lesson: Lesson, who: str, *lines: str) -> None:
    """Lines as an older or a forged journal could hold them: nothing at the door cleaned them."""
    room = lesson.room_id(who)
    lesson.happen(facts.Said(room, who, line, (0,)) for line in lines)


def hostile() -> Lesson:
    """A lesson in which every name, line and note means harm."""
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(ROLE_PLAY, formation="by_hand", groups=(("anna", "boris"),))
    lesson.all_ready()
    says_unchecked(lesson, "anna", *HOSTILE)
    lesson.happen([facts.NoteWritten("r1", "boris", "anna", HOSTILE_TEXTS["script"])])
    lesson.directory.names["anna"] = "=Anna<b>\x1b[31m\n"
    lesson.directory.names["boris"] = "@Boris|[/]../..\u202e"
    return lesson


def reported(lesson: Lesson, title: str = "English B1") -> ClassReport:
    """The report of a lesson's log."""
    history = History()
    for seq, body in enumerate(lesson.log, 1):
        history.add(seq, facts.decode(body))
    return class_report(title, "K7QM-2PXA", history, lesson.directory.names)


async def keep(lesson: Lesson, directory: Path, title: str = "English B1") -> str:
    """The lesson in a real journal, under a new class; its join code."""
    registry = Registry(directory)
    try:
        record, _key = registry.create_classroom(title, lesson.now_ms)
    finally:
        registry.close()
    _keep_names(directory, record.id, lesson.directory.names)
    journal = await SqliteJournal.open(directory)
    lease = await journal.acquire(record.id, "here", lesson.now_ms)
    await journal.append(lease, 0, lesson.log)
    await journal.close()
    return record.code


def _keep_names(directory: Path, class_id: str, names: dict[str, str]) -> None:
    connection = open_database(directory)
    with transaction(connection) as rows:
        rows.executemany(
            "INSERT INTO person VALUES (?, ?, ?, ?, 'student', ?, 1)",
            [
                (class_id, who, name, who, f"{class_id}{who}".encode())
                for who, name in names.items()
            ],
        )
    connection.close()
