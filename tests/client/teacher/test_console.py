"""What a teacher does from the console, and what the server is asked for."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from duologue_client.session import LinkChanged
from duologue_client.teacher.app import TeacherApp
from duologue_client.teacher.console.lobby import Lobby
from duologue_client.teacher.console.screen import Console
from duologue_client.teacher.console.wall import Wall
from duologue_client.teacher.status import Status
from duologue_client.widgets.composer import Composer
from duologue_protocol.parts import (
    Banned,
    Classroom,
    Line,
    Part,
    Person,
    Pin,
    Progress,
    Row,
)
from duologue_protocol.requests import (
    AllowPairing,
    Ban,
    Broadcast,
    CancelCall,
    ChangeTime,
    EndRound,
    Exchange,
    Gather,
    GrantTime,
    LockClass,
    Merge,
    Mute,
    NextStage,
    PauseTime,
    PinLine,
    Place,
    Remove,
    Request,
    Say,
    SetConstraint,
    ShowModel,
    ShowPin,
    ShowSuggestion,
    Split,
    Unban,
    UndoTime,
    Unwatch,
    Watch,
    Whisper,
)
from support.fake_session import FakeSession
from support.screens import screen_text, until
from support.teaching import NOW_MS, people, progress, row, running, settled, student, taught_class

Console24 = tuple[FakeSession, Pilot[None]]


@asynccontextmanager
async def taught(*parts: Part) -> AsyncGenerator[Console24]:
    """A console over this class, drawn once, at 80×24."""
    session = taught_class(*parts)
    app = TeacherApp(session, "school.example:8765")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        yield session, pilot


def status(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(Status).render())


KEYS: list[tuple[tuple[str, ...], Request]] = [
    (("plus",), ChangeTime(60_000)),
    (("minus",), ChangeTime(-60_000)),
    (("t",), ChangeTime(60_000, "r3")),
    (("T",), ChangeTime(-60_000, "r3")),
    (("space",), PauseTime(on=True)),
    (("o",), PauseTime(on=True, room="r3")),
    (("u",), UndoTime()),
    (("i", "enter", "down", "enter"), ChangeTime(120_000)),
    (("i", "down", "enter", "up", "up", "enter"), PauseTime(on=True, room="r3")),
    (("i", "down", "down", "enter", "enter"), ChangeTime(60_000, stage=1)),
    (("f",), Gather("frozen")),
    (("g",), Gather("plenary")),
    (("w", "enter", "enter"), Exchange("p5", "p0")),
    (("tab", "down", "w", "enter"), Exchange("p5", "p0")),
    (("d", "enter"), Split("r3")),
    (("d", "down", "enter"), Merge("r3", "r0")),
    (("tab", "v", "enter", "down", "enter"), SetConstraint("p8", "p0", "apart")),
    (("p", "down", "enter"), Place("p5", "r3")),
    (("s", "enter"), NextStage()),
    (("s", "down", "enter"), NextStage("r3")),
    (("e", "enter"), EndRound(30_000)),
    (("e", "up", "enter"), EndRound(0)),
    (("e", "down", "enter"), EndRound(60_000)),
    (("E", "enter"), EndRound(30_000, "r3")),
    (("c",), CancelCall("r3")),
    (("p", "enter"), Place("p8", "r3")),
    (("tab", "p", "enter"), Place("p8", "r0")),
    (("tab", "x", "down", "enter"), Remove("p8")),
    (("tab", "x", "down", "down", "enter"), Ban("p8")),
    (("tab", "z"), Mute("p8", on=True)),
    (("L",), LockClass(on=True)),
    (("a",), AllowPairing(on=False)),
    (("m",), ShowModel()),
    (("enter",), Watch("r3")),
    (("right", "enter"), Watch("r2")),
]


@pytest.mark.parametrize(("keys", "request_"), KEYS, ids=["-".join(keys) for keys, _ in KEYS])
async def test_a_key_asks_for(keys: tuple[str, ...], request_: Request) -> None:
    async with taught(*running(4, free=1)) as (session, pilot):
        await pilot.press(*keys)
        await settled(pilot)
        assert session.submitted == [request_]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("p", "enter"), "Tomás goes into Room 4."),
        (("w", "enter", "enter"), "Ali and Anna change places."),
        (("d", "enter"), "Room 4 becomes two rooms."),
        (("d", "down", "enter"), "Room 4 joins Room 1."),
        (("tab", "v", "enter", "down", "enter"), "Tomás and Anna are kept apart"),
    ],
)
async def test_what_was_done_to_groups_is_said(keys: tuple[str, ...], words: str) -> None:
    async with taught(*running(4, free=1)) as (_session, pilot):
        await pilot.press(*keys)
        await settled(pilot)
        assert words in status(pilot)


async def test_a_long_sentence_is_read_to_its_end() -> None:
    async with taught(*running(4)) as (session, pilot):
        sentence = "No server answers at school.example. " + "Check the address. " * 6 + "The end."
        session.link = LinkChanged("waiting", sentence)
        await settled(pilot)
        assert "The end." in screen_text(pilot.app)


async def test_who_is_banned_is_let_in_again() -> None:
    async with taught(*running(4), Banned("p99", "Igor [/]")) as (session, pilot):
        await pilot.press("X")
        await settled(pilot)
        assert "Igor [/]" in screen_text(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        assert session.submitted == [Unban("p99")]


async def test_nobody_has_to_be_let_in() -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press("X")
        assert "Nobody is banned" in status(pilot)
        assert session.submitted == []


async def test_the_console_shows_the_lock_who_is_muted_and_who_else_is_here() -> None:
    muted = msgspec.structs.replace(student(0), muted=True)
    locked = Classroom("English B1", "K7QM-2PXA", pairing_allowed=True, locked=True)
    others = (
        Person("k", "Kim", "observer", "here"),
        Person("l", "Lou", "co_teacher", "here"),
    )
    async with taught(*people(3), locked, muted, *others) as (session, pilot):
        text = screen_text(pilot.app)
        for words in ("locked", "muted · free", "Kim", "looks on", "Lou", "co-teacher"):
            assert words in text
        assert "People 3" in text
        await pilot.press("end", "x")
        await settled(pilot)
        assert "ban" not in screen_text(pilot.app)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert session.submitted == [Remove("l")]


async def test_who_looks_on_is_told_so() -> None:
    async with taught(*people(3), Person("t", "Kim", "observer", "here")) as (_session, pilot):
        assert "you look on" in screen_text(pilot.app)


async def test_the_key_that_stopped_everybody_lets_them_go() -> None:
    async with taught(*running(4)) as (session, pilot):
        session.feed(Classroom("English B1", "K7QM-2PXA", pairing_allowed=True, attention="frozen"))
        await settled(pilot)
        assert "EVERYBODY IS STOPPED" in screen_text(pilot.app)
        await pilot.press("f")
        assert session.submitted == [Gather("work")]


async def test_rooms_that_ask_for_a_minute_are_counted_and_get_it_by_one_key() -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press("j")
        assert session.submitted == []
        for number in (0, 1):
            session.feed(msgspec.structs.replace(progress(number), asking=(f"p{2 * number}",)))
        await settled(pilot)
        assert "2 of 4 ask for a minute" in screen_text(pilot.app)
        await pilot.press("j")
        assert session.submitted == [GrantTime()]


async def test_clocks_that_stand_run_on_by_the_same_key() -> None:
    async with taught(*running(1)) as (session, pilot):
        session.feed(msgspec.structs.replace(progress(0), ends_at_ms=None, left_ms=60_000))
        await settled(pilot)
        await pilot.press("space")
        assert session.submitted == [PauseTime(on=False)]


async def test_a_line_is_pinned_from_the_room_and_shown_from_the_pins() -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press("enter")
        session.feed(
            Line("r3", 1, "p6", "How much costs it?", NOW_MS),
            Line("r3", 2, "t", "Go on!", NOW_MS, "teacher"),
        )
        await settled(pilot)
        await pilot.press("end", "p", "up", "p", "escape", "k")
        session.feed(Pin("p9", "r3", 1, "p6", "How much costs it?", (("p0", "How much is it?"),)))
        await settled(pilot)
        assert "How much is it?  Anna" in screen_text(pilot.app)
        await pilot.press("enter", "down", "enter", "g", "z", "x")
        expected: list[Request] = [
            Watch("r3"),
            PinLine("r3", 1, on=True),
            Unwatch("r3"),
            ShowPin("p9"),
            ShowPin("p9"),
            ShowSuggestion("p0"),
            Gather("plenary"),
            ShowPin(""),
            PinLine("r3", 1, on=False),
        ]
        assert session.submitted == expected


@pytest.mark.parametrize("key", ["s", "e", "E", "q"])
async def test_escape_takes_a_question_back(key: str) -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press(key, "escape")
        await settled(pilot)
        assert session.submitted == []
        assert isinstance(pilot.app.screen, Console)


async def test_what_is_said_to_all_is_sent_whole() -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press("b")
        pilot.app.screen.query_one(Composer).text = "Two minutes left [/]"
        await pilot.press("enter")
        await settled(pilot)
        assert session.submitted == [Broadcast("Two minutes left [/]")]


@pytest.mark.parametrize(("keys", "to"), [(("W", "enter"), "p6"), (("tab", "W"), "p8")])
async def test_what_is_whispered_goes_to_one(keys: tuple[str, ...], to: str) -> None:
    async with taught(*running(4, free=1)) as (session, pilot):
        await pilot.press(*keys)
        pilot.app.screen.query_one(Composer).text = "Let her speak [/]"
        await pilot.press("enter")
        await settled(pilot)
        assert session.submitted == [Whisper(to, "Let her speak [/]")]


async def test_nothing_is_sent_where_nothing_was_written() -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press("b", "enter", "escape")
        await settled(pilot)
        assert session.submitted == []


async def test_one_key_finds_the_room_that_needs_the_teacher() -> None:
    async with taught(*running(12)) as (_session, pilot):
        wall = pilot.app.screen.query_one(Wall)
        await pilot.press("end", "h")
        assert wall.room == "r3"
        await pilot.press("h")
        assert wall.room == "r4"
        await pilot.press("h")
        assert wall.room == "r2"


async def test_a_room_stays_under_the_cursor_when_it_falls_silent() -> None:
    async with taught(*running(4)) as (session, pilot):
        wall = pilot.app.screen.query_one(Wall)
        await pilot.press("end")
        before = wall.order
        assert wall.room == before[-1]
        number = int(before[-1][1:])
        session.feed(row(number, silent_ms=300_000))
        await settled(pilot)
        assert wall.order == before
        await pilot.press("home")
        await settled(pilot)
        assert wall.order.index(before[-1]) < len(before) - 1


async def test_only_what_changed_is_drawn_again() -> None:
    async with taught(*running(4)) as (session, pilot):
        wall = pilot.app.screen.query_one(Wall)
        before = {one.room: one for one in wall.cards}
        changed = msgspec.structs.replace(session.view.rows["r0"], last_text="New words")
        session.feed(changed)
        await settled(pilot)
        after = {one.room: one for one in wall.cards}
        assert [room for room in after if after[room] != before[room]] == ["r0"]
        assert after["r0"].last == "New words"


async def test_pairing_is_allowed_again_by_the_same_key() -> None:
    async with taught(*people(2)) as (session, pilot):
        closed = session.view.classroom
        assert closed
        session.feed(msgspec.structs.replace(closed, pairing_allowed=False))
        await pilot.press("a")
        assert session.submitted == [AllowPairing(on=True)]


async def test_the_join_line_is_copied() -> None:
    async with taught(*people(0)) as (_session, pilot):
        await pilot.press("y")
        line = "duologue join K7QM-2PXA@school.example:8765 --name YOUR-NAME"
        assert pilot.app.clipboard == line


async def test_nobody_is_taken_out_from_the_wall() -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press("x")
        await settled(pilot)
        assert session.submitted == []
        assert "Choose a person first" in status(pilot)


async def test_a_refusal_is_a_sentence_in_the_status_line_and_a_toast() -> None:
    async with taught(*running(1)) as (session, pilot):
        session.refuse(ChangeTime(60_000), "No clock runs there. [/] [@click=app.quit]x")
        await settled(pilot)
        assert "No clock runs there. [/]" in status(pilot)
        await until(pilot, lambda: len(pilot.app.screen.query(Toast)) == 1)
        await pilot.press("s", "escape")
        await settled(pilot)
        assert not status(pilot)


async def test_a_room_that_has_ended_has_no_next_stage() -> None:
    async with taught(*running(1)) as (session, pilot):
        room = next(part for part in running(1) if isinstance(part, Progress))
        session.feed(msgspec.structs.replace(room, state="ended"))
        await settled(pilot)
        await pilot.press("s", "down", "enter")
        assert session.submitted == [NextStage()]


async def test_a_lost_line_is_told_and_the_lesson_stays_on_the_screen() -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press("plus")
        session.turn_link("waiting")
        await settled(pilot)
        assert "1 order waits" in status(pilot)
        assert len(pilot.app.screen.query_one(Wall).cards) == 4
        session.turn_link("live")
        session.feed(*running(3), fresh=True)
        await settled(pilot)
        assert "The line is down" not in status(pilot)
        assert len(pilot.app.screen.query_one(Wall).cards) == 3


async def test_closing_asks_nothing_of_the_server() -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press("q", "down", "enter")
        await pilot.pause()
        assert session.submitted == []
        await until(pilot, lambda: not pilot.app.is_running)


async def test_the_cursor_of_the_people_stays_on_its_person() -> None:
    async with taught(*people(5)) as (session, pilot):
        lobby = pilot.app.screen.query_one(Lobby)
        await pilot.press("down", "down")
        before = lobby.person
        gone = msgspec.structs.replace(session.view.students()[0], presence="left")
        session.feed(gone)
        await settled(pilot)
        assert lobby.person == before


HOSTILE = ["see [/] ok", "[@click=app.quit]x[/]", "\x1b]52;c;RVZJTA==\x07", "a\nb\tc", "名前" * 20]


@pytest.mark.parametrize("text", HOSTILE)
async def test_names_and_lines_are_data(text: str) -> None:
    parts: list[Part] = []
    for part in running(4, free=1):
        named = hasattr(part, "name")
        said = isinstance(part, Row)
        change = {"name": text} if named else {"last_text": text} if said else {}
        parts.append(msgspec.structs.replace(part, **change))
    async with taught(*parts) as (_session, pilot):
        shown = screen_text(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        shown += screen_text(pilot.app)
        assert "\x1b" not in shown
        assert "\x07" not in shown


async def test_a_click_chooses_a_room_and_a_second_one_opens_it() -> None:
    async with taught(*running(4)) as (session, pilot):
        wall = pilot.app.screen.query_one(Wall)
        await pilot.click(Wall, offset=(45, 2))
        assert wall.room == wall.order[1] == "r2"
        await pilot.click(Wall, offset=(45, 2))
        await settled(pilot)
        assert session.submitted == [Watch("r2")]


async def test_ctrl_c_asks_before_it_closes() -> None:
    async with taught(*running(4)) as (_session, pilot):
        await pilot.press("ctrl+c", "ctrl+q", "escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Console)
        assert pilot.app.is_running


async def test_help_lists_the_keys_of_this_screen() -> None:
    async with taught(*running(4)) as (_session, pilot):
        await pilot.press("question_mark")
        await settled(pilot)
        assert "say something to the whole class" in screen_text(pilot.app)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Console)


async def test_the_wall_goes_on_under_a_question() -> None:
    async with taught(*running(4)) as (session, pilot):
        wall = pilot.app.screen.query_one(Wall)
        await pilot.press("e")
        session.feed(msgspec.structs.replace(session.view.rows["r0"], last_text="New words"))
        await until(pilot, lambda: any(one.last == "New words" for one in wall.cards), 2000)


async def test_who_reads_results_is_free_for_the_next_round() -> None:
    async with taught(*running(2)) as (session, pilot):
        assert "free 0" in screen_text(pilot.app)
        session.feed(msgspec.structs.replace(progress(0), state="ended", ends_at_ms=None))
        await settled(pilot)
        assert "free 2" in screen_text(pilot.app)
        assert "free (reads results)" in screen_text(pilot.app)


async def test_no_plan_is_opened_while_a_round_runs() -> None:
    async with taught(*running(2)) as (session, pilot):
        await pilot.press("n")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Console)
        assert "A round runs already" in status(pilot)
        assert not session.submitted


async def test_the_list_of_people_begins_at_the_top_until_somebody_is_chosen() -> None:
    """Who teaches is there first; students come above."""
    me = Person("t", "Zoe", "teacher", "here")
    async with taught(Classroom("English B1", "K7QM-2PXA", pairing_allowed=True), me) as (
        session,
        pilot,
    ):
        session.feed(*people(12))
        await settled(pilot)
        lobby = pilot.app.screen.query_one(Lobby)
        assert (lobby.highlighted, lobby.scroll_y) == (0, 0)
        await pilot.press("down")
        chosen = lobby.person
        session.feed(Person("n", "Aaron", "student", "here"))
        await settled(pilot)
        assert lobby.person == chosen
        session.feed(*running(4))
        await settled(pilot)
        assert (lobby.highlighted, lobby.scroll_y) == (0, 0)


async def test_of_many_answers_some_are_found_by_typing() -> None:
    async with taught(*running(8)) as (session, pilot):
        await pilot.press("home", "p")
        await settled(pilot)
        assert "Type to find" in screen_text(pilot.app)
        await pilot.press(*"olgx")
        await settled(pilot)
        assert "Found by “olgx”" in screen_text(pilot.app)
        await pilot.press("enter")
        assert session.submitted == []
        await pilot.press("backspace", "enter")
        await settled(pilot)
        assert [type(one) for one in session.submitted] == [Place]
        assert isinstance(session.submitted[0], Place)
        assert session.submitted[0].who == "p2"


async def test_a_room_says_what_a_key_came_to_and_offers_none_when_it_has_ended() -> None:
    async with taught(*running(4)) as (session, pilot):
        await pilot.press("home", "enter")
        await settled(pilot)
        assert "c Answered" in screen_text(pilot.app)
        await pilot.press("c")
        await settled(pilot)
        assert "is answered" in status(pilot)
        await pilot.press("w", *"Well done", "enter")
        await settled(pilot)
        assert "Said in this room" in status(pilot)
        assert session.submitted[1:] == [CancelCall("r3"), Say("r3", "Well done")]
        session.feed(msgspec.structs.replace(progress(3), state="ended"))
        await settled(pilot)
        assert "1 min more" not in screen_text(pilot.app)
