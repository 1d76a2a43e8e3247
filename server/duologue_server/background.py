"""A server that runs on behind the teacher's console: begun, found again and stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from duologue_server.classroom_commands import Data, default_directory
from duologue_server.classroom_commands import stop as end
from duologue_server.data_directory import (
    ServerHere,
    make_directory,
    noted_server,
    server_here,
    server_runs,
)
from duologue_server.journal import StoreProblem
from duologue_server.language import _
from duologue_server.store_problems import told
from duologue_server.telling import say

SAID: Final = "server.log"
"""What the server says, in its data folder, since nobody sees its terminal."""

SERVE: Final = "from duologue_client.cli import main; main()"
LOOK_SECONDS: Final = 0.05


def begin(directory: Path, port: int, activities: Path | None = None) -> ServerHere:
    """The server of this folder; one is started for everybody in this network if none runs.

    It goes on when the terminal is closed. Raises StoreProblem: it does not start, and why.
    """
    if here := server_here(directory):
        return here
    make_directory(directory)
    said = directory / SAID
    with told(said):
        said.unlink(missing_ok=True)
        descriptor = os.open(said, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        process = _in_background(_command(directory, port, activities), descriptor)
    finally:
        os.close(descriptor)
    while process.poll() is None:
        here = noted_server(directory)
        if here and here.process == process.pid:
            os.truncate(said, 0)  # its first words have the key of the class it made
            return here
        time.sleep(LOOK_SECONDS)
    raise StoreProblem(said.read_text("utf-8", "replace").strip())


def _command(directory: Path, port: int, activities: Path | None) -> list[str]:
    options = {"--host": "0.0.0.0", "--port": port, "--data": directory}  # noqa: S104  the classroom
    if activities:
        options["--activities"] = activities.absolute()
    said = [str(word) for option in options.items() for word in option]
    return [sys.executable, "-c", SERVE, "serve", "--unencrypted", *said]


def _in_background(command: list[str], said: int) -> "subprocess.Popen[bytes]":
    """Begin it outside this terminal, which may be closed."""
    if sys.platform == "win32":
        return subprocess.Popen(  # noqa: S603  this program itself
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            creationflags=subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP,
        )
    return subprocess.Popen(  # noqa: S603  this program itself
        command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
    )


def stop(*, data: Data = None) -> None:
    """Stop the server of this computer; everything is kept."""
    directory = (data or default_directory()).absolute()
    try:
        here = server_here(directory)
        if here is None:
            say(_("No server runs on the folder {0}.").format(directory))
            return
        os.kill(here.process, signal.SIGTERM)
        while server_runs(directory):
            time.sleep(LOOK_SECONDS)
    except StoreProblem as problem:
        end(str(problem))
    except PermissionError:
        end(_("The server runs for another user of this computer, who has to stop it."))
    except ProcessLookupError:
        pass  # it stopped by itself meanwhile
    say(_("The server has stopped. Everything is kept; `duologue start` goes on."))
