"""What the FAQ has on a ticket: what was tried is not advised again, and to one that is over nothing is sent."""

from __future__ import annotations

from dataclasses import replace

from bot.tickets.ticket import Detail
from tests.services import Engine, delivered
from tests.tickets.test_service import ann, request, sam


async def test_the_entry_that_comes_near_is_advised_until_it_was_sent_or_the_ticket_is_over(
    engine: Engine,
) -> None:
    services = engine.services
    asked = Detail("What happens?", "how do i reset my password", field_id="what")
    ticket = await delivered(engine, await services.tickets.open(replace(request(), details=(asked,)), by=ann))
    advice = await services.advising.of(ticket)
    assert advice.near is not None
    assert advice.to_send == advice.near
    assert ([entry.id for entry in advice.near.entries[:1]], advice.shown) == (["reset-password"], ())

    over = await services.advising.of(await services.tickets.resolve(ticket.id, by=sam))
    assert (over.to_send, over.near) == (None, advice.near)

    again = await services.tickets.reopen(ticket.id, by=ann)
    sent = await services.sent_entries.send(again.id, "reset-password", "Press it", by=sam)
    assert (await services.advising.of(sent)).sent == {"reset-password"}
    assert (await services.advising.of(sent)).near is None
