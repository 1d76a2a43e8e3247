"""The line above the keys: how the connection is, or what the last key came to."""

from textual.content import Content
from textual.widgets import Static

from duologue_client.language import _, ngettext
from duologue_client.safe import assemble
from duologue_client.session import LinkChanged


class Status(Static):
    """What there is to say, in as many rows as it takes, up to three. A broken line goes first."""

    DEFAULT_CSS = """
    Status { height: auto; min-height: 1; max-height: 3; padding: 0 1; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._said = Content("")
        self._link = LinkChanged("live")

    def say(self, sentence: str, *, trouble: bool = False) -> None:
        """Show what came of something, until the next sentence."""
        mark = "! " if trouble else ""
        self._said = assemble((mark + sentence, "$text-warning" if trouble else "$foreground"))
        self._draw()

    def show(self, link: LinkChanged) -> None:
        """Show how the line is."""
        if link != self._link:
            self._link = link
            self._draw()

    def _draw(self) -> None:
        if self._link.state == "live":
            self.update(self._said)
        else:
            self.update(assemble(("◌ " + _connection(self._link), "bold $text-error")))


def _connection(link: LinkChanged) -> str:
    if link.state == "stopped":
        return link.sentence or _("The connection has ended. Start the program again.")
    if link.state == "connecting":
        return _("Connecting …")
    kept = ngettext("{count} order waits", "{count} orders wait", link.kept).format(count=link.kept)
    waits = f" {kept}." if link.kept else ""
    why = link.sentence or _("The line is down; it comes back by itself. The lesson goes on.")
    return why + waits
