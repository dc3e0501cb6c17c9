"""Who is in a ticket's thread because staff have added them."""

from __future__ import annotations

import pytest

from bot.errors import NotStaff
from bot.ticket_errors import BelongsThere, NotAdded, StaysThere, TicketClosed
from bot.tickets.service import TicketService
from bot.tickets.ticket import Event, EventKind
from bot.tickets.views import View
from tests.services import NOON, Engine
from tests.tickets.test_merging import EVE, merged, owed_in, seen, two
from tests.tickets.test_service import ANN, BOB, SAM, ann, desk, events, opened, owed_views, sam

__all__ = ["desk"]


async def test_staff_add_somebody_and_remove_them_and_nobody_else_can(engine: Engine, desk: TicketService) -> None:
    ticket, guests = await opened(engine), engine.services.guests
    for forbidden in (guests.add(ticket.id, EVE, by=ann), guests.remove(ticket.id, EVE, by=ann)):
        with pytest.raises(NotStaff):
            await forbidden
    with pytest.raises(NotAdded):
        await guests.remove(ticket.id, EVE, by=sam)
    await guests.add(ticket.id, EVE, by=sam)
    assert (await events(engine, ticket))[-1] == Event(EventKind.GUEST_ADDED, SAM, NOON, member_id=EVE)
    assert {View.MEMBER, View.NEWS, View.CARD} <= await owed_views(engine, ticket)
    assert await owed_in(engine, ticket) == ([EVE], [])
    for member_id in (EVE, ANN):
        with pytest.raises(BelongsThere):
            await guests.add(ticket.id, member_id, by=sam)
    await seen(engine, ticket, EVE)
    await desk.close(ticket.id, by=sam)
    with pytest.raises(TicketClosed):
        await guests.add(ticket.id, BOB, by=sam)
    await guests.remove(ticket.id, EVE, by=sam)
    assert (await events(engine, ticket))[-1] == Event(EventKind.GUEST_REMOVED, SAM, NOON, member_id=EVE)
    assert await owed_in(engine, ticket) == ([], [EVE])


async def test_who_was_added_to_a_merged_ticket_is_where_it_goes_on(engine: Engine, desk: TicketService) -> None:
    ticket, into = await two(engine)
    guests = engine.services.guests
    await guests.add(ticket.id, EVE, by=sam)
    await guests.add(into.id, ANN, by=sam)
    await merged(engine, ticket, into)
    assert await owed_in(engine, into) == ([ANN, EVE], [])
    for member_id, of, is_own in (
        (BOB, into.number, True),
        (ANN, ticket.number, True),
        (EVE, ticket.number, False),
    ):
        with pytest.raises(StaysThere) as stays:  # what is merged is not for this to end
            await guests.remove(into.id, member_id, by=sam)
        assert stays.value == StaysThere(into.number, member_id, of, is_own)
    await seen(engine, into, EVE)
    await guests.remove(ticket.id, EVE, by=sam)
    assert await owed_in(engine, into) == ([ANN], [EVE])
    assert View.MEMBER in await owed_views(engine, into)
    await engine.services.merging.unmerge(ticket.id, by=sam)
    assert await owed_in(engine, into) == ([ANN], [EVE]), "she was added to this one, too"
