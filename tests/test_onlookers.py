"""Which role sees tickets that are not for it, and what can be done about that."""

from __future__ import annotations

from typing import Any

import pytest

from bot.config import Config
from bot.onlookers import Onlooker, onlookers
from bot.requirements import STAFF_IN_QUEUE, STAFF_IN_TICKETS, Gap, GapKind, Purpose, channels_of_types
from tests.services import configuration

SUPPORT, ENGINEERING, EVERYBODY = 1, 2, 3
SEES_BY = {
    Purpose.TICKETS: ("manage_threads",),
    Purpose.THREADS: ("manage_threads",),
    Purpose.QUEUE: ("view_channel",),
    Purpose.CARDS: ("view_channel",),
}
ALL = frozenset({*STAFF_IN_QUEUE, *STAFF_IN_TICKETS})


def config(**billing: Any) -> Config:
    """Of the two types, tickets of `billing` are for some of staff."""
    found = configuration()
    kinds = [kind.model_copy(update=billing) if kind.id == "billing" else kind for kind in found.tickets.types]
    return found.model_copy(update={"tickets": found.tickets.model_copy(update={"types": kinds})})


def may(role: int, *names: str) -> Onlooker:
    """A role, and what it may do in some channel."""
    return Onlooker(role, f"role {role}", frozenset(names))


@pytest.mark.parametrize(
    ("settings", "channels", "seen"),
    [
        (
            {},
            {"get-support": [may(SUPPORT, *ALL), may(ENGINEERING, *ALL)], "staff-queue": [may(SUPPORT, *ALL)]},
            [("get-support", Purpose.TICKETS, SUPPORT), ("staff-queue", Purpose.QUEUE, SUPPORT)],
        ),
        (
            {"channel": "safe", "queue": "safe-queue"},
            {
                "get-support": [may(SUPPORT, *ALL)],
                "staff-queue": [may(SUPPORT, *ALL)],
                "safe": [may(SUPPORT, "view_channel"), may(ENGINEERING, *ALL), may(EVERYBODY, "view_channel")],
                "safe-queue": [may(SUPPORT), may(ENGINEERING, *ALL), may(EVERYBODY)],
            },
            [],
        ),
        (
            {"channel": "safe", "queue": "safe-queue"},
            {"safe": [may(SUPPORT, *ALL)], "safe-queue": [may(EVERYBODY, "view_channel")]},
            [("safe", Purpose.THREADS, SUPPORT), ("safe-queue", Purpose.CARDS, EVERYBODY)],
        ),
    ],
)
def test_each_role_that_sees_what_it_does_not_read_is_named_with_the_channel(
    settings: dict[str, Any], channels: dict[str | int, list[Onlooker]], seen: list[tuple[str, Purpose, int]]
) -> None:
    found = onlookers(config(staff=[42], **settings), {"billing": [ENGINEERING]}, channels)
    assert found == [
        Gap(GapKind.ONLOOKER, name, purpose, None, SEES_BY[purpose], role=f"role {role}", types=("Billing",))
        for name, purpose, role in seen
    ]


def test_where_all_of_staff_read_everything_nobody_looks_on() -> None:
    assert onlookers(config(), {}, {"get-support": [may(SUPPORT, *ALL)]}) == []


def test_the_channels_of_a_type_are_needed_by_those_who_read_it() -> None:
    found = channels_of_types(config(staff=[42], channel="safe", queue="safe-queue"))
    assert [(one.name, one.purpose, one.readers) for one in found] == [
        ("safe", Purpose.THREADS, (42,)),
        ("safe-queue", Purpose.CARDS, (42,)),
    ]
    assert [one.readers for one in channels_of_types(config(queue="safe-queue"))] == [("Support", 42)]
