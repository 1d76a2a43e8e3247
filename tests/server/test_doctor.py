"""`duologue doctor`: each thing it can find, and what it says to do."""

import os
import shutil
import socket
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duologue_server.data_directory import DATABASE, lock_directory
from duologue_server.doctor import Finding
from duologue_server.doctor.certificate import examine_certificate
from duologue_server.doctor.clock import examine_clock
from duologue_server.doctor.data import KeptData, examine_folder
from duologue_server.doctor.keys import examine_keys
from duologue_server.doctor.port import examine_port, holder
from duologue_server.doctor.terminal import examine_terminal
from duologue_server.doctor_command import doctor
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.local_keys import KEYS, key_file
from duologue_server.registry import Registry
from support.certificates import make_certificate
from support.process import ServerProcess, free_port
from support.stored import BODIES, MOMENTS, change, fill, make_first_version, open_to_all
from support.users import ordinary_user

NOW = datetime.now(UTC)
NOW_MS = int(NOW.timestamp() * 1000)

needs_modes = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows keeps users apart by other means"
)


def levels(findings: Iterable[Finding]) -> list[str]:
    return [finding.level for finding in findings]


def only(findings: Iterable[Finding]) -> Finding:
    """The one thing that is not ok."""
    [wrong] = [finding for finding in findings if finding.level != "ok"]
    return wrong


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A data folder with two classes, and with what has to be known of a class besides."""
    await fill(tmp_path / "data")
    registry = Registry(tmp_path / "data")
    registry.create_classroom("English B1", 1)
    registry.close()
    return tmp_path / "data"


# The folder


def test_a_sound_folder(data: Path) -> None:
    assert set(levels(examine_folder(data))) == {"ok"}
    assert set(levels(KeptData(data).examine())) == {"ok"}
    assert set(levels(examine_keys(data))) == {"ok"}


def test_no_folder_yet(tmp_path: Path) -> None:
    assert "`duologue serve` makes it" in only(examine_folder(tmp_path / "none")).what
    assert not list(KeptData(tmp_path / "none").examine())
    assert not list(examine_keys(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_no_class_yet(tmp_path: Path) -> None:
    assert levels(KeptData(tmp_path).examine()) == ["ok"]


@needs_modes
def test_a_folder_that_cannot_be_written() -> None:
    with open_to_all() as folder:
        folder.chmod(0o555)
        with ordinary_user():
            found = only(examine_folder(folder))
        folder.chmod(0o755)
    assert found.level == "fault"
    assert "Run Duologue as that user" in found.what


@needs_modes
def test_a_folder_that_others_may_look_into(data: Path) -> None:
    data.chmod(0o755)
    found = only(examine_folder(data))
    assert found.level == "warning"
    assert f"chmod 700 {data}" in found.what


@pytest.mark.parametrize(("free_mb", "level"), [(10, "fault"), (300, "warning"), (9_000, "ok")])
def test_room_on_the_disk(
    data: Path, monkeypatch: pytest.MonkeyPatch, free_mb: int, level: str
) -> None:
    usage = shutil.disk_usage(data)._replace(free=free_mb * 1_000_000)

    def disk_usage(_path: Path) -> object:
        return usage

    monkeypatch.setattr(shutil, "disk_usage", disk_usage)
    found = [finding for finding in examine_folder(data) if f"{free_mb} MB" in finding.what]
    assert levels(found) == [level]


def test_whether_a_server_runs(data: Path) -> None:
    assert "No server runs" in list(examine_folder(data))[-1].what
    lock = lock_directory(data)
    assert "A server runs" in list(examine_folder(data))[-1].what
    os.close(lock)


# The database and the classes


def test_a_damaged_file(data: Path) -> None:
    file = bytearray((data / DATABASE).read_bytes())
    file[4096 * 2 : 4096 * 4] = b"\xff" * (4096 * 2)
    (data / DATABASE).write_bytes(file)
    found = only(KeptData(data).examine())
    assert found.level == "fault"
    assert "`duologue restore`" in found.what


@pytest.mark.parametrize(
    ("damage", "moment"),
    [
        ("UPDATE fact SET body = x'00' WHERE log = 1 AND seq = 9", 9),
        ("UPDATE fact SET at_ms = at_ms + 1 WHERE log = 1 AND seq = 9", 9),
        (f"DELETE FROM fact WHERE log = 1 AND seq = {MOMENTS}", MOMENTS),
    ],
)
def test_a_damaged_class(data: Path, damage: str, moment: int) -> None:
    change(data, damage)
    found = only(KeptData(data).examine())
    assert found.level == "fault"
    assert f"Class c is damaged at moment {moment}," in found.what
    assert "`duologue doctor --repair`" in found.what


def test_a_lost_file(data: Path) -> None:
    (data / DATABASE).unlink()
    found = only(KeptData(data).examine())
    assert found.level == "fault"
    assert "is empty or missing" in found.what


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("PRAGMA user_version = 1000", "newer Duologue"),
        ("PRAGMA application_id = 1", "not made by Duologue"),
    ],
)
def test_a_file_of_others(data: Path, statement: str, sentence: str) -> None:
    change(data, statement)
    found = only(KeptData(data).examine())
    assert found.level == "fault"
    assert sentence in found.what


def test_a_file_of_an_older_version(tmp_path: Path) -> None:
    make_first_version(tmp_path / "old")
    found = only(KeptData(tmp_path / "old").examine())
    assert found.level == "warning"
    assert "the next `duologue serve` brings it up to date" in found.what


async def test_nothing_is_wrong_while_a_server_writes(data: Path) -> None:
    journal = await SqliteJournal.open(data)
    lease = await journal.acquire("c", "here", 1)
    for last in range(MOMENTS, MOMENTS + 20):
        await journal.append(lease, last, [b"x"])
        assert set(levels(KeptData(data).examine())) == {"ok"}
    await journal.close()


# Repairing


async def test_a_damaged_class_is_cut_before_the_damage(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(data, "UPDATE fact SET body = x'00' WHERE log = 1 AND seq = 41")
    doctor(data=data, port=free_port(), repair=True)
    assert "Class c goes on behind its moment 40." in capsys.readouterr().out
    journal = await SqliteJournal.open(data)
    assert journal.damaged == {}
    assert [body for _seq, body in await journal.read("c", 0, 100)] == BODIES[:40]
    assert [body for _seq, body in await journal.read("d", 0, 100)] == BODIES
    lease = await journal.acquire("c", "here", 1)
    assert await journal.append(lease, 40, [b"on it goes"]) == 41
    await journal.close()

    [aside] = data.glob("before-repair-*")
    assert b"what was said" in aside.read_bytes()
    if sys.platform != "win32":
        assert aside.stat().st_mode & 0o777 == 0o600


def test_nothing_is_repaired_where_nothing_is_damaged(data: Path) -> None:
    doctor(data=data, port=free_port(), repair=True)
    assert not list(data.glob("before-repair-*"))


def test_nothing_is_repaired_under_a_server(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = lock_directory(data)
    with pytest.raises(SystemExit):
        doctor(data=data, port=free_port(), repair=True)
    assert "Stop it first" in capsys.readouterr().err
    os.close(lock)


# Keys


@needs_modes
def test_keys_that_others_can_read(data: Path) -> None:
    [key] = (data / KEYS).iterdir()
    key.chmod(0o644)
    found = only(examine_keys(data))
    assert found.level == "fault"
    assert f"chmod -R go= {data / KEYS}" in found.what


def test_a_key_that_opens_nothing(data: Path) -> None:
    key_file(data, "K7QM-2PXA").touch(0o600)
    found = only(examine_keys(data))
    assert found.level == "warning"
    assert str(key_file(data, "K7QM-2PXA")) in found.what


# The port


def test_a_free_port() -> None:
    assert examine_port("127.0.0.1", free_port(), runs=False).level == "ok"


def test_a_port_that_another_program_has() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        found = examine_port("127.0.0.1", port, runs=False)
        assert found.level == "fault"
        assert "choose another port with --port" in found.what
        if sys.platform == "linux":
            assert f"process {os.getpid()}" in found.what
            who = holder(port)
            assert who
            assert "python" in who.command


async def test_a_port_that_the_running_server_has(data: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux says who listens")
    server = ServerProcess(data, free_port())
    await server.start()
    try:
        assert examine_port("127.0.0.1", server.port, runs=True).level == "ok"
        assert examine_port("127.0.0.1", server.port, runs=False).level == "fault"
    finally:
        await server.kill()


def test_an_address_of_another_computer() -> None:
    found = examine_port("192.0.2.7", free_port(), runs=False)
    assert found.level == "fault"
    assert "--host" in found.what


@needs_modes
def test_a_port_of_the_system() -> None:
    limit = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    if not limit.exists() or int(limit.read_text()) < 1024:
        pytest.skip("here anybody may listen anywhere")
    with ordinary_user():
        found = examine_port("127.0.0.1", 1023, runs=False)
    assert found.level == "fault"
    assert "above 1023" in found.what


# The clock


def test_a_clock_that_may_be_right() -> None:
    assert examine_clock(NOW_MS, NOW_MS - 5_000).level == "ok"
    assert examine_clock(NOW_MS, None).level == "ok"


def test_a_clock_that_was_set_back() -> None:
    found = examine_clock(NOW_MS, NOW_MS + 3_600_000)
    assert found.level == "fault"
    assert "it was set back" in found.what
    assert examine_clock(NOW_MS, 2**62).level == "fault"


def test_a_clock_that_was_never_set() -> None:
    found = examine_clock(86_400_000, None)
    assert found.level == "fault"
    assert "1970" in found.what


async def test_the_latest_moment_is_found(data: Path) -> None:
    kept = KeptData(data)
    list(kept.examine())
    assert kept.last_ms == 5_000


# TLS


def certified(certificate: Path, key: Path | None, now_ms: int = NOW_MS) -> list[Finding]:
    return list(examine_certificate(certificate, key, now_ms, is_for_others=True))


def test_a_line_that_is_not_encrypted() -> None:
    [found] = examine_certificate(None, None, NOW_MS, is_for_others=True)
    assert found.level == "warning"
    assert not list(examine_certificate(None, None, NOW_MS, is_for_others=False))


def test_a_good_certificate_and_one_that_ends_soon(tmp_path: Path) -> None:
    end = NOW + timedelta(days=90)
    certificate, key = make_certificate(tmp_path / "tls", NOW - timedelta(days=1), end)
    assert levels(certified(certificate, key)) == ["ok"]
    soon = certified(certificate, key, NOW_MS + 80 * 86_400_000)
    assert levels(soon) == ["warning"]
    assert "ends in 9 days" in soon[0].what


@pytest.mark.parametrize(
    ("begin", "end", "why"), [(-90, -1, "has expired"), (2, 90, "not yet valid")]
)
def test_a_certificate_of_another_time(tmp_path: Path, begin: int, end: int, why: str) -> None:
    times = (NOW + timedelta(days=begin), NOW + timedelta(days=end))
    found = certified(*make_certificate(tmp_path / "tls", *times))
    assert levels(found) == ["fault"]
    assert why in found[0].what


def test_a_key_of_another_certificate(tmp_path: Path) -> None:
    times = (NOW - timedelta(days=1), NOW + timedelta(days=90))
    certificate, _key = make_certificate(tmp_path / "one", *times)
    _certificate, key = make_certificate(tmp_path / "two", *times)
    assert levels(certified(certificate, key)) == ["fault"]
    assert levels(certified(certificate, tmp_path / "none")) == ["fault"]
    assert str(tmp_path / "none") in certified(certificate, tmp_path / "none")[0].what


@needs_modes
def test_a_key_that_all_can_read(tmp_path: Path) -> None:
    times = (NOW - timedelta(days=1), NOW + timedelta(days=90))
    certificate, key = make_certificate(tmp_path / "tls", *times)
    key.chmod(0o644)
    found = only(certified(certificate, key))
    assert found.level == "fault"
    assert f"chmod o= {key}" in found.what


# The terminal


def test_a_terminal_without_utf8(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="latin-1") as out:
        monkeypatch.setattr(sys, "stdout", out)
        found = only(examine_terminal())
    assert "C.UTF-8" in found.what


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")
@pytest.mark.parametrize(
    ("term", "columns", "says"),
    [
        ("dumb", 80, "can't show a full screen"),
        ("xterm", 60, "at least 80 × 24"),
        ("xterm", 80, ""),
    ],
)
def test_the_screen(monkeypatch: pytest.MonkeyPatch, term: str, columns: int, says: str) -> None:
    import pty

    ours, theirs = pty.openpty()
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", "24")
    with open(theirs, "w", encoding="utf-8") as out:  # noqa: PTH123 a descriptor
        monkeypatch.setattr(sys, "stdout", out)
        [found] = examine_terminal()
    os.close(ours)
    assert found.level == ("warning" if says else "ok")
    assert says in found.what


# The command


def test_the_command_fails_only_for_a_fault(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    data.chmod(0o755)  # no more than a warning
    doctor(data=data, port=port)
    lines = capsys.readouterr().out.splitlines()
    assert all(line.split()[0] in ("ok", "warning") for line in lines)
    assert any(line.startswith("warning") for line in lines)

    change(data, "DELETE FROM fact WHERE log = 1 AND seq = 3")
    with pytest.raises(SystemExit) as exit_:
        doctor(data=data, port=port)
    assert exit_.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("fault") for line in lines) == 1
