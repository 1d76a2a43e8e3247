"""A network of its own, for a server, and the cable that leads there: narrow, lossy, or pulled."""

import os
import subprocess

NETWORK = f"10.{200 + os.getpid() // 250 % 50}.{os.getpid() % 250}"
"""Of the two ends of a cable between this machine and a namespace made for the test: one for each
process, as tests may run beside each other."""


class Cable:
    """A network namespace with a server's machine in it, and the cable that leads there."""

    def __init__(self) -> None:
        self.name = f"duo{os.getpid()}"
        self.near, self.far = f"d{os.getpid()}n", f"d{os.getpid()}f"

    def lay(self) -> None:
        """Raises CalledProcessError: where this machine lets nobody do that."""
        self._ip("netns", "add", self.name)
        self._ip("link", "add", self.near, "type", "veth", "peer", self.far, "netns", self.name)
        self._ip("addr", "add", f"{NETWORK}.1/30", "dev", self.near)
        self._ip("link", "set", self.near, "up")
        for command in (
            ("addr", "add", f"{NETWORK}.2/30", "dev", self.far),
            ("link", "set", self.far, "up"),
            ("link", "set", "lo", "up"),
        ):
            self._ip("-n", self.name, *command)

    def narrow(self, rate: str, queue: int) -> None:
        """So many bits a second in each direction; what `queue` bytes can't hold is lost."""
        shape = ("root", "tbf", "rate", rate, "burst", "2000", "limit", str(queue))
        _run("tc", "qdisc", "replace", "dev", self.near, *shape)
        _run("tc", "-n", self.name, "qdisc", "replace", "dev", self.far, *shape)

    def lost(self) -> int:
        """Packets that did not get through."""
        told = [
            _run("tc", "-s", "qdisc", "show", "dev", self.near),
            _run("tc", "-n", self.name, "-s", "qdisc", "show", "dev", self.far),
        ]
        return sum(int(text.split("dropped ")[1].split(",")[0]) for text in told)

    def pull(self) -> None:
        self._ip("link", "set", self.near, "down")

    def plug(self) -> None:
        self._ip("link", "set", self.near, "up")

    def remove(self) -> None:
        subprocess.run(["ip", "netns", "del", self.name], check=False, capture_output=True)
        subprocess.run(["ip", "link", "del", self.near], check=False, capture_output=True)

    @staticmethod
    def _ip(*words: str) -> None:
        _run("ip", *words)


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
