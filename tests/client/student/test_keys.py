"""The table of keys: every row works somewhere, no key means two things on one screen."""

from collections import Counter

import pytest

from duologue_client import keys
from duologue_client.keys import Key, bindings, find_command, is_command
from duologue_client.places import Draft
from duologue_client.student.choosing import Choosing
from duologue_client.student.lobby import Lobby
from duologue_client.student.results import EarlierResults
from duologue_client.student.room import Room
from duologue_client.student.screen import StudentScreen
from support.fake_session import FakeSession

TABLES = {
    "lobby": keys.LOBBY,
    "choosing": keys.CHOOSING,
    "room": keys.ROOM,
    "results": keys.RESULTS,
}
SHOWN_ONLY = {"check", "rate", "read"}
"""Rows whose keys the command line handles itself."""


def screens() -> list[StudentScreen]:
    session = FakeSession()
    return [
        Lobby(session),
        Choosing(session, "r1"),
        Room(session, "r1", Draft(), lambda _draft: None),
        EarlierResults(session),
    ]


def test_every_row_of_a_screen_has_its_command() -> None:
    for screen in screens():
        names = {row.name for row in screen.KEYS} - SHOWN_ONLY
        assert names <= set(screen.commands), type(screen)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_key_or_command_means_one_thing(table: tuple[Key, ...]) -> None:
    pressed = Counter(key for row in table for key in row.keys.split(",") if key)
    typed = Counter(word for row in table for word in row.slash)
    assert [key for key, times in (pressed + typed).items() if times > 1] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_key_that_may_be_text_goes_before_the_composer(table: tuple[Key, ...]) -> None:
    for binding in bindings(table):
        assert not isinstance(binding, tuple)
        if binding.priority:
            assert binding.key[0] == "f" or binding.key in ("pageup", "pagedown", "ctrl+end")


def test_every_command_has_a_russian_name() -> None:
    for table in TABLES.values():
        for row in table:
            if row.slash:
                assert any(not word.isascii() for word in row.slash), row.name


def test_commands_are_found_in_both_languages_with_what_follows() -> None:
    found = find_command(keys.ROOM, "/help! what is  a tip")
    assert found
    assert (found[0].name, found[1]) == ("call", "what is  a tip")
    russian = find_command(keys.ROOM, "/КАРТОЧКА")
    assert russian
    assert russian[0].name == "card"
    assert find_command(keys.ROOM, "/seek") is None


def test_an_answer_that_begins_with_a_slash_is_no_command() -> None:
    assert not is_command("/ purse")
    assert not is_command("/")
    assert is_command("/done")
