"""What a device knows of itself: earlier tokens, and a name for each server."""

import os
import sys
from pathlib import Path

from duologue_client.places import (
    DEVICE,
    Place,
    device_for,
    earlier_tokens,
    place_folder,
    save_place,
)
from duologue_protocol.limits import JOIN_TOKENS

NEW = Place("school.example", "2222-2222", "Anna")


def keep(inside: Path, number: int, **other: str) -> None:
    """A place of Anna's with a token; the higher the number, the newer."""
    about = {"server": "school.example", "name": "Anna", **other}
    place = Place(about["server"], f"2222-333{number}", about["name"], token=f"token {number}")
    folder = place_folder(place, inside)
    save_place(folder, place)
    os.utime(folder / "place.json", (number, number))


def test_tokens_of_the_same_person_there_come_with_a_join(tmp_path: Path) -> None:
    keep(tmp_path, 2)
    keep(tmp_path, 3, name="ANNA")
    keep(tmp_path, 4, name="Boris")
    keep(tmp_path, 5, server="other.example")
    assert earlier_tokens(NEW, tmp_path) == ("token 3", "token 2")


def test_no_more_of_them_than_a_join_may_bring(tmp_path: Path) -> None:
    for number in range(2, 2 + JOIN_TOKENS + 3):
        keep(tmp_path, number)
    found = earlier_tokens(NEW, tmp_path)
    assert len(found) == JOIN_TOKENS
    assert found[0] == f"token {JOIN_TOKENS + 4}"


def test_a_device_without_places_has_none(tmp_path: Path) -> None:
    assert earlier_tokens(NEW, tmp_path / "nothing") == ()


def test_a_device_is_the_same_for_one_server_and_another_for_the_next(tmp_path: Path) -> None:
    first = device_for("school.example", tmp_path / "a")
    assert first == device_for("School.example", tmp_path / "a")
    assert first != device_for("other.example", tmp_path / "a")
    assert first != device_for("school.example", tmp_path / "b")
    if sys.platform != "win32":
        assert (tmp_path / "a" / DEVICE).stat().st_mode & 0o777 == 0o600


def test_a_damaged_secret_is_made_anew(tmp_path: Path) -> None:
    before = device_for("school.example", tmp_path)
    (tmp_path / DEVICE).write_bytes(b"")
    after = device_for("school.example", tmp_path)
    assert before != after == device_for("school.example", tmp_path)
