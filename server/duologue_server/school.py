"""All classes of one server: who may come in, and the host that owns each class."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from duologue_activities.activity import Activity
from duologue_protocol.frames import Hello, Join, Return, Teach
from duologue_protocol.parts import PersonRole
from duologue_protocol.refusals import CloseCode, Refused
from duologue_protocol.requests import Level
from duologue_protocol.text import clean_name, skeleton
from duologue_server import facts
from duologue_server.clock import Clock
from duologue_server.evolve import fold
from duologue_server.host import Host
from duologue_server.journal import Damaged, Journal, StoreProblem, Unknown
from duologue_server.project import Directory
from duologue_server.registry import ClassroomRecord, NameTaken, PersonRecord, Registry
from duologue_server.replay import whole_log
from duologue_server.retention import DAY_MS, without_past

log = logging.getLogger(__name__)

RENEW_SECONDS = 2.0
"""How often each class leaves a sign of life, and closed classes are looked for."""

HOUR_MS = 3_600_000


class Admitted(NamedTuple):
    """Who came, and where to."""

    host: Host
    who: str
    token: str
    """A new one at a first join, else empty."""


class School:
    def __init__(
        self,
        journal: Journal,
        registry: Registry,
        library: Mapping[str, Activity],
        address: str,
    ) -> None:
        self.clock = Clock()
        self._journal = journal
        self._registry = registry
        self._library = library
        self._address = address
        self._hosts: dict[str, Host] = {}
        self._opening: dict[str, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._due_ms: dict[str, int] = {}
        """When each class is looked at again for lessons past their time."""
        self._unswept = False
        """Something was deleted, and the file was not written anew since."""

    async def admit(self, hello: Hello) -> Admitted:
        """Let somebody in.

        Raises Refused: why not, as one of the refusals at the door.
        """
        match hello.auth:
            case Join(code=code, name=name, level=level):
                record = await self._open_classroom(code)
                who = person_of(record.id, hello.inst)
                return await self._enrol(record, who, clean_name(name), "student", level)
            case Teach(code=code, key=key, name=name):
                record = await self._open_classroom(code)
                if not self._registry.key_is_right(record, key):
                    raise Refused("wrong_key", record.code)
                who = person_of(record.id, hello.inst)
                return await self._teach(record, who, _teacher_name(name))
            case Return(token=token):
                return await self._return(token)

    async def _open_classroom(self, code: str) -> ClassroomRecord:
        record = await asyncio.to_thread(self._registry.by_code, code)
        if record is None:
            raise Refused("no_classroom", code[:20])
        if record.closed_ms is not None:
            raise Refused("classroom_closed")
        return record

    async def _enrol(
        self, record: ClassroomRecord, who: str, name: str, role: PersonRole, level: Level
    ) -> Admitted:
        host = await self._host(record)
        if who in host.directory.names:
            return await self._again(record, who, name)
        if len(host.directory.names) >= record.capacity:
            raise Refused("classroom_full", str(record.capacity))
        add = partial(
            self._registry.add_person,
            record.id,
            who,
            name,
            skeleton(name),
            role,
            self.clock.now_ms(),
        )
        try:
            token = await asyncio.to_thread(add)
        except NameTaken:
            raise Refused("name_taken", name) from None
        host.enrol(who, name, role, level)
        return Admitted(host, who, token)

    async def _again(self, record: ClassroomRecord, who: str, name: str) -> Admitted:
        """The same device joins again: its `welcome`, and the token in it, were lost."""
        people = await asyncio.to_thread(self._registry.people, record.id)
        if who not in people or people[who].skeleton != skeleton(name):
            raise Refused("name_taken", name)
        token = await asyncio.to_thread(self._registry.new_token, record.id, who)
        return await self._known(record, people[who], token)

    async def _teach(self, record: ClassroomRecord, who: str, name: str) -> Admitted:
        """A teacher who comes again with the key is the same teacher by the same name."""
        people = await asyncio.to_thread(self._registry.people, record.id)
        for person in people.values():
            if person.role == "teacher" and person.skeleton == skeleton(name):
                token = await asyncio.to_thread(self._registry.new_token, record.id, person.who)
                return await self._known(record, person, token)
        return await self._enrol(record, who, name, "teacher", "")

    async def _return(self, token: str) -> Admitted:
        person = await asyncio.to_thread(self._registry.by_token, token)
        if person is None:
            raise Refused("unknown_token")
        record = await asyncio.to_thread(self._registry.by_id, person.class_id)
        if record is None or record.closed_ms is not None:
            raise Refused("classroom_closed")
        return await self._known(record, person, "")

    async def _known(self, record: ClassroomRecord, person: PersonRecord, token: str) -> Admitted:
        host = await self._host(record)
        if person.who in host.state.removed:  # the server died between fact and row
            self._forget(record.id, person.who)
            raise Refused("removed")
        if person.who not in host.state.people:  # the server died between row and fact
            host.enrol(person.who, person.name, person.role, "")
        return Admitted(host, person.who, token)

    async def _host(self, record: ClassroomRecord) -> Host:
        """The owner of a class, opened when it is first needed."""
        async with self._opening.setdefault(record.id, asyncio.Lock()):
            host = self._hosts.get(record.id)
            if host is None or host.is_lost:
                people = await asyncio.to_thread(self._registry.people, record.id)
                names = {person.who: person.name for person in people.values()}
                host = await Host.open(
                    self._journal,
                    self._address,
                    record.id,
                    Directory(record.title, record.code, names, record.keep_days),
                    self._library,
                    self.clock,
                    partial(self._forget, record.id),
                )
                self._hosts[record.id] = host
            return host

    def _forget(self, class_id: str, who: str) -> None:
        """Somebody was taken out of the class: the name is free again."""
        if host := self._hosts.get(class_id):
            host.directory.names.pop(who, None)
        removing = asyncio.to_thread(self._registry.remove_person, class_id, who)
        task = asyncio.get_running_loop().create_task(removing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def keep_alive(self) -> None:
        """Leave signs of life and send off who is in a class that was closed. Runs for ever."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await self._renew()
            except (Unknown, StoreProblem) as problem:  # the next sign of life may get through
                log.error("No sign of life could be left: %r.", problem)

    async def _renew(self) -> None:
        for host in list(self._hosts.values()):
            await host.renew()
        for record in await asyncio.to_thread(self._registry.classrooms):
            if record.closed_ms is not None and record.id in self._hosts:
                await self._hosts.pop(record.id).close(CloseCode.CLASSROOM_CLOSED)
            elif opened := self._hosts.get(record.id):
                opened.directory = replace(opened.directory, keep_days=record.keep_days)

    async def forget_daily(self) -> None:
        """Delete what is past its time, at the start and once a day. Runs for ever."""
        while True:
            try:
                await self.forget_past(self.clock.now_ms())
            except StoreProblem as problem:  # an hour later it may be gone
                log.error("Nothing could be looked at for what is past its time: %r.", problem)
            await asyncio.sleep(HOUR_MS / 1000)

    async def forget_past(self, now_ms: int) -> None:
        """Delete lessons and closed classes that are past their time, where it is due.

        A class in which a room plays now is looked at again in an hour, all others in a day.

        Raises StoreProblem: the registry cannot be read or swept.
        """
        for record in await asyncio.to_thread(self._registry.classrooms):
            if self._due_ms.get(record.id, 0) <= now_ms:
                try:
                    is_done = await self._forget_past_of(record, now_ms - record.keep_days * DAY_MS)
                except (Unknown, Damaged, StoreProblem) as problem:
                    log.error("Class %s could not be rid of its past: %r.", record.id, problem)
                    is_done = False
                except Exception:  # a bug must cost nothing that is kept
                    log.exception("Class %s could not be rid of its past.", record.id)
                    is_done = False
                self._due_ms[record.id] = now_ms + (DAY_MS if is_done else HOUR_MS)
        if self._unswept:
            self._unswept = not await asyncio.to_thread(self._registry.sweep)

    async def _forget_past_of(self, record: ClassroomRecord, limit_ms: int) -> bool:
        """False: a room plays, so it has to wait."""
        async with self._opening.setdefault(record.id, asyncio.Lock()):
            host = self._hosts.get(record.id)
            if record.closed_ms is not None and record.closed_ms < limit_ms:
                if host:
                    await self._hosts.pop(record.id).close(CloseCode.CLASSROOM_CLOSED)
                self._unswept = True
                await asyncio.to_thread(self._registry.delete_classroom, record.id)
                log.info("Class %s was deleted: it is past its time.", record.id)
                return True
            if host and not host.is_lost and any(host.state.playing()):
                return False
            if not (changed := await self._past(record.id, limit_ms)):
                return True
            if host:  # whoever is here comes back by themselves, to what is left
                await self._hosts.pop(record.id).close(CloseCode.DRAINING)
            self._unswept = True
            await self._journal.redact(record.id, changed)
            log.info("Class %s: what is past its time was deleted.", record.id)
            return True

    async def _past(self, class_id: str, limit_ms: int) -> dict[int, bytes]:
        """What has to be kept of a class instead, by position."""
        bodies = [body async for _seq, body in whole_log(self._journal, class_id)]

        def compute() -> dict[int, bytes]:
            log = [facts.decode(body) for body in bodies]
            changed = without_past(log, limit_ms)
            if changed:  # a log that does not fold is never written: this raises for a bug
                fold(changed.get(seq, moment) for seq, moment in enumerate(log, 1))
            return {seq: facts.encode(moment) for seq, moment in changed.items()}

        return await asyncio.to_thread(compute)

    async def settled(self) -> None:
        """Wait until the names of those who were taken out are erased."""
        await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """The server stops: everybody is told to come back, everything is kept."""
        for host in self._hosts.values():
            await host.close(CloseCode.DRAINING)
        await self.settled()


def person_of(class_id: str, inst: bytes) -> str:
    """Who a device's first join makes: the same person however often it has to be sent.

    `inst` is a secret of the device, and this can't be turned back into it.
    """
    return blake2b(inst, key=class_id.encode(), digest_size=10).hexdigest()


def _teacher_name(name: str) -> str:
    try:
        return clean_name(name)
    except Refused as refused:
        if refused.code == "name_reserved":  # kept for teachers, and this is one
            return refused.detail[0]
        raise
