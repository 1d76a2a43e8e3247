"""Every limit of the wire in one table, read by both sides."""

from typing import Final

PROTOCOL: Final = 1
"""The number in the first frame. It rises when a frame changes in a way old peers cannot read."""

FRAME_BYTES: Final = 16_384
"""A frame from a client, at most. A larger one closes the connection with 1009."""

SERVER_FRAME_BYTES: Final = 8_388_608
"""A frame from the server, at most: a snapshot carries a room's whole transcript."""

HELLO_BYTES: Final = 2_048
"""The first frame, at most: whoever sends it is not known yet."""

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

UNKNOWN_CONNECTIONS: Final = 256
"""Connections at once that have not said who they are; one more, and the oldest is dropped."""

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
"""People enrolled in one classroom, unless its administrator says otherwise."""

CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters of a join code: none that looks like another (no 0 O, 1 I L)."""

CODE_SYMBOLS: Final = 8
"""Symbols of a join code, written in two groups of four: K7QM-2PXA."""

LARGEST_COUNT: Final = 2**53
"""The largest whole number on the wire: what every language's numbers hold exactly."""
