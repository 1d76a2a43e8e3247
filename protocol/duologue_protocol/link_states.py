"""The states of a client's link, and the one table of what may happen in each."""

from enum import Enum, auto
from typing import Final


class State(Enum):
    OFFLINE = auto()
    GREETING = auto()
    """`hello` is sent; `welcome` and then `snap` are awaited."""
    LIVE = auto()
    CLOSING = auto()
    """This side closes, to come back."""
    STOPPED = auto()


MOVES: Final[dict[State, dict[str, State]]] = {
    State.OFFLINE: {
        "opened": State.GREETING,
        "closed": State.OFFLINE,
        "stopped": State.STOPPED,
    },
    State.GREETING: {
        "welcome": State.GREETING,
        "snap": State.LIVE,
        "go": State.GREETING,
        "sorry": State.GREETING,
        "closing": State.CLOSING,
        "closed": State.OFFLINE,
        "stopped": State.STOPPED,
    },
    State.LIVE: {
        "ev": State.LIVE,
        "eph": State.LIVE,
        "ack": State.LIVE,
        "nack": State.LIVE,
        "answer": State.LIVE,
        "pong": State.LIVE,
        "go": State.LIVE,
        "sorry": State.LIVE,
        "closing": State.CLOSING,
        "closed": State.OFFLINE,
        "stopped": State.STOPPED,
    },
    State.CLOSING: {
        "closed": State.OFFLINE,
        "stopped": State.STOPPED,
    },
    State.STOPPED: {},
}
"""What may happen in each state (a frame by its tag), and which state follows."""
