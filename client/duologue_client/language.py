"""The interface's language: `_` and `ngettext` for every text that people see."""

import gettext
import os
import re
from pathlib import Path

from duologue_protocol.refusals import REFUSALS

_CATALOGUES = Path(__file__).parent / "locale"


def chosen_language() -> str:
    """The language asked for, as POSIX writes it ("ru", "de_AT"); "" where nobody said."""
    for variable in ("DUOLOGUE_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        said = os.environ.get(variable, "").partition(":")[0].partition(".")[0].partition("@")[0]
        if said:
            return "" if said in ("C", "POSIX") else said[:20]
    return ""


def _catalogue(language: str) -> gettext.NullTranslations:
    languages = [language] if language else []
    return gettext.translation("duologue", _CATALOGUES, languages=languages, fallback=True)


_current = _catalogue(chosen_language())


def _(text: str) -> str:
    """A text in the reader's language; nothing stays nothing (gettext keeps its header there)."""
    return _current.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that a number asks for."""
    return _current.ngettext(one, many, count)


def translate_refusal(code: str, detail: tuple[str, ...] = ()) -> str:
    """A refusal's sentence in the reader's language, whole whatever the other side left out."""
    text = _(REFUSALS.get(code, REFUSALS["unexpected"]))

    def named(place: re.Match[str]) -> str:
        number = int(place[1])
        return detail[number] if number < len(detail) else "…"

    return re.sub(r"\{(\d)\}", named, text)
