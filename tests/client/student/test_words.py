"""The pure half of the screens: clocks, news, notes' addressees, and who said what when."""

from msgspec.structs import replace

from duologue_client.fold import RoomView, View, snapshot
from duologue_client.safe import assemble
from duologue_client.student.conversation import conversation
from duologue_client.student.news import news
from duologue_client.student.speaking import next_addressee, request_for
from duologue_client.widgets.countdown import clock, time_left_ms, urgency
from duologue_client.widgets.people import mark, names
from duologue_client.widgets.said import Sending
from duologue_client.widgets.wrapping import hanging
from duologue_protocol.parts import Announcement, Member, Note, Person
from duologue_protocol.requests import Say
from support import student_views as views


def seen(*parts: object) -> tuple[View, RoomView]:
    view = snapshot("p1", parts)  # type: ignore[arg-type]
    return view, view.rooms[views.ROOM]


def test_the_clock_counts_a_second_that_has_begun() -> None:
    assert [clock(ms) for ms in (0, 1, 1_000, 60_001, 252_000)] == [
        "00:00",
        "00:01",
        "00:01",
        "01:01",
        "04:12",
    ]


def test_the_clock_presses_more_and_more() -> None:
    progress = replace(views.PROGRESS, ends_at_ms=100_000)
    at = (0, 39_999, 40_000, 85_000, 200_000)
    assert [urgency(progress, now) for now in at] == ["calm", "calm", "soon", "now", "now"]
    assert time_left_ms(progress, 200_000) == 0
    assert urgency(replace(progress, ends_at_ms=None, left_ms=5_000), 0) == "paused"
    assert urgency(replace(progress, ends_at_ms=None), 0) == "none"


def test_marks_tell_without_colour() -> None:
    here = Person("p", "P", "student", "here")
    assert mark(here) == "●"
    assert mark(replace(here, seeking=True)) == "⌛"
    assert mark(replace(here, room="r")) == "▸"
    assert mark(replace(here, presence="away", room="r")) == "◌"
    assert mark(None) == "×"


def test_news_tells_what_changed_and_nothing_else() -> None:
    view, room = seen(*views.talking())
    assert news(views.PROGRESS, room, view) == []
    room.progress = replace(views.PROGRESS, ends_at_ms=views.NOW_MS + 192_000)
    assert news(views.PROGRESS, room, view) == ["01:00 less for this stage."]
    room.progress = replace(views.PROGRESS, ready=("p2",))
    assert news(views.PROGRESS, room, view) == []


def test_a_note_goes_to_the_partner_who_has_none() -> None:
    three = (*views.PROGRESS.members, Member("p3", "guest"))
    progress = replace(views.PROGRESS, members=three)
    view, room = seen(*views.in_room(progress), Note(views.ROOM, "p1", "p2", "good"))
    assert next_addressee(room, view) == "p3"
    assert next_addressee(room, view, "p3") == "p2"


def test_nothing_is_sent_without_text_but_a_script_line() -> None:
    _view, talking = seen(*views.talking())
    assert request_for("", talking, "") is None
    _view, script = seen(*views.reading_script())
    assert request_for("", script, "") == Say(views.ROOM, "")


def test_the_teachers_word_stands_among_the_lines_and_pending_ones_last() -> None:
    word = Announcement("a9", "t1", "Two minutes!", views.NOW_MS - 37_500)
    view, room = seen(*views.talking(), word)
    items = conversation(room, view, [Say(views.ROOM, "wait"), Say("r9", "elsewhere")])
    assert items[2] == word
    assert items[-1] == Sending("wait")
    assert len(items) == 8


def test_what_wraps_hangs_under_its_text() -> None:
    assert hanging("✔", "one two three four", 11).plain == "✔ one two\n  three\n  four"


def test_names_read_as_people_say_them() -> None:
    assert names([]) == ""
    assert names(["Anna"]) == "Anna"
    assert names(["Anna", "Ivan", "Mei"]) == "Anna, Ivan and Mei"


def test_pieces_are_cleaned_and_keep_their_layout() -> None:
    content = assemble("\n", ("a\x1b[31m[b]", "bold"), "  ")
    assert content.plain == "\na[b]  "
