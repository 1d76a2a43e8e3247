"""Classes that exist for a load: made beside a running server, and removed with all that is in them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from duologue_server.classroom_commands import now_ms
from duologue_server.journal import StoreProblem
from duologue_server.language import _
from duologue_server.registry import Registry
from duologue_server.school import RENEW_SECONDS


@asynccontextmanager
async def trial_classes(directory: Path, count: int) -> AsyncGenerator[list[tuple[str, str]]]:
    """Code and key of each class.

    Raises StoreProblem: the data folder can't be used, or is none.
    """
    if not directory.exists():
        raise StoreProblem(_("There is no data folder {0}.").format(directory))
    with closing(Registry(directory)) as registry:
        made = [
            registry.create_classroom(_("Load, class {0}").format(number), now_ms())
            for number in range(1, count + 1)
        ]
        try:
            yield [(record.code, key) for record, key in made]
        finally:
            for record, _key in made:
                registry.close_classroom(record.id, now_ms())
            await asyncio.sleep(2 * RENEW_SECONDS)  # the server gives up what it finds closed
            for record, _key in made:
                registry.delete_classroom(record.id)
