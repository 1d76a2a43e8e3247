"""Which rooms need the teacher, why, and in what order the wall shows them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from duologue_client.language import _
from duologue_client.safe import one_row
from duologue_client.teacher.wording import clock
from duologue_protocol.parts import Person, Progress, Row

SILENT_MS = 60_000
"""A room that talks and has had no line for this long is worth a look."""

BALANCE_WORDS = 40
"""Words a room has to say before its balance tells anything."""

ALPHABETS = {
    "CYRILLIC": _("in Cyrillic"),
    "LATIN": _("in Latin letters"),
    "GREEK": _("in Greek letters"),
    "ARABIC": _("in Arabic letters"),
    "HEBREW": _("in Hebrew letters"),
}
"""How the alphabet of a room's lines reads, by its Unicode name."""

ONE_SIDED = 0.75
"""The share of words from which one person talks for the others."""


class Need(IntEnum):
    """How much a room needs the teacher, most first."""

    HELP = 0
    ABSENT = 1
    SILENT = 2
    ONE_SIDED = 3
    OTHER_ALPHABET = 4
    COPIED = 5
    TIME = 6
    NOTHING = 7
    OVER = 8


@dataclass(frozen=True)
class Reason:
    """Why a room should be looked at."""

    need: Need
    words: str
    since_ms: int = 0
    """When it began, 0 where nobody knows."""


@dataclass(frozen=True, order=True)
class Rank:
    """A room's place: what it needs, since when, then the number in its title."""

    need: Need
    since_ms: int
    number: int
    room: str


def reasons(
    progress: Progress, row: Row | None, people: Mapping[str, Person], now_ms: int, *, quiet: bool
) -> tuple[Reason, ...]:
    """Why a room needs the teacher, most pressing first; empty where all goes well.

    `quiet`: in this stage people read or write, so silence means nothing.
    """
    if progress.state not in ("playing", "ending"):
        return ()
    found = [*_call(progress, people, now_ms), *_absent(progress, people, now_ms)]
    if row and not quiet:
        found += _silence(progress, row, now_ms)
    if row:
        found += _one_sided(progress, row, people)
        found += _how_it_is_written(row)
    if progress.asking:
        found.append(Reason(Need.TIME, _("asks for a minute")))
    return tuple(found)


def rank(progress: Progress, why: tuple[Reason, ...]) -> Rank:
    """Where a room belongs on the wall. It changes only when what the room needs changes."""
    number = progress.number
    if progress.state == "ended":
        return Rank(Need.OVER, 0, number, progress.room)
    if not why:
        return Rank(Need.NOTHING, 0, number, progress.room)
    return Rank(why[0].need, why[0].since_ms, number, progress.room)


def arrange(
    before: tuple[str, ...], ranks: Mapping[str, Rank], held: str | None = None
) -> tuple[str, ...]:
    """Rooms in the order of their ranks; the `held` one stays at the place it had."""
    order = sorted(ranks, key=ranks.__getitem__)
    if held in ranks and held in before:
        order.remove(held)
        order.insert(before.index(held), held)
    return tuple(order)


def _call(progress: Progress, people: Mapping[str, Person], now_ms: int) -> Iterator[Reason]:
    """Who calls for help, and which teacher has come."""
    if call := progress.call:
        words = _("help {age}").format(age=clock(now_ms - call.at_ms))
        if call.claimed in people:
            words += f" ◉ {one_row(people[call.claimed].name)}"
        yield Reason(Need.HELP, words, call.at_ms)


def _absent(progress: Progress, people: Mapping[str, Person], now_ms: int) -> Iterator[Reason]:
    """Who has lost the line or does not answer, and who was left without a partner."""
    for who, since_ms in progress.silent:
        name = one_row(people[who].name) if who in people else "?"
        age = clock(now_ms - since_ms)
        words = _("{name} does not answer {age}").format(name=name, age=age)
        yield Reason(Need.ABSENT, words, since_ms)
    for member in progress.members:
        person = people.get(member.who)
        if person and person.presence != "here":
            name, since_ms = one_row(person.name), person.since_ms
            words = _("{name} offline {age}") if since_ms else _("{name} offline")
            words = words.format(name=name, age=clock(now_ms - since_ms))
            yield Reason(Need.ABSENT, words, since_ms)
    talkers = [member for member in progress.members if not member.observer]
    if len(talkers) == 1 and progress.origin != "solo":
        person = people.get(talkers[0].who)
        yield Reason(
            Need.ABSENT, _("{name} alone").format(name=one_row(person.name) if person else "?")
        )


def _silence(progress: Progress, row: Row, now_ms: int) -> Iterator[Reason]:
    since = max(row.last_ms, progress.began_ms)
    if now_ms - since >= SILENT_MS:
        seconds = (now_ms - since) // 1000
        yield Reason(Need.SILENT, _("silent {seconds} s").format(seconds=seconds), since)


def _how_it_is_written(row: Row) -> Iterator[Reason]:
    """In letters that are not the activity's; in words from a card."""
    if row.alphabet:
        yield Reason(Need.OTHER_ALPHABET, ALPHABETS.get(row.alphabet, _("in other letters")))
    if row.copied:
        yield Reason(Need.COPIED, _("card copied"))


def _one_sided(progress: Progress, row: Row, people: Mapping[str, Person]) -> Iterator[Reason]:
    stages = progress.stages[progress.stage : progress.stage + 1]
    if progress.speakers is not None and any(stage.turns == "free" for stage in stages):
        return  # here one role talks, and the others have to listen
    talkers = {member.who for member in progress.members if not member.observer}
    words = {who: count for who, count in row.words if who in talkers}
    total = sum(words.values())
    if len(talkers) < 2 or total < BALANCE_WORDS:
        return
    loudest = max(words, key=words.__getitem__)
    share = words[loudest] / total
    if share >= ONE_SIDED:
        name = one_row(people[loudest].name) if loudest in people else "?"
        yield Reason(
            Need.ONE_SIDED, _("{share} % {name}").format(share=round(share * 100), name=name)
        )
