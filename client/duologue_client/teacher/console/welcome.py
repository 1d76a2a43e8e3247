"""What the console shows while nobody is here: how to join, large enough to be held up."""

from textual.widgets import Static

from duologue_client.address import parse_server, written
from duologue_client.fold import View
from duologue_client.language import _, ngettext
from duologue_client.safe import assemble
from duologue_client.teacher.console.glyphs import LETTER_CELLS, large, small
from duologue_protocol.parts import TEACHES


class Welcome(Static):
    """The join code in big letters, and the line that students type."""

    DEFAULT_CSS = """
    Welcome { height: 1fr; content-align: center middle; text-align: center; }
    """

    def __init__(self, host: str) -> None:
        super().__init__(markup=False)
        self._host = host
        self._code = ""
        self._here = 0
        self._leads = True

    def show(self, view: View) -> None:
        """Show how to join this class, and how many have."""
        code = view.classroom.code if view.classroom else ""
        here = len(view.students())
        self._leads = view.me is None or view.me.role in TEACHES
        if (code, here) != (self._code, self._here):
            self._code, self._here = code, here
            self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        if not self._code:
            self.update("")  # nobody has told us yet
            return
        tall = self.size.height >= 14
        space = "\n\n\n" if tall else "\n\n"
        wide = self.size.width >= 2 * LETTER_CELLS * len(self._code) + 4
        letters = large(self._code) if wide else small(self._code)
        self.update(
            assemble(
                (self._sentence(), "$foreground 80%"),
                space,
                ("\n".join(letters), "bold $text-primary"),
                space,
                (_("Each student types"), "$foreground 80%"),
                "\n\n" if tall else "\n",
                (join_line(self._code, self._host), "bold"),
                self._warning(),
            )
        )

    def _warning(self) -> str | tuple[str, str]:
        if not is_for_this_computer(self._host):
            return ""
        said = _("! Only on this computer. “duologue start” begins a server for a whole network.")
        return f"\n{said}", "$text-warning"

    def _sentence(self) -> str:
        if not self._here:
            return _("Nobody is here yet. Students join with this code:")
        some = ngettext("{count} student has joined.", "{count} students have joined.", self._here)
        joined = some.format(count=self._here)
        return joined + " " + _("n plans the first round.") if self._leads else joined


def join_line(code: str, host: str) -> str:
    """What a student types to join; the host is left out where it is not known."""
    place = written(code, host) if host else code
    return f"duologue join {place} --name " + _("YOUR-NAME")


def is_for_this_computer(host: str) -> bool:
    """Do students at other computers reach nothing by this line?"""
    return bool(host) and parse_server(host).is_here
