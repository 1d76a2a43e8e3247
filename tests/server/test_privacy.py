"""What docs/privacy.md promises: nobody else is contacted, and no log tells what was said."""

# pyright: reportPrivateUsage=false

import ast
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import duologue_activities
import duologue_client
import duologue_protocol
import duologue_server
from duologue_protocol import requests
from duologue_server import host
from duologue_server.log_format import DiscreetFormatter
from support.classroom import School, Someone, school
from support.hostile_texts import HOSTILE_TEXTS
from support.lesson import ROLE_PLAY

PACKAGES = (duologue_protocol, duologue_activities, duologue_server, duologue_client)

# No third party

NETWORK = {
    *("socket", "socketserver", "ssl", "http", "urllib", "ftplib", "smtplib", "poplib", "imaplib"),
    *("telnetlib", "xmlrpc", "webbrowser", "websockets", "requests", "httpx", "aiohttp", "urllib3"),
    *("subprocess", "multiprocessing", "ctypes", "sentry_sdk", "importlib.resources.readers"),
}
"""What one can reach another machine with, or start a program that does."""

ALLOWED = {
    "duologue_server.arrival": {
        *("websockets.asyncio.server", "websockets.frames", "websockets.protocol"),
    },
    "duologue_server.connection": {"websockets.protocol"},
    "duologue_server.background": {"subprocess"},
    "duologue_server.certificate_files": {"ssl"},
    "duologue_server.doctor.certificate": {"ssl"},
    "duologue_server.doctor.port": {"socket"},
    "duologue_server.door": {"websockets.exceptions"},
    "duologue_server.framing": {"websockets.speedups", "websockets.utils"},
    "duologue_server.own_names": {"socket"},
    "duologue_server.serve": {
        *("socket", "ssl", "websockets.asyncio.server", "websockets.typing"),
    },
    "duologue_server.serve_command": {"socket"},
    "duologue_server.tls": {"ssl"},
    "duologue_client.address": {"urllib.parse"},
    "duologue_client.join_command": {"socket"},  # is there a server of the name that was typed?
    "duologue_client.connection": {"ssl", "websockets.exceptions"},
    "duologue_client.line": {"ssl", "websockets.asyncio.client", "websockets.exceptions"},
    "duologue_client.teach_command": {"socket"},
}
"""Which module may import what of it: the listening server, and the client's one connection.

A module that needs more changes docs/privacy.md first.
"""


def modules(package: ModuleType) -> Iterator[tuple[str, ast.Module]]:
    assert package.__file__
    root = Path(package.__file__).parent
    for path in sorted(root.rglob("*.py")):
        parts = (package.__name__, *path.relative_to(root).with_suffix("").parts)
        yield ".".join(parts).removesuffix(".__init__"), ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            yield "importlib.import_module"


def reaches_out(name: str) -> bool:
    return name == "importlib.import_module" or any(
        name == one or name.startswith(f"{one}.") for one in NETWORK
    )


@pytest.mark.parametrize("package", PACKAGES, ids=lambda one: one.__name__)
def test_only_the_server_and_the_clients_line_can_reach_the_network(package: ModuleType) -> None:
    found = {
        name: reached
        for name, tree in modules(package)
        if (reached := {one for one in imported(tree) if reaches_out(one)})
    }
    assert {name: reached - ALLOWED.get(name, set()) for name, reached in found.items()} == {
        name: set() for name in found
    }


WATCHED = """
import json, sys
reached = []
def hear(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        reached.append(str(arguments[1]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.bind"):
        reached.append(str(arguments[0] if event != "socket.bind" else arguments[1]))
    elif event in ("subprocess.Popen", "os.system", "webbrowser.open", "urllib.Request"):
        reached.append(event)
sys.addaudithook(hear)
from duologue_client.cli import main
sys.argv[1:] = ["demo", "--headless"]
try:
    main()
finally:
    json.dump(reached, open({path!r}, "w"))
"""


def test_a_whole_lesson_reaches_nobody_but_its_own_server(tmp_path: Path) -> None:
    """Every socket that is connected, every name that is looked up, every program started."""
    heard = tmp_path / "reached.json"
    home = {
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    subprocess.run(
        [sys.executable, "-c", WATCHED.replace("{path!r}", repr(str(heard)))],
        env={**os.environ, **home},
        check=True,
        capture_output=True,
        timeout=110,
    )
    reached = json.loads(heard.read_text())
    assert reached, "nothing was heard at all"
    assert not [one for one in reached if "127.0.0.1" not in one]


# Logs

SECRET = "zqsecret words of mine"
NAMES = ("Zqannabella", "Zqborislav", "Zq Ms Leewood")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """All that any part of the program or its libraries logs, down to DEBUG."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(DiscreetFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


async def in_a_room(english: School) -> tuple[Someone, Someone, Someone]:
    teacher = english.teacher(NAMES[2])
    anna, boris = english.student(NAMES[0]), english.student(NAMES[1])
    await teacher.until(lambda: len(teacher.connection.view.people) == 3)
    teacher.tells(requests.PlanRound(ROLE_PLAY, 12))
    teacher.tells(requests.StartRound())
    for student in (anna, boris):
        await student.is_seated()
        student.tells(requests.Ready(student.room_id, 0, on=True))
    await anna.has_stage(1)
    return teacher, anna, boris


def secrets_of(english: School, *people: Someone) -> list[str]:
    key = english.key
    tokens = [one.connection._place.token for one in people]
    assert all(tokens)
    return [*NAMES, SECRET, english.record.code, english.record.code.replace("-", ""), key, *tokens]


async def test_a_lesson_leaves_nothing_of_itself_in_the_log(
    tmp_path: Path, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Down to DEBUG, with wrong codes and keys, a bug that quotes what was said, and hostile text."""
    logging.getLogger("duologue_server").debug("The log is heard.")
    async with school(tmp_path) as english:
        teacher, anna, boris = await in_a_room(english)
        anna.tells(requests.Say(anna.room_id, SECRET))
        anna.tells(requests.CallTeacher(anna.room_id, SECRET))
        boris.tells(requests.Say(boris.room_id, HOSTILE_TEXTS["log line"]))
        await boris.hears(2)
        wrong = english.teacher("Zqmallory", key="WRONG-KEYZ-QWRO-NGKE-YZQX-WRON-GKEY")
        await wrong.until(lambda: wrong.connection.link.state == "stopped")

        def fails(*_: object) -> None:
            try:
                raise KeyError(SECRET)
            except KeyError as error:
                raise ValueError(f"not a line: {SECRET}") from error

        monkeypatch.setattr(host, "decide", fails)
        boris.tells(requests.Say(boris.room_id, SECRET))
        await boris.until(lambda: boris.refused)
        hidden = secrets_of(english, anna, boris)
    text = logged.getvalue()
    assert "The log is heard." in text
    assert "A Say could not be decided." in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert "in fails" in text
    for secret in (*hidden, "Zqmallory", "WRONG-KEYZ", "everything was deleted"):
        assert secret.casefold() not in text.casefold(), secret
    del teacher
