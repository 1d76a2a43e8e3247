"""Every limit of the wire and of its server in one table, read by both sides."""

from typing import Final

PROTOCOL: Final = 1
"""The number in the first frame. It rises when a frame changes in a way old peers cannot read."""

FRAME_BYTES: Final = 16_384
"""A frame from a client, at most. A larger one closes the connection with 1009."""

SERVER_FRAME_BYTES: Final = 8_388_608
"""A frame from the server, at most: a snapshot carries a room's whole transcript."""

HELLO_BYTES: Final = 2_048
"""The first frame, at most: whoever sends it is not known yet."""

JOIN_TOKENS: Final = 8
"""Earlier tokens that a join may show, so that a class is found again under a new code."""

HELLO_SECONDS: Final = 5.0
"""How long a connection may stay silent before its first frame."""

HEARTBEAT_MS: Final = 10_000
"""How often a client says it is there."""

CLIENT_PATIENCE: Final = 2.5
"""Heartbeats without a frame after which a client calls the line dead."""

SERVER_PATIENCE: Final = 3.5
"""Heartbeats without a frame after which the server calls the line dead."""

UNACKNOWLEDGED: Final = 16
"""Commands that a client may have on the way at once."""

COMMANDS_PER_SECOND: Final = 4.0
"""A person's pace of commands in the long run."""

COMMANDS_AT_ONCE: Final = 20
"""Commands a person may send in one burst (what was typed while the line was down, say)."""

FRAMES_PER_SECOND: Final = 20.0
"""A connection's pace of frames of all kinds in the long run; above it the server reads no more."""

FRAMES_AT_ONCE: Final = 100
"""Frames a connection may send in one burst."""

ARRIVALS_PER_SECOND: Final = 1.0
"""How often one person may come back in the long run: each time costs a snapshot."""

ARRIVALS_AT_ONCE: Final = 60
"""How often in one burst, on a line that breaks and breaks."""

UNKNOWN_CONNECTIONS: Final = 256
"""Connections at once that have not said who they are. One more, and the oldest is dropped of the
address that has most of them."""

CONNECTIONS_FROM_ONE_ADDRESS: Final = 1_000
"""Connections at once from one address: a whole school may be behind it. More are cut at once."""

BACKLOG: Final = 1_024
"""Connections that may wait to be taken: with asyncio's 100, of 200 who come back at once some are
dropped by the system, and try again after a second."""

WAITING_FRAMES: Final = 16
"""Frames of one client that may wait to be read; after that its line is left full."""

SEND_BUFFER_BYTES: Final = 131_072
"""What the system may hold for one client who does not read; by itself it would take megabytes."""

FREE_GUESSES: Final = 10
"""Wrong codes, keys and tokens that cost nothing: a class of children behind one address mistypes."""

FIRST_WAIT_MS: Final = 1_000
"""After them an address waits so long before its next try, and twice as long each time …"""

LONGEST_WAIT_MS: Final = 300_000
"""… but not longer than this."""

GUESSES_FORGOTTEN_MS: Final = 900_000
"""After this long without a wrong try an address starts anew."""

GUESSING_ADDRESSES: Final = 10_000
"""Addresses remembered at once, so that nobody fills the memory with them."""

OUTBOX_FRAMES: Final = 256
"""Frames waiting for a slow reader before it is closed and has to come back."""

OUTBOX_BYTES: Final = 1_048_576
"""The same, in bytes; a single snapshot may be larger."""

LINE_CHARACTERS: Final = 1_000
"""A line in a room, at most."""

LINE_ROWS: Final = 20
"""Rows of one line, at most."""

TEXT_CHARACTERS: Final = 2_000
"""A text that a room writes together, at most."""

EDIT_STEPS: Final = 100
"""Steps of one edit of such a text, at most."""

NOTE_CHARACTERS: Final = 1_000
"""A note to a partner, at most."""

FIELD_CHARACTERS: Final = 200
"""What is written into one field of a table, at most."""

CALL_CHARACTERS: Final = 200
"""What a call for the teacher may say, at most."""

NAME_CHARACTERS: Final = 32
"""A name, at most, in what a reader would call letters."""

ROOM_LINES: Final = 3_000
"""Lines one room keeps; after that it takes no more."""

ROOM_CHARACTERS: Final = 400_000
"""Characters one room keeps; after that it takes no more."""

CLASS_PEOPLE: Final = 200
"""People enrolled in one classroom. Each has one connection, so it bounds a class's connections."""

CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters of a join code: none that looks like another (no 0 O, 1 I L)."""

CODE_SYMBOLS: Final = 8
"""Symbols of a join code, written in two groups of four: K7QM-2PXA."""

LARGEST_COUNT: Final = 2**53
"""The largest whole number on the wire: what every language's numbers hold exactly."""
