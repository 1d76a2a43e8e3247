"""The teachers' keys that this machine keeps: who can read them, and do they open anything?"""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from duologue_server.data_directory import open_for_reading
from duologue_server.doctor import Finding
from duologue_server.journal import StoreProblem
from duologue_server.language import _
from duologue_server.local_keys import KEYS, all_keys
from duologue_server.registry import opens_a_class
from duologue_server.store_problems import told


def examine_keys(directory: Path) -> Iterator[Finding]:
    folder = directory / KEYS
    try:
        with told(folder):
            if not folder.exists():
                return
            keys, open_files = all_keys(directory), _open_to_others(folder)
        useless = _useless(directory, keys)
    except StoreProblem as problem:
        yield Finding("fault", str(problem))
        return
    if open_files:
        yield Finding(
            "fault",
            _(
                "Other users of this computer can read the teachers' keys: `chmod -R go= {0}` "
                "ends that, `duologue classroom key` makes new ones."
            ).format(folder),
        )
    for file in useless:
        yield Finding(
            "warning",
            _(
                "The key in {0} opens no class any more: remove the file, or make a new key with "
                "`duologue classroom key`."
            ).format(folder / file),
        )
    if not open_files and not useless:
        yield Finding("ok", _("Teachers' keys: {0}, for their user alone.").format(len(keys)))


def _open_to_others(folder: Path) -> list[Path]:
    if sys.platform == "win32":
        return []  # a user's files are kept by other means there
    return [path for path in (folder, *folder.iterdir()) if path.stat().st_mode & 0o077]


def _useless(directory: Path, keys: dict[str, str]) -> list[str]:
    with closing(open_for_reading(directory)) as connection, told(directory):
        return [file for file, key in keys.items() if not opens_a_class(connection, key)]
