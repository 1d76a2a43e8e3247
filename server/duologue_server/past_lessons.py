"""The running server deletes what is past its time: when it starts, and once a day."""

import asyncio
import logging

from duologue_protocol.refusals import CloseCode
from duologue_server import facts
from duologue_server.evolve import fold
from duologue_server.journal import Damaged, Journal, StoreProblem, Unknown
from duologue_server.registry import ClassroomRecord, Registry
from duologue_server.replay import whole_log
from duologue_server.retention import DAY_MS, without_past
from duologue_server.school import School

log = logging.getLogger(__name__)

HOUR_MS = 3_600_000


class PastLessons:
    """What is past its time in all classes of one server."""

    def __init__(self, school: School, journal: Journal, registry: Registry) -> None:
        self._school = school
        self._journal = journal
        self._registry = registry
        self._due_ms: dict[str, int] = {}
        """When each class is looked at again."""
        self._unswept = False
        """Something was deleted, and the file was not written anew since."""

    async def delete_daily(self) -> None:
        """Look at once and once an hour for classes whose day has come. Runs for ever."""
        while True:
            try:
                await self.delete(self._school.clock.now_ms())
            except StoreProblem as problem:  # an hour later it may be gone
                log.error("Nothing could be looked at for what is past its time: %r.", problem)
            await asyncio.sleep(HOUR_MS / 1000)

    async def delete(self, now_ms: int) -> None:
        """Delete lessons and closed classes that are past their time, where it is due.

        A class in which a room plays now is looked at again in an hour, all others in a day.

        Raises StoreProblem: the registry cannot be read or swept.
        """
        for record in await asyncio.to_thread(self._registry.classrooms):
            if self._due_ms.get(record.id, 0) <= now_ms:
                is_done = await self._is_done(record, now_ms - record.keep_days * DAY_MS)
                self._due_ms[record.id] = now_ms + (DAY_MS if is_done else HOUR_MS)
        if self._unswept:
            self._unswept = not await asyncio.to_thread(self._registry.sweep)

    async def _is_done(self, record: ClassroomRecord, limit_ms: int) -> bool:
        try:
            async with self._school.alone_with(record.id) as host:
                if record.closed_ms is not None and record.closed_ms < limit_ms:
                    await self._delete_class(record.id)
                    return True
                if host and not host.is_lost and any(host.state.playing()):
                    return False
                await self._delete_lessons(record.id, limit_ms)
                return True
        except (Unknown, Damaged, StoreProblem) as problem:
            log.error("Class %s could not be rid of its past: %r.", record.id, problem)
        except Exception:  # a bug must cost nothing that is kept
            log.exception("Class %s could not be rid of its past.", record.id)
        return False

    async def _delete_class(self, class_id: str) -> None:
        await self._school.send_off(class_id, CloseCode.CLASSROOM_CLOSED)
        self._unswept = True
        await asyncio.to_thread(self._registry.delete_classroom, class_id)
        log.info("Class %s was deleted: it is past its time.", class_id)

    async def _delete_lessons(self, class_id: str, limit_ms: int) -> None:
        bodies = [body async for _seq, body in whole_log(self._journal, class_id)]
        changed = await asyncio.to_thread(_without_past, bodies, limit_ms)
        if changed:  # whoever is here comes back by themselves, to what is left
            await self._school.send_off(class_id, CloseCode.DRAINING)
            self._unswept = True
            await self._journal.redact(class_id, changed)
            log.info("Class %s: what is past its time was deleted.", class_id)


def _without_past(bodies: list[bytes], limit_ms: int) -> dict[int, bytes]:
    """What has to be kept of a class instead, by position."""
    moments = [facts.decode(body) for body in bodies]
    changed = without_past(moments, limit_ms)
    if changed:  # a log that does not fold is never written: this raises for a bug
        fold(changed.get(seq, moment) for seq, moment in enumerate(moments, 1))
    return {seq: facts.encode(moment) for seq, moment in changed.items()}
