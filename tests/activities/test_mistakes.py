"""Each mistake that an activity file can hold, told once with its exact place and its remedy."""

from pathlib import Path

import pytest

from duologue_activities.check import Mistakes, load

SAMPLES = Path(__file__).parent / "samples"
LOST, COFFEE, FLATS = "lost-bag.yaml", "first-coffee.yaml", "two-flats.yaml"

# File, what stands in it, what is put there instead (☞ where the mistake is), words of the mistake.
TABLE = [
    # Keys
    (LOST, "kind: role-play", "kind: ☞roleplay", "kind can't be roleplay. Did you mean role-play?"),
    (LOST, "kind: role-play\n", "☞", "kind is missing. Write kind: role-play."),
    (LOST, "theme: travel", "☞tema: travel\ntheme: travel", "no key of an activity. Did you mean"),
    (LOST, "theme: travel", "theme: travel\n☞qqqqq: 1", "The keys are aims, checklist"),
    (LOST, "theme: travel", "theme: travel\n☞theme: food", "written twice (first in line 5)"),
    (
        LOST,
        "starts:",
        "☞script: |\n  a: b\nstarts:",
        "has no script. Take it out, or write kind: d",
    ),
    (FLATS, "grid: |", "☞twist: {agent: x}\ngrid: |", "has no twist"),
    # Types
    (LOST, "title: The lost bag", "title: ☞[The lost bag]", "one text, and reads as a list"),
    (LOST, "title: The lost bag", "title: ☞{The: bag}", "reads as a key with its value"),
    (LOST, "title: The lost bag", "☞title:", "title is empty"),
    (LOST, "title: The lost bag", f"title: ☞{'x' * 61}", "61 characters, and 60 fit"),
    (LOST, "minutes: 12", "minutes: ☞twelve", "whole number from 3 to 90"),
    (LOST, "minutes: 12", "minutes: ☞2", "whole number from 3 to 90"),
    (LOST, "minutes: 12", "minutes: ☞91", "whole number from 3 to 90"),
    (LOST, "minutes: 12", "minutes: ☞12.5", "whole number from 3 to 90"),
    (LOST, "level: A2", "level: ☞a2", "Did you mean A2?"),
    (FLATS, "lookup: high", "lookup: ☞hihg", "Did you mean high?"),
    (LOST, "note: |\n", "note: ☞|\n  a\n  b\n", "note has 3 lines, and 2 fit"),
    (LOST, "aims: [I can describe a thing that I have lost.]", "aims: ☞I can", "must be a list"),
    (LOST, "aims: [I can describe a thing that I have lost.]", "aims: ☞[]", "aims has 0 entries"),
    (LOST, "aims: [I can", "aims: [☞'', I can", "An entry of aims is empty"),
    (LOST, "gloss: {bag: сумка, lost: потерянный}", "gloss: ☞[bag]", "keys with their values"),
    (LOST, "gloss: {bag: сумка,", "gloss: {☞bag: '',", "The meaning of bag is empty"),
    # Phrases
    (LOST, '["I\'ve lost …",', '[☞"…", "I have …",', "no words of its own"),
    (LOST, '"What colour|What size is it?"', '☞"What colour| … "', "no words of its own"),
    (LOST, '["I\'ve lost …", "What colour|What size is it?"]', "☞[a]", "Write at least 2"),
    # Roles, goals, twist, who starts
    (LOST, "  clerk: |\n", "  clerk: ☞|\n    " + "word " * 125 + "\n", "The card of clerk has 70"),
    (LOST, "starts: tourist", "starts: ☞turist", "starts can't be turist. Did you mean tourist?"),
    (LOST, "  clerk: [be", "  ☞clark: [a]\n  clerk: [be", "goals names clark, and no role"),
    (LOST, "[be sure that it is the right bag]", "☞[a, b, c, d, e]", "Write at most 4"),
    (
        LOST,
        "  tourist: Now",
        "  ☞turist: Now",
        "twist names turist, and no role is called that. Did",
    ),
    # Stages
    (LOST, "{talk: 5,", "{☞tlak: 5,", "no stage tlak. Did you mean talk?"),
    (LOST, "{talk: 5,", "☞{talk: 11,", "The stages need 13.5 minutes, the activity has 12"),
    (LOST, "{talk: 5,", "{talk: ☞0,", "above 0, whole or a half"),
    (LOST, "{talk: 5,", "{talk: ☞2.3,", "above 0, whole or a half"),
    (LOST, "stages:", "turns: {☞tlak: queue}\nstages:", "no stage of a role-play in which people"),
    (LOST, "stages:", "turns: {☞review: queue}\nstages:", "Those are talk or swap"),
    (LOST, "stages:", "turns: {talk: ☞quene}\nstages:", "can't be quene. Did you mean queue?"),
    # Model and script
    (LOST, "  clerk: What is in it?", "  ☞boss: What is in it?", "model names boss, and no role"),
    (LOST, "  clerk: What is in it?", "  ☞What is in it?", "does not say who speaks"),
    (LOST, "  clerk: What is in it?", "  ☞clerk:", "clerk says nothing here"),
    (COFFEE, "script: |", "script: ☞>", "must be lines below script: |"),
    (COFFEE, "{small}", "☞{small", "opens a gap that is not closed. Put a }"),
    (COFFEE, "{small}", "☞{sm{all}", "opens a gap that is not closed"),
    (COFFEE, "{small}", "small☞}", "This } closes no gap"),
    (COFFEE, "{small}", "☞{}", "An answer of this gap is empty"),
    (COFFEE, "{small}", "☞{small|}", "An answer of this gap is empty"),
    (COFFEE, "{small}", "☞{ = little}", "An answer of this gap is empty"),
    (COFFEE, "{small}", "a\n    bit ☞{}", "An answer of this gap is empty"),
    (COFFEE, "or {small}", "or☞{small}", "inside a word"),
    (COFFEE, "{small}", "{small} ☞{a}s", "inside a word"),
    # Grid
    (FLATS, "student: no lift", "☞stundet: no lift", "so all would see this cell. Did you mean"),
    (FLATS, "student: no lift", "☞student:", "This cell is empty"),
    (FLATS, "student: no lift", "☞student: - / no lift", "An answer of this cell is empty"),
    (FLATS, "Flat           |", "☞|", "A column has no head"),
    (
        FLATS,
        "student: no lift",
        "☞student: Cost",
        "Cost is for student to tell, and agent can read",
    ),
    # What YAML has and we don't
    (LOST, "theme: travel", "theme: ☞&x travel", "an anchor"),
    (LOST, "theme: travel", "theme: ☞*x", "an alias"),
    (LOST, "theme: travel", "theme: ☞!!str travel", "a tag"),
    (LOST, "theme: travel", "theme: ☞!!python/object:os.system travel", "a tag"),
    (LOST, "starts:", "☞[a, b]: c\nstarts:", "stands where a key should be"),
    (LOST, "starts: tourist\n", "☞---\na: b\n", "A second document"),
    (LOST, "bag: сумка", 'bag: ☞"сумка', "is opened here and not closed"),
    (LOST, "theme: travel", "theme: ☞`travel", "can't begin with this character"),
    # Characters
    (LOST, "travel", "tr☞\x1bavel", "can't be seen stands here (U+001B"),
    (LOST, "travel", "tr☞\u202eavel", "U+202E right-to-left override). Delete it."),
    (LOST, "travel", "tr☞\u200bavel", "U+200B zero width space"),
    (LOST, "travel", "tr☞\x85avel", "U+0085"),
    (LOST, "travel", "tr☞\u2028avel", "U+2028"),
    (LOST, "travel", "☞\ttravel", "A tab stands here. Write spaces"),
    (LOST, "travel", '☞"tr\\u202eavel"', "makes a character that can't be seen"),
    (LOST, "travel", '☞"tr\\e[31mavel"', "makes a character that can't be seen"),
]

