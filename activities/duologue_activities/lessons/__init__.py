"""The lessons that come with the program, each of 45 minutes."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable


def files() -> Iterator[Traversable]:
    """Their files, by name."""
    own = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    return (file for file in own if file.name.endswith(".yaml"))
