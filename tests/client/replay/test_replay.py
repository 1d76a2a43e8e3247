"""A replay on the screen: its clock, its keys, and that nothing can be changed in it."""

from duologue_client.replay.app import StudentReplay, TeacherReplay
from duologue_client.replay.session import ReplaySession
from duologue_client.teacher.keyline import KeyLine
from duologue_client.widgets.composer import Composer
from duologue_protocol import requests
from duologue_server import facts
from duologue_server.recording import Recording
from support.lesson import ROLE_PLAY, Lesson
from support.screens import screen_text, until


def session(who: str) -> ReplaySession:
    """Half an hour of a pair: a line, a call, another line."""
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris")
    lesson.starts_round(ROLE_PLAY, minutes=60)
    lesson.all_ready()
    lesson.passes(600)
    lesson.tells("anna", requests.Say("r1", "See [/] the first line"))
    lesson.passes(600)
    lesson.tells("anna", requests.CallTeacher("r1", "What is a refund?"))
    lesson.passes(600)
    lesson.tells("boris", requests.Say("r1", "The last line"))
    moments = [facts.decode(body) for body in lesson.log]
    ends = moments[0].at_ms, moments[-1].at_ms
    return ReplaySession(Recording(moments, lesson.directory, who, *ends))


def test_time_goes_on_as_fast_as_it_is_told() -> None:
    replay = session("teacher")
    begun = replay.now_ms()
    replay.tick(1)
    assert replay.now_ms() == begun + 8_000
    replay.change_speed(2)
    replay.tick(1)
    assert replay.now_ms() == begun + 40_000
    replay.is_paused = True
    replay.tick(100)
    assert replay.now_ms() == begun + 40_000
    for _ in range(9):
        replay.change_speed(-1)
    assert replay.speed == 1


def test_it_stops_at_its_end() -> None:
    replay = session("teacher")
    replay.tick(10_000)
    assert replay.is_over
    assert replay.now_ms() == replay.recording.ended_ms
    assert replay.view.rows["r1"].last_text == "The last line"


def test_a_jump_forward_and_back_shows_what_was_then() -> None:
    replay = session("teacher")
    assert replay.next_mark()
    assert replay.view.rows["r1"].last_text == "See [/] the first line"
    assert not replay.next_mark()
    replay.jump(replay.recording.began_ms)
    assert replay.view.rows["r1"].last_text == ""
    assert not replay.last_mark()


async def test_the_wall_is_played_and_nothing_in_it_can_be_changed() -> None:
    replay = session("teacher")
    app = TeacherReplay(replay)
    async with app.run_test(size=(120, 35), notifications=True) as pilot:
        await pilot.press("full_stop", "space")
        await until(pilot, lambda: "See [/] the first line" in screen_text(app))
        assert "REPLAY ‖ ×8" in screen_text(app)
        assert "F10 close" in screen_text(app)
        assert not [line for line in app.screen.query(KeyLine) if line.display]
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "×16" in screen_text(app))
        await pilot.press("plus")
        await until(pilot, lambda: "This is a replay" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "anna" in screen_text(app).casefold())
        assert "See [/] the first line" in screen_text(app)


async def test_a_students_view_is_played() -> None:
    replay = session("anna")
    app = StudentReplay(replay)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "REPLAY" in screen_text(app))
        await pilot.press("space", "full_stop")
        await until(pilot, lambda: "See [/] the first line" in screen_text(app))
        assert "The wrong order" in screen_text(app)
        assert "F4 Ready" not in screen_text(app)
        assert not [one for one in app.screen.query(Composer) if one.display]
