"""`duologue activity`, as somebody types it."""

from pathlib import Path

import pytest

from duologue_activities.check import load
from duologue_activities.kinds import KINDS
from duologue_activities.library import read_library
from duologue_activities.schema import schema_text
from duologue_server import word_levels
from duologue_server.activity_commands import activity
from support.shell import Shell

SAMPLES = Path(__file__).parents[1] / "activities" / "samples"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(activity, monkeypatch, capsys, 80)


def test_a_good_file_has_one_line(shell: Shell) -> None:
    path = SAMPLES / "lost-bag.yaml"
    first, *_, last = shell("check", path).splitlines()
    assert first == f"{path}: good: role-play, A2, 12 min, groups of 2–3, travel."
    assert last == "All good: 1 file."


def test_a_good_file_is_warned_of_what_could_be_better(shell: Shell, tmp_path: Path) -> None:
    text = (SAMPLES / "lost-bag.yaml").read_text(encoding="utf-8")
    card = text.partition("clerk: |\n")[2].partition("\n")[0].strip()
    path = tmp_path / "wordy.yaml"
    path.write_text(text.replace(card, "apprehend a dog " * 34 + "."), encoding="utf-8")
    said = shell("check", path)
    assert "  Nobody says “What colour|What size is it?”" in said
    assert "  The card of clerk has" not in said
    path.write_text(text.replace(card, "to be or " * 61 + "."), encoding="utf-8")
    assert "  The card of clerk has" in shell("check", path)


def test_words_above_the_level_are_told(shell: Shell, tmp_path: Path) -> None:
    pytest.importorskip("cefrpy")
    text = (SAMPLES / "lost-bag.yaml").read_text(encoding="utf-8")
    path = tmp_path / "bag.yaml"
    path.write_text(text.replace("aims:", "note: a\naims:", 0), encoding="utf-8")
    assert "apprehend" not in shell("check", path)
    said_by = text.partition("model: |\n")[2].partition(":")[0].strip()
    path.write_text(f"{text}  {said_by}: Could you apprehend it?\n", encoding="utf-8")
    assert f"apprehend ({word_levels.level_of('apprehend')})" in shell("check", path)


def test_without_the_words_library_the_check_says_so(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_levels, "is_installed", lambda: False)
    assert "cefrpy is not installed" in shell("check", SAMPLES / "lost-bag.yaml")


@pytest.mark.skipif(not word_levels.is_installed(), reason="cefrpy is not installed")
def test_levels_of_words_are_those_of_their_basic_form() -> None:
    assert word_levels.level_of("dogs") == word_levels.level_of("dog") == "A1"
    assert word_levels.level_of("xyzzy") == ""


