"""A whole class in virtual time: real links, door, host and fold over simulated lines and a
simulated disk, and a judge who looks at everything that is sent and shown."""

# pyright: reportPrivateUsage=false

import asyncio
from collections.abc import Iterable
from random import Random
from typing import Any, cast

from duologue_client import fold
from duologue_client.fold import View
from duologue_protocol import codec, parts
from duologue_protocol.frames import Ack, Event, Hello, Nack, Return, Snapshot, Welcome
from duologue_server import facts, project
from duologue_server.classroom import Classroom
from duologue_server.clock import Clock
from duologue_server.door import Door
from duologue_server.evolve import evolve
from duologue_server.host import Host
from duologue_server.project import Directory
from duologue_server.school import Admitted, School
from support.lesson import LIBRARY, START_MS
from support.simulated_client import SimulatedClient
from support.simulated_line import SimulatedLine
from support.simulated_store import Disk, SimulatedJournal

TEACHER = "teacher"
STUDENTS = ("anna", "boris", "clara", "dima", "eva", "fred")


class VirtualClock(Clock):
    def now_ms(self) -> int:
        return START_MS + round(asyncio.get_running_loop().time() * 1000)


class Process:
    """A server until it is killed. As much of a School as the door uses."""

    def __init__(self, disk: Disk, draw: Random) -> None:
        self.clock = VirtualClock()
        self._draw = draw
        self.journal = SimulatedJournal(disk)
        self.door = Door(cast("School", self))
        self.lines: dict[SimulatedLine, asyncio.Task[None]] = {}
        self.host: Host | None = None
        self._opening = asyncio.Lock()

    async def admit(self, hello: Hello) -> Admitted:
        assert isinstance(hello.auth, Return)
        async with self._opening:
            if self.host is None or self.host.is_lost:
                self.host = await Host.open(
                    self.journal,
                    "here",
                    "english",
                    Directory("English B1", "K7QM-2PXA", {who: who for who in people()}),
                    LIBRARY,
                    self.clock,
                    lambda _: None,
                    lambda _: None,
                )
                self.host._chance = self._draw
            for who in people():
                if who not in self.host.state.people:
                    self.host.enrol(who, who, "teacher" if who == TEACHER else "student", "")
            return Admitted(self.host, hello.auth.token, "")

    def accept(self, line: SimulatedLine) -> None:
        self.lines[line] = asyncio.create_task(self.door(cast("Any", line)))

    def kill(self) -> None:
        self.journal.is_dead = True
        for line, serving in self.lines.items():
            line.cut()
            line.server_knows = True
            serving.cancel()


def people() -> tuple[str, ...]:
    return (TEACHER, *STUDENTS)


class Judge:
    """Follows the disk, and knows what everybody should see at each position."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.state = Classroom()
        self.directory = Directory("English B1", "K7QM-2PXA", {who: who for who in people()})
        self._views: dict[str, list[View]] = {who: [View(who=who)] for who in people()}
        self._answers: dict[tuple[str, bytes, int], Ack | Nack] = {}
        self.moments: list[facts.Moment] = []
        self.facts = 0
        self.acks = 0
        self._began: set[tuple[str, int]] = set()
        self.ended: set[str] = set()
        self._inside: dict[str, set[str]] = {}

    def follow(self) -> None:
        """Fold what has come to the disk."""
        for body in self._disk.bodies[self.state.seq :]:
            moment = facts.decode(body)
            seq = self.state.seq + 1
            self._must_count_once(moment)
            evolve(self.state, seq, moment)
            self.moments.append(moment)
            for fact in moment.facts:
                self.facts += 1
                self._must_happen_once(fact)
            for who, views in self._views.items():
                seen = who in self.state.people
                shown = project.snapshot(self.state, self.directory, who) if seen else ()
                view = fold.snapshot(who, shown)
                views.append(views[-1] if view == views[-1] else view)

    def _must_count_once(self, moment: facts.Moment) -> None:
        """I2, I3: a client's numbers are 1, 2, 3 … along the log."""
        if moment.n:
            received = self.state.received.get((moment.by, moment.inst))
            last = received.last_n if received else 0
            assert moment.n == last + 1, f"{moment.by}'s {moment.n} came after {last}"

    def _must_happen_once(self, fact: facts.Fact) -> None:
        """I6: no stage begins and no room ends twice."""
        match fact:
            case facts.StageBegan():
                assert (fact.room, fact.stage) not in self._began, f"twice: {fact}"
                self._began.add((fact.room, fact.stage))
            case facts.RoomEnded():
                assert fact.room not in self.ended, f"twice: {fact}"
                self.ended.add(fact.room)
            case facts.RoomOpened():
                self._inside[fact.room] = {*fact.members, *fact.observers}
            case facts.MemberPlaced():
                self._inside[fact.room].add(fact.who)
            case _:
                pass

    def sent(self, who: str, inst: bytes, data: bytes) -> None:
        """I1, I5, I10, I11: what the server says is on the disk, and is for who hears it."""
        self.follow()
        durable = self.state.seq
        match frame := codec.decode_server_frame(data):
            case Welcome():
                received = self.state.received.get((who, inst))
                kept = received.last_n if received else 0
                assert frame.last_n <= kept, f"{who} was told of {frame.last_n}, {kept} are kept"
            case Snapshot(seq=seq) | Event(s=seq):
                assert seq <= durable, f"{who} was shown {seq}, {durable} are kept"
                self._must_be_theirs(who, frame.parts)
            case Ack():
                self.acks += 1
                assert frame.s <= durable, f"{who} was told that {frame.s} is kept, not {durable}"
                moment = self.moments[frame.s - 1]
                assert (moment.by, moment.inst, moment.n) == (who, inst, frame.n)
                assert self._answers.setdefault((who, inst, frame.n), frame) == frame
            case Nack(retry_ms=None):
                assert self._answers.setdefault((who, inst, frame.n), frame) == frame
            case _:
                pass

    def _must_be_theirs(self, who: str, shown: Iterable[parts.Part]) -> None:
        for part in shown:
            if isinstance(part, parts.Line) and who != TEACHER:
                assert who in self._inside[part.room], f"{who} was shown {part}"

    def watched(self, client: SimulatedClient, seq: int) -> None:
        """I4: what is shown is what the log says at that position, whole and in order."""
        self.follow()
        expected = self._views[client.who][seq]
        assert client.view == expected, f"{client.who}'s view at {seq} is not the log's"

    def counted(self, who: str) -> int:
        return sum(moment.by == who and moment.n > 0 for moment in self.moments)

    def said(self, text: str) -> int:
        return sum(
            isinstance(fact, facts.Said | facts.TeacherSaid | facts.Announced) and fact.text == text
            for moment in self.moments
            for fact in moment.facts
        )


