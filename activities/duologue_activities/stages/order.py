"""The order stage: things are put in order, alone or together, perhaps each told by one member.

Items go by letters that say nothing of the right order, and stand by them at the beginning.
"""

from collections.abc import Sequence
from hashlib import blake2b
from string import ascii_uppercase

from duologue_activities.activity import Order


def keys(order: Order) -> tuple[str, ...]:
    """The letter of each item, in the order in which the file has them."""
    dealt = sorted(range(len(order.items)), key=lambda place: _chance(order.items[place], place))
    letters = {place: ascii_uppercase[at] for at, place in enumerate(dealt)}
    return tuple(letters[place] for place in range(len(order.items)))


def start(order: Order) -> tuple[int, ...]:
    """The items by their letters: their places in the file, counted from 0."""
    names = keys(order)
    return tuple(sorted(range(len(names)), key=names.__getitem__))


def moved(now: Sequence[int], item: int, place: int) -> tuple[int, ...]:
    """The order with the item at this place; past the end it is the last."""
    others = [other for other in now if other != item]
    return (*others[:place], item, *others[place:])


def owner(order: Order, item: int, members: Sequence[str]) -> str | None:
    """Who alone can read the item, where the items are dealt to the members in turn."""
    return members[item % len(members)] if order.is_dealt and members else None


def in_place(order: Order, now: Sequence[int]) -> int:
    """How many items follow the one they should follow, the first one nothing."""
    before = (-1, *now)
    return sum(before[at] == item - 1 for at, item in enumerate(now)) if order.is_keyed else 0


def _chance(text: str, place: int) -> bytes:
    return blake2b(f"{text} {place}".encode(), digest_size=8).digest()
