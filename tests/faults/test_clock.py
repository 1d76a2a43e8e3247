"""Clocks that jump, that are wrong after a restart, and the night in which they change."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from duologue_server.clock import Clock
from duologue_server.export.wording import clock, iso
from support.distance import apart
from support.process import ServerProcess, free_port

HOUR_MS = 3_600_000
SLACK_MS = 60_000
"""What a short outage may give back, and a client's clock may be behind."""

WRONG = "import time; right = time.time_ns; time.time_ns = lambda: right() + {} * 1_000_000; "
"""Run first in a server's process: its computer's clock is wrong by so many milliseconds."""
NEW_YORK = "America/New_York"


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """By how many milliseconds the computer's clock is wrong, to be changed."""
    wrong, right = [0], time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: right() + wrong[0] * 1_000_000)
    return wrong


@pytest.fixture
def _in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets no zone for one process")
    monkeypatch.setenv("TZ", NEW_YORK)
    time.tzset()
    yield
    monkeypatch.undo()
    os.environ.pop("TZ", None)
    time.tzset()


@pytest.mark.parametrize("jump_ms", [-HOUR_MS, HOUR_MS])
def test_a_jump_of_the_wall_moves_nothing(wall: list[int], jump_ms: int) -> None:
    running = Clock()
    before = running.now_ms()
    wall[0] = jump_ms
    assert before <= running.now_ms() < before + HOUR_MS // 2


@pytest.mark.parametrize("wrong_ms", [-HOUR_MS, HOUR_MS])
async def test_a_restart_with_another_clock_leaves_time_and_no_more(
    tmp_path: Path, wrong_ms: int
) -> None:
    """What is left of a stage stays within what it had, whatever the computer says."""
    server = ServerProcess(tmp_path / "data", free_port())
    async with apart(tmp_path, server) as (_english, anna, _boris):
        assert anna.room
        had = anna.room.progress
        assert had
        assert had.ends_at_ms
        left_ms = had.ends_at_ms - anna.connection.now_ms()
        await server.kill()
        await anna.until(lambda: anna.connection.link.state != "live")
        again = ServerProcess(tmp_path / "data", server.port, first=WRONG.format(wrong_ms))
        await again.start()
        await anna.until(lambda: anna.connection.link.state == "live")
        if wrong_ms > 0:  # what seems to be over is over as soon as the server looks at its clock
            await anna.until(lambda: anna.stage != had.stage)
        after = anna.room.progress
        assert after
        assert (after.stage == had.stage) is (wrong_ms < 0)
        if after.stage == had.stage:
            assert after.ends_at_ms
            assert 0 <= after.ends_at_ms - anna.connection.now_ms() <= left_ms + SLACK_MS
        await again.kill()


@pytest.mark.usefixtures("_in_new_york")
def test_the_night_the_clocks_change_has_no_effect() -> None:
    """Two moments an hour apart read the same on the wall, and are told apart all the same."""
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    moments = [round(first.timestamp() * 1000) + hour * HOUR_MS for hour in range(2)]
    zone = ZoneInfo(NEW_YORK)
    assert clock(moments[0], zone) == clock(moments[1], zone) == "01:30"
    assert clock(moments[0], None) == "01:30", "a person reads the time of their wall"
    assert [iso(moment) for moment in moments] == ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"]
