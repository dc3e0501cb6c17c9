"""What the log of a bot on the wire must not say."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def calm_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Trouble is a line in the log, neither a traceback nor an incident; the library's own, `run` makes a line of."""
    yield
    for record in caplog.get_records("call"):
        is_reconnect = record.name == "discord.client" and record.getMessage().startswith("Attempting a reconnect")
        assert is_reconnect or record.exc_info is None, record.getMessage()
        assert is_reconnect or record.levelno < logging.ERROR, record.getMessage()
