"""What a student sees and does when a partner is missing, time is short, or all are called."""

from msgspec.structs import replace

from duologue_client.student.plenary import Plenary
from duologue_client.student.room import Room
from duologue_protocol.parts import Announcement, Classroom, Person
from duologue_protocol.parts import Plenary as Shown
from duologue_protocol.requests import AskForTime, GoOn, ReportSilent, Say, Suggest
from support import student_views as views
from support.screens import screen_text, until
from support.student_room import composed, in_room, status, write

ROOM = views.ROOM


async def test_one_key_asks_for_a_minute_and_takes_it_back() -> None:
    async with in_room() as (session, pilot):
        await pilot.press("ctrl+g")
        assert session.submitted == [AskForTime(ROOM, on=True)]
        session.feed(replace(views.PROGRESS, asking=("p1",)))
        await until(pilot, lambda: "You ask for a minute more" in status(pilot))
        await write(pilot, "/ещё")
        assert session.submitted[-1] == AskForTime(ROOM, on=False)


async def test_a_partner_who_does_not_answer_is_reported_and_then_one_chooses() -> None:
    async with in_room() as (session, pilot):
        await pilot.press("ctrl+o")
        assert session.submitted == [ReportSilent(ROOM, "p2")]
        waiting = replace(
            views.PROGRESS, ends_at_ms=None, left_ms=60_000, silent=(("p2", views.NOW_MS),)
        )
        session.feed(waiting)
        await until(pilot, lambda: "The clock waits for Ivan" in screen_text(pilot.app))
        session.feed(replace(views.PROGRESS, silent=(("p2", views.NOW_MS),), choose=True))
        await until(pilot, lambda: "Ivan has not come back" in screen_text(pilot.app))
        for command in ("/alone", "/join", "/wait"):
            await write(pilot, command)
        chosen = [GoOn(ROOM, "alone"), GoOn(ROOM, "join"), GoOn(ROOM, "wait")]
        assert session.submitted[1:] == chosen


async def test_who_is_waited_for_is_told() -> None:
    async with in_room() as (session, pilot):
        session.feed(replace(views.PROGRESS, silent=(("p1", views.NOW_MS),)))
        await until(pilot, lambda: "Your partner waits for you" in screen_text(pilot.app))


async def test_a_partner_whose_line_is_down_needs_no_report() -> None:
    async with in_room() as (session, pilot):
        session.feed(Person("p2", "Ivan", "student", "away", ROOM, since_ms=views.NOW_MS))
        await pilot.press("ctrl+o")
        assert session.submitted == []
        assert "The clock waits already" in status(pilot)


async def test_who_is_stopped_reads_why_and_keeps_the_text() -> None:
    async with in_room() as (session, pilot):
        session.feed(replace(views.CLASSROOM, attention="frozen"))
        await until(pilot, lambda: "has stopped everybody" in screen_text(pilot.app))
        await write(pilot, "But I wanted to")
        request = session.submitted[-1]
        assert isinstance(request, Say)
        session.refuse(request, "The teacher has stopped everybody for a moment.")
        await until(pilot, lambda: composed(pilot) == "But I wanted to")
        assert "has stopped everybody" in status(pilot)
        session.feed(views.CLASSROOM)
        await until(pilot, lambda: "has stopped everybody" not in screen_text(pilot.app))
        assert composed(pilot) == "But I wanted to"


async def test_all_together_a_line_is_made_better_and_the_room_comes_back() -> None:
    async with in_room() as (session, pilot):
        session.feed(
            replace(views.CLASSROOM, attention="plenary"),
            Announcement("a1", "t", "Look at [/] this", views.NOW_MS),
        )
        await until(pilot, lambda: isinstance(pilot.app.screen, Plenary))
        await write(pilot, "What?")
        assert session.submitted == []
        session.feed(Shown("p1", "How much costs it?", ("How much is it? [@click=app.quit]x",)))
        await until(pilot, lambda: "How much costs it?" in screen_text(pilot.app))
        assert "Look at [/] this" in screen_text(pilot.app)
        assert "[@click=app.quit]x" in screen_text(pilot.app)
        await write(pilot, "How much does it cost?")
        assert session.submitted == [Suggest("How much does it cost?")]

        session.feed(Classroom("English B1", "K7QM-2PXA", pairing_allowed=True))
        await until(pilot, lambda: isinstance(pilot.app.screen, Room))
