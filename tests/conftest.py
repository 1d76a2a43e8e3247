"""What all tests share: the programs speak English, and no test leaves lines open to the next."""

import inspect
import os
from collections.abc import AsyncGenerator

import pytest
from hypothesis import settings

from support import open_lines

settings.register_profile("ours", deadline=None)  # how long it takes is the machine's affair
settings.load_profile("ours")

os.environ["DUOLOGUE_LANGUAGE"] = "C"


@pytest.fixture
async def lines_are_cut() -> AsyncGenerator[None]:
    yield
    await open_lines.cut_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test with a loop ends by cutting them, when all else of it has ended."""
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.fixturenames.insert(0, "lines_are_cut")
