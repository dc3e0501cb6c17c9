"""Tickets that are out of the queue for a while, and come back: in time, once, and as soon as their requester writes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import NotStaff
from bot.ticket_errors import NotSnoozed, TicketResolved
from bot.tickets.hearing import Line
from bot.tickets.owed import WAKE_JOB
from bot.tickets.promises.times import UnclearTime
from bot.tickets.service import TicketService
from bot.tickets.snoozing import Snoozing
from bot.tickets.ticket import Event, EventKind, Snooze, Status, WaitingOn
from bot.tickets.views import View
from tests.services import HERE, NOON, Engine
from tests.tickets.test_service import (
    ANN,
    BOB,
    SAM,
    ann,
    desk,
    due,
    events,
    kinds,
    opened,
    owed_views,
    sam,
    tom,
)

__all__ = ["desk"]


@pytest.fixture
def snoozing(engine: Engine) -> Snoozing:
    return engine.services.snoozing


async def numbers(desk: TicketService) -> list[int]:
    """The queue."""
    found = await desk.queue(HERE, by=sam)
    assert found.waiting == len(found.tickets)
    return [ticket.number for ticket in found.tickets]


async def test_a_snoozed_ticket_is_out_of_the_queue_until_its_time_has_come_once(
    engine: Engine, desk: TicketService, snoozing: Snoozing
) -> None:
    ticket, other = await opened(engine), await opened(engine, BOB)
    snoozed = await snoozing.snooze(ticket.id, "in 2 h", by=sam, note="The bank opens then")
    until = NOON + timedelta(hours=2)
    assert snoozed == replace(ticket, snooze=Snooze(until)) == await desk.get(ticket.id)
    assert (await events(engine, ticket))[-1] == Event(
        EventKind.SNOOZED, SAM, NOON, note="The bank opens then", until=until
    )
    assert await owed_views(engine, ticket) == {View.GREETING, View.NEWS, View.CARD}
    assert await numbers(desk) == [2]
    assert await desk.ahead_of(other) == 0
    assert await due(engine, WAKE_JOB) == [(ticket.id, until)]

    await snoozing.wake_in_time(ticket.id)
    assert await numbers(desk) == [2], "it is not time yet"
    at = engine.clock.turn(days=2)
    for _ in range(2):
        await snoozing.wake_in_time(ticket.id)
    assert await numbers(desk) == [1, 2]
    assert (await events(engine, ticket))[2:] == [Event(EventKind.WOKEN, None, at, waiting_on=WaitingOn.STAFF)]


async def test_the_last_who_says_so_counts_and_an_old_time_wakes_nothing(
    engine: Engine, desk: TicketService, snoozing: Snoozing
) -> None:
    ticket = await opened(engine)
    await snoozing.snooze(ticket.id, "in 2 h", by=sam)
    await snoozing.snooze(ticket.id, "in 4 h", by=tom)
    assert await due(engine, WAKE_JOB) == [(ticket.id, NOON + timedelta(hours=4))]
    for until, on in ((":reply", WaitingOn.REQUESTER), (":fix", WaitingOn.FIX)):
        waits = await snoozing.snooze(ticket.id, until, by=sam)
        assert (waits.snooze, waits.waiting_on) == (Snooze(None), on)
    assert await due(engine, WAKE_JOB) == []
    engine.clock.turn(days=9)
    await snoozing.wake_in_time(ticket.id)
    assert await numbers(desk) == []
    woken = await snoozing.wake(ticket.id, by=sam)
    assert (woken.snooze, woken.waiting_on) == (None, WaitingOn.STAFF)
    with pytest.raises(NotSnoozed):
        await snoozing.wake(ticket.id, by=sam)
    await snoozing.snooze(ticket.id, ":fix", by=sam)
    assert (await desk.wait(ticket.id, WaitingOn.FIX, by=sam)).snooze is None
    with pytest.raises(UnclearTime):
        await snoozing.snooze(ticket.id, "at teatime", by=sam)
    with pytest.raises(NotStaff):
        await snoozing.snooze(ticket.id, "at teatime", by=ann)
    await snoozing.snooze(ticket.id, "in 1 h", by=sam)
    await desk.resolve(ticket.id, by=ann)
    with pytest.raises(TicketResolved):
        await snoozing.wake(ticket.id, by=sam)
    engine.clock.turn(days=1)
    await snoozing.wake_in_time(ticket.id)
    assert (await kinds(engine, ticket))[-1] == "resolved"
    assert (await desk.reopen(ticket.id, by=sam)).snooze is None


async def test_what_its_requester_writes_wakes_it_and_thanks_and_staff_do_not(
    engine: Engine, desk: TicketService, snoozing: Snoozing
) -> None:
    ticket = await opened(engine)
    thread, listening = ticket.receipts.thread_id or 0, engine.services.listening
    await snoozing.snooze(ticket.id, "in 2 h", by=sam)
    assert await listening.wrote(thread, "We look again at two", by=sam) is None
    assert await listening.wrote(thread, "Thank you!", by=ann) is None
    assert await listening.wrote(thread, "It is urgent now", by=ann) == ticket
    assert await numbers(desk) == [1]
    engine.clock.turn(days=1)
    await snoozing.wake_in_time(ticket.id)
    assert (await kinds(engine, ticket))[-1] == "turned"

    await snoozing.snooze(ticket.id, ":reply", by=sam)
    later = engine.clock.turn(minutes=5)
    missed = [Line(ANN, "4711", later), Line(SAM, "Which one?", later - timedelta(minutes=1), is_staff=True)]
    assert await listening.catch_up(ticket.id, missed) == ticket
    assert await listening.catch_up(ticket.id, missed) is None


async def test_a_ticket_that_is_closed_as_its_time_comes_stays_closed_and_sleeps_no_more_once_it_is_reopened(
    engine: Engine, desk: TicketService, snoozing: Snoozing
) -> None:
    ticket = await opened(engine)
    await snoozing.snooze(ticket.id, "in 2 h", by=sam)
    engine.clock.turn(hours=2)
    await asyncio.gather(desk.close(ticket.id, by=sam), snoozing.wake_in_time(ticket.id))
    await snoozing.wake_in_time(ticket.id)
    closed = await desk.get(ticket.id)
    assert (closed.status, closed.is_snoozed) == (Status.CLOSED, False)
    assert await numbers(desk) == []
    assert (await desk.reopen(ticket.id, by=sam)).snooze is None
    assert await numbers(desk) == [ticket.number]