# The same where the mistake is found elsewhere than where it was made.
ELSEWHERE: list[tuple[str, dict[str, str], str]] = [
    (
        LOST,
        {
            "  clerk: |": "  ☞clerk: |",
            "    You have three bags here. You must ask for two details before you give one away.\n": "",
        },
        "The card of clerk is empty",
    ),
    (LOST, {"title: The lost bag\n": "", "kind": "☞kind"}, "title is missing. Write title: The"),
    (LOST, {"theme: travel": "theme: travel☞: town"}, "A colon stands in the middle"),
    (LOST, {"[be sure": "☞[be sure", "right bag]": "right bag"}, "is not closed, or a comma"),
    (
        LOST,
        {"  clerk: [be sure that it is the right bag]\n": "", "  tourist: [": "  ☞tourist: ["},
        "clerk has no goals. Write clerk: and a list of 1 to 4.",
    ),
    (
        LOST,
        {
            "  clerk: |\n    You have three bags here. You must ask for two details before you "
            "give one away.\n": "",
            "  tourist: |": "  ☞tourist: |",
            "ALL   clerk:": "  tourist:",
            "  tourist: [be sure that it is the right bag]\n": "",
        },
        "roles has 1 role. Write 2 to 4",
    ),
    (FLATS, {"  agent: |": "  ☞Observer: |", "ALL agent:": "Observer:"}, "who only listens"),
    (FLATS, {"  agent: |": "  ☞a_b: |", "ALL agent:": "a_b:"}, "A role's name must be letters"),
    (COFFEE, {"script: |": "script: ☞|", "  waiter: Big or {small}?\n": ""}, "script has 7 lines"),
    (
        FLATS,
        {
            "model: |": "model: ☞|",
            "ALL   agent: I": "  student: I",
            "agent: B": "student: B",
            "agent: Fo": "student: Fo",
            "agent: H": "student: H",
        },
        "agent never speaks in model",
    ),
    (
        COFFEE,
        {
            "script: |": "script: ☞|",
            "{would you like|can I get you}": "now",
            "{else = ещё}": "",
            "{small}": "",
            "{four}": "four",
        },
        "No line of waiter has a gap. Put braces",
    ),
    (
        FLATS,
        {"  3 Park": "  ☞3 Park", "| agent: four    | student: no lift": "| agent: four"},
        "This row has 3 cells, the first row has 4",
    ),
    (
        FLATS,
        {"grid: |": "grid: ☞|", "agent: noisy road / noisy": "–", "agent: four": "?"},
        "student has 1 cells to find out",
    ),
    (
        FLATS,
        {"You have seen": "You have seen a Noisy road,", "agent: noisy": "☞agent: noisy"},
        "noisy road is for agent to tell, and student can read it. Take it out",
    ),
]


def marked(name: str, edits: dict[str, str]) -> tuple[str, tuple[int, int]]:
    """The sample with these edits, and the line and column of the ☞ in it."""
    text = (SAMPLES / name).read_text(encoding="utf-8")
    for old, new in edits.items():
        times = -1 if old.startswith("ALL ") else 1
        old = old.removeprefix("ALL ")
        assert old in text, old
        text = text.replace(old, new, times)
    before, mark, after = text.partition("☞")
    assert mark
    return before + after, (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(
    ("name", "edits", "words"),
    [(name, {old: new}, words) for name, old, new, words in TABLE] + ELSEWHERE,
)
def test_mistake_is_told_with_its_place(name: str, edits: dict[str, str], words: str) -> None:
    text, place = marked(name, edits)
    with pytest.raises(Mistakes) as raised:
        load(text, name)
    (mistake,) = raised.value.mistakes
    assert words in str(mistake)
    assert (mistake.line, mistake.column) == place
