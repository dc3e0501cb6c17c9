"""Whose turn it is, what a requester closes and takes back, and buttons that apply no more."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import NotStaff
from bot.ticket_errors import HolderActive, TicketClosed
from bot.tickets.hearing import Line
from bot.tickets.owed import AUTO_CLOSE_JOB, PLACES_JOB
from bot.tickets.queue import Queue
from bot.tickets.service import TicketService
from bot.tickets.ticket import Event, EventKind, Status, Ticket, WaitingOn
from bot.tickets.views import View
from tests.services import HERE, NOON, Engine, member
from tests.tickets.test_service import (
    ANN,
    HUGO,
    SAM,
    TOM,
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


async def test_what_its_requester_closes_they_can_reopen_for_as_long_as_what_is_resolved(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    assert (await desk.close(ticket.id, by=ann)).status is Status.WITHDRAWN
    assert View.LOCK not in await owed_views(engine, ticket)
    assert await desk.queue(HERE, by=sam) == Queue([], 0, 1)
    assert (await desk.reopen(ticket.id, by=ann)).status is Status.OPEN
    await desk.close(ticket.id, by=ann)
    heard = await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "no, wait", by=ann)
    assert heard is not None
    assert heard.status is Status.OPEN
    await desk.close(ticket.id, by=ann)
    assert await due(engine, AUTO_CLOSE_JOB) == [(ticket.id, NOON + timedelta(days=3))]
    engine.clock.turn(days=1)
    await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Thank you!", by=ann)
    assert await due(engine, AUTO_CLOSE_JOB) == [(ticket.id, NOON + timedelta(days=4))]
    at = engine.clock.turn(days=3)
    assert await engine.services.listening.expire(ticket.id) is not None
    assert (await events(engine, ticket))[-1] == Event(EventKind.EXPIRED, None, at)
    assert View.LOCK in await owed_views(engine, ticket)
    with pytest.raises(TicketClosed):
        await desk.reopen(ticket.id, by=ann)


async def test_a_button_that_was_told_and_applies_no_more_is_to_be_taken_back(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    thread, delivery = ticket.receipts.thread_id or 0, engine.services.delivery
    await desk.resolve(ticket.id, by=ann)
    await delivery.announced(ticket.id, thread, 2, 501)
    assert View.OFFERS not in await owed_views(engine, ticket)
    await desk.reopen(ticket.id, by=sam)
    assert View.OFFERS in await owed_views(engine, ticket)
    await engine.database.tx(lambda tx: engine.services.jobs.cancel(tx, View.OFFERS, ticket.id))
    await delivery.announced(ticket.id, thread, 3, 502)  # told a moment too late
    assert View.OFFERS in await owed_views(engine, ticket)
    assert {*(await desk.get(ticket.id)).receipts.offer_ids} == {501, 502}
    await delivery.offer_withdrawn(ticket.id, thread, 501)
    assert (await desk.get(ticket.id)).receipts.offer_ids == (502,)
    await delivery.thread_made(ticket.id, thread + 1)
    await delivery.offer_withdrawn(ticket.id, thread, 502)  # of the thread before
    assert (await desk.get(ticket.id)).receipts.offer_ids == ()


async def test_staff_say_whose_turn_it_is_until_the_requester_writes(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    thread, listening = ticket.receipts.thread_id or 0, engine.services.listening
    with pytest.raises(NotStaff):
        await desk.wait(ticket.id, WaitingOn.FIX, by=ann)
    waits = await desk.wait(ticket.id, WaitingOn.THIRD_PARTY, by=sam, note="The bank")
    assert waits == replace(ticket, waiting_on=WaitingOn.THIRD_PARTY) == await desk.get(ticket.id)
    said = Event(EventKind.TURNED, SAM, NOON, note="The bank", waiting_on=WaitingOn.THIRD_PARTY)
    assert (await events(engine, ticket))[-1] == said
    assert await owed_views(engine, ticket) == {View.GREETING, View.NEWS, View.CARD}
    assert await listening.wrote(thread, "They are slow", by=sam) is None
    assert await listening.wrote(thread, "They answered me", by=ann) == ticket


async def test_what_was_written_while_nobody_listened_says_whose_turn_it_is(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    listening, later = engine.services.listening, NOON + timedelta(minutes=1)
    asked = Line(SAM, "Which invoice?", later, is_staff=True)
    turned = await listening.catch_up(ticket.id, [asked])
    assert turned == replace(ticket, waiting_on=WaitingOn.REQUESTER)
    assert await kinds(engine, ticket) == ["opened", "responded", "turned"]
    assert await listening.missed_since(turned) == later
    assert await listening.catch_up(ticket.id, [asked]) is None
    assert await listening.catch_up(ticket.id, [Line(ANN, "4711", later + timedelta(minutes=1)), asked]) == ticket


async def test_who_is_given_a_ticket_is_at_it_so_of_five_who_give_it_at_once_four_are_asked(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    staff = [member(100 + number, is_staff=True) for number in range(10)]
    done = await asyncio.gather(
        *(desk.assign(ticket.id, to, by=by) for to, by in zip(staff[:5], staff[5:], strict=True)),
        return_exceptions=True,
    )
    assert Counter(type(one).__name__ for one in done) == {"Ticket": 1, "HolderActive": 4}
    (given,) = (one for one in done if isinstance(one, Ticket))
    assert {(one.assignee_id, one.active_at) for one in done if isinstance(one, HolderActive)} == {
        (given.assignee_id, NOON)
    }


async def test_a_line_that_comes_late_or_twice_takes_nothing_back(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    thread, listening = ticket.receipts.thread_id or 0, engine.services.listening
    engine.clock.turn(minutes=10)
    one, two, three, four = (NOON + timedelta(minutes=minutes) for minutes in (1, 2, 3, 4))
    assert await listening.wrote(thread, "Which invoice?", by=sam, written_at=one) is not None
    assert await listening.wrote(thread, "4711", by=ann, written_at=two) is not None
    asked = await listening.wrote(thread, "And the month?", by=sam, written_at=three)
    assert asked is not None
    assert await listening.wrote(thread, "4711", by=ann, written_at=two) is None
    assert (await desk.get(ticket.id)).waiting_on is WaitingOn.REQUESTER
    assert await listening.missed_since(asked) == three
    await desk.wait(ticket.id, WaitingOn.FIX, by=sam)
    assert await listening.wrote(thread, "May", by=ann, written_at=four) is None
    await desk.resolve(ticket.id, by=sam)
    assert await listening.wrote(thread, "May", by=ann, written_at=four) is None
    assert (await desk.get(ticket.id)).status is Status.RESOLVED
    await desk.close(ticket.id, by=sam)
    assert await listening.wrote(thread, "May", by=ann, written_at=four) is None
    assert (await kinds(engine, ticket))[-1] == "closed"


async def test_a_ticket_is_taken_over_where_who_has_it_has_done_and_written_nothing_for_an_hour(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.claim(ticket.id, by=sam)
    with pytest.raises(HolderActive):
        await desk.assign(ticket.id, tom, by=tom)
    engine.clock.turn(hours=1)
    written_at = NOON + timedelta(minutes=1)
    with pytest.raises(HolderActive) as asked:
        await desk.assign(ticket.id, tom, by=tom, written_at=written_at)
    assert asked.value.active_at == written_at
    assert (await desk.assign(ticket.id, tom, by=tom)).assignee_id == TOM
    assert (await events(engine, ticket))[-1] == Event(
        EventKind.ASSIGNED, TOM, NOON + timedelta(hours=1), member_id=TOM
    )
    assert await owed_views(engine, ticket) == {View.GREETING, View.NEWS, View.CARD}
    with pytest.raises(HolderActive):
        await desk.assign(ticket.id, sam, by=sam, sure_of=HUGO)
    assert (await desk.assign(ticket.id, sam, by=sam, sure_of=TOM)).assignee_id == SAM
    await desk.resolve(ticket.id, by=ann)
    assert (await desk.reopen(ticket.id, by=ann)).assignee_id == SAM


async def test_whoever_moves_the_queue_by_writing_moves_what_others_were_told_of_their_places(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    assert await due(engine, PLACES_JOB) == []
    await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Which invoice?", by=sam)
    assert await due(engine, PLACES_JOB) == [(HERE, NOON + timedelta(minutes=5))]
