"""What a person can do when the data folder fails, each as one sentence."""

import contextlib
import errno
import shutil
import sqlite3
from collections.abc import Generator
from pathlib import Path
from typing import Final

from duologue_server.journal import StoreProblem
from duologue_server.language import _

SMALLEST_FREE_BYTES: Final = 65_536
"""With less than this SQLite can't open its write-ahead log."""

NOT_WRITABLE: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextlib.contextmanager
def told(path: Path) -> Generator[None, None, None]:
    """Turn what the system says about a file into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in NOT_WRITABLE:
            raise StoreProblem(_not_writable(path)) from error
        raise StoreProblem(
            _("{0} cannot be used: {1}. Choose another folder with --data.").format(
                path, error.strerror
            )
        ) from error
    except sqlite3.Error as error:
        raise StoreProblem(sentence(path, error)) from error
    except UnicodeDecodeError as error:  # SQLite quotes damaged names of tables as they are
        raise StoreProblem(damaged(path)) from error


def sentence(path: Path, error: sqlite3.Error) -> str:
    """What a person can do about a failure of the database."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return _full(path)
        case sqlite3.SQLITE_IOERR:
            # The index of the write-ahead log finds no room: for SQLite that is any other error.
            is_full = shutil.disk_usage(path.parent).free < SMALLEST_FREE_BYTES
            return _full(path) if is_full else _failing(path, error)
        case sqlite3.SQLITE_BUSY:
            return _("Another program is writing to {0}. Close it, then try again.").format(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return _not_writable(path)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path)
        case _other:
            return _("{0} cannot be used: {1}. Choose another folder with --data.").format(
                path, error
            )


def _full(path: Path) -> str:
    return _("The disk with {0} is full. Make room, then try again.").format(path)


def _failing(path: Path, error: sqlite3.Error) -> str:
    return _(
        "The disk with {0} fails: {1}. Look after the disk, or move the folder to another one "
        "and name it with --data."
    ).format(path, error)


def _not_writable(path: Path) -> str:
    return _(
        "{0} cannot be written: the disk or the folder is read-only, or belongs to another user. "
        "Mend that, or choose another folder with --data."
    ).format(path)


def no_classes(directory: Path) -> str:
    return _("There are no classes in {0}. Choose the server's folder with --data.").format(
        directory
    )


def damaged(path: Path) -> str:
    return _(
        "{0} is damaged. Put a backup back with `duologue restore`, "
        "or choose another folder with --data."
    ).format(path)
