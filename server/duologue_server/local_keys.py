"""Teacher's keys kept on the server's own machine, so that its user need not type them."""

import os
from pathlib import Path
from typing import Final

from duologue_server.journal import StoreProblem
from duologue_server.language import _

KEYS: Final = "keys"


def local_key(directory: Path, class_id: str) -> str | None:
    """The teacher's key of a class as this machine keeps it; None if it does not."""
    try:
        return key_file(directory, class_id).read_text("ascii").strip()
    except OSError:
        return None


def key_file(directory: Path, class_id: str) -> Path:
    """Named by the class, whose code may change."""
    return directory / KEYS / class_id


def keep_key(directory: Path, class_id: str, code: str, key: str) -> None:
    """Write the key for the user of this machine alone, in place of an earlier one.

    Raises StoreProblem: it cannot be written.
    """
    path = key_file(directory, class_id)
    try:
        write_key(path, key)
    except OSError as error:
        raise StoreProblem(
            _(
                "The class is made, but its teacher's key cannot be kept in {0}: {1}. "
                "Mend that, then make a new key with `duologue classroom key {2}`."
            ).format(path, error.strerror, code)
        ) from error


def write_key(path: Path, key: str) -> None:
    """Raises OSError."""
    new = path.with_suffix(".new")
    path.parent.mkdir(mode=0o700, exist_ok=True)
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key + "\n")
    new.replace(path)


def all_keys(directory: Path) -> dict[str, str]:
    """What this machine keeps: keys by the names of their files. Raises OSError."""
    folder = directory / KEYS
    files = folder.iterdir() if folder.exists() else ()
    return {
        file.name: file.read_text("ascii", "replace").strip() for file in files if not file.suffix
    }


def forget_key(directory: Path, class_id: str) -> None:
    """Remove the key; one that is not there is gone already."""
    key_file(directory, class_id).unlink(missing_ok=True)
