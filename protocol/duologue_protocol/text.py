"""Text is data: what strangers type, made safe to show, to keep and to compare.

Both sides clean every text: the server before it is kept, a client before it is shown. What is
left can neither steer a terminal nor hide; it may still look like markup, so sinks take it as
plain text. Code points that this Python's Unicode does not know yet are dropped as well.
"""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import category, combining, normalize
from unicodedata import name as unicode_name

from duologue_protocol.limits import NAME_CHARACTERS
from duologue_protocol.refusals import Refused

MARKS: Final = 3
"""Combining marks one letter carries, at most: Vietnamese needs two, Hebrew three."""

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]"  # CSI
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])"  # OSC, DCS, SOS, PM, APC: to their end
    r"[^\x07\x18\x1a\x1b\x80-\x9f]*+(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*+[0-~]"
)
_PLAIN = re.compile("[\n -~¡-¬®-ʯЀ-ҁҊ-ԯ…–—‘’“”„€№]*")
"""Latin, Cyrillic and their punctuation, which need no closer look."""

_JOINERS = "\u200c\u200d"
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE0E), *range(0xE0100, 0xE01F0))))
)
"""Letters, marks and variation selectors that print nothing, yet Unicode counts as printable."""

_JOINED = re.compile("[\u0600-\u074f\u0750-\u07ff\u0840-\u109f\u1780-\u18af\ua840-\uabff]")
"""Scripts whose letters need joiners: Arabic to Myanmar, Khmer, Mongolian, and their extensions."""


def clean(text: str, characters: int, rows: int = 1) -> str:
    """What may be kept and shown of a text: at most so many code points and rows.

    Rows too many are joined to the last one by spaces, so with one row a newline is a space.
    Cleaning a clean text changes nothing.
    """
    text = text[: 4 * characters]
    if (
        text.isascii() and text.isprintable()
    ):  # nothing to do but to cut: most lines, ten times faster
        return text.strip(" ")[:characters].rstrip(" ")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    text = _SEQUENCE.sub("", text)
    if not _PLAIN.fullmatch(text):
        for _ in range(2):  # without marks in excess first: sorting those takes quadratic time
            text = normalize("NFC", "".join(_visible(text)))
    lines = text.strip(" \n").split("\n")
    text = "\n".join([*lines[: rows - 1], " ".join(lines[rows - 1 :])])
    return text[:characters].strip(" \n" + _JOINERS)


def _visible(text: str) -> Iterator[str]:
    """The characters that print, spaces as one kind, joiners only where they join."""
    before, marks, joiner = "", 0, ""
    for character in text:
        if character in _JOINERS:
            joiner = character
            continue
        if category(character) == "Zs":
            character = " "
        elif character != "\n" and (not character.isprintable() or character in _INVISIBLE):
            continue
        if character > "\u02ff" and category(character) in ("Mn", "Me"):
            marks += 1
            if marks > MARKS or not _carries(before, character):
                continue
        else:
            marks = 0
            if joiner and _joins(before, joiner, character):
                yield joiner
        joiner, before = "", character
        yield character


def _carries(before: str, mark: str) -> bool:
    """Can this mark sit there? An emoji's variation selector only on a sign or a digit."""
    if mark in "\ufe0e\ufe0f":
        return before != "" and (before in "#*0123456789‼⁉〰〽" or category(before) in ("So", "Sm"))
    return before not in ("", " ", "\n")


def _joins(before: str, joiner: str, after: str) -> bool:
    if joiner == "\u200d" and category(after) in ("So", "Sm"):
        return before == "\ufe0f" or (before != "" and category(before) in ("So", "Sm", "Sk"))
    return bool(_JOINED.match(before) and _JOINED.match(after))


LOOK_ALIKES: Final = str.maketrans(
    # Cyrillic, Greek, Armenian and Latin letters beside the plain ones they look like.
    "авекмнорстухзѕіјԁһԛԝүѵ" + "αβγεζηικμνορτυχω" + "օոսհյզ" + "ɑɡıłøđħɩƒ" + "01|",
    "abekmnopctyx3sijdhqwyv" + "abyeznikmvoptuxw" + "onuhjq" + "agilodhif" + "oll",
)
"""Lower-case letters to the letters or digits they may pass for."""

