"""The server's own sentences in the reader's language; English where there is no catalogue."""

import gettext
from pathlib import Path

_ = gettext.translation("duologue", Path(__file__).parent / "locale", fallback=True).gettext
