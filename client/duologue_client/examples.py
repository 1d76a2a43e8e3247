"""Examples of every command, as people type them: `duologue COMMAND --help` ends with them."""

from collections.abc import Sequence
from typing import Final

from duologue_client.language import _

EXAMPLES: Final = {
    "join": (
        "duologue join",
        "duologue join K7QM-2PXA@192.168.1.17 --name Anna --level A2",
        "duologue join wss://school.example/#K7QM-2PXA",
    ),
    "start": (
        "duologue start",
        'duologue start --name "Ms Petrova" --activities my-activities',
    ),
    "stop": ("duologue stop",),
    "teach": (
        "duologue teach",
        "duologue teach K7QM-2PXA --server school.example",
        "duologue teach K7QM-2PXA --server wss://school.example",
    ),
    "demo": (
        "duologue demo",
        "duologue demo --as teacher --speed 2",
        "duologue demo --headless --speed 20",
    ),
    "serve": (
        "duologue serve",
        "duologue serve --host 0.0.0.0 --unencrypted",
        "duologue serve --host 0.0.0.0 --certificate site.pem --private-key key.pem",
    ),
    "classroom": (
        'duologue classroom new "English B1, Tuesday"',
        "duologue classroom list",
    ),
    "classroom new": (
        'duologue classroom new "English B1, Tuesday"',
        'duologue classroom new "Summer school" --keep-days 30',
    ),
    "classroom list": (
        "duologue classroom list",
        "duologue classroom list --data /srv/duologue",
    ),
    "classroom key": (
        "duologue classroom key K7QM-2PXA",
        "duologue classroom key K7QM-2PXA --role observer",
        "duologue classroom key K7QM-2PXA --role co-teacher --withdraw",
    ),
    "classroom keep": (
        "duologue classroom keep K7QM-2PXA",
        "duologue classroom keep K7QM-2PXA 30",
    ),
    "classroom code": (
        "duologue classroom code K7QM-2PXA",
        "duologue classroom code K7QM-2PXA --days 7",
    ),
    "classroom roster": (
        "duologue classroom roster K7QM-2PXA participants.csv",
        "duologue classroom roster K7QM-2PXA",
        "duologue classroom roster K7QM-2PXA --clear",
    ),
    "classroom close": (
        "duologue classroom close K7QM-2PXA",
        "duologue classroom close K7QM-2PXA --yes",
    ),
    "load": (
        "duologue load",
        "duologue load --students 200 --minutes 5",
        "duologue load school.example:9000 --students 40 --data /srv/duologue",
    ),
    "activity": (
        "duologue activity list --level A2 --minutes 15",
        "duologue activity new role-play --to market.yaml",
        "duologue activity check market.yaml",
    ),
    "activity check": (
        "duologue activity check market.yaml",
        "duologue activity check my-activities",
    ),
    "activity show": (
        "duologue activity show the-wrong-order",
        "duologue activity show the-wrong-order --role waiter",
    ),
    "activity play": (
        "duologue activity play the-wrong-order",
        "duologue activity play the-wrong-order --role waiter",
    ),
    "activity new": (
        "duologue activity new role-play --to market.yaml",
        "duologue activity new quiz",
    ),
    "activity list": (
        "duologue activity list",
        "duologue activity list --level A2 --minutes 15 --theme food",
        "duologue activity list --kind role-play --activities my-activities",
    ),
    "activity import": (
        "duologue activity import questions.gift --to capitals.yaml",
        "duologue activity import questions.gift --title Capitals --level A2",
    ),
    "activity export": ("duologue activity export capitals.yaml --gift --to capitals.gift",),
    "activity schema": ("duologue activity schema --to activity.schema.json",),
    "lesson": (
        "duologue lesson list",
        "duologue lesson new --to tuesday.yaml",
        "duologue lesson check tuesday.yaml",
    ),
    "lesson check": (
        "duologue lesson check tuesday.yaml",
        "duologue lesson check tuesday.yaml --class 12 --drop 0",
    ),
    "lesson show": ("duologue lesson show tuesday.yaml",),
    "lesson new": ("duologue lesson new --to tuesday.yaml",),
    "lesson list": (
        "duologue lesson list",
        "duologue lesson list --activities my-activities",
    ),
    "lesson schema": ("duologue lesson schema --to lesson.schema.json",),
    "report": (
        "duologue report",
        "duologue report K7QM-2PXA --lesson 2026-11-23",
        "duologue report --student Anna --lesson all",
    ),
    "replay": (
        "duologue replay",
        "duologue replay K7QM-2PXA --lesson 2026-11-23 --speed 16",
        "duologue replay --student Anna",
    ),
    "export": (
        "duologue export --format html --to lesson.html",
        "duologue export K7QM-2PXA --format md --to lessons --lesson all",
        "duologue export --format moodle --to grades.csv --participants course.csv",
    ),
    "backup": (
        "duologue backup /media/stick/",
        "duologue backup monday.backup --data /srv/duologue",
    ),
    "restore": (
        "duologue restore monday.backup",
        "duologue restore monday.backup --replace",
    ),
    "doctor": (
        "duologue doctor",
        "duologue doctor --host 0.0.0.0 --certificate site.pem --private-key key.pem",
        "duologue doctor --repair",
    ),
    "student": (
        "duologue student list",
        "duologue student export Anna --to annas-data",
        "duologue student erase Anna",
    ),
    "student list": (
        "duologue student list",
        "duologue student list K7QM-2PXA",
    ),
    "student export": (
        "duologue student export Anna --to annas-data",
        "duologue student export Anna K7QM-2PXA --to annas-data",
    ),
    "student erase": (
        "duologue student erase Anna",
        "duologue student erase Anna K7QM-2PXA --called Annie --called Ann",
    ),
}
"""By the command's words, at most three of 76 letters, so that they fit a terminal."""


def examples_of(words: Sequence[str]) -> str | None:
    """What stands at the end of the help that is asked for by these words; None: for no command."""
    for count in (2, 1):
        if found := EXAMPLES.get(" ".join(words[:count])):
            return "\n".join([_("Examples:"), *(f"  {example}" for example in found)])
    return None
