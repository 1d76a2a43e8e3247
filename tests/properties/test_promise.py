"""Nothing said is lost, doubled, shown too soon or shown to others: the whole promise, in virtual
time, with every fault that lines and disks have.

Swarm testing as in test_classroom.py: each seed redraws how often each step is taken, only steps
that can be taken are drawn, and a walk has to have done something. A seed replays its walk.
"""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from random import Random
from typing import Any

import pytest

from duologue_protocol import requests
from duologue_protocol.frames import Snapshot, Welcome
from duologue_protocol.parts import Part
from duologue_server import host, project
from duologue_server.audience import Audience
from duologue_server.classroom import Classroom, Received
from duologue_server.decide import decide_clock
from duologue_server.facts import Fact
from duologue_server.host import Host
from duologue_server.journal import Fenced, Journal, Unknown
from duologue_server.numbering import Number, judge_number
from duologue_server.project import Directory
from duologue_server.replay import replay
from duologue_server.touches import Touch
from support import virtual_time
from support.lesson import ROLE_PLAY
from support.simulated_class import TEACHER, SimulatedClass
from support.simulated_client import SimulatedClient
from support.simulated_line import SimulatedLine
from support.simulated_store import Outcome

# pyright: reportPrivateUsage=false

SEEDS = int(os.environ.get("DUOLOGUE_SEEDS", "25"))
"""Walks; raise it to look longer."""
STEPS = 500
ENOUGH = {"facts": 40, "acks": 3, "restarts": 1}
"""What every walk must have done …"""
ENOUGH_IN_ALL = {
    "facts": 2_000,
    "acks": 500,
    "restarts": 80,
    "cuts": 250,
    "full": 10,
    "unknown": 20,
}
"""… and all walks together."""

Step = Callable[[], object]


