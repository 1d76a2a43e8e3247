"""The command line itself: what it costs to ask for help, and one sentence for each mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duologue_client import cli, error_log
from support.terminal import Terminal

DUOLOGUE = [sys.executable, "-c", "from duologue_client.cli import main; main()"]
HEAVY = ("textual", "websockets", "cyclopts", "rich", "duologue_server", "asyncio")


def run(home: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DUOLOGUE, *arguments],
        env={**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def write_settings(home: Path, text: str) -> None:
    file = home / "config" / "duologue" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)


@pytest.mark.parametrize("argument", ["--help", "-h", "--version"])
def test_help_imports_nothing_that_takes_long(argument: str) -> None:
    program = (
        f"import sys; sys.argv = ['duologue', {argument!r}]\n"
        "from duologue_client.cli import main; main()\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stderr.split() == []
    assert done.stdout


def test_help_names_every_command(tmp_path: Path) -> None:
    for arguments in ([], ["--help"]):
        done = run(tmp_path, *arguments)
        assert done.returncode == 0
        for command in cli.COMMANDS:
            assert f"duologue {command} " in done.stdout


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_its_own_help(command: str, tmp_path: Path) -> None:
    done = run(tmp_path, command, "--help")
    assert done.returncode == 0, done.stderr
    assert f"duologue {command}" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["serv"], 'Did you mean "serve"?'),
        (["join", "--nam", "Anna"], "Did you mean --name?"),
        (["serve", "--port", "many"], "Invalid value for --port"),
        (["serve", "--port", "80000"], 'Invalid value "80000" for --port. Must be <= 65535.'),
        (["classroom", "opn"], "Unknown command"),
        (["demo", "--as", "dog"], "Choose from"),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "config.toml" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not done.stdout


@pytest.mark.parametrize("command", ["join", "teach", "demo"])
def test_screens_need_a_terminal(command: str, tmp_path: Path) -> None:
    done = run(tmp_path, command)
    assert done.returncode == 1
    assert done.stderr == (
        "This needs a terminal with a keyboard and a screen. Start it there, not in a pipe.\n"
    )


def test_a_dumb_terminal_is_told_so(tmp_path: Path) -> None:
    with Terminal([*DUOLOGUE, "demo"], env={"HOME": str(tmp_path), "TERM": "dumb"}) as terminal:
        assert terminal.ends() == 1
        assert "TERM=dumb" in terminal.screen
        assert "\x1b" not in terminal.sent.decode()


def test_settings_come_from_the_command_line_then_the_environment_then_the_file(
    tmp_path: Path,
) -> None:
    write_settings(tmp_path, "[demo]\nspeed = 5000\n")
    wrong, right = "speed is a number", "needs a terminal"
    assert wrong in run(tmp_path, "demo").stderr
    assert right in run(tmp_path, "demo", DUOLOGUE_SPEED="2").stderr
    assert wrong in run(tmp_path, "demo", "--speed", "5000", DUOLOGUE_SPEED="2").stderr
    assert right in run(tmp_path, "demo", "--speed", "2", DUOLOGUE_SPEED="5000").stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [('[demo]\nspede = "fast"\n', "spede"), ("[demo\n", "config.toml")],
)
def test_a_mistake_in_the_settings_is_a_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    write_settings(tmp_path, text)
    done = run(tmp_path, "demo", "--headless")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_what_nobody_expected_is_a_sentence_and_a_note_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log, utterance = tmp_path / "client.log", "what somebody wrote"

    def fail(_arguments: list[str]) -> None:
        raise ZeroDivisionError(utterance)

    monkeypatch.setattr(cli, "app_for", fail)
    monkeypatch.setattr(error_log, "error_log", lambda: log)
    monkeypatch.setattr("duologue_client.program.error_log", lambda: log)
    monkeypatch.setattr("sys.argv", ["duologue", "join"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    shown = capsys.readouterr().err
    assert str(log) in shown
    assert len(shown.splitlines()) == 1
    assert "ZeroDivisionError" in log.read_text()
    assert utterance not in log.read_text()


def test_letters_that_the_terminal_lacks_stop_nothing(tmp_path: Path) -> None:
    for arguments in (["--help"], ["serve", "--help"], ["join"], ["nosuch"]):
        done = run(tmp_path, *arguments, PYTHONIOENCODING="ascii", DUOLOGUE_LANGUAGE="ru")
        assert "Traceback" not in done.stderr
        assert done.returncode == {"join": 1, "nosuch": 2}.get(arguments[0], 0)


def test_a_screen_is_not_begun_in_letters_that_the_terminal_lacks(tmp_path: Path) -> None:
    latin = {"HOME": str(tmp_path), "PYTHONIOENCODING": "latin-1"}
    with Terminal([*DUOLOGUE, "demo"], env=latin) as terminal:
        assert terminal.ends() == 1
        assert "LC_ALL=C.UTF-8" in terminal.screen


def test_a_reader_who_has_had_enough_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    for arguments in (["--help"], ["activity", "list"]):
        done = subprocess.run(
            [*DUOLOGUE, *arguments],
            env={**os.environ, "HOME": str(tmp_path)},
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        assert done.returncode == (141 if arguments == ["--help"] else 1)  # rich ends by itself
    os.close(writing)


def test_a_sentence_breaks_between_words_at_the_terminals_edge(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "TERM": "dumb"}
    with Terminal([*DUOLOGUE, "demo"], columns=40, env=env) as terminal:
        assert terminal.ends() == 1
        words = ["This", "terminal", "(TERM=dumb)", "can't", "show", "a", "full", "screen."]
        assert [word for word in terminal.screen.split() if word in words] == words


def test_a_speed_that_cannot_be_is_refused_without_a_screen_too(tmp_path: Path) -> None:
    done = run(tmp_path, "demo", "--headless", "--speed", "-3")
    assert done.returncode == 1
    assert "speed is a number" in done.stderr


def test_activities_in_a_file_are_no_folder_of_activities(tmp_path: Path) -> None:
    file = tmp_path / "cafe.yaml"
    file.touch()
    done = run(tmp_path, "serve", "--data", str(tmp_path / "data"), "--activities", str(file))
    assert (done.returncode, done.stderr) == (1, f"{file} is no folder with activities.\n")