def test_every_mistake_of_every_file_is_told(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("kind: x\n", encoding="utf-8")
    (tmp_path / "two.yml").write_bytes(b"\xff")
    (tmp_path / "good.yaml").write_bytes((SAMPLES / "lost-bag.yaml").read_bytes())
    said = shell.refused("check", tmp_path)
    where = tmp_path / "one.yaml"
    assert f"{where}:1:7: kind can't be x. Write role-play, problem-call, interview," in said
    assert f"{where}:1:1: title is missing. Write title: The wrong order." in said
    assert "two.yml:1:1: This character is not written in UTF-8" in said
    assert said.splitlines()[-1] == "2 files to mend, 1 good."


def test_a_name_that_the_library_has_is_refused(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "the-wrong-order.yaml"
    path.write_bytes((SAMPLES / "lost-bag.yaml").read_bytes())
    assert "another activity with this file name" in shell.refused("check", path)


@pytest.mark.parametrize("command", ["check", "show", "play"])
def test_a_file_that_is_not_there(shell: Shell, tmp_path: Path, command: str) -> None:
    assert shell.refused(command, tmp_path / "no.yaml").startswith("There is no file")


def test_a_folder_without_files(shell: Shell, tmp_path: Path) -> None:
    assert "No .yaml file is in" in shell.refused("check", tmp_path)
    assert "Say which file" in shell.refused("check")


def test_roles_stand_side_by_side_where_there_is_room(shell: Shell) -> None:
    shell.is_wide(100)
    wide = shell("show", SAMPLES / "two-flats.yaml").splitlines()
    assert any(line.split() == ["agent", "student"] for line in wide)
    shell.is_wide(99)
    narrow = shell("show", SAMPLES / "two-flats.yaml").splitlines()
    assert "agent" in [line.strip() for line in narrow]
    assert not any(line.split() == ["agent", "student"] for line in narrow)
    assert all(len(line) <= 99 for line in narrow)


@pytest.mark.parametrize("name", read_library())
def test_everything_is_shown(shell: Shell, name: str) -> None:
    shell.is_wide(4000)
    one, said = read_library()[name], shell("show", name)
    texts = [one.title, *one.aims, *one.phrases, *one.checklist]
    texts += [line for role in one.roles for line in (*role.card.splitlines(), *role.goals)]
    texts += [line for role in one.roles for line in role.twist.splitlines()]
    texts += [line.text for line in one.model]
    texts += [stage.instruction for stage in one.stages]
    for text in texts:
        assert text in said


def test_one_role_sees_its_half_only(shell: Shell) -> None:
    said = shell("show", SAMPLES / "two-flats.yaml", "--role", "student")
    before = said.partition("3. Compare")[0]
    assert "You have seen the flats." in before
    assert "You know what the flats cost." not in before
    assert "noisy road" not in before


def test_a_role_or_an_activity_that_nobody_knows(shell: Shell) -> None:
    assert shell.refused("show", "the-wrong-order", "--role", "cook") == (
        "The wrong order has no role cook. Write guest or waiter.\n"
    )
    assert "Did you mean the-wrong-order?" in shell.refused("show", "the-wrong-oder")
    assert "`duologue activity list`" in shell.refused("play", "zzzz")


def test_markup_in_a_file_is_only_text(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "tricky.yaml"
    text = (SAMPLES / "lost-bag.yaml").read_text(encoding="utf-8")
    title = text.partition("title: ")[2].partition("\n")[0]
    path.write_text(text.replace(title, '"[bold]The [/x] bag"'), encoding="utf-8")
    assert "[bold]The [/x] bag" in shell("show", path)
    shell.types()
    assert "[bold]The [/x] bag" in shell("play", path)
    assert "[bold]The [/x] bag" in shell("list", "--activities", tmp_path)


def test_playing_to_the_end_tells_what_was_used(shell: Shell) -> None:
    shell.types("", "I'd like / please", *[""] * 7, "I'd like tea.", "", "")
    said = shell("play", SAMPLES / "first-coffee.yaml", "--role", "guest")
    assert "That was the whole of it." in said
    assert "☑ I'd like … – I'd like a coffee, please." in said
    assert "Gaps: 2 of 8 right." in said


def test_asking_and_filling_a_table(shell: Shell) -> None:
    shell.types("", "How much is the rent in Hill Street?", "1 = £700", "", "", "")
    said = shell("play", SAMPLES / "two-flats.yaml", "--role", "student")
    assert "agent: 12 Hill Street – Rent – £700" in said
    assert "✓ £700" in said
    assert "Cells: 1 of 3 right." in said


def test_leaving_in_the_middle_is_no_mistake(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.types("")
    said = shell("play", "the-wrong-order")
    assert "You begin as guest" in said
    assert "You went before the end." in said

    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert "You went before the end." in shell("play", "the-wrong-order")


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_is_good_and_never_overwrites(shell: Shell, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.yaml"
    assert f"{path} is written." in shell("new", kind, "--to", path)
    assert "All good: 1 file." in shell("check", path)
    path.write_text("my work", encoding="utf-8")
    assert "is there already" in shell.refused("new", kind, "--to", path)
    assert path.read_text(encoding="utf-8") == "my work"
    assert "There is no file" in shell.refused("new", kind, "--to", tmp_path / "no" / "a.yaml")
    assert load(shell("new", kind), "a.yaml").kind == kind


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--level", "A1"], {one.id for one in read_library().values() if one.level == "A1"}),
        (["--minutes", "15"], {one.id for one in read_library().values() if one.minutes <= 15}),
        (
            ["--kind", "dialogue"],
            {one.id for one in read_library().values() if one.kind == "dialogue"},
        ),
        (["--theme", "FOOD"], {one.id for one in read_library().values() if one.theme == "food"}),
        (
            ["--size", "3"],
            {one.id for one in read_library().values() if one.least <= 3 <= one.most},
        ),
    ],
)
def test_a_list_of_what_one_needs(shell: Shell, words: list[str], wanted: set[str]) -> None:
    assert wanted
    assert {*shell("list", *words).split()} & read_library().keys() == wanted


def test_a_list_with_a_folder_of_ones_own(shell: Shell) -> None:
    assert "lost-bag" in shell("list", "--activities", SAMPLES)
    assert "No activity is like that." in shell.refused("list", "--size", "19")


def test_the_schema_is_written(shell: Shell, tmp_path: Path) -> None:
    assert shell("schema") == schema_text()
    shell("schema", "--to", tmp_path / "s.json")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == schema_text()


GIFT = "::One:: Who? {=a#yes ~b}\n\nSay {}\n"


def test_moodle_s_questions_become_an_activity(shell: Shell, tmp_path: Path) -> None:
    given, made = tmp_path / "unit-3.gift", tmp_path / "unit-3.yaml"
    given.write_text(GIFT, "utf-8")
    shell("import", given, "--level", "A2", "--theme", "food", "--to", made)
    found = load(made.read_text("utf-8"), "unit-3.yaml")
    assert (found.title, found.level, found.theme) == ("Unit 3", "A2", "food")
    assert [question.ask for question in found.quiz] == ["Who?"]
    assert "::Unit 3 1:: Who? {\n=a\n~b\n}\n" in shell("export", made, "--gift")


def test_what_moodle_s_questions_lose_is_said_beside_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "unit-3.gift"
    given.write_text(GIFT + "\n" + "q {=a ~b}\n\n" * 12, "utf-8")
    activity(["import", str(given)], result_action="return_value")
    said = capsys.readouterr()
    assert load(said.out, "unit-3.yaml").quiz
    feedback, essay, taken, more = said.err.splitlines()
    assert feedback.startswith(f"{given}:1:1: Feedback is not taken over.")
    assert essay.startswith(f"{given}:3:1: An essay has no right answer.")
    assert taken == "Questions taken: 12."
    assert more == "1 more are in the file: take them with --start 14."


def test_a_gift_file_that_is_wrong_is_refused_with_its_places(shell: Shell, tmp_path: Path) -> None:
    given = tmp_path / "unit-3.gift"
    given.write_text("q {=a\n\nr }", "utf-8")
    assert f"{given}:1:3: {{ is opened here and not closed." in shell.refused("import", given)
    assert f"{given}:3:3: }} closes nothing." in shell.refused("import", given)
    given.write_bytes(b"q {=\xff}")
    assert f"{given}:1:5: This character is not written in UTF-8." in shell.refused("import", given)
    assert "There is no file" in shell.refused("import", tmp_path / "no.gift")


def test_a_lesson_in_a_folder_is_for_another_command(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: X\nrounds: []\n", "utf-8")
    said = shell("check", tmp_path)
    assert f"{path}: a lesson, for `duologue lesson check {path}`." in said


def test_only_a_quiz_is_written_as_gift(shell: Shell) -> None:
    assert "has no questions" in shell.refused("export", "the-wrong-order", "--gift")
