"""Chance as a value: numbers and orders that depend on nothing but a seed."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Thing = TypeVar("Thing")


def shuffled(things: Sequence[Thing], seed: int) -> list[Thing]:
    return sorted(things, key=lambda thing: chance(seed, thing))


def chance(*key: object) -> int:
    """A number that depends on nothing but the key."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest())
