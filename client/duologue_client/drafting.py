"""One writer's side of a text that several write at once: what is sent, what comes, what is shown.

Pure. One edit is on its way at a time; what is typed meanwhile waits, and is made one edit as soon as
the server has said where the first one stands. The server's text is the truth: what is shown is that
text with one's own two edits put in.
"""

from dataclasses import dataclass

from duologue_protocol.edits import Edit, after, apply, between, changes, put_in, then
from duologue_protocol.limits import EDIT_STEPS
from duologue_protocol.parts import SharedText


@dataclass
class Drafting:
    text: str = ""
    """The server's, as it was last heard."""
    version: int = 0
    mine: int = 0
    """Edits of mine that the server's text has."""
    on_its_way: Edit = ()
    """My edit of that text which is not in it yet; empty: none."""
    typed: Edit = ()
    """What I have changed since then."""
    pastes: tuple[str, ...] = ()
    """What was pasted among that."""
    pastes_sent: tuple[str, ...] = ()
    """What was pasted among what is on its way."""

    @property
    def expected(self) -> str:
        """The server's text as it will be with the edit that is on its way."""
        return apply(self.on_its_way, self.text)

    @property
    def shown(self) -> str:
        return apply(self.typed, self.expected)

    def types(self, after_it: str) -> None:
        """The text that is shown was changed in one place, to this."""
        self.typed = then(self.typed, between(self.shown, after_it))

    def heard(self, part: SharedText) -> str:
        """The server's text has come. What to show now."""
        before = self.expected
        if part.mine > self.mine:
            self.on_its_way = self.pastes_sent = ()
        else:
            self.on_its_way = after(self.on_its_way, changes(self.text, part.text))
        self.text, self.version, self.mine = part.text, part.version, part.mine
        self.typed = after(self.typed, changes(before, self.expected))
        return self.shown

    def sends(self) -> Edit:
        """What is to be sent now; empty: nothing, or something is on its way already."""
        if self.on_its_way or not self.typed:
            return ()
        several = len(self.typed) > EDIT_STEPS  # much was typed while the line was down
        self.on_its_way = between(self.text, self.shown) if several else self.typed
        self.typed = ()
        self.pastes, self.pastes_sent = (), self.pastes
        return self.on_its_way

    @property
    def pasted(self) -> int:
        """How many characters of what is on its way were pasted so."""
        put = put_in(self.on_its_way)
        return min(sum(len(one) for one in self.pastes_sent if one in put), len(put))

    def refused(self) -> None:
        """The edit was not taken. It stays on the screen, and goes out with the next one."""
        self.typed, self.on_its_way = then(self.on_its_way, self.typed), ()
        self.pastes, self.pastes_sent = self.pastes_sent + self.pastes, ()
