"""What the server says of a plan, in the reader's language, its people by name. Pure."""

import itertools
import re

from duologue_client.fold import View
from duologue_client.language import _ as translated
from duologue_client.teacher.wording import named


def _(text: str) -> str:
    """Marks a text for translators; it is translated where it is shown."""
    return text


REASONS = (
    _("{0} is left out: a group needs {1} people."),
    _("{0} and {1} meet again: there is no other partner left."),
    _("{0} and {1} meet again: no better plan was found."),
    _("{0} is left over again: everybody has been."),
    _("{0} is left over again: it keeps others together or apart."),
    _("{0} watches: no group takes one more."),
    _("{0} and {1} should be apart: the group was made by hand."),
    _("{0} and {1} should be apart: there are too few groups."),
    _("{0} and {1} should be apart: no better plan was found."),
    _("{0} and {1} should be together: a group has {2} places."),
    _("{0} and {1} should be together: somebody among them should be apart."),
    _("{0} and {1} should be together: no better plan was found."),
    _("{0} and {1} are {2} levels from each other: no better plan was found."),
    _("{0} and {1} are of one level: there are too few of other levels."),
    _("{0} and {1} are of one level: no better plan was found."),
    _("People without a level, who are in any group: {0}."),
    _("{0} has a role again: the others of the group need theirs more."),
)
"""The sentences of the server, with numbers in the places of its people and figures."""

_PLACE = re.compile(r"\{[^{}]+\}|\d+")


def with_names(sentence: str, view: View) -> str:
    """A sentence of the server, who writes people as {p3}; as it is where there is no translation."""
    found = _PLACE.findall(sentence)
    words = [named(view, part[1:-1]) if part[0] == "{" else part for part in found]
    numbers = itertools.count()
    pattern = translated(_PLACE.sub(lambda _place: f"{{{next(numbers)}}}", sentence))
    return re.sub(r"\{(\d+)\}", lambda place: words[int(place[1])], pattern)
