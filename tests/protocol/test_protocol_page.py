"""docs/protocol.md tells what the types say, and its bytes are real."""

import re
import runpy
from pathlib import Path

import pytest

from duologue_protocol.codec import decode_client_frame, decode_server_frame, encode
from duologue_protocol.frames import Ack, Command, Hello, Join
from duologue_protocol.limits import HEARTBEAT_MS, HELLO_BYTES, PROTOCOL, UNACKNOWLEDGED
from duologue_protocol.requests import Say

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "protocol.md").read_text("utf-8")


def test_the_tables_are_current() -> None:
    page_with_tables = runpy.run_path(str(DOCS / "make_protocol_tables.py"))["page_with_tables"]
    assert page_with_tables(PAGE) == PAGE, "run: python docs/make_protocol_tables.py"


def byte_examples() -> list[bytes]:
    """The bytes of each example: the left side of its lines."""
    examples: list[bytes] = []
    for block in re.findall(r"```\n(8[0-9a-f]\n?.*?)```", PAGE, re.DOTALL):
        pairs: list[str] = []
        for row in block.splitlines():
            written = re.match(r"(?:\s*[0-9a-f]{2}(?=\s|$))+", row)
            pairs += written[0].split() if written else []
        examples.append(bytes.fromhex("".join(pairs)))
    return examples


def test_the_bytes_are_what_they_are_said_to_be() -> None:
    hello, command, ack = byte_examples()
    auth = Join("K7QM-2PXA", "Ana")
    assert decode_client_frame(hello) == Hello(v=1, app="demo", auth=auth, inst=bytes(range(16)))
    assert decode_client_frame(command) == Command(1, Say("r1", "Hi"))
    assert decode_server_frame(ack) == Ack(1, 41)
    assert encode(Ack(1, 41)) == ack
    assert f"({len(hello)} bytes)" in PAGE


@pytest.mark.parametrize(
    "said",
    [f"now **{PROTOCOL}**", f"at most {HELLO_BYTES:,} bytes", f"at most {UNACKNOWLEDGED} not"],
)
def test_numbers_in_the_text_are_those_of_the_limits(said: str) -> None:
    assert said in PAGE
    assert HEARTBEAT_MS == 10_000
