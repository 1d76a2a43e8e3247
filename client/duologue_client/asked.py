"""Queries that are on their way, each with whoever waits for its answer."""

import asyncio

from duologue_protocol.frames import Answer
from duologue_protocol.parts import Body
from duologue_protocol.refusals import Refused


class Asked:
    """Queries of one session. They are lost with the line."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Future[Body]] = {}
        self._so_far = 0

    def next(self) -> int:
        """The number of one more query."""
        self._so_far += 1
        self._waiting[self._so_far] = asyncio.get_running_loop().create_future()
        return self._so_far

    async def answer_to(self, q: int) -> Body:
        """What was answered.

        Raises Refused: when the server refused, or the line went down.
        """
        try:
            return await self._waiting[q]
        finally:
            self._waiting.pop(q, None)

    def answered(self, answer: Answer) -> None:
        waiting = self._waiting.get(answer.q)
        if waiting is None or waiting.done():
            return
        if answer.body is not None:
            waiting.set_result(answer.body)
        else:
            waiting.set_exception(Refused(answer.code or "unexpected", *answer.detail))

    def line_down(self) -> None:
        """No answer comes any more."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Refused("line_down"))
