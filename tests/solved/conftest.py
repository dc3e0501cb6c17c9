"""The services over a small knowledge base."""

from __future__ import annotations

import pytest

from bot.client import Services
from tests.services import Engine


@pytest.fixture
def services(engine: Engine) -> Services:
    return engine.services
