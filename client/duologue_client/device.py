"""What this device keeps of one session: the outbox, and the place file beside it."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from duologue_client.language import chosen_language
from duologue_client.outbox import Outbox
from duologue_client.places import Place, load_place, place_folder, save_place
from duologue_protocol import limits
from duologue_protocol.frames import Hello, Join, Return, Teach
from duologue_protocol.requests import Request

APP: Final = "duologue"


class Device:
    """One session's files, open.

    `inside` is where all places are, this device's own folder if left out.
    Raises OutboxInUse: when another window has it; OSError: when the disk won't have it.
    """

    def __init__(self, place: Place, inside: Path | None = None) -> None:
        self._folder = place_folder(place, inside)
        self.place = load_place(self._folder) or place
        self.outbox = Outbox(self._folder)
        self._saved: Place | None = None

    def hello(self, auth: Join | Teach) -> Hello:
        """The first frame: a student whom the server knows comes back with the token."""
        token = self.place.token if isinstance(auth, Join) else ""
        epoch, seq = self.place.position
        return Hello(
            v=limits.PROTOCOL,
            app=APP,
            auth=Return(token) if token else auth,
            inst=self.outbox.inst,
            epoch=epoch,
            seq=seq,
            lang=chosen_language(),
        )

    def keep(self, n: int, request: Request) -> bool:
        """Write a request down before it is sent; False when the disk would not have it."""
        try:
            self.outbox.keep(n, request)
        except OSError:
            return False
        return True

    def forget(self, n: int) -> None:
        """A request is settled. Should this not get to the disk, the server will say it again."""
        with suppress(OSError):
            self.outbox.forget(n)

    def renew(self) -> bytes:
        """Another instance; its name. What waits is numbered from 1."""
        inst = os.urandom(16)
        waiting = dict(enumerate(self.outbox.waiting.values(), start=1))
        with suppress(OSError):
            self.outbox.renew(inst, waiting)
        return inst

    def save(self) -> None:
        """Write the place down if it has changed."""
        if self._saved != self.place:
            with suppress(OSError):  # it is a comfort: everything in it can be had again
                save_place(self._folder, self.place)
                self._saved = msgspec.structs.replace(self.place)

    def close(self) -> None:
        """Write down what changed, and let another window have it."""
        self.save()
        self.outbox.close()
