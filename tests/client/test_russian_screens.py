"""Screens in Russian, which is longer than English: what matters most is never cut."""

import gettext
from pathlib import Path

import pytest

import duologue_client
from duologue_client import keys, language
from duologue_client.student.app import StudentApp
from duologue_client.student.lobby import Lobby
from duologue_client.student.room import Room
from duologue_client.teacher.app import TeacherApp
from duologue_client.widgets.help import HelpScreen
from support import student_views as views
from support.fake_session import FakeSession
from support.screens import screen_text, until
from support.teaching import people, running, settled, taught_class


@pytest.fixture(autouse=True)
def _russian(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(duologue_client.__file__).parent / "locale"
    russian = gettext.translation("duologue", folder, ["ru"])
    monkeypatch.setattr("duologue_client.language._current", russian)


async def test_a_small_console_shows_the_time_left_and_all_its_keys() -> None:
    app = TeacherApp(taught_class(*running(12, free=2)), "school.example")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        rows = screen_text(app).splitlines()
    assert "ещё 4:12" in rows[1]
    assert "12 комнат · ! зовут 1 · ? важно 2" in rows[1]
    assert rows[-1].endswith("b Сказать всем")


async def test_the_line_to_join_stands_whole_on_a_small_screen() -> None:
    app = TeacherApp(taught_class(*people(0)), "school.example:8765")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "duologue join K7QM-2PXA@school.example:8765 --name ВАШЕ-ИМЯ" in screen_text(app)


@pytest.mark.parametrize("columns", [80, 44])
async def test_a_student_s_room_keeps_its_four_keys(columns: int) -> None:
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session)
    async with app.run_test(size=(columns, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Room) and "F4 Готово" in screen_text(app))
        last = screen_text(app).splitlines()[-1]
    assert last.startswith(" F1 Помощь")
    assert "F3 Позвать" in last


async def test_the_lobby_says_how_many_are_here_on_a_phone() -> None:
    session = FakeSession()
    session.feed(*views.LOBBY)
    app = StudentApp(session)
    async with app.run_test(size=(44, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Lobby) and "F9 Итоги" in screen_text(app))
        assert screen_text(app).splitlines()[0].endswith("5 здесь")


async def test_no_row_of_the_help_page_is_cut() -> None:
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session)
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Room))
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await until(pilot, lambda: "Esc — закрыть" in screen_text(app))
        seen = screen_text(app)
    for row in keys.ROOM:
        assert language._(row.help) in seen
        assert f"/{keys.slash_command(row)}" in seen
