"""The computer's clock, which every lesson goes by: can it be right?"""

from datetime import UTC, datetime
from typing import Final

from duologue_server.doctor import Finding
from duologue_server.language import _

WRITTEN: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that is right is before this program."""

TOLERANCE_MS: Final = 60_000


def examine_clock(now_ms: int, last_ms: int | None) -> Finding:
    """`last_ms` is when the latest moment was kept, None where nothing was."""
    now = _local(now_ms)
    if now_ms < WRITTEN.timestamp() * 1000:
        return Finding(
            "fault",
            _(
                "The clock says {0}, which can't be right. Set it, or let the system do so "
                "(`timedatectl set-ntp true`)."
            ).format(now),
        )
    if last_ms is not None and last_ms > now_ms + TOLERANCE_MS:
        return Finding(
            "fault",
            _(
                "The clock says {0}, but the latest moment was kept at {1}: it was set back, and "
                "lessons would last longer than they should. Set it right."
            ).format(now, _local(last_ms)),
        )
    return Finding("ok", _("The clock says {0}.").format(now))


def _local(at_ms: int) -> str:
    try:
        return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone():%Y-%m-%d %H:%M %Z}"
    except (OverflowError, ValueError, OSError):
        return _("a time far away")
