"""Target phrases and words of an activity, as a column shows them. Pure."""

from textual.content import Content

from duologue_client.fold import RoomView, View
from duologue_client.language import _
from duologue_client.safe import assemble, one_row
from duologue_client.widgets.wrapping import hanging, heading, rows
from duologue_protocol.parts import Seat


def phrases_column(room: RoomView, seat: Seat, view: View, width: int) -> Content:
    """Phrases with ticks, words with their meaning, who said how much."""
    blocks: list[Content] = []
    if seat.phrases:
        blocks.append(_phrases(room, seat, view, width))
    if seat.gloss:
        blocks.append(_gloss(seat, width))
    count = _words_said(room, view)
    if count:
        blocks.append(rows(heading(_("Words said")), hanging("", count, width)))
    return Content("\n\n").join(blocks)


def _phrases(room: RoomView, seat: Seat, view: View, width: int) -> Content:
    mine, anybody = room.ticked(view.who), room.ticked()
    title = _("Phrases {used} of {all}").format(used=len(mine), all=len(seat.phrases))
    lines = [heading(title)]
    for number, phrase in enumerate(seat.phrases):
        if number in mine:
            lines.append(hanging(("✔", "$text-success"), (phrase, "$text-success"), width))
        elif number in anybody:
            by = one_row(view.name(anybody[number].by), 20)
            text = assemble(phrase, (f"  ({by})", "$foreground 60%"))
            lines.append(hanging(("○", "$foreground 60%"), text, width))
        else:
            lines.append(hanging(("○", "$foreground 60%"), phrase, width))
    return rows(*lines)


def _gloss(seat: Seat, width: int) -> Content:
    words = [
        hanging("", assemble((word, "bold"), (f"  {meaning}", "$foreground 60%")), width)
        for word, meaning in seat.gloss
    ]
    return rows(heading(_("Words")), *words)


def _words_said(room: RoomView, view: View) -> str:
    said = room.words()
    people = [(_("you") if who == view.who else one_row(view.name(who), 20), who) for who in said]
    return " · ".join(f"{name} {said[who]}" for name, who in people)
