"""Read bytes that a fuzzer makes of good frames, led by what of the reading they reach. Not in CI:

    .venv/bin/pip install atheris
    PYTHONPATH=tests python -m protocol.fuzz -max_total_time=600

What follows is libFuzzer's. It ends at the first bytes that give anything but a frame or Malformed, at
a frame that is another one after it was written and read again, at a text that cleaning changes
twice, and at an edit that neither fits nor is refused.
"""

import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

atheris: Any = import_module("atheris")  # not among the tests' needs, and without types

with atheris.instrument_imports(include=["duologue_protocol"]):
    from duologue_protocol import codec, edits, limits, requests
    from duologue_protocol.codec import Malformed
    from duologue_protocol.frames import Ask, Command
    from duologue_protocol.text import clean
    from support.examples import example

TEXT = "One morning a dog was waiting at a bus stop with his owner.\n" * 3


def read(data: bytes) -> None:
    for decode in (codec.decode_client_frame, codec.decode_server_frame):
        try:
            frame = decode(data)
        except Malformed:
            continue
        assert decode(codec.encode(frame)) == frame
        if isinstance(frame, Command):
            _handle(frame.do)


def _handle(request: requests.Request) -> None:
    match request:
        case requests.EditText():
            with suppress(edits.UnfitEdit):
                edits.apply(edits.after(request.edit, (3, "both", -5)), TEXT)
        case requests.Say():
            once = clean(request.text, limits.LINE_CHARACTERS, limits.LINE_ROWS)
            assert clean(once, limits.LINE_CHARACTERS, limits.LINE_ROWS) == once
        case _:
            pass


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        good = [
            *(
                Command(number, example(kind))
                for number, kind in enumerate(get_args(requests.Request))
            ),
            *(Ask(number, example(kind)) for number, kind in enumerate(get_args(requests.Query))),
        ]
        for number, frame in enumerate(good):
            Path(folder, str(number)).write_bytes(codec.encode(frame))
        atheris.Setup([sys.argv[0], *sys.argv[1:], "-max_len=4096", "-timeout=10", folder], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
