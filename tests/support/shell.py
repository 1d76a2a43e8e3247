"""Commands as somebody types them, without a process for each."""

import io

import cyclopts
import pytest


class Shell:
    """Types one app's commands in a terminal of some width."""

    def __init__(
        self,
        app: cyclopts.App,
        monkeypatch: pytest.MonkeyPatch,
        capture: pytest.CaptureFixture[str],
        columns: int,
    ) -> None:
        self._app = app
        self._monkeypatch = monkeypatch
        self._capture = capture
        self.is_wide(columns)

    def is_wide(self, columns: int) -> None:
        self._monkeypatch.setenv("COLUMNS", str(columns))

    def types(self, *lines: str) -> None:
        """What stands on standard input; then it ends."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{it}\n" for it in lines)))

    def __call__(self, *words: object) -> str:
        """What the command printed."""
        self._app([str(word) for word in words], result_action="return_value")
        return self._capture.readouterr().out

    def refused(self, *words: object) -> str:
        """All that a command said that failed."""
        with pytest.raises(SystemExit) as exit_:
            self._app([str(word) for word in words], result_action="return_value")
        assert exit_.value.code == 1
        said = self._capture.readouterr()
        return said.out + said.err
