"""The examples in the help: one for every command, and each is a command."""

import shlex
from collections.abc import Iterator

import pytest
from cyclopts import App

from duologue_client import cli
from duologue_client.examples import EXAMPLES, examples_of


def commands(app: App, before: tuple[str, ...] = ()) -> Iterator[str]:
    for name in app:
        if not name.startswith("-"):
            yield " ".join((*before, name))
            yield from commands(app[name], (*before, name))


def test_every_command_has_one_to_three() -> None:
    assert set(EXAMPLES) == set(commands(cli.app_for([])))
    assert {len(examples) for examples in EXAMPLES.values()} <= {1, 2, 3}


@pytest.mark.parametrize("command", EXAMPLES)
def test_every_example_is_taken_and_fits_a_row(command: str) -> None:
    app = cli.app_for([])
    for example in EXAMPLES[command]:
        program, *words = shlex.split(example)
        assert program == "duologue"
        assert example.startswith(f"duologue {command}")
        app.parse_args(words, exit_on_error=False, print_error=False)  # raises if it is not taken
        assert len(example) <= 76


def test_help_ends_with_them(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["join"], ["classroom", "new"], ["student"]):
        with pytest.raises(SystemExit):
            cli.app_for(words)([*words, "--help"])
        examples = EXAMPLES[" ".join(words)]
        said = capsys.readouterr().out.splitlines()
        assert [row.strip() for row in said[-len(examples) :]] == list(examples)


def test_what_is_no_command_has_none() -> None:
    assert examples_of(["serv"]) is None
    assert examples_of([]) is None
