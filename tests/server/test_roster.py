"""Who is expected: read from CSV files as they come, and who of them is absent."""

from pathlib import Path

import pytest

from duologue_protocol import parts
from duologue_protocol.refusals import Refused
from duologue_protocol.text import clean_name
from duologue_server import facts
from duologue_server import school as school_module
from duologue_server.classroom_commands import classroom
from duologue_server.registry import Registry
from duologue_server.roster import Expected, NotARoster, absent, read_roster
from duologue_server.snapshot import snapshot
from support.classroom import school
from support.lesson import Lesson

MOODLE = (
    '\ufeff"First name","Last name","Email address","ID number",Groups\r\n'
    'Anna,"Petrova, A.",anna@example.org,17,"B1, Monday"\r\n'
    "Юрий,Кузнецов,yuri@example.org,18,\r\n"
    "Zoë,O’Brien-Łuczak,zoe@example.org,,\r\n"
    "美,王,mei@example.org,19,\r\n"
).encode()
"""Four participants as Moodle writes them."""


def test_moodles_participants_are_read_as_they_are() -> None:
    assert [one.name for one in read_roster(MOODLE)] == [
        "Anna Petrova, A.",
        "Юрий Кузнецов",
        "Zoë O’Brien-Łuczak",
        "美 王",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Имя;Фамилия;Уровень\nАнна;Петрова;b1\nБорис;Ким;\n",
        "Фамилия\tИмя\tУровень\nПетрова\tАнна\tB1\nКим\tБорис\t\n",
        "Name,Level\nАнна Петрова,B1\nБорис Ким,\nАнна Петрова,A1\n\n",
    ],
)
def test_any_list_with_a_row_of_heads_will_do(content: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        read = read_roster(content.encode(encoding))
        assert [(one.name, one.level) for one in read] == [
            ("Анна Петрова", "B1"),
            ("Борис Ким", ""),
        ]


@pytest.mark.parametrize(
    "content", [b"", b"Name\n", b"\xff\xfe\x00", b"\xc3\x28", b'"open', b",\n,\n"]
)
def test_what_holds_no_names_is_refused(content: bytes) -> None:
    with pytest.raises(NotARoster):
        read_roster(content)


def test_escapes_in_a_name_are_gone() -> None:
    [one] = read_roster(b"Name\n\x1b]0;x\x07Anna\x1b[2J \xe2\x80\xaeB\n")
    assert one.name == "Anna B"


def test_who_has_come_by_any_form_of_the_name_is_not_absent() -> None:
    roster = [Expected("Anna", "Petrova"), Expected("Boris", "Kim"), Expected("Boris", "Ivanov")]
    names = [one.name for one in absent(roster, ["petrova ANNA", "Boris"])]
    assert names == ["Boris Ivanov", "Boris Kim"], "which Boris it is nobody knows"
    assert absent(roster, ["Anna", "Kim Boris", "Boris Ivanov"]) == []


def test_teachers_alone_see_who_is_absent() -> None:
    lesson = Lesson()
    lesson.directory.expected[:] = [Expected("Anna", ""), Expected("Olga", "Ivanova")]
    lesson.enrol("teacher", role="teacher")
    assert list(lesson.views["teacher"].absent) == ["Anna", "Olga Ivanova"]
    lesson.enrol("anna")
    assert list(lesson.views["teacher"].absent) == ["Olga Ivanova"]
    assert not any(isinstance(part, parts.Absent) for part in lesson.heard["anna"])
    lesson.holds()


async def test_who_joins_has_the_level_of_the_list(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        roster = [Expected("Anna", "Petrova", "B2"), Expected("Boris", "Kim", "A2")]
        english.server.registry.set_roster(english.record.id, roster)
        teacher = english.teacher()
        await teacher.until(lambda: teacher.connection.view.absent == ("Anna Petrova", "Boris Kim"))
        english.student("Anna Petrova")
        english.student("Boris Kim", "A1")
        levels = {"Anna Petrova": "B2", "Boris Kim": "A1"}
        await teacher.until(
            lambda: {one.name: one.level for one in teacher.connection.view.students()} == levels
        )
        assert teacher.connection.view.absent == ()


async def test_a_list_that_is_read_in_during_the_lesson_is_shown_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody comes and nobody goes: the server looks by itself."""
    monkeypatch.setattr(school_module, "RENEW_SECONDS", 0.05)
    async with school(tmp_path) as english:
        teacher, anna, eva = (
            english.teacher(),
            english.student("Anna"),
            english.student("Eva", "B1"),
        )
        await teacher.until(lambda: len(teacher.connection.view.students()) == 2)
        assert teacher.connection.view.absent == ()
        roster = [Expected("Anna", "", "B2"), Expected("Eva", "", "C1"), Expected("Olga", "Kim")]
        english.server.registry.set_roster(english.record.id, roster)
        await teacher.until(lambda: teacher.connection.view.absent == ("Olga Kim",))
        levels = {anna.who: "B2", eva.who: "B1"}  # who told theirs keeps it
        await teacher.until(
            lambda: {one.who: one.level for one in teacher.connection.view.students()} == levels
        )
        english.server.registry.set_roster(english.record.id, [])
        await teacher.until(lambda: teacher.connection.view.absent == ())


async def test_a_list_that_stands_there_already_is_no_news(tmp_path: Path) -> None:
    """Opening a class that has one keeps nothing in its log."""
    async with school(tmp_path) as english:
        english.server.registry.set_roster(english.record.id, [Expected("Anna", "", "B2")])
        teacher = english.teacher()
        await teacher.until(lambda: teacher.connection.view.absent == ("Anna",))
        await teacher.connection.leave()
        with snapshot(tmp_path / "data") as seen:
            log = [facts.decode(body) for _seq, body in seen.log(english.record.id)]
        assert not any(isinstance(it, facts.RosterChanged) for moment in log for it in moment.facts)


def test_the_command_reads_shows_and_clears_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    registry = Registry(tmp_path)
    record, _key = registry.create_classroom("English B1", 0)
    registry.close()
    (tmp_path / "participants.csv").write_bytes(MOODLE)

    def said(*words: str) -> str:
        command = ["roster", record.code, *words, "--data", str(tmp_path)]
        classroom(command, result_action="return_value")
        return capsys.readouterr().out

    assert "4 people are expected in English B1." in said(str(tmp_path / "participants.csv"))
    assert "Юрий Кузнецов" in said()
    assert "0 people" in said("--clear")
    for file in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(SystemExit):
            said(str(file))


def test_every_name_of_the_list_is_one_that_a_student_may_take() -> None:
    for one in read_roster(MOODLE):
        try:
            assert clean_name(one.name)
        except Refused as refused:
            raise AssertionError(one.name) from refused
