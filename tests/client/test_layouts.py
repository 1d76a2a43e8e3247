"""Letters as keys, in the English and in the Russian keyboard layout."""

import pytest
from textual.binding import Binding
from textual.widgets import Input

from duologue_client.keys import Key, bindings, both_layouts
from duologue_client.student.app import StudentApp
from duologue_client.student.room import Room
from duologue_client.teacher import keys as teachers_keys
from duologue_client.teacher.app import TeacherApp
from duologue_client.teacher.help import Help
from duologue_client.teacher.library import LibraryScreen
from duologue_client.teacher.plan import PlanScreen
from duologue_client.teacher.results import ResultsScreen
from duologue_client.teacher.room import RoomScreen
from duologue_client.teacher.word import Word
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.question import Question
from duologue_protocol.requests import ChangeTime, Say
from support import student_views as views
from support.fake_session import FakeSession
from support.screens import until
from support.teaching import people, running, settled, taught_class

TABLES = {
    "console": teachers_keys.CONSOLE,
    "plan": teachers_keys.PLAN,
    "room": teachers_keys.ROOM,
    "results": teachers_keys.RESULTS,
}


@pytest.mark.parametrize(
    ("english", "both"),
    [
        ("n", "n,т"),
        ("T", "T,Е"),
        ("E", "E,У"),
        ("q,f10", "q,f10,й"),
        ("ctrl+c", "ctrl+c,ctrl+с"),
        ("plus,equals_sign", "plus,equals_sign"),
        ("shift+tab", "shift+tab"),
        ("", ""),
    ],
)
def test_a_letter_is_bound_with_its_neighbour_on_the_same_key(english: str, both: str) -> None:
    assert both_layouts(english) == both


def test_all_letters_have_one_of_their_own() -> None:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    both = both_layouts(",".join(letters)).split(",")
    assert len(set(both)) == 2 * len(letters)
    assert not any(letter.isascii() for letter in both[len(letters) :])


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_letter_of_a_teacher_works_in_both_layouts(table: tuple[Key, ...]) -> None:
    bound = {one.key: one.action for one in bindings(table) if isinstance(one, Binding)}
    letters = [key for row in table for key in row.keys.split(",") if len(key) == 1]
    for letter in letters:
        assert bound[both_layouts(letter)[-1]] == bound[letter]


@pytest.mark.parametrize(
    ("key", "screen"),
    [("т", PlanScreen), ("д", LibraryScreen), ("к", ResultsScreen), ("и", Word)],
)
async def test_the_console_hears_the_russian_layout(key: str, screen: type[object]) -> None:
    app = TeacherApp(taught_class(*people(4)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(key)
        await settled(pilot)
        assert any(isinstance(one, screen) for one in app.screen_stack)


async def test_capital_letters_are_other_keys() -> None:
    session = taught_class(*running(4))
    app = TeacherApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("е", "Е")
        await settled(pilot)
    times = [one.delta_ms for one in session.submitted if isinstance(one, ChangeTime)]
    assert times == [60_000, -60_000]


async def test_in_a_room_and_its_help_the_letters_work_too() -> None:
    app = TeacherApp(taught_class(*running(4)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, RoomScreen)
        await pilot.press("f1")
        await settled(pilot)
        assert isinstance(app.screen, Help)
        await pilot.press("й")
        await settled(pilot)
        await pilot.press("ц")
        await settled(pilot)
        assert isinstance(app.screen, Word)


async def test_russian_letters_stay_text_where_one_writes() -> None:
    app = TeacherApp(taught_class(*people(4)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("l")
        await settled(pilot)
        await pilot.press("т", "ы", "й")
        await settled(pilot)
        assert app.screen.query_one(Input).value == "тый"
        await pilot.press("escape", "b")
        await settled(pilot)
        await pilot.press("т", "Т", "й")
        assert app.screen.query_one(Composer).text == "тТй"


async def test_a_student_writes_russian_letters_and_digits() -> None:
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Room))
        await pilot.press("т", "й", "1", "enter")
        await pilot.pause()
    assert [one.text for one in session.submitted if isinstance(one, Say)] == ["тй1"]


@pytest.mark.parametrize(
    ("key", "leaves"), [("y", True), ("д", True), ("n", False), ("н", False), ("т", False)]
)
async def test_a_question_takes_yes_and_no_in_both_languages(key: str, leaves: bool) -> None:
    """«н» is y in the other layout, but "нет" begins with it: it is no."""
    answers: list[bool | None] = []
    session = FakeSession()
    session.feed(*views.talking())
    app = StudentApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Room))
        app.push_screen(Question("?"), answers.append)
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
    assert answers == [leaves]
