"""Moodle's list of participants, read to know whose gradebook row a name of the class is."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from duologue_protocol import limits, text
from duologue_server.language import _

Participants = Mapping[str, str]
"""E-mail addresses by what a name looks like (its skeleton)."""

SEPARATORS: Final = ",;\t"
ID_NUMBER: Final = re.compile(r"\bid\b|номер", re.IGNORECASE)


class NotParticipants(Exception):
    """The file has no names and e-mail addresses. The message is a sentence to show."""


Key = Literal["email", "id"]
"""By what Moodle's import is to find a user."""


def read_participants(content: bytes, by: Key = "email") -> Participants:
    """From "Download table data as: Comma separated values" of a course's page Participants.

    The columns' names are in Moodle's language, so they are known by what they hold: the first
    with an @ in every row is the address, the first one or two are the name. A student is known
    by either order of first name and family name, or by a first name that nobody else has. An id
    number is found by its column's name, and who has none is left out.

    Raises NotParticipants.
    """
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotParticipants(
            _("This is not UTF-8 text. Download it from Moodle as CSV.")
        ) from error
    separator = max(SEPARATORS, key=decoded.partition("\n")[0].count)
    table = [row for row in csv.reader(io.StringIO(decoded), delimiter=separator) if any(row)]
    rows = table[1:]
    address = _address_column(rows)
    key = address if by == "email" else _id_column(table[0])
    found: dict[str, str] = {}
    first_names = Counter(_look(row[0]) for row in rows)
    for row in rows:
        names = [cell for cell in row[: min(address, 2)] if cell]
        looks = {_look(" ".join(names)), _look(" ".join(reversed(names)))}
        if first_names[_look(row[0])] == 1:
            looks.add(_look(row[0]))
        if key < len(row) and row[key].strip():
            found |= dict.fromkeys(looks, row[key].strip())
    return found


def _id_column(head: Sequence[str]) -> int:
    for column, title in enumerate(head):
        if ID_NUMBER.search(title):
            return column
    raise NotParticipants(
        _("There is no column of id numbers in it. In Moodle, show ID numbers, then download it.")
    )


def address_of(participants: Participants, name: str) -> str | None:
    return participants.get(text.skeleton(name))


def _address_column(rows: Sequence[Sequence[str]]) -> int:
    width = min((len(row) for row in rows), default=0)
    for column in range(1, width):
        if all("@" in row[column] for row in rows):
            return column
    raise NotParticipants(
        _(
            "There are no names with e-mail addresses in it. In Moodle, open the course's "
            "Participants and download the table as comma separated values."
        )
    )


def _look(name: str) -> str:
    return text.skeleton(" ".join(text.clean(name, limits.LINE_CHARACTERS).split()))
