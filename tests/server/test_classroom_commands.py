"""`duologue classroom`, as somebody types it."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from cyclopts import CycloptsError

from duologue_server import classroom_commands
from duologue_server.classroom_commands import classroom
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.local_keys import local_key
from duologue_server.registry import ClassroomRecord, Registry
from duologue_server.retention import KEEP_DAYS, LONGEST_KEEP_DAYS


class Shell:
    """Types commands about one data directory."""

    def __init__(self, directory: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.directory = directory
        self._capture = capture

    def __call__(self, *words: str) -> str:
        """What the command printed."""
        classroom([*words, "--data", str(self.directory)], result_action="return_value")
        return self._capture.readouterr().out

    def refused(self, *words: str) -> str:
        """The sentence a command failed with."""
        with pytest.raises(SystemExit) as exit_:
            classroom([*words, "--data", str(self.directory)], result_action="return_value")
        assert exit_.value.code == 1
        return self._capture.readouterr().err

    def classes(self) -> list[ClassroomRecord]:
        registry = Registry(self.directory)
        records = registry.classrooms()
        registry.close()
        return records


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "data", capsys)


def test_a_new_class_says_what_to_type_next(shell: Shell) -> None:
    said = shell("new", "English B1")
    [made] = shell.classes()
    assert made.title == "English B1"
    for line in (
        made.code,
        local_key(shell.directory, made.id) or "no key",
        f"duologue serve --data {shell.directory}",
        f"duologue teach {made.code}",
        f"duologue join {made.code}@HOST --name NAME",
    ):
        assert line in said


def test_a_class_without_a_title_gets_one(shell: Shell) -> None:
    shell("new")
    assert shell.classes()[0].title == "My class"


def test_a_title_cannot_move_the_cursor_nor_be_markup(shell: Shell) -> None:
    shell("new", "\x1b[2J[red]B1[/]\nTuesday\u202e")
    assert shell.classes()[0].title == "[2J[red]B1[/] Tuesday"
    assert "[2J[red]B1[/] Tuesday" in shell("list")


def test_a_title_has_an_end(shell: Shell) -> None:
    assert "at most 80" in shell.refused("new", "x" * 81)
    assert shell.classes() == []


def test_classes_are_listed_with_their_people(shell: Shell) -> None:
    shell.directory.mkdir()
    assert "no classes yet" in shell("list")
    shell("new", "English B1")
    [made] = shell.classes()
    registry = Registry(shell.directory)
    registry.add_person(made.id, "p1", "Anna", "anna", "student", 1)
    registry.close()
    row = next(line for line in shell("list").splitlines() if made.code in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells[:4] == ["English B1", made.code, "1", "open"]


def test_a_folder_that_was_mistyped_is_said_and_not_made(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    with pytest.raises(SystemExit):
        classroom(["list", "--data", str(wrong)], result_action="return_value")
    assert not wrong.exists()


def test_a_new_key_takes_the_place_of_the_old_one(shell: Shell) -> None:
    shell("new", "English B1")
    [made] = shell.classes()
    old = local_key(shell.directory, made.id)
    said = shell("key", made.code.lower())
    new = local_key(shell.directory, made.id)
    assert new
    assert new != old
    assert new in said


def test_others_get_keys_that_this_machine_does_not_keep(shell: Shell) -> None:
    shell("new", "English B1")
    [made] = shell.classes()
    own = local_key(shell.directory, made.id)
    said = shell("key", made.code, "--role", "observer")
    assert f"duologue teach {made.code} --server HOST" in said
    key = next(line.strip() for line in said.splitlines() if line.count("-") == 6)
    registry = Registry(shell.directory)
    assert registry.role_of_key(made, key) == "observer"
    assert local_key(shell.directory, made.id) == own
    assert "withdrawn" in shell("key", made.code, "--role", "observer", "--withdraw")
    assert registry.role_of_key(made, key) is None
    assert "needs a teacher" in shell.refused("key", made.code, "--withdraw")
    assert registry.role_of_key(made, own or "") == "teacher"
    registry.close()


def test_a_new_code_takes_the_place_of_the_old_one(shell: Shell) -> None:
    shell("new", "English B1")
    [old] = shell.classes()
    said = shell("code", old.code.lower(), "--days", "30")
    [new] = shell.classes()
    assert new.id == old.id
    assert new.code != old.code
    assert new.code in said
    assert "until" in said
    assert new.code_ends_ms is not None
    assert "No class here" in shell.refused("code", old.code)


def test_a_code_that_has_expired_is_listed_as_such(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("new", "English B1")
    shell("code", shell.classes()[0].code, "--days", "1")
    assert "open" in shell("list")
    tomorrow = classroom_commands.now_ms() + classroom_commands.DAY_MS
    monkeypatch.setattr(classroom_commands, "now_ms", lambda: tomorrow)
    assert "code expired" in shell("list")


def test_a_class_is_closed_after_a_yes(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell("new", "English B1")
    [made] = shell.classes()
    for answer in ("\n", "n\n", ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert "Nothing was changed" in shell.refused("close", made.code)
    assert shell.classes() == [made]

    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert "English B1 is closed." in shell("close", made.code)
    assert shell.classes()[0].closed_ms is not None
    assert "closed" in shell("list")
    assert "This class is closed" in shell.refused("key", made.code)
    assert "This class is closed" in shell.refused("code", made.code)


def test_a_class_is_closed_unasked_with_yes(shell: Shell) -> None:
    shell("new", "English B1")
    shell("close", shell.classes()[0].code, "--yes")
    assert shell.classes()[0].closed_ms is not None


@pytest.mark.parametrize("command", ["key", "code", "close"])
def test_an_unknown_code_is_told_in_a_sentence(shell: Shell, command: str) -> None:
    shell.directory.mkdir()
    assert "No class here has the code ABCD-2345" in shell.refused(command, "abcd2345")


async def test_it_works_while_a_server_runs(shell: Shell) -> None:
    journal = await SqliteJournal.open(shell.directory)
    shell("new", "English B1")
    await journal.close()
    assert len(shell.classes()) == 1


def test_a_broken_file_is_told_in_a_sentence(shell: Shell) -> None:
    shell.directory.mkdir()
    (shell.directory / "duologue.sqlite3").write_bytes(b"Dear diary, " * 100)
    assert "is damaged" in shell.refused("list")


def test_the_folder_may_come_from_the_environment(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUOLOGUE_DATA", str(shell.directory))
    classroom(["new", "English B1"], result_action="return_value")
    assert len(shell.classes()) == 1


def test_it_leaves_textual_and_websockets_alone() -> None:
    program = (
        "import sys; import duologue_server.classroom_commands; "
        "print({'textual', 'websockets'} & set(sys.modules))"
    )
    found = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert found == "set()\n"


def test_a_class_says_how_long_its_lessons_are_kept(shell: Shell) -> None:
    shell("new", "English B1", "--keep-days", "30")
    [made] = shell.classes()
    assert made.keep_days == 30
    assert shell("keep", made.code).endswith(": 30.\n")
    assert shell("keep", made.code, "7").endswith(": 7.\n")
    assert shell.classes()[0].keep_days == 7
    shell("new", "English B2")
    assert shell.classes()[1].keep_days == KEEP_DAYS


@pytest.mark.parametrize("days", ["0", "-1", str(LONGEST_KEEP_DAYS + 1), "for ever"])
def test_nothing_is_kept_for_ever(shell: Shell, days: str) -> None:
    shell("new", "English B1")
    command = ["keep", shell.classes()[0].code, days, "--data", str(shell.directory)]
    with pytest.raises(CycloptsError):
        classroom(command, exit_on_error=False, print_error=False)
    assert shell.classes()[0].keep_days == KEEP_DAYS
