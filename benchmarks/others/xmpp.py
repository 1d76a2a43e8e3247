"""A guest of an XMPP server: over a websocket (RFC 7395), in a multi-user chat (XEP-0045)."""

from collections.abc import AsyncIterator
from xml.sax.saxutils import escape

from benchmarks.others.guest import Inbox, Voice, texts
from benchmarks.others.program import Program
from benchmarks.relay import Tally
from benchmarks.websocket import ClientSocket, connect

HOST, ROOMS = "localhost", "rooms.localhost"
NICKS = ("left", "right")

OPEN = (f'<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="{HOST}" version="1.0"/>').encode()
AUTH = b'<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>'
BIND = (
    b'<iq xmlns="jabber:client" type="set" id="bind">'
    b'<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>'
)
AVAILABLE = b'<presence xmlns="jabber:client"/>'


def entered(room: str, nick: str) -> bytes:
    """The stanza that enters a room; nothing of its history is asked for."""
    return (
        f'<presence xmlns="jabber:client" to="{room}/{nick}">'
        '<x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="0"/></x></presence>'
    ).encode()


def said(room: str, text: str) -> bytes:
    """The stanza that says a line to all in the room."""
    return (
        f'<message xmlns="jabber:client" type="groupchat" to="{room}">'
        f"<body>{escape(text)}</body></message>"
    ).encode()


class XmppGuest:
    """Logged in without an account; what a line costs does not depend on that."""

    def __init__(self) -> None:
        self._inbox = Inbox()
        self._own = b""
        self._voice: Voice
        self._socket: ClientSocket

    async def come(self, port: int, path: str) -> "XmppGuest":
        self._socket = await connect(port, self._inbox.put, path, "xmpp", text=True)
        self._socket.send(OPEN)
        await self._inbox.until(b"ANONYMOUS")
        self._socket.send(AUTH)
        await self._inbox.until(b"<success")
        self._socket.send(OPEN)
        await self._inbox.until(b"xmpp-bind")
        self._socket.send(BIND)
        await self._inbox.until(b"<jid>")
        self._socket.send(AVAILABLE)
        return self

    async def enter(self, place: int, tally: Tally) -> Voice:
        room, nick = f"room{place // 2}@{ROOMS}", NICKS[place % 2]
        self._own = f"{room}/{nick}".encode()
        self._socket.send(entered(room, nick))
        await self._inbox.until(b"<subject")  # what a room tells last to who enters
        lines = (said(room, text) for text in texts(place))
        self._voice = Voice(tally, lines, self._socket.send)
        self._socket.received = self._received
        return self._voice

    def _received(self, stanza: bytes) -> None:
        if stanza.startswith(b"<message") and b"<body" in stanza:
            assert b"<error" not in stanza, stanza
            self._voice.heard(own=self._own in stanza)


async def xmpp_guests(program: Program, path: str, number: int) -> AsyncIterator[XmppGuest]:
    for _ in range(number):
        yield await XmppGuest().come(program.port, path)
