"""A real browser, where this machine has one: what it made of a file, and which addresses it asked for."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless",
    "--no-sandbox",  # containers have none, and root is refused one
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
SECONDS = 120


@dataclass(frozen=True)
class Opened:
    """A file as the browser had it."""

    document: str
    """The document after everything in it has run, as HTML."""
    net_log: str
    """All that its network stack did, as JSON."""


def browser() -> str | None:
    """The path of a browser that can be driven without a screen."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def opened(program: str, page: Path) -> Opened:
    """Open a file, let its scripts run, if it has any, and read it back."""
    net_log = page.with_suffix(".net.json")
    done = _run(program, page, "--dump-dom", f"--log-net-log={net_log}")
    return Opened(done.stdout, net_log.read_text("utf-8", errors="replace"))


def printed(program: str, page: Path) -> bytes:
    """The file as a PDF."""
    paper = page.with_suffix(".pdf")
    _run(program, page, f"--print-to-pdf={paper}")
    return paper.read_bytes()


def _run(program: str, page: Path, *orders: str) -> "subprocess.CompletedProcess[str]":
    profile = f"--user-data-dir={page.parent / 'profile'}"
    return subprocess.run(
        [program, *QUIET, profile, *orders, page.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=True,
    )
