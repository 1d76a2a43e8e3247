"""A device that forgets: a simulated student of many writes nothing to this machine's disk."""

import os

from duologue_client.device import Device
from duologue_client.outbox import Outbox
from duologue_client.places import Place
from duologue_protocol.requests import Request


class ForgetfulDevice(Device):
    """One session's memory, gone with the process."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.outbox = _OutboxInMemory()

    def save(self) -> None:
        pass

    def close(self) -> None:
        pass


class _OutboxInMemory(Outbox):
    def __init__(self) -> None:
        self.inst = os.urandom(16)
        self.last_n = 0
        self.waiting: dict[int, Request] = {}

    def keep(self, n: int, request: Request) -> None:
        self.waiting[n] = request
        self.last_n = n

    def forget(self, n: int) -> None:
        self.waiting.pop(n, None)

    def renew(self, inst: bytes, waiting: dict[int, Request]) -> None:
        self.inst, self.waiting, self.last_n = inst, waiting, len(waiting)

    def close(self) -> None:
        pass
