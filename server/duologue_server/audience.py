"""Those who are connected to a class: parts are encoded once for all who see the same."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

import msgspec

from duologue_protocol import codec, parts
from duologue_protocol.frames import Go, Passing, RawEvent, TypingNow
from duologue_protocol.parts import Part
from duologue_protocol.refusals import CloseCode
from duologue_server import project, wall
from duologue_server.classroom import Classroom
from duologue_server.connection import Connection, Deliver
from duologue_server.project import Directory
from duologue_server.room import Room
from duologue_server.touches import Touch

WALL_SECONDS = 0.25
"""How often the wall's changed rows are sent, at most."""

FIRST_BACK_MS = 500
BACK_EVERY_MS = 10
"""When people come back to a server that was stopped: one after the other."""


class Audience:
    def __init__(self, refresh_wall: Callable[[], None]) -> None:
        """`refresh_wall` is called when the wall is due; it takes `changed_rows`."""
        self.connections: dict[str, Connection] = {}
        """By person: one line each."""
        self._typing: dict[str, set[str]] = {}
        self._changed_rooms: dict[str, None] = {}
        self._refresh_wall = refresh_wall
        self._overseers: list[str] = []
        """Those of them who see the wall."""
        self._wall: asyncio.TimerHandle | None = None

    def came(self, connection: Connection, *, oversees: bool) -> None:
        self.connections[connection.who] = connection
        if oversees:
            self._overseers.append(connection.who)

    def went(self, who: str) -> Connection | None:
        """The line of somebody who had one."""
        if who in self._overseers:
            self._overseers.remove(who)
        return self.connections.pop(who, None)

    def shows(
        self,
        state: Classroom,
        directory: Directory,
        seq: int,
        at_ms: int,
        touches: Iterable[Touch],
    ) -> Deliver:
        """What shows the touched pieces to everybody concerned, to be called once all is kept."""
        seen: dict[Connection, list[Part]] = {}
        for touch in touches:
            for audience, part in project.render(state, directory, touch):
                for who in audience:
                    if connection := self.connections.get(who):
                        seen.setdefault(connection, []).append(part)
        encoded: dict[tuple[int, ...], msgspec.Raw] = {}
        deliveries: list[tuple[Connection, msgspec.Raw]] = []
        for connection, changed in seen.items():
            same = tuple(map(id, changed))
            if same not in encoded:
                encoded[same] = codec.encode_parts(changed)
            deliveries.append((connection, encoded[same]))
        return partial(_show, seq, at_ms, deliveries)

    def change_wall(self, touches: Iterable[Touch]) -> None:
        """Rooms whose rows changed are on the wall soon, if anybody looks at it."""
        if not self._overseers:
            return
        for kind, *about in touches:
            if kind in ("line", "progress"):
                self._changed_rooms[about[0]] = None
        if self._changed_rooms and self._wall is None:
            loop = asyncio.get_running_loop()
            self._wall = loop.call_later(WALL_SECONDS, self._refresh_wall)

    def changed_rows(self, state: Classroom) -> Deliver:
        """What shows the wall's changed rows as they are now, to be called once all is kept."""
        self._wall = None
        changed, self._changed_rooms = self._changed_rooms, {}
        rooms = (state.rooms[name] for name in changed if name in state.rooms)
        rows = tuple(wall.row(room) for room in rooms if not room.shelved)
        return partial(self._pass, self._overseers, rows)

    def typing(self, state: Classroom, who: str, frame: TypingNow) -> None:
        """Tell the others of a room who types there. Never kept."""
        room = state.rooms.get(frame.room)
        if room is None or not room.plays or who not in room.members:
            return
        typing = self._typing.setdefault(room.id, set())
        (typing.add if frame.on else typing.discard)(who)
        self._show_typing(state, room)

    def stopped_typing(self, state: Classroom, who: str) -> None:
        room = state.room_of(who)
        if room and who in self._typing.get(room.id, ()):
            self._typing[room.id].discard(who)
            self._show_typing(state, room)

    def _show_typing(self, state: Classroom, room: Room) -> None:
        typing = self._typing[room.id]
        for reader in state.inside(room) + room.watchers:
            others = tuple(sorted(typing - {reader}))
            self._pass([reader], (parts.Typing(room.id, others),))

    def _pass(self, readers: Iterable[str], passing: tuple[Part, ...]) -> None:
        data = codec.encode(Passing(passing))
        for who in readers:
            connection = self.connections.get(who)
            if connection and connection.seen:  # before the snapshot there is nothing to refresh
                connection.send_bytes(data)

    def close_all(self, code: CloseCode) -> None:
        for connection in self.connections.values():
            connection.close(code)

    def close_unseen(self, code: CloseCode) -> None:
        """Close those who wait for a snapshot that will not come."""
        for connection in self.connections.values():
            if not connection.seen:
                connection.close(code)

    async def send_off(self, code: CloseCode) -> None:
        if self._wall:
            self._wall.cancel()
        connections = list(self.connections.values())
        if code is CloseCode.DRAINING:  # and not all of them back at once
            for place, connection in enumerate(connections):
                connection.send(Go(FIRST_BACK_MS + place * BACK_EVERY_MS, "draining"))
        self.close_all(code)
        await asyncio.gather(*(connection.closed() for connection in connections))


def _show(seq: int, at_ms: int, deliveries: list[tuple[Connection, msgspec.Raw]]) -> None:
    """Who has seen the same until now and sees the same now is sent the same bytes."""
    frames: dict[tuple[int, int], bytes] = {}
    for connection, changed in deliveries:
        same = (connection.seen, id(changed))
        if same not in frames:
            frames[same] = codec.encode(RawEvent(seq, connection.seen, at_ms, changed))
        connection.send_event(seq, frames[same])
