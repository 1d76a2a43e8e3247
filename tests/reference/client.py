"""A client written from docs/protocol.md alone: it proves that the page is enough.

It is made of `websockets` and `msgpack`; nothing of Duologue is imported.
"""

import asyncio
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import msgpack  # pyright: ignore[reportMissingTypeStubs] - it ships no types
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

Map = dict[str, Any]
STOPS = {1000, 1002, 1003, 1009, 4400, 4401, 4403, 4404, 4408, 4409, 4410, 4426, 4429, 4509}
OF_A_ROOM = {"proposal", "seat", "progress", "prompt", "table", "model", "row", "typing_part"}
KEYS = {
    **dict.fromkeys(OF_A_ROOM, ("room",)),
    "person": ("who",),
    "announcement": ("id",),
    "invitation": ("id",),
    "line": ("room", "number"),
    "note": ("room", "by", "to"),
}


def pack(value: Map) -> bytes:
    return cast("bytes", msgpack.packb(value))  # pyright: ignore[reportUnknownMemberType] - no types


def unpack(body: bytes) -> Map:
    read = msgpack.unpackb(body, strict_map_key=False)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - no types
    return cast("Map", read)


class Document:
    """Section 3: the parts by kind and key."""

    def __init__(self) -> None:
        self.parts: dict[tuple[str, ...], Map] = {}

    def store(self, part: Map) -> None:
        kind = part["t"]
        if kind == "gone":
            self._remove(part["part"], part["key"])
        else:
            self.parts[kind, *(str(part[field]) for field in KEYS.get(kind, ()))] = part

    def _remove(self, kind: str, key: list[str]) -> None:
        self.parts.pop((kind, *key), None)
        taken: set[str] = set()
        if kind in ("seat", "progress"):
            taken = OF_A_ROOM | {"line", "note"}
        elif kind == "transcript":
            taken = {"line", "note", "model"}
        for place in [p for p in self.parts if p[0] in taken and p[1] == key[0]]:
            del self.parts[place]

    def all(self, kind: str) -> list[Map]:
        return [part for place, part in self.parts.items() if place[0] == kind]


