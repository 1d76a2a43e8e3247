"""One table of keys and commands: bindings, slash commands, help and footer are read from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from textual.binding import Binding, BindingType

from duologue_client.language import _ as translated


def _(text: str) -> str:
    """Marks a text for translators; it is translated where it is shown."""
    return text


_IN_RUSSIAN: Final = str.maketrans(
    "qwertyuiopasdfghjklzxcvbnm" + "QWERTYUIOPASDFGHJKLZXCVBNM",
    "йцукенгшщзфывапролдячсмить" + "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ",
)
"""What a key of the English layout sends while the Russian one is active."""

_IN_LATIN: Final = {russian: latin for latin, russian in _IN_RUSSIAN.items()}


@dataclass(frozen=True)
class Key:
    """One thing a person can do, by key, by slash command, or by both."""

    name: str
    help: str
    keys: str = ""
    """As Textual writes them, separated by commas; empty for a command without a key."""
    shown: str = ""
    """The key as people read it."""
    slash: tuple[str, ...] = ()
    """The command after the slash, the English one first, then its aliases in any language.

    A translation of the English one is understood too, and is what a reader is shown.
    """
    argument: str = ""
    """What the command takes, as the help screen shows it."""
    label: str = ""
    """One or two words for the last line of the screen; empty: not there."""


HELP = Key("help", _("this page"), "f1,question_mark", "F1", (_("help"), "помощь"), label=_("Help"))
QUIT = Key("quit", _("leave the program"), "f10", "F10", (_("quit"), "выход"), label=_("Quit"))
THEME = Key("theme", _("dark or light"), slash=(_("theme"), "тема"))
ACCEPT = Key("accept", _("say yes to an invitation"), "f7", "F7", (_("accept"), "принять"))
DECLINE = Key("decline", _("say no to it, or take yours back"), "f8", "F8", (_("decline"), "нет"))
INVITE = Key(
    "invite",
    _("ask somebody to work with you"),
    slash=(_("invite"), "пригласить"),
    argument=_("NAME"),
)

LOBBY = (
    HELP,
    Key(
        "seek",
        _("find a partner, or stop looking"),
        "f5",
        "F5",
        (_("seek"), "пара"),
        label=_("Partner"),
    ),
    INVITE,
    Key(
        "alone",
        _("practise alone"),
        "f6",
        "F6",
        (_("alone"), "соло", "один", "одна"),
        label=_("Alone"),
    ),
    ACCEPT,
    DECLINE,
    Key(
        "results",
        _("what came of my rooms so far"),
        "f9",
        "F9",
        (_("results"), "итоги"),
        label=_("Results"),
    ),
    Key("read", _("read on, or back, in the right column"), shown="PgDn PgUp"),
    Key(
        "level",
        _("say your level, so that partners fit"),
        slash=(_("level"), "уровень"),
        argument="A1 … C2",
    ),
    THEME,
    QUIT,
)

CHOOSING = (
    HELP,
    Key(
        "agree",
        _("yes to what your partner proposes"),
        "f4",
        "F4",
        (_("yes"), "да"),
        label=_("Agree"),
    ),
    ACCEPT,
    DECLINE,
    INVITE,
    Key(
        "leave",
        _("back to the lobby"),
        "f9",
        "F9",
        (_("leave"), "лобби"),
        label=_("Lobby"),
    ),
    THEME,
    QUIT,
)

ROOM = (
    HELP,
    Key(
        "card",
        _("read my card; Esc to write again"),
        "f2",
        "F2",
        (_("card"), "карточка"),
        label=_("Card"),
    ),
    Key(
        "call",
        _("call the teacher, or cancel the call"),
        "f3",
        "F3",
        (_("help!"), "teacher", "позвать", "преподаватель", "учитель"),
        _("WHAT FOR"),
        _("Teacher"),
    ),
    Key(
        "ready",
        _("I am ready to go on, or not after all"),
        "f4",
        "F4",
        (_("done"), "ready", "готово"),
        label=_("Ready"),
    ),
    Key(
        "floor",
        _("ask for the floor, pass it on, or give it"),
        "ctrl+t",
        "Ctrl+T",
        (_("floor"), "слово"),
    ),
    Key(
        "more_time",
        _("ask for a minute more, or not any more"),
        "ctrl+g",
        "Ctrl+G",
        (_("more"), "ещё", "еще"),
    ),
    Key(
        "silent",
        _("my partner does not answer: the clock waits for them"),
        "ctrl+o",
        "Ctrl+O",
        (_("silent"), "молчит"),
        _("NAME"),
    ),
    Key("go_alone", _("go on without who is missing"), slash=(_("alone"), "соло", "один", "одна")),
    Key("join", _("go to another room that has a place"), slash=(_("join"), "перейти")),
    Key("wait", _("wait two minutes more for who is missing"), slash=(_("wait"), "ждать")),
    Key("to", _("whom the note is for"), "f5", "F5", (_("to"), "кому"), _("NAME")),
    Key(
        "table",
        _("to the table, list or vote, and back"),
        "f6",
        "F6",
        (_("table"), "таблица"),
    ),
    Key(
        "correct",
        _("mend a partner's line; again: the line before"),
        "f7",
        "F7",
        (_("correct"), "исправить"),
        _("NUMBER"),
    ),
    Key("take", _("take a correction of my line"), "f8", "F8", (_("take"), "принять")),
    Key(
        "own",
        _("answer a correction in my own words"),
        slash=(_("own"), "иначе"),
        argument=_("WORDS"),
    ),
    Key("disagree", _("disagree with a correction"), slash=(_("no"), "disagree", "нет")),
    Key("move", _("move a thing of the list"), slash=(_("move"), "место"), argument="B 1"),
    Key("vote", _("vote for this choice"), slash=(_("vote"), "голос"), argument="1"),
    Key("pass", _("put my card aside"), slash=(_("pass"), "пас")),
    Key(
        "goal",
        _("I reached this goal; on the card just 1, 2 …"),
        slash=(_("goal"), "цель"),
        argument="1",
    ),
    Key("up", _("back in the text above, and in the conversation"), "pageup", "PgUp"),
    Key("down", _("on in the text above, and in the conversation"), "pagedown", "PgDn"),
    Key("newest", _("to the newest line"), "ctrl+end", "Ctrl+End"),
    Key("leave", _("back to the lobby"), "f9", "F9", (_("leave"), "лобби")),
    THEME,
    QUIT,
)

PLENARY = (HELP, THEME, QUIT)

RESULTS = (
    HELP,
    Key(
        "leave",
        _("back to the lobby"),
        "enter,escape,f9",
        "Enter",
        (_("leave"), "лобби"),
        label=_("Back to the lobby"),
    ),
    Key("check", _("can you do it now? yes, partly, not yet"), shown="1 2 3"),
    Key("rate", _("did this note help you?"), shown="a b c"),
    Key("earlier", _("the room before"), "left", "←"),
    Key("later", _("the room after"), "right", "→"),
    Key("up", _("read back"), "pageup", "PgUp"),
    Key("down", _("read on"), "pagedown", "PgDn", label=_("Read on")),
    QUIT,
)

WRITING = (
    Key("send", _("send what you wrote"), shown="Enter"),
    Key("newline", _("a new row in your text"), shown="Ctrl+J"),
)
"""Keys that the composer handles itself; here for the help screen."""


def bindings(table: Iterable[Key]) -> list[BindingType]:
    """The table as Textual binds it: every key runs `action_command` with its row's name.

    Function and page keys go first, for a text field would take some of them; keys that may be
    text never do. Letters work in the Russian keyboard layout too.
    """
    return [
        Binding(key, f"command('{row.name}')", show=False, priority=_never_text(key))
        for row in table
        for key in both_layouts(row.keys).split(",")
        if key
    ]


def both_layouts(keys: str) -> str:
    """Keys separated by commas, with what the same keys send in the Russian layout.

    Textual names the key of a Cyrillic letter by the letter, with Ctrl only where the terminal
    speaks kitty's protocol; other terminals send Ctrl and a letter alike in both layouts.
    """
    named = keys.split(",")
    return ",".join([*named, *(_in_russian(key) for key in named if _is_letter(key))])


def in_latin(key: str) -> str:
    """The Latin letter on the key that a Russian layout has sent this one for."""
    return key.translate(_IN_LATIN)


def _is_letter(key: str) -> bool:
    letter = key.removeprefix("ctrl+")
    return len(letter) == 1 and letter.isascii() and letter.isalpha()


def _in_russian(key: str) -> str:
    return key[:-1] + key[-1].translate(_IN_RUSSIAN)


def _never_text(key: str) -> bool:
    return (key[0] == "f" and key[1:].isdigit()) or key in ("pageup", "pagedown", "ctrl+end")


def is_command(text: str) -> bool:
    """Is this a slash command? "/ tea" is none: it answers the second gap of a script."""
    return len(text) > 1 and text[0] == "/" and text[1].isalpha()


def find_command(table: Iterable[Key], text: str) -> tuple[Key, str] | None:
    """The row that a slash command names, with what follows; None where no row has it."""
    word, _space, argument = text[1:].strip().partition(" ")
    for row in table:
        if word.casefold() in row.slash or word.casefold() == slash_command(row):
            return row, argument.strip()
    return None


def slash_command(row: Key) -> str:
    """What to type after the slash, in the reader's language; "" where the row has no command."""
    return translated(row.slash[0]) if row.slash else ""
