"""What all full-screen programs do alike."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.color import Color
from textual.filter import NoColor

from duologue_client.base_app import BaseApp
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


def luminance(colour: Color) -> float:
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
@pytest.mark.parametrize("place", ["background", "surface"])
@pytest.mark.parametrize(
    "name", ["text-accent", "text-success", "text-warning", "text-error", "text-primary"]
)
async def test_every_colour_of_text_can_be_read(theme: str, place: str, name: str) -> None:
    app = BaseApp[None]()
    async with app.run_test():
        app.theme = theme
        colours = app.get_css_variables()
        one, other = (luminance(Color.parse(colours[it])) for it in (name, place))
        assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 4.5  # as WCAG asks
