"""All classes of one server: who may come in, and the host that owns each class."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import Any, NamedTuple

from duologue_activities.activity import Activity
from duologue_protocol.frames import Hello, Join, Return, Teach
from duologue_protocol.parts import PersonRole
from duologue_protocol.refusals import CloseCode, Refused
from duologue_protocol.requests import Level
from duologue_protocol.text import clean_name, skeleton
from duologue_server import roster
from duologue_server.clock import Clock
from duologue_server.host import Host
from duologue_server.journal import Journal, StoreProblem, Unknown
from duologue_server.project import Directory
from duologue_server.registry import ClassroomRecord, KeyRole, NameTaken, PersonRecord, Registry
from duologue_server.retention import DAY_MS

log = logging.getLogger(__name__)

RENEW_SECONDS = 2.0
"""How often each class leaves a sign of life, and what commands have changed is looked for."""


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

    async def admit(self, hello: Hello) -> Admitted:
        """Let somebody in.

        Raises Refused: why not, as one of the refusals at the door.
        """
        match hello.auth:
            case Join():
                return await self._join(hello.auth, hello.inst)
            case Teach(code=code, key=key, name=name):
                record = await self._open_classroom(code)
                role = await asyncio.to_thread(self._registry.role_of_key, record, key)
                if role is None:
                    raise Refused("wrong_key", record.code)
                who = person_of(record.id, hello.inst)
                return await self._teach(record, who, _teacher_name(name), role)
            case Return(token=token):
                return await self._return(token)

    async def _open_classroom(self, code: str) -> ClassroomRecord:
        record = await asyncio.to_thread(self._registry.by_code, code)
        if record is None:
            raise Refused("no_classroom", code[:20])
        if record.closed_ms is not None:
            raise Refused("classroom_closed")
        return record

    async def _join(self, join: Join, inst: bytes) -> Admitted:
        record = await self._open_classroom(join.code)
        for token in join.tokens:
            person = await asyncio.to_thread(self._registry.by_token, token)
            if person is not None and person.class_id == record.id:
                return await self._known(record, person, token)
        if record.code_is_over(self.clock.now_ms()):
            raise Refused("code_expired", record.code)
        who, name = person_of(record.id, inst), clean_name(join.name)
        device = person_of(record.id, join.device) if join.device else ""
        host = await self._host(record)
        if host.state.is_banned(who, device):
            raise Refused("banned")
        who = _unlike_the_erased(host, who)
        if host.state.locked and who not in host.directory.names:
            raise Refused("locked")
        return await self._enrol(record, who, name, "student", join.level, device)

    async def _enrol(
        self,
        record: ClassroomRecord,
        who: str,
        name: str,
        role: PersonRole,
        level: Level,
        device: str = "",
    ) -> Admitted:
        host = await self._host(record)
        if who in host.directory.names:
            return await self._again(record, who, name)
        await self._look_at_roster(record, host)
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
        expected = roster.looks(host.directory.expected).get(skeleton(name))
        level = level or (expected.level if expected else "")
        host.enrol(who, name, role, level, device)
        return Admitted(host, who, token)

    async def _look_at_roster(self, record: ClassroomRecord, host: Host) -> None:
        """A list that was read in meanwhile counts from now on."""
        expected = await asyncio.to_thread(self._registry.roster, record.id)
        if expected != host.directory.expected:
            host.expect(expected)

    async def _again(self, record: ClassroomRecord, who: str, name: str) -> Admitted:
        """The same device joins again: its `welcome`, and the token in it, were lost."""
        people = await asyncio.to_thread(self._registry.people, record.id)
        if who not in people or people[who].skeleton != skeleton(name):
            raise Refused("name_taken", name)
        token = await asyncio.to_thread(self._registry.new_token, record.id, who)
        return await self._known(record, people[who], token)

    async def _teach(self, record: ClassroomRecord, who: str, name: str, role: KeyRole) -> Admitted:
        """Who comes again with the same key is the same person by the same name."""
        people = await asyncio.to_thread(self._registry.people, record.id)
        for person in people.values():
            if person.role == role and person.skeleton == skeleton(name):
                token = await asyncio.to_thread(self._registry.new_token, record.id, person.who)
                return await self._known(record, person, token)
        who = _unlike_the_erased(await self._host(record), who)
        return await self._enrol(record, who, name, role, "")

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
        if host.state.is_banned(person.who):
            raise Refused("banned")
        await self._look_at_roster(record, host)
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
                expected = await asyncio.to_thread(self._registry.roster, record.id)
                host = await Host.open(
                    self._journal,
                    self._address,
                    record.id,
                    Directory(record.title, record.code, names, expected, record.keep_days),
                    self._library,
                    self.clock,
                    partial(self._forget, record.id),
                    partial(self._change_code, record.id),
                )
                self._hosts[record.id] = host
                if host.state.code_wanted is not None:  # the server died before it was changed
                    self._change_code(record.id, host.state.code_wanted)
            return host

    def _forget(self, class_id: str, who: str) -> None:
        """Somebody was taken out of the class: the name is free again."""
        if host := self._hosts.get(class_id):
            host.directory.names.pop(who, None)
        self._begin(asyncio.to_thread(self._registry.remove_person, class_id, who))

    def _change_code(self, class_id: str, days: int) -> None:
        self._begin(self._with_new_code(class_id, days))

    async def _with_new_code(self, class_id: str, days: int) -> None:
        """Everybody in the class is shown it; what goes wrong leaves the old one."""
        ends_ms = self.clock.now_ms() + days * DAY_MS if days else None
        try:
            code = await asyncio.to_thread(self._registry.new_code, class_id, ends_ms)
        except StoreProblem as problem:
            log.error("Class %s got no new code: %r.", class_id, problem)
            return
        if host := self._hosts.get(class_id):
            host.change_code(code)

    def _begin(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
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
            opened = self._hosts.get(record.id)
            if opened and record.closed_ms is not None:
                await self._hosts.pop(record.id).close(CloseCode.CLASSROOM_CLOSED)
            elif opened:
                if opened.directory.code != record.code:
                    opened.change_code(record.code)
                opened.directory = replace(opened.directory, keep_days=record.keep_days)
                await self._look_at_roster(record, opened)

    @asynccontextmanager
    async def alone_with(self, class_id: str) -> AsyncGenerator[Host | None]:
        """As long as this lasts nobody opens the class; its host, if it has one now."""
        async with self._opening.setdefault(class_id, asyncio.Lock()):
            yield self._hosts.get(class_id)

    @asynccontextmanager
    async def apart(self, class_id: str) -> AsyncGenerator[None]:
        """As long as this lasts nobody is in the class; whoever was there comes back by themselves."""
        async with self.alone_with(class_id):
            await self.send_off(class_id, CloseCode.DRAINING)
            yield

    async def send_off(self, class_id: str, code: CloseCode) -> None:
        """Close a class for whoever is in it; the next one who comes opens it anew."""
        if host := self._hosts.pop(class_id, None):
            await host.close(code)

    async def settled(self) -> None:
        """Wait until names are erased and codes are changed, as far as it was asked for."""
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


def _unlike_the_erased(host: Host, who: str) -> str:
    """Whoever was erased and comes again is somebody new: that they were erased stays said of the old."""
    while who in host.state.erased:
        who = person_of(host.lease.class_id, who.encode())
    return who


def _teacher_name(name: str) -> str:
    try:
        return clean_name(name)
    except Refused as refused:
        if refused.code == "name_reserved":  # kept for teachers, and this is one
            return refused.detail[0]
        raise
