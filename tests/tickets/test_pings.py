"""Which role hears of a new ticket, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.ticket_urgency import Priority, QuietHours, StaffPing
from bot.tickets.owed import PING_AFTER, PING_JOB, PING_LINE_JOB
from bot.tickets.pinging import held_until, ping_of
from bot.tickets.priority import Impact
from tests.services import NOON, Engine
from tests.tickets.test_service import ANN, due, events, limited, opened, sam

EVERY_TEN = StaffPing(role="Support")
NIGHT = QuietHours(begin="22:00", end="07:00")


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("now", "last_at", "hours", "until"),
    [
        (minutes(0), None, None, None),
        (minutes(0), minutes(-10), None, None),
        (minutes(0), minutes(-9), None, minutes(1)),
        (minutes(0), None, NIGHT, None),
        (minutes(600), None, NIGHT, minutes(19 * 60)),
        (minutes(599), minutes(595), NIGHT, minutes(19 * 60)),
    ],
)
def test_a_role_is_left_in_peace(
    now: datetime, last_at: datetime | None, hours: QuietHours | None, until: datetime | None
) -> None:
    assert held_until(now, last_at, EVERY_TEN, hours, UTC) == until


async def test_by_default_only_what_is_urgent_pings(engine: Engine) -> None:
    kind = engine.config.tickets.types[0]
    assert ping_of(kind, Priority.P1) is None
    with_ping = kind.model_copy(update={"staff_ping": EVERY_TEN})
    assert [priority for priority in Priority if ping_of(with_ping, priority)] == [Priority.P1, Priority.P2]
    assert ping_of(None, Priority.P1) is None


async def test_a_role_hears_of_one_ticket_and_then_how_many_came_meanwhile(engine: Engine) -> None:
    limited(engine, staff_ping=StaffPing(role="Support", priority=Priority.P3))
    decide = engine.services.pings.decide
    first = await opened(engine, ANN)
    assert await due(engine, PING_JOB) == [(first.id, NOON + PING_AFTER)]
    assert await decide(first.id) is None
    [line] = [job for job in await engine.owed() if job.kind == PING_LINE_JOB]
    assert (line.subject_id, line.data) == (first.id, {"more": 0})

    engine.clock.turn(minutes=1)
    others = [await opened(engine, ANN + number) for number in (1, 2, 3, 4)]
    assert {await decide(ticket.id) for ticket in others} == {minutes(10)}
    await engine.services.tickets.claim(others[0].id, by=sam)
    engine.clock.turn(minutes=9)
    assert await decide(others[0].id) is None, "somebody has it"
    assert await decide(others[1].id) is None
    assert [await decide(ticket.id) for ticket in others[2:]] == [None, None]
    lines = {job.subject_id: job.data["more"] for job in await engine.owed() if job.kind == PING_LINE_JOB}
    assert lines == {first.id: 0, others[1].id: 2}
    for ticket in others[1:]:
        assert [event.kind for event in await events(engine, ticket)] == ["opened", "pinged"]


async def test_types_that_share_a_role_share_its_peace_and_others_are_not_pinged(engine: Engine) -> None:
    types = engine.config.tickets.types
    for place in (0, 1):
        types[place] = types[place].model_copy(update={"staff_ping": StaffPing(role="Support", priority="P4")})
    first = await opened(engine, ANN, types[0].id)
    second = await opened(engine, ANN + 1, types[1].id, impact=Impact.ONE)
    assert await engine.services.pings.decide(second.id) is None
    assert await engine.services.pings.decide(first.id) is None
    [line] = [job for job in await engine.owed() if job.kind == PING_LINE_JOB]
    assert (line.subject_id, line.data["more"]) == (second.id, 1)
