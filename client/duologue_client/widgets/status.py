"""The line above the composer: how the connection is, what was refused, who types."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from duologue_client.language import _, ngettext
from duologue_client.safe import assemble
from duologue_client.session import LinkChanged


class StatusLine(Horizontal):
    """On the left the most pressing of three things, on the right a quiet one."""

    DEFAULT_CSS = """
    StatusLine { height: auto; max-height: 3; padding: 0 1; }
    StatusLine #said { width: 1fr; height: auto; min-height: 1; max-height: 3; }
    StatusLine #aside { width: auto; max-width: 60%; height: auto; max-height: 2; color: $text-muted; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(id=id)
        self._link = Content("")
        self._notice = Content("")
        self._quiet = Content("")
        self._drawn = Content("")
        self._aside = Content("")

    def compose(self) -> ComposeResult:
        yield Static(id="said", markup=False)
        yield Static(id="aside", markup=False)

    def show_link(self, link: LinkChanged, now: float) -> None:
        """`now` in monotonic seconds. A line that is up says nothing."""
        self._link = assemble((link_sentence(link, now), "bold $text-warning"))
        self._draw()

    def say(self, sentence: str) -> None:
        """Something to be read now; empty: no more."""
        self._notice = assemble((f"! {sentence}", "$text-warning")) if sentence else Content("")
        self._draw()

    def murmur(self, content: Content) -> None:
        """What is good to know: shown while nothing presses."""
        self._quiet = content
        self._draw()

    def set_aside(self, content: Content) -> None:
        """What stands on the right."""
        if content != self._aside:
            self._aside = content
            self.query_one("#aside", Static).update(content)

    @property
    def shown(self) -> str:
        """What stands on the left, as plain text."""
        return self._drawn.plain

    def _draw(self) -> None:
        first = self._link if self._link.plain else self._notice
        if self._link.plain and self._notice.plain:
            first = Content.assemble(self._link, "\n", self._notice)
        drawn = first if first.plain else self._quiet
        if drawn != self._drawn:
            said = self.query_one("#said", Static)
            before, self._drawn = _rows(self._drawn, said.size.width), drawn
            said.update(drawn, layout=_rows(drawn, said.size.width) != before)


def _rows(content: Content, width: int) -> int:
    """Rows that it takes: the screen is laid out anew only where they change."""
    return content.get_height({}, width) if content.plain and width else 1


def link_sentence(link: LinkChanged, now: float) -> str:
    """How the line is, in words; empty while it is up."""
    match link.state:
        case "live":
            return ""
        case "connecting":
            return _("Connecting …")
        case "stopped":
            return link.sentence or _("The connection has ended. Start the program again.")
        case "waiting":
            return " ".join((_reconnecting(link, now), _kept(link.kept)))


def _reconnecting(link: LinkChanged, now: float) -> str:
    seconds = max(0, round(link.retry_at - now))
    if not seconds:
        return _("◌ Reconnecting …")
    return _("◌ Reconnecting in {seconds} s …").format(seconds=seconds)


def _kept(count: int) -> str:
    if not count:
        return _("What you write is kept.")
    return ngettext(
        "Your {count} message is kept.", "Your {count} messages are kept.", count
    ).format(count=count)
