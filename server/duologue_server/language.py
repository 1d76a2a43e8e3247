"""The server's own sentences in the reader's language; English where there is no catalogue."""

import gettext
import os
from pathlib import Path

_asked_for = os.environ.get("DUOLOGUE_LANGUAGE")

_ = gettext.translation(
    "duologue",
    Path(__file__).parent / "locale",
    languages=[_asked_for] if _asked_for else None,  # None: what LANGUAGE, LC_ALL or LANG say
    fallback=True,
).gettext
