"""The page that a room writes together, and the text on the wall, by the keyboard."""

from msgspec.structs import replace
from textual import events

from duologue_client.widgets.composer import Composer
from duologue_client.widgets.shared_text import SharedPage
from duologue_protocol.parts import Gone
from duologue_protocol.requests import EditText, Say
from support import stage_views as views
from support.screens import screen_text, until
from support.student_room import in_room, write
from support.student_views import CLASSROOM, ROOM


async def test_what_is_typed_goes_out_as_an_edit() -> None:
    async with in_room(*views.writing_together()) as (session, pilot):
        page = pilot.app.screen.query_one(SharedPage)
        assert page.text == views.TEXT.text
        await pilot.press("f6", "ctrl+end", "!")
        await until(pilot, lambda: bool(session.submitted))
        assert session.submitted == [EditText(ROOM, 0, 3, (25, "!"))]
        await pilot.press("escape")
        assert pilot.app.screen.query_one(Composer).has_focus
        await write(pilot, "What came next?")
        assert session.submitted[-1] == Say(ROOM, "What came next?")


async def test_what_a_partner_writes_comes_in_around_the_cursor() -> None:
    async with in_room(*views.writing_together()) as (session, pilot):
        page = pilot.app.screen.query_one(SharedPage)
        await pilot.press("f6", "ctrl+end", "x")
        await until(pilot, lambda: bool(session.submitted))
        await pilot.press("y")
        session.feed(replace(views.TEXT, text="Look! One morning a big dog waited.", version=5))
        await pilot.pause()
        assert page.text == "Look! One morning a big dog waited.xy"
        assert page.cursor_location == (0, len(page.text))
        session.feed(
            replace(views.TEXT, text="Look! One morning a big dog waited.x", version=6, mine=2)
        )
        await until(pilot, lambda: len(session.submitted) == 2)
        assert session.submitted[1] == EditText(ROOM, 0, 6, (36, "y"))


async def test_a_text_that_was_cleared_says_who_cleared_it() -> None:
    async with in_room(*views.writing_together()) as (session, pilot):
        page = pilot.app.screen.query_one(SharedPage)
        assert "cleared by the teacher" not in screen_text(pilot.app)
        session.feed(replace(views.TEXT, text="", version=4, cleared=True))
        await until(pilot, lambda: "Our text (cleared by the teacher)" in screen_text(pilot.app))
        assert page.text == ""


async def test_undo_takes_back_my_words_and_not_a_partners() -> None:
    async with in_room(*views.writing_together()) as (session, pilot):
        page = pilot.app.screen.query_one(SharedPage)
        session.feed(replace(views.TEXT, text="One morning a big dog waited.", version=4))
        await pilot.pause()
        await pilot.press("f6", "ctrl+z")
        assert page.text == "One morning a big dog waited."
        await pilot.press("ctrl+home", "S", "o", "ctrl+z")
        await until(pilot, lambda: page.text == "One morning a big dog waited.")


async def test_a_refused_edit_stays_and_is_sent_again() -> None:
    async with in_room(*views.writing_together()) as (session, pilot):
        page = pilot.app.screen.query_one(SharedPage)
        await pilot.press("f6", "ctrl+end", "x")
        await until(pilot, lambda: bool(session.submitted))
        session.refuse(session.submitted[0], "no_text")
        await pilot.press("y")
        await until(pilot, lambda: len(session.submitted) == 2)
        assert session.submitted[1] == EditText(ROOM, 0, 3, (25, "xy"))
        assert page.text.endswith("xy")


async def test_what_was_pasted_into_it_is_counted_where_the_class_asks_for_it() -> None:
    """A refused edit tells it again."""
    async with in_room(*views.writing_together()) as (session, pilot):
        session.feed(replace(CLASSROOM, evidence=True))
        await pilot.press("f6", "ctrl+end")
        pilot.app.post_message(events.Paste("It rained."))
        await until(pilot, lambda: bool(session.submitted))
        edit = EditText(ROOM, 0, 3, (25, "It rained."), pasted=10)
        assert session.submitted == [edit]
        session.refuse(edit, "no_text")
        await pilot.press("x")
        await until(pilot, lambda: len(session.submitted) == 2)
        assert session.submitted[1] == EditText(ROOM, 0, 3, (25, "It rained.x"), pasted=10)


async def test_at_the_wall_one_reads_and_does_not_write() -> None:
    async with in_room(*views.running()) as (session, pilot):
        assert "read this twice" not in screen_text(pilot.app)
        await pilot.press("f6")
        await pilot.pause()
        assert "read this twice" in screen_text(pilot.app)
        assert not pilot.app.screen.query_one(Composer).display
        await pilot.press("x", "f6")
        await pilot.pause()
        assert "read this twice" not in screen_text(pilot.app)
        await write(pilot, "Dear Max, comma")
        assert session.submitted == [Say(ROOM, "Dear Max, comma")]


async def test_whoever_stands_at_the_wall_is_back_when_it_is_taken_down() -> None:
    async with in_room(*views.running()) as (session, pilot):
        await pilot.press("f6")
        session.feed(Gone("passage", (ROOM,)))
        await until(pilot, lambda: bool(pilot.app.screen.query_one(Composer).display))
        assert pilot.app.screen.query_one(Composer).has_focus


async def test_the_reader_can_not_type_into_the_text() -> None:
    async with in_room(*views.running()) as (session, pilot):
        page = pilot.app.screen.query_one(SharedPage)
        page.focus()
        await pilot.press("x")
        await pilot.pause()
        assert page.text == "Dear Max,"
        assert not session.submitted


async def test_a_passage_is_there_to_be_read_and_then_both_texts_are() -> None:
    async with in_room(*views.reading()) as (_session, pilot):
        assert "One morning a dog was waiting" in screen_text(pilot.app)
    async with in_room(*views.comparing()) as (_session, pilot):
        shown = screen_text(pilot.app)
        assert "It was:" in shown
        assert "One morning a dog was waiting" in shown
        assert "4 of the 6 words" in shown
