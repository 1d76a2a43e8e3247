"""The data folder and what is in it: may it be used, is there room, is all as it was written?"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from duologue_server import schema
from duologue_server.data_directory import DATABASE, open_for_reading, server_runs
from duologue_server.doctor import Finding
from duologue_server.journal import StoreProblem
from duologue_server.journal.positions import Position, noted_positions
from duologue_server.journal.soundness import damaged_logs, structure_is_sound
from duologue_server.language import _
from duologue_server.store_problems import damaged, told

MEGABYTE: Final = 1_000_000
LITTLE_MB: Final = 500
"""A busy term of a school, several times over."""

TOO_LITTLE_MB: Final = 20


def examine_folder(directory: Path) -> Iterator[Finding]:
    """The folder itself."""
    use_effective = os.access in os.supports_effective_ids
    if not directory.exists():
        yield Finding(
            "warning",
            _("There is no data folder {0} yet: `duologue serve` makes it.").format(directory),
        )
        return
    if not os.access(directory, os.R_OK | os.W_OK | os.X_OK, effective_ids=use_effective):
        yield Finding(
            "fault",
            _(
                "The data folder {0} can't be written: it is read-only, or belongs to another "
                "user. Run Duologue as that user, or choose another folder with --data."
            ).format(directory),
        )
        return
    if sys.platform != "win32" and directory.stat().st_mode & 0o077:
        yield Finding(
            "warning",
            _("Other users of this computer can look into {0}: `chmod 700 {0}` ends that.").format(
                directory
            ),
        )
    yield _room(directory, shutil.disk_usage(directory).free // MEGABYTE)
    yield _use(directory)


def _room(directory: Path, free_mb: int) -> Finding:
    if free_mb >= LITTLE_MB:
        return Finding("ok", _("The data folder {0}: {1} MB free.").format(directory, free_mb))
    return Finding(
        "warning" if free_mb >= TOO_LITTLE_MB else "fault",
        _("The disk with {0} has only {1} MB left: make room before the lesson.").format(
            directory, free_mb
        ),
    )


def _use(directory: Path) -> Finding:
    try:
        runs = server_runs(directory)
    except StoreProblem as problem:
        return Finding("fault", str(problem))
    said = _("A server runs on this folder.") if runs else _("No server runs on this folder.")
    return Finding("ok", said)


class KeptData:
    """What is kept in a data folder. `last_ms` is the time of its latest moment, once examined."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._path = directory / DATABASE
        self.last_ms: int | None = None

    def examine(self) -> Iterator[Finding]:
        """The database, and each class in it."""
        if not self._directory.exists():
            return
        try:
            with told(self._directory):
                noted = noted_positions(self._directory)  # first: never ahead of what is read
            if not self._path.exists() and not noted:
                yield Finding("ok", _("No class was made here yet."))
                return
            with closing(open_for_reading(self._directory)) as connection, told(self._path):
                yield from self._examine(connection, noted)
        except StoreProblem as problem:
            yield Finding("fault", str(problem))

    def _examine(
        self, connection: sqlite3.Connection, noted: Mapping[int, Position]
    ) -> Iterator[Finding]:
        if not structure_is_sound(connection):
            yield Finding("fault", damaged(self._path))
            return
        self.last_ms = connection.execute("SELECT max(at_ms) FROM fact").fetchone()[0]
        version = schema.version_of(connection)
        if version < schema.VERSION:
            yield Finding(
                "warning",
                _(
                    "{0} is of an older Duologue: the next `duologue serve` brings it up to date. "
                    "Make a `duologue backup` before."
                ).format(self._path),
            )
            return
        yield Finding("ok", _("The database {0}: sound, version {1}.").format(self._path, version))
        yield from self._examine_classes(connection, damaged_logs(connection, noted))

    def _examine_classes(
        self, connection: sqlite3.Connection, found: Mapping[str, int]
    ) -> Iterator[Finding]:
        titles = dict(connection.execute("SELECT id, code FROM classroom").fetchall())
        for class_id, seq in found.items():
            yield Finding(
                "fault",
                _(
                    "Class {0} is damaged at moment {1}, so nobody can enter it. Put a backup back "
                    "with `duologue restore`, or go on with what was before that moment: stop the "
                    "server, then `duologue doctor --repair`."
                ).format(titles.get(class_id, class_id), seq),
            )
        if not found:
            moments = connection.execute("SELECT count(*) FROM fact").fetchone()[0]
            yield Finding(
                "ok",
                _("Classes: {0}. Moments: {1}. All is as it was written.").format(
                    len(titles), moments
                ),
            )
