"""Requests that wait on this device: written to disk before they are sent, until they are settled.

The file is a row of MessagePack records: who numbers (`inst` and the last number given), then one
record for each request kept and for each one settled. It begins anew when nothing waits.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol, cast

import msgpack  # pyright: ignore[reportMissingTypeStubs] it ships none
import msgspec

from duologue_client.places import make_private_folder, private, replace_file
from duologue_protocol.requests import Request, Wire

LARGEST_SETTLED: Final = 32_768
"""Bytes a file may have with nothing waiting in it, before it begins anew."""


class OutboxInUse(Exception):
    """Another window of this program, on this device, has this outbox open."""


class Numbering(Wire, frozen=True, tag="inst"):
    """The first record."""

    inst: bytes
    last_n: int


class Keeping(Wire, frozen=True, tag="keep"):
    n: int
    do: Request


class Settled(Wire, frozen=True, tag="done"):
    n: int


Record = Numbering | Keeping | Settled


class Outbox:
    """The outbox of one person in one class. One process at a time has it open.

    Raises OutboxInUse, OSError: when it can't be opened.
    """

    def __init__(self, folder: Path) -> None:
        make_private_folder(folder)
        self._path = folder / "outbox.mpk"
        self._lock = _lock(folder / "lock")
        self.inst = b""
        self.last_n = 0
        self.waiting: dict[int, Request] = {}
        try:
            self._file = self._open()
        except BaseException:
            self._lock.close()
            raise

    def keep(self, n: int, request: Request) -> None:
        """Write a request down; it is on disk when this returns.

        Raises OSError: where the disk won't have it; then it is not written down.
        """
        before = self._file.seek(0, os.SEEK_END)
        try:
            self._write(Keeping(n, request))
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(before)
            raise
        self.waiting[n] = request
        self.last_n = n

    def forget(self, n: int) -> None:
        """A request is settled. Not hurried to disk: the server knows it as well.

        Raises OSError: where the disk won't have it.
        """
        if self.waiting.pop(n, None) is None:
            return
        self._write(Settled(n))
        if not self.waiting and self._file.tell() > LARGEST_SETTLED:
            self._begin_anew()

    def renew(self, inst: bytes, waiting: dict[int, Request]) -> None:
        """Number from 1 again, as another instance.

        Raises OSError: where the disk won't have it.
        """
        self.inst, self.waiting, self.last_n = inst, waiting, len(waiting)
        self._begin_anew()

    def close(self) -> None:
        """Let another process have it."""
        self._file.close()
        self._lock.close()

    def _open(self) -> BinaryIO:
        """Read the file up to a torn end, which was never sent, and cut that off."""
        content = self._path.read_bytes() if self._path.exists() else b""
        sound = 0
        for end, record in _records(content):
            self._apply(record)
            sound = end
        rest = content[sound:].rstrip(b"\0")
        if not self.inst or (rest and not _is_torn(rest)):
            # No outbox yet, or a damaged one: its last number can't be known.
            self._set_damaged_aside()
            self.inst = os.urandom(16)
            self.waiting = dict(enumerate(self.waiting.values(), start=1))
            self.last_n = len(self.waiting)
        return self._rewritten()

    def _apply(self, record: Record) -> None:
        match record:
            case Numbering():
                self.inst, self.last_n = record.inst, record.last_n
            case Keeping():
                self.waiting[record.n] = record.do
                self.last_n = max(self.last_n, record.n)
            case Settled():
                self.waiting.pop(record.n, None)

    def _begin_anew(self) -> None:
        self._file.close()  # first: not every system replaces an open file
        try:
            self._file = self._rewritten()
        except OSError:
            self._file = self._appending()
            raise

    def _rewritten(self) -> BinaryIO:
        records: list[Record] = [Numbering(self.inst, self.last_n)]
        records += [Keeping(n, request) for n, request in self.waiting.items()]
        replace_file(self._path, b"".join(map(msgspec.msgpack.encode, records)))
        return self._appending()

    def _appending(self) -> BinaryIO:
        return open(self._path, "ab", buffering=0, opener=private)

    def _write(self, record: Record) -> None:
        content = msgspec.msgpack.encode(record)
        if self._file.write(content) != len(content):
            raise OSError("the disk took a part only")

    def _set_damaged_aside(self) -> None:
        if self._path.exists():
            self._path.replace(self._path.with_suffix(".damaged"))


class Stream(Protocol):
    """What msgpack's Unpacker is; it ships no types."""

    def feed(self, content: bytes) -> None: ...
    def unpack(self) -> object: ...
    def tell(self) -> int: ...


def _stream(content: bytes) -> Stream:
    stream = cast("Stream", msgpack.Unpacker())  # pyright: ignore[reportUnknownMemberType]
    stream.feed(content)
    return stream


def _records(content: bytes) -> Iterator[tuple[int, Record]]:
    """Records from the start as far as they can be read, each with where it ends."""
    stream = _stream(content)
    while True:
        try:
            record = msgspec.convert(stream.unpack(), Record)
        except (msgpack.UnpackException, msgspec.ValidationError, ValueError):
            return
        yield stream.tell(), record


def _is_torn(rest: bytes) -> bool:
    """Whether this is the beginning of a record, as a power cut leaves it."""
    try:
        _stream(rest).unpack()
    except msgpack.OutOfData:
        return True
    except (msgpack.UnpackException, ValueError):
        return False
    return False


def _lock(path: Path) -> BinaryIO:
    """Hold a file for this process, until it is closed or the process ends."""
    file = open(path, "ab", buffering=0, opener=private)  # noqa: SIM115 open as long as the lock
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        file.close()
        raise OutboxInUse from None
    except BaseException:
        file.close()
        raise
    return file
