"""A loop that stands still: the log says where, and nobody loses the line by it."""

import time
from pathlib import Path

from duologue_client.address import parse_address
from duologue_client.entrance import join
from duologue_protocol import requests
from duologue_server.registry import Registry
from support.classroom import Someone
from support.process import ServerProcess, free_port

STANDS_STILL = (
    "import time; from duologue_server import lobby; decided = lobby.set_level; "
    "lobby.set_level = lambda *asked: (time.sleep(3), decided(*asked))[1]; "
)
"""A bug: whoever says their level stops everything for three seconds."""


async def test_where_it_stands_is_told_and_everybody_stays(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "data")
    record, _key = registry.create_classroom("English", time.time_ns() // 1_000_000)
    registry.close()
    server = ServerProcess(tmp_path / "data", free_port(), first=STANDS_STILL)
    await server.start()
    address = parse_address(f"{record.code}@127.0.0.1:{server.port}")
    anna = Someone(join(address, "Anna", inside=tmp_path / "anna"))
    boris = Someone(join(address, "Boris", inside=tmp_path / "boris"))
    await anna.until(lambda: len(anna.connection.view.students()) == 2)
    await boris.until(lambda: len(boris.connection.view.students()) == 2)
    lost: list[str] = []
    boris.connection.listen(lambda _happening: lost.append(boris.connection.link.state))
    anna.tells(requests.SetLevel("B1"))
    told = await server.says(lambda line: "in _decide" in line)
    assert "Timeout" in told
    await anna.kept()
    await anna.until(lambda: anna.connection.view.me and anna.connection.view.me.level == "B1")
    boris.tells(requests.Seek())
    await boris.kept()
    assert set(lost) <= {"live"}
    for someone in (anna, boris):
        await someone.connection.leave()
    assert await server.stop() == 0
