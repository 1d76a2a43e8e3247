"""How the server's cost grows: students at a real pace, in pairs, in classes of a hundred.

Everybody says a line every ten seconds, with the sign that they type before it, its end after it, and
the heartbeat of those ten seconds. The bare relay holds as many connections and is sent the lines.
"""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from benchmarks.lesson import Person, all_talk, catch_up
from benchmarks.memory import memory_kb
from benchmarks.relay import Measured, Talker, Tally, Variant, bare_variant, measure
from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import Server, server
from benchmarks.websocket import ClientSocket, ignore
from duologue_protocol import codec
from duologue_protocol.frames import Join, Ping, Teach, TypingNow

STUDENTS = (200, 1_000, 5_000, 10_000)
BARE_MOST = 5_000
"""Connections of the bare relay: the load's one process may hold some 20,000 together."""
CLASS_SIZE = 100
SECONDS_BETWEEN_LINES = 10
HEARTBEAT = codec.encode(Ping(1, 0))


class Typist(Talker):
    """Shows that they type before each line, and that they are still here."""

    def __init__(self, socket: ClientSocket, tally: Tally, room: str, place: int) -> None:
        super().__init__(socket, tally, room, place)
        self._signs = [codec.encode(TypingNow(room, on)) for on in (True, False)]

    def say(self) -> None:
        self._socket.send(self._signs[0])
        super().say()
        self._socket.send(self._signs[1])
        self._socket.send(HEARTBEAT)


@dataclass
class School:
    """A server with students in all its rooms."""

    variant: Variant
    kb_each: float
    longest_stop_ms: float = 0
    """Of its loop, while they talk."""


async def _class_talks(
    under_test: Server, door: tuple[str, str], students: int, tally: Tally, *, wall: bool
) -> list[Talker]:
    code, key = door
    teacher = await Person().come(under_test.port, Teach(code, key, "Olga Petrovna"))
    came = [
        await Person().come(under_test.port, Join(code, f"Student number {n}"))
        for n in range(students)
    ]
    await all_talk(teacher)
    if not wall:
        await teacher.leave()
    await catch_up(came)  # from here on they are shown nothing but lines
    teacher.socket.received = ignore
    return [Typist(person.socket, tally, person.room, n) for n, person in enumerate(came)]


async def _duologue(under_test: Server, students: int) -> School:
    """One class has its teacher at the wall."""
    before, tally = await memory_kb(under_test), Tally()
    talkers: list[Talker] = []
    for number, door in enumerate(under_test.doors):
        of_class = min(CLASS_SIZE, students - len(talkers))
        talkers += await _class_talks(under_test, door, of_class, tally, wall=number == 0)
    grown = await memory_kb(under_test) - before
    return School(Variant("duologue", under_test, tally, talkers), grown / students)


async def run(rounds: int, *, quick: bool) -> Report:
    report = Report(
        f"Students in pairs, a line each every {SECONDS_BETWEEN_LINES} s, uvloop",
        (
            "students",
            "server",
            "of a core",
            "CPU µs a line",
            "× bare: median",
            "min",
            "max",
            "p50 ms",
            "p99 ms",
            "longest stop ms",
            "kB a student",
        ),
    )
    for students in (40,) if quick else STUDENTS:
        async with AsyncExitStack() as stack:
            bare = await stack.enter_async_context(server("bare"))
            classes = -(-students // CLASS_SIZE)
            full = await stack.enter_async_context(server("duologue", "uvloop", classes))
            school = await _duologue(full, students)
            variants = [await bare_variant(bare, min(students, BARE_MOST)), school.variant]
            await full.cpu_seconds("stop")
            found = await _rounds(variants, students, rounds, 2.0 if quick else 4.0)
            school.longest_stop_ms = 1000 * await full.cpu_seconds("stop")
        for variant, taken in zip(variants, found, strict=True):
            _add(report, students, variant.name, taken, found[0], school)
    return report


async def _rounds(
    variants: list[Variant], students: int, rounds: int, seconds: float
) -> list[list[Measured]]:
    rate = 2 * max(1, students // SECONDS_BETWEEN_LINES)
    found: list[list[Measured]] = [[] for _ in variants]
    for variant in variants:
        await measure(variant, rate, seconds / 2)
    for number in range(rounds):
        for place in sorted(range(len(variants)), reverse=bool(number % 2)):
            found[place].append(await measure(variants[place], rate, seconds))
    return found


def _add(
    report: Report,
    students: int,
    name: str,
    taken: list[Measured],
    bare: list[Measured],
    school: School,
) -> None:
    cpu = [one.cpu_us for one in taken]
    report.add(
        f"{students:,}",
        name,
        f"{percentile([one.cpu_us * one.delivered_per_second / 1e6 for one in taken], 0.5):.1%}",
        percentile(cpu, 0.5),
        *ratios(cpu, [one.cpu_us for one in bare]),
        percentile([one.p50_ms for one in taken], 0.5),
        percentile([one.p99_ms for one in taken], 0.5),
        *((school.longest_stop_ms, school.kb_each) if name == "duologue" else ("", "")),
    )