class Walk:
    """One seed's walk over a class."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self.school = SimulatedClass(self.draw)
        self.counted: Counter[str] = Counter()
        kinds = (
            *("connect", "up", "down", "cut", "learn", "type", "press", "lead", "pass", "sleep"),
            *("answer", "full", "unknown", "crash", "kill client", "ping"),
        )
        rare = {"cut": 0.15, "crash": 0.05, "kill client": 0.05, "full": 0.1, "unknown": 0.25}
        rare |= {
            "sleep": 0.02,
            "lead": 0.2,
            "pass": 0.3,
            "type": 0.15,
            "press": 0.05,
            "up": 3,
            "down": 3,
        }
        rare |= {"answer": 3}
        self.weights = {kind: rare.get(kind, 1) * self.draw.choice((0.3, 1, 3)) for kind in kinds}

    async def go(self) -> None:
        await self.school.heal()
        self.school.disk.is_quick = False
        self._lead(requests.PlanRound(ROLE_PLAY, 30))
        self._lead(requests.StartRound())
        self._lead(requests.NextStage())
        sure = self.draw.randrange(50, STEPS)
        for number in range(STEPS):
            if number == sure:
                self._crash()
            await self._step()
        await self.school.heal()
        self.school.kept_its_promise()
        await self._everything_ends()

    async def _everything_ends(self) -> None:
        """I6 to its end: time alone ends every room, each once."""
        for line in list(self.school.lines):
            line.cut()
            line.tell_client()
            line.tell_server()
        await asyncio.sleep(4 * 3600)
        self.school.judge.follow()
        state = self.school.judge.state
        assert self.school.judge.ended == set(state.rooms), "a room never ended"

    async def _step(self) -> None:
        steps = list(self._steps())
        weights = [self.weights[kind] for kind, _ in steps]
        kind, step = self.draw.choices(steps, weights)[0]
        self.counted[kind] += 1
        done = step()
        if asyncio.iscoroutine(done):
            await done
        await self.school.settle()

    def _steps(self) -> Iterable[tuple[str, Step]]:
        """What can happen now."""
        school, draw = self.school, self.draw
        for client in school.clients.values():
            if client.may_connect:
                yield "connect", partial(school.connect, client)
            if client.who != TEACHER and self._is_in_talk(client):
                yield "type", partial(self._type, client)
                yield "press", partial(self._press, client)
        for line in school.lines:
            if line.up:
                yield "up", line.deliver_up
            if line.down:
                yield "down", line.deliver_down
            if not line.is_cut:
                yield "cut", partial(self._cut, line)
            if line.is_cut and not line.client_knows:
                yield "learn", line.tell_client
            if line.is_cut and not line.server_knows:
                yield "learn", line.tell_server
        if school.disk.jobs:
            yield "answer", partial(school.disk.answer, "done")
            if school.disk.jobs[0].appends:
                yield "full", partial(school.disk.answer, "full")
            outcome: Outcome = draw.choice(("unknown but kept", "unknown and lost"))
            yield "unknown", partial(school.disk.answer, outcome)
        yield "crash", self._crash
        yield "kill client", partial(self._kill, draw.choice(list(school.clients.values())))
        yield "lead", self._steer
        yield "pass", partial(school.pass_time, draw.choice((0.1, 0.3, 1, 1, 3)))
        yield "sleep", partial(school.pass_time, draw.choice((12, 25, 40, 150)))

    def _is_in_talk(self, client: SimulatedClient) -> bool:
        return len(client.link.waiting) < 20 and bool(self._room_of(client))

    def _room_of(self, client: SimulatedClient) -> str:
        """Where somebody is; one whose program has just started again writes from memory."""
        if me := client.view.me:
            client.remembered = me.room or ""
        return client.remembered

    def _crash(self) -> None:
        self.school.crash(self.draw.randrange(len(self.school.disk.jobs) + 1))

    def _kill(self, client: SimulatedClient) -> None:
        """Its program ends, and starts again; somebody quick writes before it is connected."""
        client.kill()
        if client.who != TEACHER and self._is_in_talk(client) and self.draw.random() < 0.5:
            self._type(client)

    def _cut(self, line: SimulatedLine) -> None:
        self.school.cuts += 1
        line.cut()

    def _type(self, client: SimulatedClient) -> None:
        line = f"{client.who} {len(client.typed)}"
        client.submit(requests.Say(self._room_of(client), line))

    def _press(self, client: SimulatedClient) -> None:
        me, room = client.view.me, client.view.my_room
        if me and me.room and room and room.progress:
            several: tuple[requests.Request, ...] = (
                requests.Ready(me.room, room.progress.stage, on=self.draw.random() < 0.9),
                requests.CallTeacher(me.room),
                requests.CancelCall(me.room),
                requests.TickGoal(me.room, 0, on=True),
            )
            client.submit(self.draw.choice(several))

    def _lead(self, request: requests.Request) -> None:
        self.school.clients[TEACHER].submit(request)

    def _steer(self) -> None:
        rooms = list(self.school.clients[TEACHER].view.rooms) or ["r1"]
        room = self.draw.choice(rooms)
        teacher = self.school.clients[TEACHER]
        several: tuple[requests.Request, ...] = (
            requests.Watch(room),
            requests.Unwatch(room),
            requests.Say(room, f"teacher {len(teacher.typed)}"),
            requests.NextStage(room),
            requests.NextStage(),
            requests.ChangeTime(self.draw.choice((-60_000, 60_000)), room),
            requests.Broadcast(f"announced {len(teacher.typed)}"),
            requests.EndRound(30_000, room),
            requests.PlanRound(ROLE_PLAY, 12),
            requests.StartRound(),
        )
        if len(teacher.link.waiting) < 10:
            self._lead(self.draw.choice(several))


def walk(seed: int) -> Walk:
    """Walk a seed to its end. Raises AssertionError: a promise was broken."""

    async def go() -> Walk:
        one = Walk(seed)
        await one.go()
        return one

    return virtual_time.run(go())


@pytest.fixture(autouse=True)
def _no_logs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1)


def test_the_promise_is_kept() -> None:
    total: Counter[str] = Counter()
    for seed in range(SEEDS):
        try:
            one = walk(seed)
        except BaseException as problem:
            problem.add_note(f"seed {seed}")
            raise
        school = one.school
        done = {
            "facts": school.judge.facts,
            "acks": school.judge.acks,
            "restarts": school.restarts,
            "cuts": school.cuts,
        }
        total.update(done)
        total.update({kind: one.counted[kind] for kind in ("full", "unknown")})
        for what, least in ENOUGH.items():
            assert done[what] >= least, f"seed {seed} walked nowhere: {done}"
    for what, least in ENOUGH_IN_ALL.items():
        assert total[what] >= least * SEEDS / 25, total


# Bugs that were planted, to know that the walks would find them.

Plant = Callable[[pytest.MonkeyPatch], None]


def no_dedupe(plant: pytest.MonkeyPatch) -> None:
    """Two things keep a command from counting twice: both have to be gone."""

    def judged(received: Received | None, n: int, digest: bytes) -> Number:
        judgement = judge_number(received, n, digest)
        return Number.NEXT if judgement is Number.REPEATED else judgement

    plant.setattr(host, "judge_number", judged)

    def forgetful(last_n: int, **known: Any) -> Welcome:
        return Welcome(last_n=0 * last_n, **known)

    plant.setattr(host, "Welcome", forgetful)


def acknowledged_before_it_is_kept(plant: pytest.MonkeyPatch) -> None:
    happen = Host._happen

    def too_early(
        self: Host, decided: tuple[Fact, ...], sender: Any = ("", b"", 0, b""), answer: Any = None
    ) -> None:
        happen(self, decided, sender)
        if answer:
            answer()

    plant.setattr(Host, "_happen", too_early)


def shown_before_it_is_kept(plant: pytest.MonkeyPatch) -> None:
    shows = Audience.shows

    def too_early(self: Audience, *args: Any) -> Callable[[], None]:
        shows(self, *args)()
        return lambda: None

    plant.setattr(Audience, "shows", too_early)


def a_clock_that_rings_twice(plant: pytest.MonkeyPatch) -> None:
    def twice(state: Classroom, now_ms: int) -> tuple[Fact, ...]:
        due = decide_clock(state, now_ms)
        return due + due

    plant.setattr(host, "decide_clock", twice)


def lines_shown_to_everybody(plant: pytest.MonkeyPatch) -> None:
    render = project.render

    def leaking(
        state: Classroom, directory: Directory, touch: Touch
    ) -> Iterable[tuple[Iterable[str], Part]]:
        for readers, part in render(state, directory, touch):
            yield (list(state.people) if touch[0] == "line" else readers), part

    plant.setattr(project, "render", leaking)


def numbers_lost_at_a_restart_of_the_client(plant: pytest.MonkeyPatch) -> None:
    def forgotten(self: SimulatedClient) -> int:
        return max(self.waiting, default=0)

    plant.setattr(SimulatedClient, "last_number", forgotten)


def a_position_off_by_one(plant: pytest.MonkeyPatch) -> None:
    def before(seq: int, shown: tuple[Part, ...]) -> Snapshot:
        return Snapshot(seq - 1, shown)

    plant.setattr(host, "Snapshot", before)


def numbers_forgotten_at_a_restart_of_the_server(plant: pytest.MonkeyPatch) -> None:
    async def forgetful(journal: Journal, class_id: str) -> Classroom:
        state = await replay(journal, class_id)
        state.received.clear()
        return state

    plant.setattr(host, "replay", forgetful)


def an_unknown_outcome_taken_for_none(plant: pytest.MonkeyPatch) -> None:
    recover = Host._recover

    async def hopeful(self: Host, problem: Fenced | Unknown) -> None:
        known = isinstance(problem, Fenced)
        await recover(self, problem if known else Unknown("full"))

    plant.setattr(Host, "_recover", hopeful)


def people_let_in_while_the_log_is_read_again(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(Host, "_is_believed", True)


@pytest.mark.parametrize(
    "bug",
    [
        no_dedupe,
        acknowledged_before_it_is_kept,
        shown_before_it_is_kept,
        a_clock_that_rings_twice,
        lines_shown_to_everybody,
        numbers_lost_at_a_restart_of_the_client,
        a_position_off_by_one,
        numbers_forgotten_at_a_restart_of_the_server,
        an_unknown_outcome_taken_for_none,
        people_let_in_while_the_log_is_read_again,
    ],
)
def test_a_planted_bug_is_found(bug: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    for seed in range(SEEDS):
        try:
            walk(seed)
        except AssertionError:
            return
    raise AssertionError(f"{SEEDS} walks did not notice {bug.__name__}")
