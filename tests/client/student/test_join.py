"""The form that asks for what the command line has left out."""

from textual.widgets import Input

from duologue_client.student.join import Answers, JoinForm
from support.screens import screen_text, until


async def test_enter_goes_to_what_is_empty_and_then_joins() -> None:
    form = JoinForm(address="K7QM-2PXA@localhost", why="Somebody called [/] is here already.")
    async with form.run_test() as pilot:
        await until(pilot, lambda: "called [/] is here" in screen_text(form))
        name = form.query_one("#name", Input)
        await until(pilot, lambda: name.has_focus)
        await pilot.press("enter")
        assert form.is_running
        name.value = " Anna "
        await pilot.press("enter")
        await until(pilot, lambda: not form.is_running)
    assert form.return_value == Answers("K7QM-2PXA@localhost", "Anna")


async def test_escape_closes_without_answers() -> None:
    form = JoinForm()
    async with form.run_test() as pilot:
        await pilot.press("escape")
        await until(pilot, lambda: not form.is_running)
    assert form.return_value is None
