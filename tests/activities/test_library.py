"""The activities that come with the program, and a school's own folder beside them."""

import os
import sys
from pathlib import Path

import pytest

from duologue_activities.activity import Activity
from duologue_activities.advice import advise
from duologue_activities.check import Mistakes
from duologue_activities.kinds import KINDS
from duologue_activities.library import read_library

SAMPLES = Path(__file__).parent / "samples"


def test_packaged_activities_are_without_mistakes() -> None:
    assert read_library()


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_some_of_each_kind(kind: str) -> None:
    assert any(activity.kind == kind for activity in read_library().values())


def test_every_level_from_a1_to_b2_has_some() -> None:
    levels = {activity.level for activity in read_library().values()}
    assert levels >= {"A1", "A2", "B1", "B2"}


@pytest.mark.parametrize("activity", read_library().values(), ids=lambda one: one.id)
def test_nothing_could_be_better(activity: Activity) -> None:
    advice = advise(activity)
    assert not advice.long_cards
    assert not advice.unused
    assert activity.note
    assert activity.gloss
    assert activity.lookup != "low" or activity.kind == "disappearing-dialogue"  # it is a drill


def test_own_folder_stands_among_them_by_level_and_title() -> None:
    library = read_library(SAMPLES)
    assert {"lost-bag", "first-coffee", "two-flats"} < library.keys()
    order = [(activity.level, activity.title) for activity in library.values()]
    assert order == sorted(order)


def test_all_bad_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("kind: x\n")
    (tmp_path / "two.yml").write_bytes(b"a: \xff")
    (tmp_path / "three.yaml").write_text("x" * 100_000)
    (tmp_path / "notes.txt").write_text("not an activity")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(Mistakes) as raised:
        read_library(tmp_path)
    assert {mistake.file for mistake in raised.value.mistakes} == {
        "one.yaml",
        "two.yml",
        "three.yaml",
    }


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text((SAMPLES / "lost-bag.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "a.yml").write_text((SAMPLES / "two-flats.yaml").read_text("utf-8"), "utf-8")
    with pytest.raises(Mistakes, match=r"a.yml:1:1: There is another activity with this file name"):
        read_library(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="has no named pipes in folders")
def test_a_pipe_does_not_hold_the_server_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert read_library(tmp_path) == read_library()
