"""A screen that fails ends in a sentence, in a real terminal."""

import sys
from pathlib import Path

from support.terminal import Terminal

FAILING = """
import asyncio, sys
from pathlib import Path
from textual.app import App
from duologue_client.address import parse_address
from duologue_client.entrance import join
from duologue_client.program import show
from duologue_client.stop import Stop

class Failing(App[None]):
    def on_mount(self) -> None:
        raise ZeroDivisionError("what somebody wrote")

async def main():
    connection = join(parse_address("K7QM-2PXA@127.0.0.1:9"), "Anna", inside=Path(sys.argv[1]))
    await show(Failing(), connection)

try:
    asyncio.run(main())
except Stop as stop:
    print(stop)
"""


def test_a_screen_that_fails_ends_in_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FAILING, str(tmp_path / "places")]
    surroundings = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    with Terminal(command, columns=200, env=surroundings) as terminal:
        assert terminal.ends() == 0
        assert "Something went wrong inside this program" in terminal.screen
        assert "Traceback" not in terminal.screen
    (log,) = tmp_path.rglob("client.log")
    assert "ZeroDivisionError" in log.read_text()
    assert "\x1b" not in log.read_text()
