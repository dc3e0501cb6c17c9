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


def test_a_wrong_request_is_named_each_time() -> None:
    for _ in range(2):
        assert len(wrong_requests([request("x" * 2001)])) == 1


def test_of_two_requests_that_name_others_the_wrong_one_is_seen() -> None:
    one, other = "a:100000000000000001", "a:100000000000000002"
    assert wrong_requests([buttons(one, other), buttons(other, one)]) == []
    assert len(wrong_requests([buttons(one, one)])) == 1
    assert wrong_requests([buttons(f"{one}{'1' * 82}", other)]) != [], "an id that is too long"


def buttons(*ids: str) -> Request:
    row = [{"type": 2, "style": 1, "label": "Yes", "custom_id": one} for one in ids]
    return Request("POST", "/channels/1/messages", {"components": [{"type": 1, "components": row}]}, ())


def request(content: str) -> Request:
    return Request("POST", "/channels/1/messages", {"content": content}, ())
