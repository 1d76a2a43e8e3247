"""`duologue report` and `duologue export`, as somebody types them."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from duologue_server.data_directory import open_database, open_for_reading, transaction
from duologue_server.export import FORMATS, Format
from duologue_server.export.wording import day
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.registry import Registry
from duologue_server.report_commands import export, report
from duologue_server.snapshot import snapshot
from support.lesson import Lesson
from support.played import hostile, keep, played, reported

Said = Callable[[], str]


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    directory = tmp_path / "data"
    await keep(played(), directory)
    return directory


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    monkeypatch.setenv("COLUMNS", "120")
    return lambda: capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], run: Callable[[], None]) -> str:
    """The sentence a command failed with."""
    with pytest.raises(SystemExit) as exit_:
        run()
    assert exit_.value.code == 1
    return capsys.readouterr().err


def test_the_last_lesson_is_shown(data: Path, said: Said) -> None:
    report(data=data)
    shown = said()
    assert "English B1" in shown
    assert "Anna / Dima" in shown
    assert "Boris" not in shown


def test_all_lessons_are_shown_with_rooms_students_and_phrases(data: Path, said: Said) -> None:
    report(data=data, lesson="all")
    shown = said()
    room = next(line for line in shown.splitlines() if "Anna / Boris" in line)
    assert room.split()[:4] == ["1", "Anna", "/", "Boris"]
    assert room.split()[4:] == ["16/7", "███████░░░", "3/7", "1/6", "–", "1", "1:20"]
    assert any(line.split()[:1] == ["Clara"] for line in shown.splitlines())
    assert "Where are you from?" in shown


def test_eighty_columns_are_enough(data: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    report(data=data, lesson="all")
    lines = said().splitlines()
    assert max(map(len, lines)) <= 80
    for whole in ("Anna / Boris", "The wrong order", "139/139", "Turns"):
        assert any(whole in line for line in lines), whole


def test_a_lesson_is_chosen_by_its_day(
    data: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    lessons = reported(played()).lessons
    report(data=data, lesson=day(lessons[0].began_ms, None))
    assert "Clara / Dima" in said()
    sentence = refused(capsys, lambda: report(data=data, lesson="2020-01-01"))
    assert f"Days with lessons: {day(lessons[0].began_ms, None)}" in sentence
    assert "a day like 2026-11-23" in refused(capsys, lambda: report(data=data, lesson="soon"))


def test_a_student_has_an_own_page(data: Path, said: Said) -> None:
    report(data=data, lesson="all", student="anna")
    shown = said()
    for expected in (
        "Boris: You asked very politely.",
        "✓ I'm afraid …  “Excuse me, I'm afraid there's a mistake.”",
        "○ Could I have …?",
        "guest, with Boris · 16 of 23 words (70%)",
        "Good morning!",
    ):
        assert expected in shown
    assert "What's wrong?" not in shown, "that was said by Boris"


def test_a_student_who_was_not_there_is_told(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = refused(capsys, lambda: report(data=data, student="zoe"))
    assert sentence == "Nobody called zoe was there. Who was: Anna, Dima.\n"


async def test_hostile_text_stays_text_on_a_terminal(tmp_path: Path, said: Said) -> None:
    await keep(hostile(), tmp_path, "[bold]B1[/]")
    report(data=tmp_path)
    report(data=tmp_path, student="=anna")
    shown = said()
    for literal in ("[bold]B1[/]", "@Boris|[/]", "[bold red]rich[/] [@click=app.quit]x"):
        assert literal in shown
    assert not {"\x1b", "\u202e", "\x07"} & set(shown)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_written_into_a_folder(
    data: Path, tmp_path: Path, said: Said, format_: Format
) -> None:
    export(data=data, format=format_, to=tmp_path / "out" / "new")
    written = said().split("\n")[:-1]
    assert written
    assert {str(path) for path in (tmp_path / "out" / "new").iterdir()} == set(written)


def test_a_file_may_be_named(data: Path, tmp_path: Path, said: Said) -> None:
    export(data=data, format="json", to=tmp_path / "monday.json", lesson="all")
    assert said() == f"{tmp_path / 'monday.json'}\n"
    document = json.loads((tmp_path / "monday.json").read_bytes())
    assert len(document["lessons"]) == 2


def test_a_folder_that_is_a_file_is_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("mine")
    sentence = refused(capsys, lambda: export(data=data, format="md", to=tmp_path / "taken"))
    assert "cannot be written" in sentence
    assert (tmp_path / "taken").read_text() == "mine"


def test_addresses_come_from_moodles_participants(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    participants = tmp_path / "participants.csv"
    participants.write_text(
        '\ufeff"First name","Last name","Email address"\nAnna,Petrova,anna@example.org\n'
        "Boris,Ivanov,boris@example.org\n"
    )
    target = tmp_path / "moodle.csv"
    export(data=data, format="moodle", to=target, lesson="all", participants=participants)
    assert "not in the file: Clara, Dima." in capsys.readouterr().err
    rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["Email address", "anna@example.org", "boris@example.org"]

    participants.write_text("Name,Age\nAnna,14\n")
    wrong = refused(
        capsys,
        lambda: export(data=data, format="moodle", to=target, participants=participants),
    )
    assert "no names with e-mail addresses" in wrong


async def test_it_works_while_a_server_runs_and_somebody_writes(
    data: Path, tmp_path: Path, said: Said
) -> None:
    journal = await SqliteJournal.open(data)
    other = open_database(data)
    with transaction(other):
        report(data=data)
        export(data=data, format="csv", to=tmp_path)
    assert "Anna / Dima" in said()
    other.close()
    await journal.close()


def test_it_can_write_nothing(data: Path) -> None:
    with closing(open_for_reading(data)) as connection:
        for statement in ("DELETE FROM fact", "DROP TABLE person", "PRAGMA user_version = 2"):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                connection.execute(statement)


async def test_one_moment_is_seen_whoever_writes_meanwhile(data: Path) -> None:
    journal = await SqliteJournal.open(data)
    registry = Registry(data)
    [record] = registry.classrooms()
    registry.close()
    with snapshot(data) as seen:
        length = seen.length(record.id)
        lease = await journal.acquire(record.id, "here", 1)
        await journal.append(lease, lease.last_seq, [b"later"])
        assert len(list(seen.log(record.id))) == length == lease.last_seq
    await journal.close()


async def test_a_class_without_rooms_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await keep(Lesson(), tmp_path, "New class")
    for run in (
        lambda: report(data=tmp_path),
        lambda: export(data=tmp_path, format="html", to=tmp_path / "out"),
    ):
        sentence = refused(capsys, run)
        assert sentence == ("New class has no results yet: they come when rooms have played.\n")


async def test_the_class_is_chosen_by_its_code(
    tmp_path: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    first = await keep(hostile(), tmp_path, "First")
    second = await keep(played(), tmp_path, "Second")
    sentence = refused(capsys, lambda: report(data=tmp_path))
    assert sentence == f"Which class? Add its code: {first} (First), {second} (Second).\n"
    assert "the code ABCD-2345" in refused(capsys, lambda: report("abcd2345", data=tmp_path))
    report(first.lower(), data=tmp_path)
    assert "First" in said()


def test_a_folder_without_classes_is_told_and_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "nothing"
    assert "There are no classes in" in refused(capsys, lambda: report(data=missing))
    assert not missing.exists()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("UPDATE fact SET body = x'74776f21' WHERE seq = 2", "is damaged"),
        ("PRAGMA user_version = 99", "newer Duologue"),
    ],
)
def test_a_journal_that_cannot_be_read_is_told(
    data: Path, capsys: pytest.CaptureFixture[str], damage: str, sentence: str
) -> None:
    connection = open_database(data)
    connection.execute(damage)
    connection.close()
    assert sentence in refused(capsys, lambda: report(data=data))
