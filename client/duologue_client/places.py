"""Where a class is kept on this device: one folder for each server, code and name."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import platformdirs

from duologue_protocol.limits import JOIN_TOKENS
from duologue_protocol.parts import PersonRole

FILE: Final = "place.json"
DEVICE: Final = "device"
"""The file with this device's own secret, beside the places."""
DEVICE_BYTES: Final = 32


class Draft(NamedTuple):
    """What stands in a composer."""

    text: str = ""
    of: str = ""
    """The room's id and what is being written there ("r1 line"); "" where nobody knows."""


class Place(msgspec.Struct):
    """What a device remembers of one person in one class."""

    server: str
    code: str
    name: str
    role: PersonRole = "student"
    token: str = ""
    who: str = ""
    position: tuple[int, int] = (0, 0)
    """The last epoch and sequence seen: one value."""
    draft: str = ""
    """What stood in the composer."""
    draft_of: str = ""
    """What it was written for."""
    informed: bool = False
    """The student has read who reads along, and how long it is kept."""


def places_folder() -> Path:
    """Where all places of this device are."""
    return platformdirs.user_state_path("duologue") / "places"


def place_folder(place: Place, inside: Path | None = None) -> Path:
    """A place's own folder, named by a digest: what people type is no file name."""
    known_by = f"{place.server.casefold()}\n{place.code}\n{place.name.casefold()}\n{place.role}"
    digest = hashlib.sha256(known_by.encode("utf-8", "surrogatepass")).hexdigest()
    return (places_folder() if inside is None else inside) / digest[:24]


def load_place(folder: Path) -> Place | None:
    """The place that was saved there, None where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Place)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def save_place(folder: Path, place: Place) -> None:
    """Write a place whole, so that a power cut leaves the old one or the new one.

    Raises OSError: where the disk won't have it.
    """
    make_private_folder(folder)
    replace_file(folder / FILE, msgspec.json.encode(place))


def remembered(inside: Path | None = None) -> Place | None:
    """The place of the student who used this device last."""
    found: list[tuple[float, Place]] = []
    for file in (places_folder() if inside is None else inside).glob(f"*/{FILE}"):
        place = load_place(file.parent)
        if place is not None and place.role == "student":
            with suppress(OSError):
                found.append((file.stat().st_mtime, place))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def earlier_tokens(place: Place, inside: Path | None = None) -> tuple[str, ...]:
    """Tokens of the same person on the same server, whatever the code; the newest first."""
    found: list[tuple[float, str]] = []
    for file in (places_folder() if inside is None else inside).glob(f"*/{FILE}"):
        other = load_place(file.parent)
        if other is not None and other.token and _same_person(place, other):
            with suppress(OSError):
                found.append((file.stat().st_mtime, other.token))
    return tuple(token for _when, token in sorted(found, reverse=True)[:JOIN_TOKENS])


def _same_person(one: Place, other: Place) -> bool:
    known = [(p.server.casefold(), p.name.casefold(), p.role) for p in (one, other)]
    return known[0] == known[1]


def device_for(server: str, inside: Path | None = None) -> bytes:
    """What a server may know this device by: random, and another for each server.

    Raises OSError: where the disk won't have it.
    """
    folder = places_folder() if inside is None else inside
    make_private_folder(folder)
    path = folder / DEVICE
    secret = path.read_bytes() if path.exists() else b""
    if len(secret) != DEVICE_BYTES:
        secret = os.urandom(DEVICE_BYTES)
        replace_file(path, secret)
    return hashlib.blake2b(server.casefold().encode(), key=secret, digest_size=16).digest()


def make_private_folder(folder: Path) -> None:
    """Make a folder that nobody else on this machine can look into.

    Raises OSError: where the disk won't have it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Put new content in a file's place, on disk when this returns, readable by its owner only.

    Raises OSError: where the disk won't have it; the old content stays.
    """
    beside = path.with_suffix(".new")
    with open(beside, "wb", opener=private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def private(path: str, flags: int) -> int:
    """An opener of files that are their owner's only."""
    return os.open(path, flags, 0o600)
