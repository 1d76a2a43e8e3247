"""`duologue student`, as somebody types it: on a real journal, and on every byte of its folder."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from duologue_server import facts
from duologue_server.backup_commands import backup, restore
from duologue_server.data_directory import open_database, transaction
from duologue_server.history import History
from duologue_server.registry import Registry
from duologue_server.report_commands import report
from duologue_server.roster import Expected
from duologue_server.snapshot import snapshot
from duologue_server.student_commands import student
from support.lesson import Lesson
from support.played import keep
from support.term import MARK, NAME, ONE_OF_EACH_KIND, marked, moments, term

LESSONS = len(ONE_OF_EACH_KIND)


class Shell:
    """Types commands about one data directory."""

    def __init__(self, directory: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.directory = directory
        self._capture = capture

    def __call__(self, *words: str) -> str:
        """What the command printed."""
        student([*words, "--data", str(self.directory)], result_action="return_value")
        return self._capture.readouterr().out

    def refused(self, *words: str) -> str:
        """The sentence a command failed with."""
        with pytest.raises(SystemExit) as exit_:
            student([*words, "--data", str(self.directory)], result_action="return_value")
        assert exit_.value.code == 1
        return self._capture.readouterr().err


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    """A term in which Annabella Quist's words are marked, and the others say her name."""
    lesson = term()
    lesson.log = [facts.encode(moment) for moment in marked(moments(lesson))]
    lesson.directory.names["anna"] = NAME
    return lesson