class Client:
    """One person in one class, who comes back until told to stop."""

    def __init__(self, url: str, folder: Path, auth: Map) -> None:
        self.url, self.auth, self._file = url, auth, folder / "kept"
        folder.mkdir(parents=True, exist_ok=True)
        # What outlives the program, of sections 2 and 5.
        self.kept: Map = {"inst": os.urandom(16), "n": 0, "waiting": {}, "token": ""}
        self.kept |= {"epoch": 0, "seq": 0}
        if self._file.exists():
            self.kept = unpack(self._file.read_bytes())
        self.document, self.welcome = Document(), Map()
        self.live, self.snapshots, self.pongs, self.stopped_by = False, 0, 0, 0
        self.refused: list[Map] = []
        self._answers: dict[int, asyncio.Future[Map]] = {}
        self._changed, self._wake = asyncio.Event(), asyncio.Event()
        self._socket: ClientConnection | None = None
        self._sent, self._held, self._asked, self._strange = 0, False, 0, 0
        self._ahead = 0
        self._retry_ms: int | None = None
        self._task = asyncio.create_task(self._come_back())
        self._task.add_done_callback(lambda _: self._changed.set())

    # What the person does

    def tell(self, kind: str, **fields: object) -> None:
        """Send a request: now, or when the line is back."""
        self.kept["n"] += 1
        self.kept["waiting"][self.kept["n"]] = {"t": kind, **fields}
        self._save()
        self._wake.set()

    async def ask(self, kind: str, **fields: object) -> Map:
        """Raises ConnectionError: when the line goes down before the answer."""
        if self._socket is None:
            raise ConnectionError
        self._asked += 1
        self._answers[self._asked] = asyncio.get_running_loop().create_future()
        what = {"t": kind, **fields}
        await self._socket.send(pack({"t": "ask", "q": self._asked, "what": what}))
        return await self._answers[self._asked]

    async def types(self, room: str) -> None:
        if self._socket:
            await self._socket.send(pack({"t": "typing", "room": room, "on": True}))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for frames. Raises ConnectionError: when the client has stopped."""
        while not condition():
            if self._task.done():
                raise ConnectionError(self._task.exception())
            self._changed.clear()
            await self._changed.wait()

    def cut(self) -> None:
        """The line breaks, without a goodbye."""
        assert self._socket
        self._socket.transport.abort()

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    # The connection

    def _save(self) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.touch(0o600)
        with fresh.open("wb") as file:
            file.write(pack(self.kept))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._file)

    async def _come_back(self) -> None:
        """Section 8."""
        bound, clock = 0.5, asyncio.get_running_loop().time
        while not self.stopped_by:
            began, self._retry_ms, code, slowest = clock(), None, 1006, 15.0
            try:
                code = await self._connect_once()
            except TimeoutError:
                pass
            except (OSError, InvalidHandshake):
                slowest = 2.0
            bound = 0.5 if self.live and clock() - began > bound else bound
            wait = random.uniform(0, min(bound, slowest))
            bound = max(bound, min(2 * bound, slowest))
            self._line_is_down()
            self._ahead += code == 4513
            if code in (4401, 4403):
                self.kept["token"] = ""
            if code == 4509:
                self.kept |= {"inst": os.urandom(16), "n": 0, "waiting": {}}
            self._save()
            if self._retry_ms is None and (code in STOPS or self._ahead == 3):
                self.stopped_by = code
            elif self._retry_ms is not None:
                await asyncio.sleep(self._retry_ms / 1000)
            else:
                await asyncio.sleep(wait)
            self._changed.set()

    def _line_is_down(self) -> None:
        self.live, self._socket = False, None
        for future in self._answers.values():
            if not future.done():
                future.set_exception(ConnectionError())
        self._answers.clear()
        self._changed.set()

    async def _connect_once(self) -> int:
        """One connection; the code with which the server closed it, 0 if we did."""
        options: Map = {"compression": None, "ping_interval": None, "proxy": None}
        async with connect(self.url, max_size=8_388_608, **options) as socket:
            token, position = self.kept["token"], {k: self.kept[k] for k in ("epoch", "seq")}
            auth = {"t": "return", "token": token} if token else self.auth
            hello = {"t": "hello", "v": 1, "app": "reference", "auth": auth}
            await socket.send(pack(hello | position | {"inst": self.kept["inst"]}))
            self._socket, jobs = socket, list[asyncio.Task[None]]()
            try:
                while True:
                    patience = 2.5 * self.welcome.get("hb_ms", 10_000) / 1000
                    async with asyncio.timeout(patience):
                        body = await socket.recv(decode=False)
                    was_live = self.live
                    if code := self.hear(unpack(body)):
                        await socket.close(code)
                        return 0
                    if self.live and not was_live:
                        jobs = [asyncio.create_task(f(socket)) for f in (self._pump, self._beat)]
                    self._changed.set()
            except TimeoutError:
                await socket.close(4511)
                return 0
            except ConnectionClosed:
                return socket.close_code or 1006
            except asyncio.CancelledError:
                await socket.send(pack({"t": "bye"}))
                raise
            finally:
                for job in jobs:
                    job.cancel()
                await asyncio.gather(*jobs, return_exceptions=True)

    async def _beat(self, socket: ClientConnection) -> None:
        """Section 7."""
        count = 0
        while True:
            count += 1
            await socket.send(pack({"t": "ping", "c": count, "seen": self.kept["seq"]}))
            await asyncio.sleep(self.welcome["hb_ms"] / 1000)

    async def _pump(self, socket: ClientConnection) -> None:
        """Section 5: what waits, in order, 16 on the way."""
        while True:
            waiting: dict[int, Map] = self.kept["waiting"]
            n = next((n for n in waiting if n > self._sent), None)
            if n is None or self._held or n - min(waiting) >= 16:
                self._wake.clear()
                await self._wake.wait()
            else:
                self._sent = n
                await socket.send(pack({"t": "cmd", "n": n, "do": waiting[n]}))

    # What the server says

    def hear(self, frame: Map) -> int:
        """Take in one frame. The code to close with, 0 to go on."""
        match frame["t"]:
            case "welcome":
                return self._welcomed(frame)
            case "snap":
                self.document, self.live = Document(), True
                self.snapshots += 1
                self.kept |= {"epoch": self.welcome["epoch"], "seq": frame["seq"]}
                self._store(frame["parts"])
                self._save()
            case "ev" if frame["s"] > self.kept["seq"]:
                if frame["p"] != self.kept["seq"]:
                    return 4508
                self.kept["seq"], self._strange = frame["s"], 0
                self._store(frame["parts"])
            case "eph":
                self._store(frame["parts"])
            case "ack" | "nack":
                self._counted(frame)
            case "answer" if frame["q"] in self._answers:
                self._answers.pop(frame["q"]).set_result(frame)
            case "pong":
                self.pongs += 1
                missing = frame["vis"] != self.kept["seq"] and not self.kept["waiting"]
                self._strange = self._strange + 1 if missing else 0
                return 4508 if self._strange == 2 else 0
            case "sorry":
                self._retry_ms = frame.get("retry_ms")
                self.refused.append(frame)
            case "go":
                self._retry_ms = frame["in_ms"]
            case _:
                pass
        return 0

    def _store(self, parts: list[Map]) -> None:
        for part in parts:
            self.document.store(part)

    def _welcomed(self, frame: Map) -> int:
        self.welcome, self._ahead, self._strange = frame, 0, 0
        self.kept["token"] = frame.get("token") or self.kept["token"]
        self.refused += frame.get("refused", [])
        waiting: dict[int, Map] = self.kept["waiting"]
        older = frame["last_n"] < min(waiting, default=self.kept["n"] + 1) - 1
        left = [do for n, do in waiting.items() if n > frame["last_n"]]
        start = 0 if older else self.kept["n"] - len(left)
        self.kept["waiting"] = dict(enumerate(left, start + 1))
        self.kept["n"], self._sent, self._held = start + len(left), 0, False
        if older:
            self.kept["inst"] = os.urandom(16)
        self._save()
        return 4508 if older else 0

    def _counted(self, frame: Map) -> None:
        if frame.get("retry_ms") is not None:
            self._sent, self._held = min(self._sent, frame["n"] - 1), True
            asyncio.get_running_loop().call_later(frame["retry_ms"] / 1000, self._let_go)
            return
        self.kept["waiting"].pop(frame["n"], None)
        if frame["t"] == "nack":
            self.refused.append(frame)
        self._save()
        self._wake.set()

    def _let_go(self) -> None:
        self._held = False
        self._wake.set()
