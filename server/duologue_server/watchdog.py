"""Notices a loop that stands still, and has told where by the time that somebody asks."""

import asyncio
import faulthandler
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

STILL_SECONDS: Final = 2.0
"""Nothing that the server does takes a tenth of it."""


@asynccontextmanager
async def watched() -> AsyncGenerator[None]:
    """If this loop stands still meanwhile, what every thread is doing goes to standard error.

    The standard library does it in a thread without Python, so it works whatever holds the interpreter. It
    writes functions and lines of code, and no values: nothing of what people wrote.
    """
    task = asyncio.create_task(_wind_up())
    try:
        yield
    finally:
        task.cancel()
        faulthandler.cancel_dump_traceback_later()


async def _wind_up() -> None:
    while True:
        faulthandler.dump_traceback_later(STILL_SECONDS, file=sys.__stderr__ or sys.stderr)
        await asyncio.sleep(STILL_SECONDS / 2)