@pytest.fixture
async def kept(lesson: Lesson, tmp_path: Path) -> Path:
    await keep(lesson, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def shell(kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("COLUMNS", "120")
    return Shell(kept, capsys)


def every_byte(directory: Path) -> str:
    files = [path for path in sorted(directory.rglob("*")) if path.is_file()]
    return b"".join(path.read_bytes() for path in files).decode("utf-8", "replace").casefold()


def replayed(directory: Path) -> History:
    history = History()
    with snapshot(directory) as seen:
        [record] = seen.classrooms()
        for seq, body in seen.log(record.id):
            history.add(seq, facts.decode(body))
    return history


def test_the_list_says_of_whom_something_is_kept(shell: Shell) -> None:
    row = next(line for line in shell("list").splitlines() if NAME in line)
    assert [cell.strip() for cell in row.split("│")][2:4] == ["anna", str(LESSONS)]
    assert "Teacher" not in shell("list")


def test_no_byte_of_the_words_or_the_name_is_left_in_any_file(shell: Shell, kept: Path) -> None:
    before = every_byte(kept)
    assert before.count(MARK) > 300
    assert before.count(NAME.casefold()) > 300
    lines = {room.id: len(room.lines) for room in replayed(kept).state.rooms.values()}
    said = shell("erase", "annabella", "--yes")
    assert "Backups" in said
    after = every_byte(kept)
    for trace in (MARK, "annabella", "quist"):
        assert trace not in after
    assert "boris" in after
    state = replayed(kept).state
    assert {room.id: len(room.lines) for room in state.rooms.values()} == lines
    assert "anna" not in state.people


def test_even_if_much_was_written_and_deleted_around_it(shell: Shell, kept: Path) -> None:
    """Index pages that were split and cells that moved leave copies where nothing points."""
    with closing(open_database(kept)) as connection, transaction(connection) as rows:
        [class_id] = rows.execute("SELECT id FROM classroom").fetchone()
        for number in range(2_000):
            rows.execute(
                "INSERT INTO person VALUES (?, ?, ?, ?, 'student', ?, 1)",
                (class_id, f"w{number}", NAME, f"{number * 7919 % 2000} annabella", b"%d" % number),
            )
        rows.execute("DELETE FROM person WHERE who LIKE 'w%'")
    shell("erase", "annabella", "--yes")
    assert "annabella" not in every_byte(kept)


def test_other_forms_of_the_name_go_too(shell: Shell, kept: Path) -> None:
    shell("erase", "annabella", "--called", "Thinks", "--called", "really", "--yes")
    rooms = replayed(kept).state.rooms.values()
    said = [line.text for room in rooms for line in room.lines if line.kind == "said"]
    assert any("boris … so" in text for text in said)
    assert not any(word in text.casefold() for word in ("thinks", "really") for text in said)


def test_the_list_of_who_is_expected_forgets_the_name(shell: Shell, kept: Path) -> None:
    registry = Registry(kept)
    [record] = registry.classrooms()
    registry.set_roster(record.id, [Expected("Annabella", "Quist"), Expected("Boris", "Zq")])
    registry.close()
    shell("erase", "annabella", "--yes")
    assert "quist" not in every_byte(kept)
    assert "boris" in every_byte(kept)


def test_what_a_restore_has_put_aside_is_named(shell: Shell, kept: Path) -> None:
    (kept / "replaced-2026-11-25").mkdir()
    assert str(kept / "replaced-2026-11-25") in shell("erase", "annabella", "--yes")


def test_it_is_noted_that_and_when_and_not_what(shell: Shell, kept: Path) -> None:
    shell("erase", "annabella", "--yes")
    with snapshot(kept) as seen:
        [record] = seen.classrooms()
        *_rest, (_seq, body) = seen.log(record.id)
    last = facts.decode(body)
    assert last.facts[-1] == facts.WordsErased("anna")
    assert last.at_ms > 0
    row = next(line for line in shell("list").splitlines() if "(name erased)" in line)
    cells = [cell.strip() for cell in row.split("│")]
    assert cells[4] == "–"
    assert cells[6].startswith("20")


def test_erasing_again_and_by_id_does_no_harm(shell: Shell, kept: Path) -> None:
    shell("erase", "annabella", "--yes")
    shell("erase", "anna", "--yes")
    assert "anna" not in replayed(kept).state.people


def test_who_was_removed_before_has_no_name_any_more_and_is_erased_by_id(
    shell: Shell, kept: Path
) -> None:
    with closing(Registry(kept)) as registry:
        [record] = registry.classrooms()
        registry.remove_person(record.id, "anna")
    backup(kept.parent / "kept", data=kept)
    assert MARK in every_byte(kept)
    shell("erase", "anna", "--yes")
    assert MARK not in every_byte(kept)
    restore(kept.parent / "kept", data=kept, replace=True)
    [aside] = kept.glob("replaced-*")
    aside.rename(kept.parent / "aside")
    assert MARK not in every_byte(kept)


def test_what_was_interrupted_is_done_by_doing_it_again(
    shell: Shell, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as first:
        first.setattr(Registry, "remove_person", dies)
        with pytest.raises(RuntimeError):
            shell("erase", "annabella", "--yes")
    left = every_byte(kept)
    assert MARK not in left
    assert NAME.casefold() in left
    shell("erase", "annabella", "--yes")
    assert "annabella" not in every_byte(kept)


def test_the_reports_of_the_others_stay(
    shell: Shell, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report(data=kept, lesson="all", student="boris")
    before = figures(capsys.readouterr().out)
    shell("erase", "annabella", "--yes")
    report(data=kept, lesson="all", student="boris")
    after = capsys.readouterr().out
    assert figures(after) == before
    assert len(before) > 15
    assert "A page of boris" in after
    assert "(name erased)" in after


def figures(page: str) -> list[str]:
    """Rows like "guest, with Anna · 16 of 23 words (70%)", without the names."""
    return [line.partition(" · ")[2] for line in page.splitlines() if " words (" in line]


def test_without_yes_it_asks(shell: Shell, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("builtins.input", answering("n", asked))
    assert "Nothing was changed" in shell.refused("erase", "annabella")
    assert NAME in asked[0]
    assert MARK in every_byte(kept)


def answering(answer: str, asked: list[str]) -> Callable[[str], str]:
    def input_(question: str) -> str:
        asked.append(question)
        return answer

    return input_


def test_who_is_meant_has_to_be_plain(shell: Shell) -> None:
    assert "Nobody here is called zoe" in shell.refused("erase", "zoe", "--yes")
    assert "Which student?" in shell.refused("erase", "", "--yes")


def test_an_export_has_all_of_one_and_little_of_others(
    shell: Shell, tmp_path: Path, lesson: Lesson
) -> None:
    paths = shell("export", "annabella", "--to", str(tmp_path / "out")).split()
    assert [Path(path).name for path in paths] == [
        "student-Annabella-Quist.json",
        "student-Annabella-Quist.md",
    ]
    document = json.loads(Path(paths[0]).read_bytes())
    assert document["student"]["name"] == NAME
    assert len(document["lessons"]) == LESSONS
    entries = [
        entry for one in document["lessons"] for room in one["rooms"] for entry in room["entries"]
    ]
    mine = [entry["text"] for entry in entries if entry["by"] == "student" and "text" in entry]
    log = moments(lesson)
    assert sum(MARK in text for text in mine) > 150
    said = [f.text for m in log for f in m.facts if isinstance(f, facts.Said) and f.by == "anna"]
    assert set(said) <= set(mine)
    assert {entry["entry"] for entry in entries if entry["by"] == "partner"} == {
        "corrected",
        "note_written",
    }
    others = [f.text for m in log for f in m.facts if isinstance(f, facts.Said) and f.by != "anna"]
    quoted = {entry.get("about") for entry in entries}
    whole = Path(paths[0]).read_text()
    assert not [text for text in others if text in whole and text not in quoted]
    for other in ("Boris", "Clara", "Dima", "Eva"):
        assert other not in whole
    cards = [
        role.card
        for activity in lesson.state.activities.values()
        for role in activity.roles
        if role.card
    ]
    assert not [card for card in cards if json.dumps(card)[1:-1] in whole]
    page = Path(paths[1]).read_text()
    assert page.startswith(f"# {NAME}\n")
    assert page.count("\n## ") == LESSONS
    assert " · said: Well, anna thinks so" in page
