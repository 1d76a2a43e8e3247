"""The values of an activity file, each read as what its key must hold.

Each reader notes what is wrong and gives the best it has, so that reading goes on to the end.
"""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from duologue_activities.mistakes import Findings
from duologue_activities.reading import Mapping, Node, Scalar, Sequence


def close_to(word: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """The known word that was probably meant, if one is near: alike from `least` to 1."""
    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_folded, n=1, cutoff=least)
    return by_folded[close[0]] if close else None


def nearest(word: str, known: Collection[str], ask: str) -> str:
    """A remedy: the known word that was probably meant, or all of them (at least one)."""
    close = close_to(word, known)
    return f"Did you mean {close}?" if close else f"{ask} {listing(known)}."


def listing(names: Iterable[str]) -> str:
    """Names as people list them: a, b or c."""
    *firsts, last = names
    return f"{', '.join(firsts)} or {last}" if firsts else last


def text(findings: Findings, name: str, node: Node, most: int, lines: int = 1) -> str:
    """A text of at most so many characters and lines, without the spaces around it."""
    if not isinstance(node, Scalar):
        read = "a key with its value" if isinstance(node, Mapping) else "a list"
        what = f"{name} must be one text, and reads as {read}"
        findings.add(node.place, what, 'Put it into quotes: "…".')
        return ""
    value = node.value.strip()
    if not value:
        findings.add(node.place, f"{name} is empty", "Write a text, or take the key out.")
    elif len(value) > most:
        what = f"{name} has {len(value)} characters, and {most} fit"
        findings.add(node.place, what, "Shorten it.")
    elif value.count("\n") >= lines:
        has = f"{name} has {value.count(chr(10)) + 1} lines, and {lines} "
        findings.add(node.place, has + ("fits" if lines == 1 else "fit"), "Write it shorter.")
    return value


def choice(findings: Findings, name: str, node: Node, known: Collection[str]) -> str:
    """One of the known words, else ""."""
    value = node.value.strip() if isinstance(node, Scalar) else "a list"
    if value in known:
        return value
    what = f"{name} can't be {value or 'empty'}"
    findings.add(node.place, what, nearest(value, known, "Write"))
    return ""


def whole_number(findings: Findings, name: str, node: Node, least: int, most: int) -> int:
    """A whole number in these bounds, else `most`."""
    value = node.value if isinstance(node, Scalar) else ""
    if value.isascii() and value.isdecimal() and len(value) < 9 and least <= int(value) <= most:
        return int(value)
    what = f"{name} must be a whole number from {least} to {most}"
    findings.add(node.place, what, "Write it in digits, without a word behind it.")
    return most


def half_minutes(findings: Findings, name: str, node: Node) -> float:
    """Minutes above 0, whole or a half; else 0.5."""
    value = node.value if isinstance(node, Scalar) else ""
    if re.fullmatch(r"[0-9]{1,3}(\.[05])?", value) and float(value) > 0:
        return float(value)
    what = f"The minutes of {name} must be a number above 0, whole or a half"
    findings.add(node.place, what, f"Write {name}: 2 or {name}: 2.5.")
    return 0.5


def items(findings: Findings, name: str, node: Node, least: int, most: int) -> tuple[Node, ...]:
    """The entries of a list."""
    if not isinstance(node, Sequence):
        findings.add(node.place, f"{name} must be a list", f'Write {name}: ["…", "…"].')
        return ()
    count = len(node.items)
    if count < least:
        findings.add(node.place, f"{name} has {count} entries", f"Write at least {least}.")
    elif count > most:
        findings.add(node.place, f"{name} has {count} entries", f"Write at most {most}.")
    return node.items


def texts(
    findings: Findings, name: str, node: Node, least: int, most: int, characters: int
) -> tuple[str, ...]:
    """A list of one-line texts."""
    return tuple(
        text(findings, f"An entry of {name}", item, characters)
        for item in items(findings, name, node, least, most)
    )


def pairs(findings: Findings, name: str, node: Node) -> tuple[tuple[Scalar, Node], ...]:
    """The entries of a mapping."""
    if isinstance(node, Mapping):
        return node.pairs
    what = f"{name} must be keys with their values"
    findings.add(node.place, what, f"Write {name}: and below it lines like key: value.")
    return ()


def by_role(findings: Findings, name: str, node: Node, roles: Collection[str]) -> dict[str, Node]:
    """A mapping whose keys are roles; others are noted and left out."""
    found: dict[str, Node] = {}
    for key, value in pairs(findings, name, node):
        if key.value in roles:
            found[key.value] = value
        elif roles:
            what = f"{name} names {key.value}, and no role is called that"
            findings.add(key.place, what, nearest(key.value, roles, "Write"))
    return found
