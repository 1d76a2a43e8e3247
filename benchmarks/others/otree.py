"""oTree's chat, as its pages have it: students in groups of two, each on the page with the chat."""

import asyncio
import html
import json
import re
import shutil
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from urllib.request import urlopen

from benchmarks.others.guest import Guest, Inbox, Voice, texts
from benchmarks.others.program import Program, carried_out, free_port, running
from benchmarks.relay import Tally
from benchmarks.websocket import ClientSocket, connect

SETTINGS = """
SECRET_KEY = "benchmark"
SESSION_CONFIGS = [{"name": "talk", "app_sequence": ["talk"], "num_demo_participants": 2}]
SESSION_CONFIG_DEFAULTS = {"real_world_currency_per_point": 1, "participation_fee": 0}
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "EUR"
"""
APP = """
from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page


class C(BaseConstants):
    NAME_IN_URL = "talk"
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Talk(Page):
    pass


page_sequence = [Talk]
"""
PAGE = "{{ block content }}{{ chat }}{{ endblock }}"
IN_PAGE = re.compile(r"var varsFromDjango = (\{.*?\});")


class OtreeGuest:
    def __init__(self) -> None:
        self._inbox = Inbox()
        self._nickname = ""
        self._own = b""
        self._voice: Voice
        self._socket: ClientSocket

    async def come(self, port: int, code: str) -> "OtreeGuest":
        """Open the participant's link and the chat that is in its page."""
        link = f"http://127.0.0.1:{port}/InitializeParticipant/{code}"
        page = await asyncio.to_thread(_read, link)
        found = IN_PAGE.search(page)
        assert found, page
        chat = json.loads(html.unescape(found[1]))
        self._nickname = chat["nickname_signed"]
        self._own = b'"participant_id": %d' % chat["participant_id"]
        self._socket = await connect(port, self._inbox.put, chat["socket_path"], text=True)
        await self._inbox.until(b"[")  # what was said so far: nothing
        return self

    async def enter(self, place: int, tally: Tally) -> Voice:
        """Who has come is in the group of their place already."""
        lines = (
            json.dumps({"body": text, "nickname_signed": self._nickname}).encode()
            for text in texts(place)
        )
        self._voice = Voice(tally, lines, self._socket.send)
        self._socket.received = self._received
        return self._voice

    def _received(self, payload: bytes) -> None:
        self._voice.heard(own=self._own in payload)


def _read(link: str) -> str:
    with urlopen(link) as response:
        return str(response.read().decode())


class Otree:
    name = "oTree chat, SQLite"
    install = "pip install otree, in a venv of its own, and that venv's bin into PATH"
    keeps = True

    def is_here(self) -> bool:
        return shutil.which("otree") is not None

    @asynccontextmanager
    async def running(self, folder: Path, guests: int) -> AsyncGenerator[Program]:
        port = free_port()
        (folder / "_static").mkdir()
        (folder / "_templates").mkdir()
        (folder / "talk").mkdir()
        (folder / "settings.py").write_text(SETTINGS)
        (folder / "talk" / "__init__.py").write_text(APP)
        (folder / "talk" / "Talk.html").write_text(PAGE)
        await carried_out(["otree", "resetdb", "--noinput"], folder)
        await carried_out(["otree", "create_session", "talk", str(guests)], folder)
        command = ["otree", "prodserver", f"127.0.0.1:{port}"]
        async with running(command, port, folder, {"OTREE_PRODUCTION": "1"}) as program:
            yield program

    async def guests(self, program: Program, folder: Path, number: int) -> AsyncIterator[Guest]:
        with closing(sqlite3.connect(folder / "db.sqlite3")) as store:
            codes = store.execute("select code from otree_participant order by id").fetchall()
        for (code,) in codes[:number]:
            yield await OtreeGuest().come(program.port, code)

    async def kept(self, folder: Path) -> int:
        with closing(sqlite3.connect(folder / "db.sqlite3")) as store:
            return int(store.execute("select count(*) from otree_chatmessage").fetchone()[0])
