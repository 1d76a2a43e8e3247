"""From a log to the state that it leads to."""

from collections.abc import AsyncIterator

from duologue_server import facts
from duologue_server.classroom import Classroom
from duologue_server.evolve import evolve
from duologue_server.journal import Journal

PAGE = 5_000
"""Moments that are read at once."""


async def replay(journal: Journal, class_id: str) -> Classroom:
    """The state that a log leads to."""
    state = Classroom()
    async for seq, body in whole_log(journal, class_id):
        evolve(state, seq, facts.decode(body))
    return state


async def whole_log(journal: Journal, class_id: str) -> AsyncIterator[tuple[int, bytes]]:
    """All positions and bodies, in order."""
    last = 0
    while page := await journal.read(class_id, last, PAGE):
        for place in page:
            yield place
        last = page[-1][0]
