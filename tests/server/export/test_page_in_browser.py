"""The HTML file in a real browser: nothing runs, nothing is fetched, and text is text."""

from collections.abc import Callable
from datetime import UTC
from html import unescape
from pathlib import Path

import pytest

from duologue_protocol.text import clean
from duologue_server.export.page import page
from support.browser import browser, opened, printed
from support.played import HOSTILE, hostile, played, reported

BROWSER = browser() or ""

pytestmark = pytest.mark.skipif(not BROWSER, reason="no Chromium or Chrome on this machine")

HARM = '<script>document.title = "ran"</script><img src="http://evil.example/x.png">'


@pytest.fixture
def written(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "lesson.html"
        path.write_bytes(content)
        return path

    return write


def test_a_hostile_lesson_harms_no_browser(written: Callable[[bytes], Path]) -> None:
    content = page(reported(hostile(), f"B1 {HARM}"), UTC)["lesson.html"]
    seen = opened(BROWSER, written(content))
    assert "evil.example/x.png" not in seen.net_log
    shown = unescape(seen.document)
    assert f"<title>B1 {HARM}, 2026-09-21</title>" in shown
    assert "=Anna<b>" in shown
    for line in HOSTILE:
        assert clean(line, 1000, 20) in shown
    for element in ("<script", "<img", "<a ", "<iframe"):
        assert element not in seen.document


def test_a_page_that_does_harm_would_be_seen(written: Callable[[bytes], Path]) -> None:
    seen = opened(BROWSER, written(f"<!DOCTYPE html><title>B1</title>{HARM}".encode()))
    assert "<title>ran</title>" in seen.document
    assert "evil.example/x.png" in seen.net_log


def test_the_policy_stops_what_escaping_would_have_let_through(
    written: Callable[[bytes], Path],
) -> None:
    content = page(reported(played()), UTC)["lesson.html"]
    seen = opened(BROWSER, written(content.replace(b"<main>", f"<main>{HARM}".encode())))
    assert "<title>English B1, 2026-09-21 · 2026-09-22</title>" in seen.document
    assert "evil.example/x.png" not in seen.net_log


def test_it_prints(written: Callable[[bytes], Path]) -> None:
    content = page(reported(played()), UTC)["lesson.html"]
    paper = printed(BROWSER, written(content))
    assert paper.startswith(b"%PDF")
    assert paper.count(b"/Type /Page\n") >= 2 * (1 + 1) + 4 + 2  # classes, transcripts, students
