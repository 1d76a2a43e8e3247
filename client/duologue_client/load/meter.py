"""What became of every line that simulated students said: how soon it came, lost, doubled. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from duologue_protocol.parts import Line

LineKey = tuple[str, str, str]
"""A line as its author knows it: room (a name that no other class has), who, text."""


@dataclass
class Meter:
    """Times are seconds of one steady clock."""

    acknowledged: list[float] = field(default_factory=list[float])
    """From Enter to the server's word that it is kept, of each line."""
    delivered: list[float] = field(default_factory=list[float])
    """From Enter to each partner's screen."""
    said: int = 0
    refused: int = 0
    broken: int = 0
    """How often somebody's connection broke off."""
    _sent: dict[LineKey, float] = field(default_factory=dict[LineKey, float])
    _delivered: dict[tuple[str, LineKey], float] = field(
        default_factory=dict[tuple[str, LineKey], float]
    )
    """Which of its author's sendings a listener was shown last."""
    _as_typed: set[LineKey] = field(default_factory=set[LineKey])
    _kept: Counter[LineKey] = field(default_factory=Counter[LineKey])
    _lines: dict[str, dict[int, LineKey]] = field(
        default_factory=lambda: defaultdict[str, dict[int, LineKey]](dict)
    )
    """By room and number: what anybody was shown."""
    _heard: dict[tuple[str, str], Counter[int]] = field(
        default_factory=lambda: defaultdict[tuple[str, str], Counter[int]](Counter[int])
    )
    """By room and listener: how often each number came."""

    def begin(self) -> None:
        """What was measured so far does not count: not everybody was there."""
        self.said = 0
        self.acknowledged.clear()
        self.delivered.clear()

    def says(self, room: str, who: str, text: str, now: float, *, as_typed: bool) -> None:
        """`as_typed`: it becomes a line word for word; an attempt at a script may not."""
        self.said += 1
        self._sent[room, who, text] = now
        (self._as_typed.add if as_typed else self._as_typed.discard)((room, who, text))

    def is_kept(self, room: str, who: str, text: str, now: float) -> None:
        key = (room, who, text)
        if key in self._sent:
            self.acknowledged.append(now - self._sent[key])
        if key in self._as_typed:
            self._kept[key] += 1

    def is_shown(self, room: str, listener: str, line: Line, now: float, *, again: bool) -> None:
        """`again`: as part of all there is to see, after the connection broke off."""
        key = (room, line.by, line.text)
        by = line.by if line.kind == "said" else ""
        self._lines[room][line.number] = (room, by, line.text)
        heard = self._heard[room, listener]
        if again:
            heard[line.number] = max(1, heard[line.number])
            return
        heard[line.number] += 1
        sent = self._sent.get(key)
        if sent is None or listener == line.by or line.kind not in ("said", "script"):
            return
        if self._delivered.get((listener, key)) != sent:  # else the same words, said by the script
            self._delivered[listener, key] = sent
            self.delivered.append(now - sent)

    @property
    def lost(self) -> int:
        """Lines that were acknowledged and are in no transcript, or in not everybody's."""
        there = Counter(key for lines in self._lines.values() for key in lines.values())
        gone = sum((self._kept - there).values())
        unheard = (len(self._lines[room]) - len(heard) for (room, _), heard in self._heard.items())
        return gone + sum(unheard)

    @property
    def doubled(self) -> int:
        """Lines that somebody was shown twice, or that are in a transcript too often."""
        there = Counter(key for lines in self._lines.values() for key in lines.values())
        too_often = sum(there[key] - kept for key, kept in self._kept.items() if there[key] > kept)
        twice = (count - 1 for heard in self._heard.values() for count in heard.values())
        return too_often + sum(twice)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0
