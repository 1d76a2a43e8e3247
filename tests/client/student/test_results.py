"""Results: from what was seen, from the server, notes and model that come later."""

from msgspec.structs import replace

from duologue_client.student.app import StudentApp
from duologue_client.student.outcome import result_of
from duologue_client.student.results import EarlierResults
from duologue_protocol.parts import Evidence, Model, ModelLine, Note, Result, Results
from duologue_protocol.requests import CheckAim, Leave, RateNote, ShowResults
from support import student_views as views
from support.fake_session import FakeSession
from support.screens import screen_text, until


def seen_result() -> tuple[FakeSession, Result]:
    session = FakeSession()
    session.feed(*views.ended())
    result = result_of(session.view, session.view.rooms[views.ROOM])
    assert result
    return session, result


def test_a_result_holds_only_what_i_said() -> None:
    _session, result = seen_result()
    assert [line.number for line in result.lines] == [2, 4]
    assert result.words == 14
    assert result.phrases[0] == ("I'd like …", "Hello. I'd like a coffee to go, please.")
    assert result.phrases[2] == ("Could I have …, please?", "")
    assert result.goals == (("order and pay", True), ("nothing with nuts", False))
    assert [note.by for note in result.notes] == ["p2"]


async def test_notes_model_and_gaps_come_later_and_enter_leaves() -> None:
    session, result = seen_result()
    told = replace(result, right=3, fields=4, evidence=Evidence(1, 30, 2, 9, 4, 12_400))
    session.answers = {ShowResults: Results((told,))}
    app = StudentApp(session)
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: "3 of 4 right" in screen_text(app))
        for fact in ("30 characters (lines: 1)", "up to 9 words in a row", "after 12 s"):
            assert fact in screen_text(app)
        session.feed(Note(views.ROOM, "t1", "p1", "Bravo!"))
        session.feed(Model(views.ROOM, (ModelLine("barista", "Morning!"),)))
        await until(pilot, lambda: "Ms Petrova: Bravo!" in screen_text(app))
        await until(pilot, lambda: "barista: Morning!" in screen_text(app))
        await pilot.press("enter")
        assert session.submitted == [Leave(views.ROOM)]


async def test_earlier_rooms_are_turned_like_pages() -> None:
    session, result = seen_result()
    older = replace(result, room="r1", role="barista", activity=views.TRAINS)
    session.answers = {ShowResults: Results((result, older))}
    session.feed(*views.LOBBY, fresh=True)
    app = StudentApp(session)
    async with app.run_test() as pilot:
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, EarlierResults))
        await until(pilot, lambda: "At the café" in screen_text(app))
        await pilot.press("left")
        await until(pilot, lambda: "Trains to the sea" in screen_text(app))
        await pilot.press("left", "right")
        await until(pilot, lambda: "At the café" in screen_text(app))


async def test_a_long_page_is_read_by_keys() -> None:
    session = FakeSession()
    said = [views.line(number, "p1", f"line {number}") for number in range(7, 60)]
    session.feed(*views.ended(), *said)
    app = StudentApp(session)
    async with app.run_test() as pilot:
        await until(pilot, lambda: "line 7" in screen_text(app))
        for _page in range(5):
            await pilot.press("pagedown")
        await until(pilot, lambda: "line 59" in screen_text(app))


async def test_digits_answer_to_the_aims_and_letters_rate_the_notes() -> None:
    session, _result = seen_result()
    async with StudentApp(session).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "CAN YOU DO IT NOW" in screen_text(pilot.app))
        await pilot.press("4", "3", "9", "a", "ф", "b")
        assert session.submitted == [
            CheckAim(views.ROOM, 1, "yes"),
            CheckAim(views.ROOM, 0, "partly"),
            RateNote(views.ROOM, "p2", "yes"),
            RateNote(views.ROOM, "p2", "yes"),
        ]
        session.feed(Note(views.ROOM, "p2", "p1", "You asked very politely.", "yes"))
        await until(pilot, lambda: "it helped" in screen_text(pilot.app))
