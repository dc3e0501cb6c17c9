"""The FAQ's services over a small knowledge base."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.client import Services
from tests.services import Engine, open_engine


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as engine:
        yield engine


@pytest.fixture
def services(engine: Engine) -> Services:
    return engine.services
