"""What all full-screen programs do alike."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.filter import NoColor

from duologue_client.student.app import StudentApp
from duologue_client.teacher.app import TeacherApp
from support.fake_session import FakeSession
from support.teaching import people, taught_class

APPS: dict[str, Callable[[], App[Any]]] = {
    "student": lambda: StudentApp(FakeSession()),
    "teacher": lambda: TeacherApp(taught_class(*people(2))),
}


def has_no_colours(app: App[Any]) -> bool:
    filters = app._filters  # pyright: ignore[reportPrivateUsage]
    return app.theme == "ansi-dark" and any(isinstance(one, NoColor) for one in filters)


@pytest.mark.parametrize("make", APPS.values(), ids=APPS)
def test_no_colours_where_none_are_wanted(
    make: Callable[[], App[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert has_no_colours(make())
    monkeypatch.delenv("NO_COLOR")
    assert not has_no_colours(make())
