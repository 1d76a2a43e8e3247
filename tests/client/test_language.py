"""The catalogues: every text that is marked is translated, with its places, and compiled."""

import ast
import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pytest

import duologue_client
import duologue_protocol
import duologue_server
from duologue_client import keys, language
from duologue_client.teacher import keys as teachers_keys
from duologue_client.teacher.plan_reasons import REASONS
from duologue_protocol.refusals import REFUSALS, STOPS

CLIENT = Path(duologue_client.__file__).parent
PROTOCOL = Path(duologue_protocol.__file__).parent
SERVER = Path(duologue_server.__file__).parent
MARKS = {"_": 1, "ngettext": 2}
"""What marks a text, and how many texts it takes."""


class Catalogue(NamedTuple):
    compiled: Path
    sources: tuple[Path, ...]


CATALOGUES = [
    pytest.param(Catalogue(compiled, sources), id=f"{compiled.parts[-5]}-{compiled.parts[-3]}")
    for folder, sources in ((CLIENT, (CLIENT, PROTOCOL)), (SERVER, (SERVER,)))
    for compiled in sorted(folder.glob("locale/*/LC_MESSAGES/duologue.mo"))
]


class Translated(gettext.GNUTranslations):
    """A catalogue that tells everything it holds: one text, or a plural and its number."""

    @classmethod
    def read(cls, path: Path) -> dict[str, list[str]]:
        """Original to its translations, all forms of a plural."""
        with path.open("rb") as file:
            return cls.read_from(file)

    @classmethod
    def read_from(cls, file: BinaryIO) -> dict[str, list[str]]:
        held: dict[str | tuple[str, int], str] = vars(cls(file))["_catalog"]
        found: dict[str, list[str]] = {}
        for original, translation in held.items():
            text = original[0] if isinstance(original, tuple) else original
            found.setdefault(text, []).append(translation)
        return found


def calls(folder: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call that marks a text, with where it stands."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in MARKS
            ):
                yield f"{file.name}:{node.lineno}", node


def marked(folders: tuple[Path, ...]) -> dict[str, list[str]]:
    """Each text that is marked in the code, with its plural where it has one."""
    found: dict[str, list[str]] = {}
    for folder in folders:
        for _where, call in calls(folder):
            assert isinstance(call.func, ast.Name)
            texts = [
                argument.value
                for argument in call.args[: MARKS[call.func.id]]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            ]
            if texts:
                found[texts[0]] = texts
    return found


def places(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}", text))


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_every_marked_text_is_translated(catalogue: Catalogue) -> None:
    held = Translated.read(catalogue.compiled)
    missing = [text for text in marked(catalogue.sources) if not all(held.get(text, [""]))]
    assert missing == []


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_nothing_is_translated_that_nobody_says(catalogue: Catalogue) -> None:
    assert set(Translated.read(catalogue.compiled)) - {""} == set(marked(catalogue.sources))


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_a_translation_has_the_places_and_the_ends_of_its_original(catalogue: Catalogue) -> None:
    held = Translated.read(catalogue.compiled)
    for original in marked(catalogue.sources):
        for translation in held[original]:
            assert places(translation) == places(original), translation
            before, after = len(original.lstrip()), len(original.rstrip())
            ends = original[: len(original) - before], original[after:]
            assert translation.startswith(ends[0]), translation
            assert translation.endswith(ends[1]), translation


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_the_compiled_catalogue_is_that_of_its_text(catalogue: Catalogue) -> None:
    pofile = pytest.importorskip("babel.messages.pofile", reason="Babel is for developers only")
    mofile = pytest.importorskip("babel.messages.mofile", reason="Babel is for developers only")
    with catalogue.compiled.with_suffix(".po").open("rb") as file:
        texts = pofile.read_po(file)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, texts)
    compiled.seek(0)
    now, kept = Translated.read_from(compiled), Translated.read(catalogue.compiled)
    for texts_of in (now, kept):
        del texts_of[""]  # the head, in which Babel writes its own version
    assert kept == now, "make texts compiles it"


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_a_catalogue_has_no_doubtful_text_and_nothing_of_anybody_s_machine(
    catalogue: Catalogue,
) -> None:
    text = catalogue.compiled.with_suffix(".po").read_text(encoding="utf-8")
    assert "fuzzy" not in text
    assert "\n#~" not in text
    assert "EMAIL@ADDRESS" not in text
    for where in re.findall(r"^#: (.*)$", text, re.MULTILINE):
        assert re.fullmatch(
            r"(client|protocol|server)/[\w/.]+( (client|protocol|server)/[\w/.]+)*", where
        )


@pytest.mark.parametrize("folder", [CLIENT, PROTOCOL, SERVER], ids=lambda folder: folder.name)
def test_only_whole_texts_are_marked(folder: Path) -> None:
    """What is put together before it is translated is in no catalogue."""
    for where, call in calls(folder):
        for argument in call.args:
            assert not isinstance(argument, ast.JoinedStr | ast.BinOp), where


def test_refusals_are_marked_whole() -> None:
    held = marked((PROTOCOL,))
    assert {*REFUSALS.values(), *STOPS.values()} == set(held)
    assert set(REASONS) <= set(marked((CLIENT,)))


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 слово"), (3, "3 слова"), (5, "5 слов"), (11, "11 слов"), (21, "21 слово")],
)
def test_russian_counts_as_russians_do(
    count: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_russian(monkeypatch)
    assert language.ngettext("{count} word", "{count} words", count).format(count=count) == words


def test_a_refusal_is_said_in_russian(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_russian(monkeypatch)
    assert language.translate_refusal("busy") == "Вы уже в комнате. Сначала выйдите из неё."
    assert "Анна" in language.translate_refusal("name_taken", ("Анна",))


def test_nothing_stays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_russian(monkeypatch)
    assert language._("") == "", "gettext keeps the catalogue's header there"


def test_a_command_shown_in_russian_is_one_that_is_understood(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    speak_russian(monkeypatch)
    for table in (keys.LOBBY, keys.CHOOSING, keys.ROOM, keys.RESULTS):
        for row in table:
            if row.slash:
                shown = keys.slash_command(row)
                assert shown in row.slash, "known in the English interface too"
                found = keys.find_command(table, f"/{shown}")
                assert found
                assert found[0] is row


def test_russian_labels_fit_the_last_line_of_a_small_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Eighty columns hold the five keys of a teacher's screen, and a student's first six."""
    speak_russian(monkeypatch)
    tables = [
        teachers_keys.LIBRARY,
        teachers_keys.PLAN,
        teachers_keys.ROOM,
        teachers_keys.RESULTS,
        keys.LOBBY,
        keys.CHOOSING,
        keys.ROOM,
        keys.RESULTS,
    ]
    for table in tables:
        row = "   ".join(f"{key.shown} {language._(key.label)}" for key in table if key.label)
        assert len(row) <= 78, row


@pytest.mark.parametrize(
    ("said", "chosen"),
    [("ru_RU.UTF-8", "ru_RU"), ("ru", "ru"), ("de:en", "de"), ("C", ""), ("", "")],
)
def test_the_language_asked_for_goes_before_the_machine_s(
    said: str, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(variable, "fr_FR.UTF-8" if said and variable == "LANG" else "")
    monkeypatch.setenv("DUOLOGUE_LANGUAGE", said)
    assert language.chosen_language() == chosen


def speak_russian(monkeypatch: pytest.MonkeyPatch) -> None:
    russian = gettext.translation("duologue", CLIENT / "locale", ["ru"])
    monkeypatch.setattr("duologue_client.language._current", russian)
