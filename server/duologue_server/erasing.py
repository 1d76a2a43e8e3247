"""Erase students: the log, the name, the free pages; by a server that runs, or where none does."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from duologue_protocol.text import skeleton
from duologue_server import facts, people
from duologue_server.classroom import Classroom
from duologue_server.erasure import without_student
from duologue_server.erasures import Erasure, Erasures, Trouble, erased_before
from duologue_server.evolve import fold
from duologue_server.facts import Fact, Moment
from duologue_server.journal import Damaged, Fenced, Journal, StoreProblem, Unknown
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.registry import Registry
from duologue_server.replay import whole_log
from duologue_server.roster import looks
from duologue_server.snapshot import Snapshot, snapshot

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often a server looks for whom it is to erase."""

JOINING_AND_ERASED: Final = tuple(
    str(fact.__struct_config__.tag).encode() for fact in (facts.Enrolled, facts.WordsErased)
)
"""What stands in each moment that says who came and who was erased."""

Apart = Callable[[str], AbstractAsyncContextManager[None]]
"""A class in which nobody is, as long as this lasts."""


class Erasing:
    """Does what is asked of `erasures`."""

    def __init__(
        self, journal: Journal, registry: Registry, erasures: Erasures, apart: Apart
    ) -> None:
        self._journal = journal
        self._registry = registry
        self._erasures = erasures
        self._apart = apart

    async def erase_daily(self, now_ms: Callable[[], int]) -> None:
        """Look again and again. Runs for ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.erase_or_log(now_ms())

    async def erase_or_log(self, now_ms: int) -> None:
        """Erase whoever is to be; what is in the way is logged."""
        try:
            await self.erase(now_ms)
        except StoreProblem as problem:  # the next time it may be gone
            log.error("Nobody could be erased: %r.", problem)
        except Exception:  # a bug must not keep others from being erased
            log.exception("Somebody could not be erased.")

    async def erase(self, now_ms: int) -> None:
        """Erase whoever is to be. Whatever it dies of, doing it again does the rest.

        Raises StoreProblem: the tables cannot be read or written.
        """
        asked = [one for one in await asyncio.to_thread(self._erasures.asked) if not one.trouble]
        overwritten = [one for one in asked if await self._overwrites(one, now_ms)]
        is_swept = bool(overwritten) and await asyncio.to_thread(self._registry.sweep)
        for one in overwritten if is_swept else []:
            await asyncio.to_thread(self._erasures.forget, one)

    async def _overwrites(self, one: Erasure, now_ms: int) -> bool:
        """False: something is in the way, and stands in the table."""
        trouble: Trouble
        try:
            if one.called is not None:
                async with self._apart(one.class_id):
                    await _overwrite(self._journal, one, one.called, now_ms)
                    await asyncio.to_thread(self._forget_name, one, one.called)
        except Damaged:
            trouble = "damaged"
        except msgspec.DecodeError:
            trouble = "newer"
        except (Unknown, Fenced):
            trouble = "unwritable"
        except StoreProblem:
            raise
        except Exception:  # whoever waits for it is told
            await asyncio.to_thread(self._erasures.ask, one._replace(trouble="failed"))
            raise
        else:
            return True
        log.error("Somebody could not be erased: %s.", trouble)
        await asyncio.to_thread(self._erasures.ask, one._replace(trouble=trouble))
        return False

    def _forget_name(self, one: Erasure, called: Sequence[str]) -> None:
        """Name, token, place in the list of who is expected; then even here the name goes."""
        self._registry.remove_person(one.class_id, one.who)
        roster = self._registry.roster(one.class_id)
        alike = looks(roster)
        gone = [alike.get(skeleton(name)) for name in called]
        self._registry.set_roster(one.class_id, [it for it in roster if it not in gone])
        self._erasures.note(one)
        self._erasures.ask(one._replace(called=None))


class Outcome(NamedTuple):
    done: int
    left: list[Erasure]
    """Those who could not be erased."""


async def erase_here(directory: Path, now_ms: int) -> Outcome:
    """Erase whoever is to be, or was before and is there again, where no server runs.

    Raises ServerRuns: one does, and will do it. Raises StoreProblem.
    """
    journal = await SqliteJournal.open(directory)
    try:
        ask_again(directory)
        with closing(Registry(directory)) as registry, closing(Erasures(directory)) as erasures:
            asked = len(erasures.asked())
            await Erasing(journal, registry, erasures, _nobody_is_there).erase(now_ms)
            left = erasures.asked()
            return Outcome(asked - len(left), left)
    finally:
        await journal.close()


def ask_again(directory: Path) -> bool:
    """Have everybody erased whom the list of the erased names and this database still has.

    So it is after a backup was put back, by whatever means. What was asked for and could not be done is
    asked for again as well. Is anybody to be erased now? Nothing is erased here.

    Raises StoreProblem: the folder can't be read or written.
    """
    with closing(Erasures(directory)) as erasures:
        asked = {(one.class_id, one.who): one for one in erasures.asked()}
        again = {key: one._replace(trouble="") for key, one in asked.items()}
        for one in _back(directory):
            known = again.get((one.class_id, one.who), one)  # maybe with other forms of the name
            called = dict.fromkeys((*(known.called or ()), *(one.called or ())))
            again[one.class_id, one.who] = one._replace(called=tuple(called))
        for key, one in again.items():
            if one != asked.get(key):
                erasures.ask(one)
    return bool(again)


def _back(directory: Path) -> list[Erasure]:
    """Those who were erased and are there all the same, with the names they are back under."""
    noted = erased_before(directory)
    if not noted:
        return []
    with snapshot(directory) as seen:
        classes = {record.id for record in seen.classrooms()} & {class_id for class_id, _ in noted}
        names = {class_id: seen.names(class_id) for class_id in classes}
        logs = {class_id: _joined_and_erased(seen, class_id) for class_id in classes}
    back: list[Erasure] = []
    for class_id, who in noted:
        if class_id not in classes:
            continue
        joined, erased = logs[class_id] or ({who}, set[str]())  # erasing says why it can't be read
        name = names[class_id].get(who)  # who was removed from the class has none
        if (name or who in joined) and who not in erased:
            back.append(Erasure(class_id, who, (name,) if name else ()))
    return back


def _joined_and_erased(seen: Snapshot, class_id: str) -> tuple[set[str], set[str]] | None:
    """Everybody who ever joined a class, and who was erased from its log. None: it can't be read."""
    joined, erased = set[str](), set[str]()
    try:
        for body in seen.bodies_with(class_id, *JOINING_AND_ERASED):
            for fact in facts.decode(body).facts:
                if isinstance(fact, facts.Enrolled):
                    joined.add(fact.who)
                if isinstance(fact, facts.WordsErased):
                    erased.add(fact.who)
    except msgspec.DecodeError:
        return None
    return joined, erased


