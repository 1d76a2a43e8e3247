"""What is talked to schools' other servers, and what is said when they are not installed.

Where one of them is installed, it is started, and two people talk on it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from benchmarks.others.guest import Other, texts
from benchmarks.others.mosquitto import PUBLISH, counted, packet
from benchmarks.others.run import OTHERS
from benchmarks.others.xmpp import AUTH, AVAILABLE, BIND, OPEN, entered, said
from benchmarks.relay import SPOKEN, Tally, Variant, measure

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks the system about processes")


@pytest.mark.parametrize("frame", [OPEN, AUTH, BIND, AVAILABLE, entered("a@rooms", "left")])
def test_frames_are_whole_stanzas(frame: bytes) -> None:
    assert ElementTree.fromstring(frame).tag.startswith("{")


def test_a_line_is_said_as_it_was_written() -> None:
    for text in [*SPOKEN, 'Is 1 < 2 & "2" > 1?', "Да </body>", "]]>"]:
        message = ElementTree.fromstring(said("room1@rooms.localhost", text))
        assert message.get("type") == "groupchat"
        assert message.get("to") == "room1@rooms.localhost"
        assert message.findtext("{jabber:client}body") == text


@pytest.mark.parametrize(("length", "head"), [(0, "3000"), (127, "307f"), (128, "308001")])
def test_packets_tell_their_size(length: int, head: str) -> None:
    assert packet(PUBLISH, bytes(length)).startswith(bytes.fromhex(head))


def test_texts_are_counted() -> None:
    assert counted(b"room/1") == b"\x00\x06room/1"


def test_everybody_begins_with_a_line_of_their_own() -> None:
    assert [next(texts(place)) for place in range(3)] == SPOKEN[:3]


@LINUX
def test_says_what_is_not_installed(tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    git = shutil.which("git")
    if git:  # the figures name the commit
        (tmp_path / "git").symlink_to(git)
    subprocess.run(
        [sys.executable, "-m", "benchmarks", "others", "--rounds=1", "--quick", f"--json={found}"],
        cwd=ROOT,
        env=os.environ | {"PATH": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    rows = msgspec.json.decode(found.read_bytes())["reports"][0]["rows"]
    missing = {row["server"]: row["history"] for row in rows[3:]}
    assert missing == {other.name: f"not here: {other.install}" for other in OTHERS}
    assert all(row["× bare: median"] > 0 for row in rows[:3])


@LINUX
@pytest.mark.parametrize("other", OTHERS, ids=lambda other: other.name)
async def test_two_people_talk(other: Other, tmp_path: Path) -> None:
    """Each line comes to both, and is on disk at the end; `measure` checks the first."""
    if not other.is_here():
        pytest.skip(f"not here: {other.install}")
    tally = Tally()
    async with other.running(tmp_path, 2) as program:
        guests = [guest async for guest in other.guests(program, tmp_path, 2)]
        voices = [await guest.enter(place, tally) for place, guest in enumerate(guests)]
        await measure(Variant(other.name, program, tally, voices), 20, 0.5)
    assert tally.said >= 5
    assert await other.kept(tmp_path) == (tally.said if other.keeps else 0)
