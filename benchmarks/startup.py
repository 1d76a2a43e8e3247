"""What it takes to begin: imports, the library, a class of 100,000 facts, groups for a big class.

CPU time of processes of their own; × is against an empty interpreter in the same round.
"""

import subprocess
import sys
from collections.abc import Sequence

from benchmarks.report import Report, percentile, ratios
from benchmarks.servers import ROOT

TIMED = """
import time
{before}
began = time.process_time()
{what}
print(time.process_time() - began)
"""

OPENING = """
import asyncio, tempfile
from pathlib import Path
from benchmarks.lesson import LIBRARY, ROLE_PLAY
from duologue_server import course, facts
from duologue_server.facts import Moment
from duologue_server.replay import replay
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.people import arrive, enrol

def log(count):
    pair = ("a", "b")
    yield Moment(1, (facts.Enrolled("a", "student"), facts.Enrolled("b", "student")))
    brought = facts.ActivityBrought(course.activity_key(ROLE_PLAY), ROLE_PLAY)
    opened = facts.RoomOpened("r1", "students", pair)
    yield Moment(2, (brought, opened, *course.begin("r1", pair, ROLE_PLAY, 12, 2)))
    for n in range(count):
        said = facts.Said("r1", pair[n % 2], ROLE_PLAY.model[n % 10].text, ())
        yield Moment(n, (said,), pair[n % 2], b"0123456789abcdef", n // 2 + 1, b"01234567")

async def opening(count, timed):
    with tempfile.TemporaryDirectory() as data:
        journal = await SqliteJournal.open(Path(data))
        lease = await journal.acquire("class", "", 0)
        await journal.append(lease, 0, [facts.encode(moment) for moment in log(count)])
        began = time.process_time()
        await replay(journal, "class")
        print(time.process_time() - began)
        await journal.close()
"""

FORMING = """
from benchmarks.lesson import LIBRARY, ROLE_PLAY
from duologue_protocol import requests
from duologue_server import facts
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom
from duologue_server.decide import decide
from duologue_server.evolve import evolve
from duologue_server.facts import Moment

state = Classroom()
def happen(*decided):
    evolve(state, state.seq + 1, Moment(1, tuple(decided)))
happen(facts.Enrolled("t", "teacher"), facts.Arrived("t"))
for n in range({people}):
    happen(facts.Enrolled(f"p{{n}}", "student"), facts.Arrived(f"p{{n}}"))
def asked():
    return Asked(state, "t", 1, 7, LIBRARY)
plan = requests.PlanRound(ROLE_PLAY.id, 12, levels="{levels}")
for one in range(0, {people} // 5 if "{levels}" != "any" else 0, 2):
    rule = "together" if one % 3 else "apart"
    state.constraints[frozenset((f"p{{one}}", f"p{{one + 1}}"))] = rule
    happen(facts.LevelSet(f"p{{one}}", "A2"), facts.LevelSet(f"p{{one + 1}}", "B1"))
for _ in range({rounds}):
    happen(*decide(asked(), plan))
    happen(*decide(asked(), requests.StartRound()))
    happen(*decide(asked(), requests.EndRound(0)))
"""


def _programs(*, quick: bool) -> dict[str, str]:
    facts, people, rounds = (500, 20, 1) if quick else (100_000, 200, 5)
    forming = FORMING.format(people=people, rounds=rounds, levels="any")
    wished = FORMING.format(people=people, rounds=rounds, levels="similar")
    return {
        "an empty interpreter": "print()",
        "import the server": "import duologue_server.serve",
        "import the client, without screens": "import duologue_client.connection",
        "duologue --help": "import sys; sys.argv = ['duologue', '--help']\n"
        "from duologue_client.cli import main\nmain()",
        "load the library": TIMED.format(
            before="from duologue_activities.library import read_library", what="read_library()"
        ),
        f"open a class of {facts:,} facts": f"import time{OPENING}asyncio.run(opening({facts}, 0))",
        f"groups for {people} people, round {rounds + 1}": TIMED.format(
            before=forming, what="decide(asked(), plan)"
        ),
        f"groups for {people} people with every wish, round {rounds + 1}": TIMED.format(
            before=wished, what="decide(asked(), plan)"
        ),
    }


def _cpu_ms(program: str) -> float:
    """What the program says it took, or else all of its process."""
    measured = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-c', sys.argv[1]], capture_output=True, text=True)"
        "\nassert done.returncode == 0, done.stderr\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime)\nprint(done.stdout.strip())"
    )
    command = [sys.executable, "-c", measured, program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    whole, *said = done.stdout.split("\n")
    says_itself = "process_time" in program
    return float(said[0] if says_itself else whole) * 1000


async def run(rounds: int, *, quick: bool) -> Report:
    """Each program once in every round."""
    programs = _programs(quick=quick)
    found: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            found[name].append(_cpu_ms(program))
    return _report(found, next(iter(found.values())))


def _report(found: dict[str, list[float]], empty: Sequence[float]) -> Report:
    report = Report(
        "CPU of what comes first",
        ("what", "CPU ms", "× interpreter: median", "min", "max"),
    )
    for name, taken in found.items():
        report.add(name, percentile(taken, 0.5), *ratios(taken, empty))
    return report
