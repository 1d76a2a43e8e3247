"""Erase one student in a data folder that no server uses: the log, the name, the free pages."""

from collections.abc import Sequence
from pathlib import Path

from duologue_protocol.text import skeleton
from duologue_server import facts, people
from duologue_server.classroom import Classroom
from duologue_server.erasure import without_student
from duologue_server.evolve import fold
from duologue_server.facts import Fact, Moment
from duologue_server.journal import Journal, StoreProblem
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.language import _
from duologue_server.registry import Registry
from duologue_server.replay import whole_log
from duologue_server.roster import looks


async def erase_student(
    directory: Path, class_id: str, who: str, called: Sequence[str], now_ms: int
) -> None:
    """Overwrite what somebody wrote and every form of their name, and take them out of the class.

    Whatever it dies of, doing it again does the rest.

    Raises ServerRuns: a server uses the folder. Raises StoreProblem, Unknown, Damaged, and
    msgspec.DecodeError for a log of a newer version.
    """
    journal = await SqliteJournal.open(directory)
    try:
        await _overwrite(journal, class_id, who, called, now_ms)
    finally:
        await journal.close()
    registry = Registry(directory)
    try:
        registry.remove_person(class_id, who)
        _expect_no_more(registry, class_id, called)
        if not registry.sweep():
            raise StoreProblem(
                _("Another program reads the data folder just now. Close it, then erase again.")
            )
    finally:
        registry.close()


def _expect_no_more(registry: Registry, class_id: str, called: Sequence[str]) -> None:
    """Take who is called that off the list of those who are expected."""
    roster = registry.roster(class_id)
    alike = looks(roster)
    gone = [alike.get(skeleton(name)) for name in called]
    registry.set_roster(class_id, [one for one in roster if one not in gone])


async def _overwrite(
    journal: Journal, class_id: str, who: str, called: Sequence[str], now_ms: int
) -> None:
    lease = await journal.acquire(class_id, "erasing", now_ms)
    log = [facts.decode(body) async for _seq, body in whole_log(journal, class_id)]
    left = without_student(log, who, called)
    state = fold(left)  # raises for a bug, before anything is written
    changed = {
        seq: facts.encode(after)
        for seq, (before, after) in enumerate(zip(log, left, strict=True), 1)
        if after is not before
    }
    await journal.redact(class_id, changed)
    note = Moment(now_ms, _taken_out(state, who, now_ms))
    await journal.append(lease, lease.last_seq, [facts.encode(note)])
    await journal.release(lease, now_ms)


def _taken_out(state: Classroom, who: str, now_ms: int) -> tuple[Fact, ...]:
    """That it was done, and when. What it was is said nowhere."""
    removed = people.remove(state, who, now_ms) if who in state.people else []
    return (*removed, facts.WordsErased(who))
