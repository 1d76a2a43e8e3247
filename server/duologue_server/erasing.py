"""Erase students: the log, the name, the free pages; by a server that runs, or where none does."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path

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
            try:
                await self.erase(now_ms())
            except StoreProblem as problem:  # the next time it may be gone
                log.error("Nobody could be erased: %r.", problem)
            except Exception:  # a bug must not keep others from being erased
                log.exception("Somebody could not be erased.")
            await asyncio.sleep(LOOK_SECONDS)

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


async def erase_here(directory: Path, now_ms: int) -> list[Erasure]:
    """Erase whoever is to be, where no server runs. Those who could not be.

    Raises ServerRuns: one does, and will do it. Raises StoreProblem.
    """
    journal = await SqliteJournal.open(directory)
    try:
        with closing(Registry(directory)) as registry, closing(Erasures(directory)) as erasures:
            await Erasing(journal, registry, erasures, _nobody_is_there).erase(now_ms)
            return erasures.asked()
    finally:
        await journal.close()


def ask_again(directory: Path) -> int:
    """Have everybody erased who was erased after this backup was made. How many.

    Raises StoreProblem: the folder can't be read or written. Raises msgspec.DecodeError for a log of a
    newer version.
    """
    noted = erased_before(directory)
    with snapshot(directory) as seen:
        classes = {record.id for record in seen.classrooms()} & {class_id for class_id, _ in noted}
        names = {class_id: seen.names(class_id) for class_id in classes}
        there = {
            class_id: names[class_id].keys() | _unerased(seen, class_id) for class_id in classes
        }
    back = [pair for pair in noted if pair[1] in there.get(pair[0], ())]
    with closing(Erasures(directory)) as erasures:
        for class_id, who in back:
            name = names[class_id].get(who)  # who was removed from the class has none
            erasures.ask(Erasure(class_id, who, (name,) if name else ()))
    return len(back)


def _unerased(seen: Snapshot, class_id: str) -> set[str]:
    """Everybody who ever joined a class and was not erased from its log."""
    there: set[str] = set()
    for _seq, body in seen.log(class_id):
        for fact in facts.decode(body).facts:
            match fact:
                case facts.Enrolled():
                    there.add(fact.who)
                case facts.WordsErased():
                    there.discard(fact.who)
                case _:
                    pass
    return there


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
