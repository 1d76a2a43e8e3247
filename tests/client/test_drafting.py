"""Several write one text over slow lines: in the end all see the same, and no keystroke is lost."""

from dataclasses import dataclass, field
from random import Random

import pytest

from duologue_client.drafting import Drafting
from duologue_protocol import edits, parts
from duologue_protocol.edits import Edit


@dataclass
class Writer:
    name: str
    drafting: Drafting = field(default_factory=Drafting)
    down: list[parts.SharedText] = field(default_factory=list[parts.SharedText])
    up: list[tuple[int, Edit]] = field(default_factory=list[tuple[int, Edit]])

    @property
    def shown(self) -> str:
        return self.drafting.shown

    def types(self, at: int, text: str) -> None:
        self.drafting.types(self.shown[:at] + text + self.shown[at:])

    def sends(self) -> None:
        version = self.drafting.version
        if edit := self.drafting.sends():
            self.up.append((version, edit))

    def hears(self) -> None:
        if self.down:
            self.drafting.heard(self.down.pop(0))


class Server:
    def __init__(self, *writers: Writer) -> None:
        self.writers = writers
        self.text = ""
        self.edits: list[Edit] = []
        self.mine = dict.fromkeys((writer.name for writer in writers), 0)

    def takes_from(self, writer: Writer) -> None:
        if not writer.up:
            return
        version, edit = writer.up.pop(0)
        edit = edits.after_all(edit, self.edits[version:])
        self.text = edits.apply(edit, self.text)
        self.edits.append(edit)
        self.mine[writer.name] += 1
        for it in self.writers:
            it.down.append(
                parts.SharedText(
                    "r1", self.text, len(self.edits), self.mine[it.name], writable=True
                )
            )

    def settles(self) -> None:
        """Until everything has arrived."""
        for _ in range(200):
            for writer in self.writers:
                writer.sends()
                self.takes_from(writer)
                while writer.down:
                    writer.hears()


def test_two_who_write_at_once_lose_nothing() -> None:
    anna, boris = Writer("anna"), Writer("boris")
    server = Server(anna, boris)
    anna.types(0, "The cat sleeps.")
    server.settles()
    anna.types(4, "black ")
    boris.types(15, " It purrs.")
    anna.sends()
    boris.sends()
    server.takes_from(boris)
    anna.types(0, "Look! ")
    server.settles()
    assert anna.shown == boris.shown == server.text == "Look! The black cat sleeps. It purrs."


def test_a_refused_edit_goes_out_with_the_next_one() -> None:
    anna = Writer("anna")
    server = Server(anna)
    anna.types(0, "One")
    anna.sends()
    anna.up.clear()
    anna.drafting.refused()
    anna.types(3, " two")
    server.settles()
    assert server.text == anna.shown == "One two"


@pytest.mark.parametrize("seed", range(200))
def test_any_order_of_keystrokes_and_messages(seed: int) -> None:
    draw = Random(seed)
    writers = [Writer(name) for name in ("anna", "boris", "clara")[: draw.choice((2, 3))]]
    server = Server(*writers)
    typed: list[str] = []
    for number in range(120):
        writer = draw.choice(writers)
        match draw.choice(("type", "type", "send", "take", "hear", "hear")):
            case "type":
                key = chr(0x4E00 + number)  # every keystroke is another letter
                typed.append(key)
                writer.types(draw.randint(0, len(writer.shown)), key)
            case "send":
                writer.sends()
            case "take":
                server.takes_from(writer)
            case _:
                writer.hears()
    server.settles()
    assert {writer.shown for writer in writers} == {server.text}
    assert sorted(server.text) == sorted(typed)
    assert len(server.edits) > 5


@pytest.mark.parametrize("seed", range(100))
def test_taking_out_takes_nothing_that_was_not_seen(seed: int) -> None:
    draw = Random(seed)
    writers = [Writer("anna"), Writer("boris")]
    server = Server(*writers)
    writers[0].types(0, "abcdefghijklmnopqrst")
    server.settles()
    typed: list[str] = []
    for number in range(60):
        writer = draw.choice(writers)
        at = draw.randint(0, len(writer.shown))
        match draw.choice(("type", "take out", "send", "take", "hear")):
            case "type":
                typed.append(chr(0x4E00 + number))
                writer.types(at, typed[-1])
            case "take out":
                here = writer.shown[at : at + 3]
                if here.isascii():  # only of the old text
                    writer.drafting.types(writer.shown[:at] + writer.shown[at + len(here) :])
            case "send":
                writer.sends()
            case "take":
                server.takes_from(writer)
            case _:
                writer.hears()
    server.settles()
    assert {writer.shown for writer in writers} == {server.text}
    assert sorted(c for c in server.text if not c.isascii()) == sorted(typed)


def test_what_was_pasted_and_still_stands_when_it_is_sent_is_counted_once() -> None:
    anna = Writer("anna")
    anna.types(0, "pasted words")
    anna.drafting.pastes += ("pasted words",)
    anna.types(12, " gone")
    anna.drafting.pastes += (" gone",)
    anna.drafting.types("pasted words")
    anna.sends()
    assert anna.drafting.pasted == 12
    anna.types(12, ", typed")
    anna.drafting.heard(parts.SharedText("r1", "pasted words", 1, 1, writable=True))
    anna.sends()
    assert anna.drafting.pasted == 0
    anna.drafting.refused()
    anna.sends()
    assert anna.drafting.pasted == 0
