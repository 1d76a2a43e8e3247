"""Memory of the server per idle student, beside a bare connection, and per room of two.

Students sit in lobbies of classes of a hundred. The bare relay holds as many connections, each in
a room of its own. Memory is what the process has to itself; Linux only.
"""

from benchmarks.lesson import all_talk, catch_up, students_come, teacher_comes
from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import Server, server
from benchmarks.websocket import ClientSocket, connect, ignore

CLASS_SIZE = 100


async def run(rounds: int, *, quick: bool) -> Report:
    """Each round starts both servers anew."""
    students = 40 if quick else 1_000
    bare: list[float] = []
    idle: list[float] = []
    room: list[float] = []
    for _ in range(rounds):
        bare.append(await bare_kb(students))
        of_student, of_room = await duologue_kb(students)
        idle.append(of_student)
        room.append(of_room)
    report = Report(
        f"Memory of the server, {students:,} connections",
        ("what", "kB each", "× bare: median", "min", "max"),
    )
    for name, found in (("bare connection", bare), ("idle student", idle), ("room of two", room)):
        against = ratios(found, bare)
        report.add(name, percentile(found, 0.5), *against)
    return report


async def memory_kb(under_test: Server) -> float:
    await under_test.cpu_seconds("collect")
    return under_test.memory_kb()


async def bare_kb(connections: int) -> float:
    """Per connection."""
    sockets: list[ClientSocket] = []
    async with server("bare") as under_test:
        first = await connect(under_test.port, ignore)  # what it imports is not counted
        first.send(b"the first room")
        before = await memory_kb(under_test)
        for n in range(connections):
            sockets.append(await connect(under_test.port, ignore))
            sockets[-1].send(b"room %d" % n)
        return (await memory_kb(under_test) - before) / connections


async def duologue_kb(students: int, loop: str = "asyncio") -> tuple[float, float]:
    """kB per idle student, and per room of two that they are put into (its first class)."""
    classes = -(-students // CLASS_SIZE)
    async with server("duologue", loop, classes) as under_test:
        teacher = await teacher_comes(under_test)
        before = await memory_kb(under_test)
        came = await students_come(under_test, students)
        await catch_up(came)
        idle = await memory_kb(under_test)
        await all_talk(teacher)
        await catch_up(came)
        talking = await memory_kb(under_test)
        rooms = (students // classes) // 2
        return (idle - before) / students, (talking - idle) / rooms
