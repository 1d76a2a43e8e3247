"""Logs as a version of the program wrote them, kept for all later ones.

    PYTHONPATH=tests python -m support.stored_log 2

writes logs of today's program: a term in which every kind is played, some random walks, and what each
comes to. That is done once for each version that is released; what was written then is never written anew.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgpack  # pyright: ignore[reportMissingTypeStubs] - it ships no types

from duologue_server import facts, report
from duologue_server.classroom import Classroom
from duologue_server.evolve import evolve
from duologue_server.room import Room
from properties.test_classroom import walk
from support.term import term

STORED = Path(__file__).parents[1] / "server" / "stored"


WALKS = range(24)
"""Seeds of the walks that are kept."""


def versions() -> list[int]:
    return sorted(int(path.name.partition(".")[0]) for path in STORED.glob("*.log.gz"))


def read_logs(version: int) -> Iterator[list[bytes]]:
    """The moments of each log, as they were written."""
    with gzip.open(STORED / f"{version}.log.gz") as file:
        yield from msgpack.Unpacker(file)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def read_meaning(version: int) -> Any:
    return json.loads(gzip.decompress((STORED / f"{version}.json.gz").read_bytes()))


def meaning(bodies: list[bytes]) -> Any:
    """What a log comes to, in words that outlast the types of the program."""
    state = Classroom()
    for seq, body in enumerate(bodies, 1):
        evolve(state, seq, facts.decode(body))
    return {
        "people": {who: person.role for who, person in sorted(state.people.items())},
        "met": sorted([*sorted(pair), times] for pair, times in state.met.items()),
        "rooms": [_room(room) for room in state.rooms.values()],
    }


def _room(room: Room) -> Any:
    activity = room.activity
    took_part = [who for who, place in room.took_part.items() if place is not None]
    return {
        "activity": activity.title if activity else "",
        "state": room.state,
        "finished": room.finished,
        "took_part": room.took_part,
        "lines": [[line.by, line.kind, line.stage, line.text] for line in room.lines],
        "words": dict(sorted(room.words.items())),
        "orders": {who: list(order) for who, order in sorted(room.orders.items())},
        "corrections": [
            [line, by, one.text, one.verdict, one.answer, one.used]
            for (line, by), one in sorted(room.corrections.items())
        ],
        "notes": [[by, to, text] for (by, to), text in sorted(room.notes.items())],
        "results": [
            [who, it.right, it.fields, sum(bool(line) for _phrase, line in it.phrases)]
            for who in (took_part if activity else ())
            if activity and (it := report.result(room, activity, who))
        ],
    }


def write(version: int) -> None:
    STORED.mkdir(exist_ok=True)
    logs = [term().log, *(walk(seed).lesson.log for seed in WALKS)]
    with gzip.GzipFile(STORED / f"{version}.log.gz", "xb", mtime=0) as file:
        for log in logs:
            file.write(msgpack.packb(log))  # pyright: ignore[reportUnknownMemberType, reportArgumentType]
    said = json.dumps([*map(meaning, logs)], ensure_ascii=False)
    (STORED / f"{version}.json.gz").write_bytes(gzip.compress(said.encode(), mtime=0))


if __name__ == "__main__":
    write(int(sys.argv[1]))
