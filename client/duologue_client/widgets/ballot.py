"""A vote: the choices, my own one, and the count when everybody has voted."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from duologue_client.language import _
from duologue_client.safe import Piece, assemble
from duologue_protocol.parts import Ballot


class BallotBox(OptionList):
    """Arrows choose, Enter votes; a second vote takes the place of the first."""

    DEFAULT_CSS = """
    BallotBox { height: auto; max-height: 40%; border: none; padding: 0 1; background: $background; }
    BallotBox:focus { border: none; background-tint: $foreground 0%; background: $surface; }
    BallotBox > .option-list--option-highlighted {
        background: $background; color: $foreground; text-style: none;
    }
    BallotBox:focus > .option-list--option-highlighted {
        background: $surface-lighten-2; text-style: bold;
    }
    """

    class Voted(Message):
        """For this choice, counted from 0."""

        def __init__(self, option: int) -> None:
            super().__init__()
            self.option = option

    class Closed(Message):
        """Back to writing."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(markup=False, id=id)
        self._ballot: Ballot | None = None

    def show(self, ballot: Ballot | None) -> None:
        before, self._ballot = self._ballot, ballot
        self.display = ballot is not None
        if ballot is None or ballot == before:
            return
        highlighted = self.highlighted
        self.clear_options()
        self.add_options(Option(row(ballot, number)) for number in range(len(ballot.options)))
        self.highlighted = highlighted if highlighted is not None else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Voted(event.option_index))
        self.post_message(self.Closed())

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            self.post_message(self.Closed())
            event.stop()
            event.prevent_default()


def row(ballot: Ballot, number: int) -> Content:
    """One choice: its number, my mark, and its votes once they are counted."""
    mine = ballot.mine == number
    pieces: list[Piece] = [
        (f"{number + 1} ", "$foreground 60%"),
        ("● " if mine else "○ ", "$text-success" if mine else "$foreground 60%"),
        (ballot.options[number], "bold" if mine else ""),
    ]
    if ballot.tally:
        count = ballot.tally[number]
        pieces.append((f"  {'█' * count} {count}", "$text-accent"))
    elif number == 0 and ballot.voted:
        voted = _("  {count} voted").format(count=len(ballot.voted))
        pieces.append((voted, "$foreground 60%"))
    return assemble(*pieces)