@asynccontextmanager
async def _nobody_is_there(_class_id: str) -> AsyncGenerator[None]:
    yield


async def _overwrite(journal: Journal, one: Erasure, called: Sequence[str], now_ms: int) -> None:
    lease = await journal.acquire(one.class_id, "erasing", now_ms)
    bodies = [body async for _seq, body in whole_log(journal, one.class_id)]
    changed, note = await asyncio.to_thread(_without, bodies, one.who, called, now_ms)
    await journal.redact(one.class_id, changed)
    await journal.append(lease, lease.last_seq, [note])
    await journal.release(lease, now_ms)


def _without(
    bodies: Sequence[bytes], who: str, called: Sequence[str], now_ms: int
) -> tuple[dict[int, bytes], bytes]:
    """What has to stand in the log instead, by position, and the moment that tells of it."""
    moments = [facts.decode(body) for body in bodies]
    left = without_student(moments, who, called)
    state = fold(left)  # raises for a bug, before anything is written
    changed = {
        seq: facts.encode(after)
        for seq, (before, after) in enumerate(zip(moments, left, strict=True), 1)
        if after is not before
    }
    return changed, facts.encode(Moment(now_ms, _taken_out(state, who, now_ms)))


def _taken_out(state: Classroom, who: str, now_ms: int) -> tuple[Fact, ...]:
    """That it was done, and when. What it was is said nowhere."""
    removed = people.remove(state, who, now_ms) if who in state.people else []
    return (*removed, facts.WordsErased(who))
