"""Entries that staff send into tickets: once, as a response, and counted by what became of the ticket."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.errors import NotStaff
from bot.insights.numbers import SentEntry
from bot.ticket_errors import EntrySent, TicketResolved
from bot.tickets.ticket import Event, EventKind, WaitingOn
from tests.services import HERE, NOON, Engine
from tests.tickets.test_service import SAM, ann, events, opened, sam


async def test_an_entry_is_sent_once_whoever_presses_and_counts_as_a_response(engine: Engine) -> None:
    ticket, sent = await opened(engine), engine.services.sent_entries
    with pytest.raises(NotStaff):
        await sent.send(ticket.id, "spf", "An answer", by=ann)
    pressed = (sent.send(ticket.id, "spf", "An answer", by=sam) for _ in range(2))
    both = await asyncio.gather(*pressed, return_exceptions=True)
    assert both == [replace(ticket, waiting_on=WaitingOn.REQUESTER), EntrySent(1, SAM, NOON)]
    assert (await events(engine, ticket))[1:] == [
        Event(EventKind.REPLIED, SAM, NOON, note="An answer"),
        Event(EventKind.RESPONDED, SAM, NOON),
        Event(EventKind.TURNED, SAM, NOON, wrote=True, waiting_on=WaitingOn.REQUESTER),
    ]
    await engine.services.tickets.resolve(ticket.id, by=sam)
    with pytest.raises(TicketResolved):
        await sent.send(ticket.id, "dkim", "Another one", by=sam)
    numbers = await engine.services.insights.numbers(HERE, days=30, by=sam)
    assert numbers.sent_entries == [SentEntry("spf", 1, 1)]
