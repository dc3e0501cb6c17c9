"""What the tests on the wire share: a home, and what the log must not say."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.homes import configure


@pytest.fixture
def home(home: Path) -> Path:
    """In which a form that is sent is a ticket."""
    configure(home, lambda content: content["tickets"].update(last_chance=False))
    return home


@pytest.fixture
def calm_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Trouble is a line in the log, neither a traceback nor an incident; the library's own, `run` makes a line of."""
    yield
    for record in caplog.get_records("call"):
        is_reconnect = record.name == "discord.client" and record.getMessage().startswith("Attempting a reconnect")
        assert is_reconnect or record.exc_info is None, record.getMessage()
        assert is_reconnect or record.levelno < logging.ERROR, record.getMessage()
