"""The outbox on a real disk: what was kept is there again, whatever ended the program."""

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue_client.device import Device
from duologue_client.outbox import LARGEST_SETTLED, Outbox, OutboxInUse
from duologue_client.places import Place, load_place, place_folder, remembered, save_place
from duologue_protocol.requests import Say

FILE = "outbox.mpk"


def say(text: str) -> Say:
    return Say("r1", text)


def filled(folder: Path, *texts: str) -> Outbox:
    outbox = Outbox(folder)
    for n, text in enumerate(texts, start=outbox.last_n + 1):
        outbox.keep(n, say(text))
    return outbox


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    outbox = filled(tmp_path, "a", "b", "c")
    outbox.forget(1)
    outbox.close()
    again = Outbox(tmp_path)
    assert again.inst == outbox.inst
    assert again.last_n == 3
    assert again.waiting == {2: say("b"), 3: say("c")}
    again.close()


def test_numbers_go_on_when_all_is_settled(tmp_path: Path) -> None:
    outbox = filled(tmp_path, "a", "b")
    outbox.forget(1)
    outbox.forget(2)
    outbox.close()
    again = Outbox(tmp_path)
    assert (again.last_n, again.waiting) == (2, {})
    again.close()


def test_it_is_on_disk_before_keep_returns(tmp_path: Path) -> None:
    outbox = filled(tmp_path, "a line")
    assert b"a line" in (tmp_path / FILE).read_bytes()
    outbox.close()


@given(cut=st.integers(0, 200))
def test_a_torn_end_is_cut_off(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("torn")
    filled(folder, "first").close()
    whole = (folder / FILE).read_bytes()
    filled(folder, "second", "third").close()
    content = (folder / FILE).read_bytes()
    end = max(len(whole), len(content) - cut)
    (folder / FILE).write_bytes(content[:end])
    outbox = Outbox(folder)
    texts = [request.text for request in outbox.waiting.values() if isinstance(request, Say)]
    assert texts == ["first", "second", "third"][: len(texts)]
    assert texts[0] == "first"
    assert outbox.last_n == len(texts)
    outbox.close()


def test_a_block_that_was_never_written_is_a_torn_end(tmp_path: Path) -> None:
    outbox = filled(tmp_path, "a")
    outbox.close()
    with (tmp_path / FILE).open("ab") as file:
        file.write(bytes(512))
    again = Outbox(tmp_path)
    assert (again.inst, again.waiting) == (outbox.inst, {1: say("a")})
    again.close()


def test_a_damaged_file_begins_another_instance(tmp_path: Path) -> None:
    outbox = filled(tmp_path, "a")
    outbox.close()
    with (tmp_path / FILE).open("ab") as file:
        file.write(b"\xc1 this was never a record")
    again = Outbox(tmp_path)
    assert again.inst != outbox.inst
    assert again.waiting == {1: say("a")}
    assert (tmp_path / "outbox.damaged").exists()
    again.close()


def test_one_process_at_a_time(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    with pytest.raises(OutboxInUse):
        Outbox(tmp_path)
    outbox.close()
    Outbox(tmp_path).close()


def test_it_begins_anew_when_nothing_waits(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    for n in range(1, 60):
        outbox.keep(n, say("x" * 1_000))
    assert (tmp_path / FILE).stat().st_size > LARGEST_SETTLED
    for n in range(1, 60):
        outbox.forget(n)
    assert (tmp_path / FILE).stat().st_size < 100
    outbox.keep(60, say("next"))
    outbox.close()
    again = Outbox(tmp_path)
    assert again.waiting == {60: say("next")}
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such modes")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    place = Place("host", "K7QM-2PXA", "Anna")
    device = Device(place, tmp_path)
    device.keep(1, say("secret"))
    device.close()
    for file in place_folder(place, tmp_path).iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk here")
def test_a_full_disk_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    device = Device(Place("host", "K7QM-2PXA", "Anna"), tmp_path)
    assert device.keep(1, say("a"))
    number = device.outbox._file.fileno()  # pyright: ignore[reportPrivateUsage]
    good = os.dup(number)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, number)
    assert not device.keep(2, say("b"))
    os.dup2(good, number)
    os.close(good)
    os.close(full)
    assert device.keep(2, say("c"))
    device.close()
    again = Device(Place("host", "K7QM-2PXA", "Anna"), tmp_path)
    assert again.outbox.waiting == {1: say("a"), 2: say("c")}
    again.close()


def test_places_are_remembered(tmp_path: Path) -> None:
    anna = Place("host", "K7QM-2PXA", "Anna", token="t", position=(7, 40), draft="I wo")
    teacher = Place("host", "K7QM-2PXA", "Anna", "teacher")
    for place in (anna, teacher):
        save_place(place_folder(place, tmp_path), place)
    assert load_place(place_folder(anna, tmp_path)) == anna
    assert remembered(tmp_path) == anna
    assert remembered(tmp_path / "empty") is None


def test_a_place_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    (tmp_path / "place.json").write_bytes(b"{\xff")
    assert load_place(tmp_path) is None
