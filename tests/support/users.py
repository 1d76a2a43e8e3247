"""Being an ordinary user for a while, since files refuse root nothing."""

import os
from collections.abc import Generator
from contextlib import contextmanager

import pytest

NOBODY = 65_534


@contextmanager
def ordinary_user() -> Generator[None]:
    """Nobody in particular where the tests run as root, else whoever runs them."""
    if not hasattr(os, "geteuid"):
        pytest.skip("Windows keeps users apart by other means")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
