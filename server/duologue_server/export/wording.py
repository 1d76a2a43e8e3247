"""How times, counts and people read in a report, and what a file of it is called."""

from collections.abc import Collection
from datetime import UTC, datetime, tzinfo

from duologue_protocol.parts import Evidence
from duologue_protocol.requests import Can
from duologue_server.language import _
from duologue_server.lesson_records import Count, LessonReport, RoomReport, Work

FILE_NAME_CHARACTERS = 40

Files = dict[str, bytes]
"""The contents of files by their names; what is most wanted stands first."""


def day(ms: int, zone: tzinfo | None) -> str:
    """2026-11-23, by the clock of the zone; None: of this computer."""
    return f"{_at(ms, zone):%Y-%m-%d}"


def clock(ms: int, zone: tzinfo | None) -> str:
    """10:05"""
    return f"{_at(ms, zone):%H:%M}"


def iso(ms: int) -> str:
    """2026-11-23T10:05:07Z: what any program reads, the same everywhere."""
    return f"{datetime.fromtimestamp(ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def when(lesson: LessonReport, zone: tzinfo | None) -> str:
    """2026-11-23, 10:00–10:45"""
    began, ended = clock(lesson.began_ms, zone), clock(lesson.ended_ms, zone)
    return f"{day(lesson.began_ms, zone)}, {began}–{ended}"


def lesson_figures(lesson: LessonReport) -> str:
    """4 students · 2 rooms · 312 words"""
    return " · ".join(
        (
            _("students: {0}").format(len(lesson.students)),
            _("rooms: {0}").format(len(lesson.rooms)),
            _("words: {0}").format(lesson.words),
        )
    )


def minutes(room: RoomReport) -> str:
    """How long the room played; "…" while it still plays."""
    if room.ended_ms is None:
        return "…"
    seconds = (room.ended_ms - room.began_ms) // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def count(counted: Count) -> str:
    """3/7, and – where there was nothing to count."""
    got, of = counted
    return f"{got}/{of}" if of else "–"


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def pair(room: RoomReport) -> str:
    """Anna / Boris"""
    return " / ".join(work.name for work in room.people)


def with_whom(room: RoomReport, work: Work) -> str:
    """Who else was in the room."""
    others = [other.name for other in room.people if other.who != work.who]
    if not others:
        return _("alone")
    return _("with {0}").format(", ".join(others))


def room_title(room: RoomReport) -> str:
    return _("Room {0}: {1}").format(room.number, room.activity)


def work_figures(room: RoomReport, work: Work) -> str:
    """Guest, with Boris · 23 of 60 words (38%)"""
    words = _("{0} of {1} words ({2})").format(work.words, room.words, percent(work.share))
    figures = [f"{work.role}, {with_whom(room, work)}", words]
    if work.answers[1]:
        figures.append(_("{0} of {1} right").format(*work.answers))
    if not room.finished:
        figures.append(_("still plays") if room.ended_ms is None else _("not played to the end"))
    return " · ".join(figures)


def evidence(facts: Evidence) -> str:
    """pasted: 214 characters (lines: 2) · answers: after 12 s (the middle of 8); "" for nothing."""
    said: list[str] = []
    if facts.pastes:
        said.append(_("pasted: {0} characters (lines: {1})").format(facts.pasted, facts.pastes))
    if facts.copies:
        words = _("from the card: up to {0} words in a row (lines: {1})")
        said.append(words.format(facts.copied, facts.copies))
    if facts.answers:
        seconds = round(facts.answer_ms / 1000)
        said.append(_("answers: after {0} s (the middle of {1})").format(seconds, facts.answers))
    return " · ".join(said)


def file_name(name: str, taken: Collection[str], ending: str) -> str:
    """student-Anna.md: letters and digits alone, whatever the name is, and no name twice."""
    plain = "".join(symbol if symbol.isalnum() else " " for symbol in name)
    stem = "student-" + "-".join(plain.split())[:FILE_NAME_CHARACTERS]
    used = {name.casefold() for name in taken}
    number, made = 1, f"{stem}.{ending}"
    while made.casefold() in used:
        number += 1
        made = f"{stem}-{number}.{ending}"
    return made


def _at(ms: int, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)


def can_in_words(can: Can) -> str:
    """What somebody says of themselves to an aim."""
    return {"": "", "yes": _("– yes"), "partly": _("– partly"), "not_yet": _("– not yet")}[can]
