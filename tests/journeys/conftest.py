"""What journeys share beside the world itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture
def no_incidents(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A bug in a listener or a job is only logged, so a journey would not see it."""
    yield
    records = caplog.get_records("call")
    assert [one.getMessage() for one in records if one.name == "cogs.failures" and one.exc_info] == []
