"""The check of the journeys' REST requests against Discord's own description of its API can fail."""

from __future__ import annotations

import pytest

from bot.simulated.simulation import Request
from tests.discord_api import checker, wrong_requests


@pytest.fixture(autouse=True)
def _described() -> None:
    if checker() is None:
        pytest.skip("Discord's API description (shared/discord-api) is not on this machine")


def test_a_right_request_is_right() -> None:
    assert wrong_requests([request("hello")]) == []


def test_a_wrong_request_is_named() -> None:
    (line,) = wrong_requests([request("x" * 2001)])
    assert line.startswith("POST /channels/1/messages: ")


def request(content: str) -> Request:
    return Request("POST", "/channels/1/messages", {"content": content}, ())
