"""From a log to the state that it leads to."""

from duologue_server import facts
from duologue_server.classroom import Classroom
from duologue_server.evolve import evolve
from duologue_server.journal import Journal

PAGE = 5_000
"""Moments that are read at once."""


async def replay(journal: Journal, class_id: str) -> Classroom:
    """The state that a log leads to."""
    state = Classroom()
    while page := await journal.read(class_id, state.seq, PAGE):
        for seq, body in page:
            evolve(state, seq, facts.decode(body))
    return state
