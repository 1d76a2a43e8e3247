"""Target phrases and words of an activity, as a column shows them. Pure."""

from collections.abc import Mapping

from textual.content import Content

from duologue_client.fold import RoomView, View
from duologue_client.language import _
from duologue_client.safe import assemble, one_row
from duologue_client.widgets.wrapping import hanging, heading, rows
from duologue_protocol.parts import Seat


def ticks(room: RoomView, view: View) -> dict[int, str | None]:
    """Phrases that were used: None for one of mine, else the name of who used it first."""
    names = {phrase: view.name(line.by) for phrase, line in room.ticked().items()}
    return {**names, **dict.fromkeys(room.ticked(view.who))}


def phrases_column(seat: Seat, used: Mapping[int, str | None], width: int) -> Content:
    """Phrases with ticks, words with their meaning."""
    blocks: list[Content] = []
    if seat.phrases:
        blocks.append(_phrases(seat, used, width))
    if seat.gloss:
        blocks.append(_gloss(seat, width))
    return Content("\n\n").join(blocks)


def _phrases(seat: Seat, used: Mapping[int, str | None], width: int) -> Content:
    mine = sum(by is None for by in used.values())
    title = _("Phrases {used} of {all}").format(used=mine, all=len(seat.phrases))
    lines = [heading(title)]
    for number, phrase in enumerate(seat.phrases):
        by = used.get(number, "")
        if by is None:
            lines.append(hanging(("✔", "$text-success"), (phrase, "$text-success"), width))
        elif number in used:
            text = assemble(phrase, (f"  ({one_row(by, 20)})", "$foreground 60%"))
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


def words_said(room: RoomView, view: View, width: int) -> Content:
    """Who said how much; empty while nobody has spoken."""
    said = room.words()
    if not said:
        return Content("")
    people = [(_("you") if who == view.who else one_row(view.name(who), 20), who) for who in said]
    count = " · ".join(f"{name} {said[who]}" for name, who in people)
    return rows(heading(_("Words said")), hanging("", count, width))
