"""What the server writes about itself: what went wrong and where, never what people wrote."""

import copy
import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Final, TextIO

FORMAT: Final = "%(levelname)s %(name)s: %(message)s"

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class DiscreetFormatter(logging.Formatter):
    """Of an exception it tells the kind and where it came up: its message may quote a line."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        ours = copy.copy(record)
        ours.exc_text = None  # what another handler may have made of it
        return super().format(ours)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 named by logging
        return "\n".join(_told(ei[1]))


def _told(error: BaseException | None) -> Iterator[str]:
    """An exception after those that led to it."""
    if error is None:
        return
    yield from _told(error.__cause__ or error.__context__)
    yield "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__


def write_log(to: TextIO | None = None) -> None:
    """Write what this process logs to a stream, from INFO on; to standard error without one."""
    handler = logging.StreamHandler(to)
    handler.setFormatter(DiscreetFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
