"""`duologue load` as an administrator starts it, beside a server that runs."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest_asyncio

from duologue_client.address import parse_address
from duologue_client.entrance import join
from duologue_client.program import entered
from duologue_server.registry import Registry
from support.process import ServerProcess, free_port

LOAD = [sys.executable, "-c", "from duologue_client.cli import main; main()", "load"]


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncGenerator[ServerProcess]:
    server = ServerProcess(tmp_path / "data", free_port())
    await server.start()
    yield server
    await server.stop()


async def load(server: ServerProcess, *arguments: str, where: str = "") -> tuple[int, str]:
    """Exit status and what was printed."""
    command = [*LOAD, f"{where}127.0.0.1:{server.port}", "--minutes=0.05", "--speed=100"]
    process = await asyncio.create_subprocess_exec(
        *command,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "COLUMNS": "140"},
    )
    printed, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()


async def test_plays_in_classes_of_its_own_and_removes_them(
    server: ServerProcess, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    before = [record.id for record in Registry(data).classrooms()]
    status, printed = await load(server, "--students=32", f"--data={data}")
    assert status == 0, printed
    assert "Students: 32, classes: 2" in printed
    for nothing in ("Lost", "Doubled", "Refused", "Connections broken off"):
        assert re.search(rf"^{nothing} +0 *$", printed, re.MULTILINE), printed
    assert re.search(
        r"^Acknowledged after +p50 \d+\.\d ms .* max \d+\.\d ms", printed, re.MULTILINE
    )
    if sys.platform == "linux":
        assert re.search(r"^The server took +\d+\.\d% of a core, \d+ MB", printed, re.MULTILINE)
        assert re.search(r"^This machine holds +about [\d,]+ students", printed, re.MULTILINE)
    registry = Registry(data)
    assert [record.id for record in registry.classrooms()] == before
    registry.close()
    assert len(list((data / "keys").iterdir())) == len(before)
    await server.stop()
    await server.start()  # and nothing seems to be lost


async def test_leaves_a_class_with_people_alone(server: ServerProcess, tmp_path: Path) -> None:
    registry = Registry(tmp_path / "data")
    record, key = registry.create_classroom("English", 0)
    registry.close()
    where = parse_address(f"{record.code}@127.0.0.1:{server.port}")
    anna = join(where, "Anna", inside=tmp_path / "places")
    assert await entered(anna)
    await anna.leave()
    status, printed = await load(server, "--students=4", f"--key={key}", where=f"{record.code}@")
    assert status == 1
    assert "There are people in this class." in printed


async def test_says_what_is_wrong_with_the_data_folder(
    server: ServerProcess, tmp_path: Path
) -> None:
    status, printed = await load(server, "--students=4", f"--data={tmp_path / 'none'}")
    assert status == 1
    assert "There is no data folder" in printed