class SimulatedClass:
    def __init__(self, draw: Random) -> None:
        self.draw = draw
        self.disk = Disk()
        self.judge = Judge(self.disk)
        self.process = Process(self.disk, draw)
        self.clients = {who: SimulatedClient(who, draw, self.judge.watched) for who in people()}
        self.lines: list[SimulatedLine] = []
        self.restarts = 0
        self.cuts = 0
        self.broken: list[AssertionError] = []
        """What the judge found while the server sent; it would not get out of the loop."""

    def connect(self, client: SimulatedClient) -> None:
        line = SimulatedLine(client, self._sent)
        client.connect(line)
        self.lines.append(line)
        self.process.accept(line)

    def _sent(self, line: SimulatedLine, data: bytes) -> None:
        if line in self.process.lines:  # and not of a process that was killed
            client = cast("SimulatedClient", line.client)
            try:
                self.judge.sent(client.who, client.inst, data)
            except AssertionError as broken:
                self.broken.append(broken)

    def crash(self, done: int) -> None:
        self.restarts += 1
        self.process.kill()
        self.disk.crash(done)
        self.process = Process(self.disk, self.draw)

    async def settle(self) -> None:
        """Let the server do what it can do now."""
        for _ in range(12):
            await asyncio.sleep(0)
        self.judge.follow()
        if self.broken:
            raise self.broken[0]
        self.lines = [line for line in self.lines if not (line.client_knows and line.server_knows)]
        self._must_have_one_line_each()

    def _must_have_one_line_each(self) -> None:
        """I12."""
        if host := self.process.host:
            for who, connection in host.audience.connections.items():
                assert connection.who == who

    async def pass_time(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        for client in self.clients.values():
            client.tick(self.process.clock.now_ms())
        await self.settle()

    async def heal(self) -> None:
        """Nothing goes wrong any more: everybody is back, and everything arrives."""
        self.disk.is_quick = True
        while self.disk.jobs:
            self.disk.answer("done")
        for _ in range(2_000):
            for line in list(self.lines):
                self._move_on(line)
            for client in self.clients.values():
                if client.may_connect:
                    self.connect(client)
            await self.settle()
            if self._is_healed():
                return
            await self.pass_time(0.1)
        raise AssertionError("not healed")

    def _move_on(self, line: SimulatedLine) -> None:
        while line.up:
            line.deliver_up()
        while line.down:
            line.deliver_down()
        if line.is_cut:
            line.tell_client()
            line.tell_server()

    def _is_healed(self) -> bool:
        return (
            all(client.is_live and not client.waiting for client in self.clients.values())
            and not self.disk.jobs
            and not any(line.up or line.down for line in self.lines)
        )

    def kept_its_promise(self) -> None:
        """I9: every word is in the log once or was given back, and everybody sees all."""
        for client in self.clients.values():
            self.judge.watched(client, self.judge.state.seq)
            assert not client.link.waiting
            refused = [request for request, _ in client.refused]
            assert len(client.typed) == len(client.kept) + len(refused)
            assert len(client.typed) == self.judge.counted(client.who)
            for request in client.typed:
                text = getattr(request, "text", "")
                if text:
                    assert self.judge.said(text) == client.kept.count(request), text
                    assert (request in client.kept) != (request in refused), text