_ROLES = (
    "teacher tutor observer admin administrator moderator duologue "
    "учитель учительница преподаватель преподавательница наблюдатель наблюдательница "
    "админ администратор модератор"
)
"""Nobody is called so in any word of their name: Teacher Anna is no teacher either."""

_RESERVED_WORDS = "system server everybody everyone система сервер все"
"""Nobody is called so and nothing else; as a word of a name it may be one (Server is, in Crimea)."""

_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "CHEROKEE", "COPTIC", "LISU")
"""Scripts with letters that pass for another's. One word is written in one of them."""


def skeleton(name: str) -> str:
    """What a name looks like: two names with one skeleton are taken for the same person.

    Case, accents, width and look-alike letters do not count: Аnnа, Ａｎｎａ, ANNA and Anná are
    one. So are Анна and Anna: whoever writes one means the other. An I that could be an l is one
    only where the case tells nothing (at the start of a word) or is odd (AIla is Alla).
    """
    letters = (c for c in normalize("NFKD", name) if not _is_accent(c))
    look = re.sub(
        r"(?<=[a-z])I|(?<=\w)I(?=[a-z])", "l", normalize("NFKC", "".join(letters))
    ).casefold()
    look = re.sub(r"\bн(?=\w*[a-z])", "h", look)  # Нelen: among Latin letters it passes for H
    look = re.sub(r"\bi", "l", look.translate(LOOK_ALIKES))
    return look.replace("rn", "m").replace("vv", "w")


def _is_accent(character: str) -> bool:
    """A mark that a letter can do without; in scripts such as Hindi and Thai marks are vowels."""
    return 10 <= combining(character) <= 35 or combining(character) >= 200 or _selects(character)


def _selects(character: str) -> bool:
    return category(character) == "Me" or character in "\ufe0e\ufe0f"


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


_RESERVED = frozenset(map(skeleton, f"{_ROLES} {_RESERVED_WORDS}".split()))
_RESERVED_ANYWHERE = frozenset(map(skeleton, _ROLES.split()))


def _is_reserved(name: str) -> bool:
    words = re.split(r"[\W\d_]+", name)
    looks = {_letters(skeleton(name)), skeleton(_letters(name))}
    return bool(looks & _RESERVED or set(map(skeleton, words)) & _RESERVED_ANYWHERE)


def _is_mixed(name: str) -> bool:
    """Is there a word with letters of two alphabets? Nobody's name has one; who imitates, does."""
    bare = "".join(c for c in normalize("NFKD", name) if category(c)[0] != "M")
    words: list[str] = re.findall(r"[^\W\d_]+", bare)
    return any(len({_alphabet(letter) for letter in word} - {""}) > 1 for word in words)


def _alphabet(letter: str) -> str:
    """The alphabet of a letter whose look may mislead, else empty."""
    first = unicode_name(letter, "").partition(" ")[0]
    return first if first in _ALPHABETS else ""


def clean_name(name: str) -> str:
    """A name as the class may see it, in one row, with single spaces.

    Raises Refused: name_empty without a letter, name_too_long, name_reserved for what only the
    teacher or the server may be called, name_mixed for a word in two alphabets.
    """
    room = 3 * NAME_CHARACTERS  # code points: joined emoji would count as one letter for ever
    name = " ".join(clean(name, 2 * room).split())
    if not any(map(str.isalpha, name)):
        raise Refused("name_empty")
    if len(name) > room or letters_in(name) > NAME_CHARACTERS:
        raise Refused("name_too_long", str(NAME_CHARACTERS))
    if _is_reserved(name):
        raise Refused("name_reserved", name)
    if _is_mixed(name):
        raise Refused("name_mixed", name)
    return name


def letters_in(text: str) -> int:
    """How many letters a reader would count: an accent, a skin tone or a joined emoji adds none."""
    count, before = 0, ""
    for character in text:
        modifies = category(character)[0] == "M" or "\U0001f3fb" <= character <= "\U0001f3ff"
        is_flag_half = "\U0001f1e6" <= character <= "\U0001f1ff"
        if is_flag_half and before == "flag":
            before = ""
            continue
        if not modifies and character not in _JOINERS and before != "\u200d":
            count += 1
        before = "flag" if is_flag_half else character
    return count
