"""How people are shown: a mark that tells without colour, the name, and where they are. Pure."""

from textual.content import Content

from duologue_client.fold import View
from duologue_client.language import _
from duologue_client.safe import assemble, one_row
from duologue_protocol.parts import Person

COLOURS = {"●": "$text-success", "◌": "$foreground 60%", "▸": "$text-accent", "⌛": "$text-warning"}


def mark(person: Person | None) -> str:
    """● here, ◌ away, ▸ in a room, ⌛ looking for a partner, × gone."""
    if person is None or person.presence == "left":
        return "×"
    if person.presence == "away":
        return "◌"
    if person.room:
        return "▸"
    return "⌛" if person.seeking else "●"


def presence(person: Person | None) -> Content:
    """The mark of somebody in my room: there, away or gone."""
    sign = "×" if person is None else {"here": "●", "away": "◌", "left": "×"}[person.presence]
    return assemble((sign, COLOURS.get(sign, "$foreground 60%")))


def whereabouts(person: Person) -> str:
    """In words what the mark says."""
    if person.presence == "left":
        return _("has left")
    if person.presence == "away":
        return _("reconnecting")
    if person.room:
        return _("in a room")
    return _("looks for a partner") if person.seeking else _("here")


def person_row(person: Person, view: View, width: int) -> Content:
    """A row of the list of people."""
    sign = mark(person)
    name = one_row(person.name, 40)
    if person.who == view.who:
        name = _("{name} (you)").format(name=name)
    gap = " " if len(sign.encode()) > 3 or sign == "⌛" else "  "
    left = assemble(
        (sign, COLOURS.get(sign, "$foreground 60%")), gap[: 1 if sign == "⌛" else 2], name
    )
    right = assemble((whereabouts(person), "$foreground 60%"))
    space = max(2, width - left.cell_length - right.cell_length)
    return Content.assemble(left, " " * space, right)


def names(people: list[str]) -> str:
    """Anna; Anna and Ivan; Anna, Ivan and Mei."""
    shown = [one_row(name, 40) for name in people]
    if len(shown) < 2:
        return "".join(shown)
    return _("{several} and {last}").format(several=", ".join(shown[:-1]), last=shown[-1])
