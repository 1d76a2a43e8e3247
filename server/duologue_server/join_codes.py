"""Join codes and teacher's keys: symbols that can be read aloud, drawn at random."""

import secrets
from typing import Final

from duologue_protocol.limits import CODE_ALPHABET, CODE_SYMBOLS

GROUP: Final = 4
KEY_SYMBOLS: Final = 28
"""Of a teacher's key: 138 bits, beyond any guessing."""

# A Russian keyboard's letters that look like ours.
_twins = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")


def new_code() -> str:
    """A join code: K7QM-2PXA."""
    return _draw(CODE_SYMBOLS)


def new_key() -> str:
    """A teacher's key: seven groups of four symbols."""
    return _draw(KEY_SYMBOLS)


def normalise(text: str) -> str:
    """A code or a key as we write it: capitals in groups; spaces and hyphens may be anywhere."""
    symbols = "".join(symbol for symbol in text.upper().translate(_twins) if symbol.isalnum())
    return _in_groups(symbols)


def is_code(text: str) -> bool:
    """Is this a join code as we write it?"""
    symbols = text.replace("-", "")
    return (
        len(symbols) == CODE_SYMBOLS
        and set(symbols) <= set(CODE_ALPHABET)
        and text == _in_groups(symbols)
    )


def _draw(count: int) -> str:
    return _in_groups("".join(secrets.choice(CODE_ALPHABET) for _symbol in range(count)))


def _in_groups(symbols: str) -> str:
    return "-".join(symbols[at : at + GROUP] for at in range(0, len(symbols), GROUP))
