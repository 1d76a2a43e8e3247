"""Errors nobody expected, for whoever mends them: where they came up, never what people wrote."""

import logging
import traceback
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

import platformdirs

BYTES: Final = 100_000


def error_log() -> Path:
    """The file they are noted in."""
    return platformdirs.user_log_path("duologue") / "client.log"


def note_unexpected(error: BaseException) -> None:
    """Note an error's kind and where it came up. Its message may hold an utterance: it stays out."""
    where = "".join(traceback.format_tb(error.__traceback__))
    with suppress(OSError):  # a full disk must not make of one error two
        error_log().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(error_log(), maxBytes=BYTES, backupCount=2, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        handler.emit(
            logging.LogRecord(
                "duologue", logging.ERROR, "", 0, "%s\n%s", (type(error).__name__, where), None
            )
        )
        handler.close()
