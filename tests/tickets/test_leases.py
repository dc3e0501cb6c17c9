"""A claim lapses where nobody of staff writes; and who is away is given nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.errors import NotStaff
from bot.ticket_errors import MemberAway
from bot.ticket_tables import tickets
from bot.tickets import lease
from bot.tickets.hearing import Line
from bot.tickets.leasing import Leasing
from bot.tickets.owed import LAPSED_JOB
from bot.tickets.past.past import Past
from bot.tickets.service import TicketService
from bot.tickets.ticket import Event, EventKind, Status, Ticket, WaitingOn
from bot.tickets.views import View
from tests.services import HERE, NOON, Engine
from tests.tickets.test_lifecycle import a_ticket
from tests.tickets.test_service import (
    ANN,
    BOB,
    SAM,
    TOM,
    ann,
    desk,
    due,
    events,
    opened,
    owed_views,
    sam,
    tom,
)

__all__ = ["desk"]

LEASE = timedelta(hours=72)


@pytest.fixture(autouse=True)
async def begun(engine: Engine) -> None:
    await engine.services.leasing.begin(HERE)


@pytest.mark.parametrize(
    ("status", "on", "since", "lease_", "ends"),
    [
        (Status.CLAIMED, WaitingOn.STAFF, NOON, LEASE, NOON + LEASE),
        (Status.CLAIMED, WaitingOn.STAFF, None, LEASE, None),
        (Status.CLAIMED, WaitingOn.STAFF, NOON, timedelta(0), None),
        (Status.CLAIMED, WaitingOn.REQUESTER, NOON, LEASE, None),
        (Status.CLAIMED, WaitingOn.FIX, NOON, LEASE, None),
        (Status.OPEN, WaitingOn.STAFF, NOON, LEASE, None),
        (Status.RESOLVED, WaitingOn.STAFF, NOON, LEASE, None),
    ],
)
def test_a_claim_lapses_only_while_it_is_staffs_turn(
    status: Status, on: WaitingOn, since: datetime | None, lease_: timedelta, ends: datetime | None
) -> None:
    assert lease.ends_at(replace(a_ticket(status), waiting_on=on, held_since=since), lease_) == ends


@pytest.mark.parametrize(
    ("hours", "minutes_after_start", "latest"),
    [(72, 59, None), (72, 60, NOON - timedelta(hours=71)), (0, 600, None)],
)
def test_after_a_start_what_was_written_meanwhile_is_read_first(
    hours: int, minutes_after_start: int, latest: datetime | None
) -> None:
    now = NOON + timedelta(minutes=minutes_after_start)
    assert lease.latest(timedelta(hours=hours), NOON, now) == latest


async def lapsed(engine: Engine) -> list[int]:
    """What is taken back now."""
    leasing = engine.services.leasing
    done = [await leasing.lapse(ticket.id) for ticket in await leasing.over(HERE)]
    return [ticket.id for ticket in done if ticket is not None]


async def test_a_ticket_in_which_nobody_writes_goes_back_and_its_holder_is_owed_a_word_once(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.claim(ticket.id, by=sam)
    engine.clock.turn(hours=71)
    assert await lapsed(engine) == []
    at = engine.clock.turn(hours=1)
    assert await lapsed(engine) == [ticket.id]
    assert await lapsed(engine) == []
    assert await engine.services.leasing.lapse(ticket.id) is None
    back = await desk.get(ticket.id)
    assert (back.status, back.assignee_id, back.held_since) == (Status.OPEN, None, None)
    assert (await events(engine, ticket))[-1] == Event(EventKind.LAPSED, None, at, member_id=SAM)
    assert {View.NEWS, View.CARD} <= await owed_views(engine, ticket)
    assert await due(engine, LAPSED_JOB) == [(ticket.id, at)]
    past = await engine.services.pasts.of(back)
    assert (past.lapsed_from, past.lapsed_at) == (SAM, at)
    await desk.claim(ticket.id, by=tom)
    assert await engine.services.pasts.of(back) == Past()


async def test_whoever_of_staff_writes_keeps_the_claim_and_the_requesters_line_begins_it_anew(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    thread, listening = ticket.receipts.thread_id or 0, engine.services.listening
    await desk.claim(ticket.id, by=sam)
    engine.clock.turn(hours=70)
    await listening.wrote(thread, "I am looking into it", by=tom)
    engine.clock.turn(hours=500)
    assert await lapsed(engine) == []
    await listening.wrote(thread, "And?", by=ann)
    engine.clock.turn(hours=71)
    await listening.wrote(thread, "Hello?", by=ann)
    assert await lapsed(engine) == []
    engine.clock.turn(hours=1)
    assert await lapsed(engine) == [ticket.id]


async def test_what_staff_wrote_while_the_bot_was_off_is_read_before_anything_is_taken_back(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.claim(ticket.id, by=sam)
    engine.clock.turn(hours=100)
    after_a_start = Leasing(engine.database, engine.clock, engine.config.tickets, engine.services.jobs)
    await after_a_start.begin(HERE)
    assert await after_a_start.over(HERE) == []
    engine.clock.turn(minutes=60)
    assert [one.id for one in await after_a_start.over(HERE)] == [ticket.id]
    line = Line(SAM, "Solved, I think", NOON + timedelta(hours=50), is_staff=True)
    await engine.services.listening.catch_up(ticket.id, [line])
    assert await after_a_start.lapse(ticket.id) is None
    assert (await desk.get(ticket.id)).assignee_id == SAM


async def test_so_many_at_a_time_are_taken_back_and_the_longest_held_first(
    engine: Engine, desk: TicketService
) -> None:
    leasing, held = engine.services.leasing, list[Ticket]()
    for requester in range(100, 100 + lease.AT_ONCE + 2):
        held.append(await opened(engine, requester))
    for ticket in reversed(held):
        await desk.claim(ticket.id, by=sam)
        engine.clock.turn(minutes=1)
    engine.clock.turn(hours=72)
    assert await lapsed(engine) == [ticket.id for ticket in held[::-1][: lease.AT_ONCE]]
    assert await leasing.look_again_at(HERE) <= engine.clock.now
    assert await lapsed(engine) == [held[1].id, held[0].id]
    assert await leasing.look_again_at(HERE) == engine.clock.now + LEASE, "nothing lapses before"
    await desk.claim(held[0].id, by=sam)
    engine.clock.turn(hours=2)
    assert await leasing.look_again_at(HERE) == engine.clock.now + timedelta(hours=70)


async def test_who_is_away_is_given_nothing_and_what_opens_again_is_nobodys(
    engine: Engine, desk: TicketService
) -> None:
    absences, listening = engine.services.absences, engine.services.listening
    ticket, other = await opened(engine, ANN), await opened(engine, 11)
    for one in (ticket, other):
        await desk.claim(one.id, by=sam)
        await desk.resolve(one.id, by=sam)
    with pytest.raises(NotStaff):
        await absences.leave(by=ann)
    assert await absences.leave(days=2, by=sam) == NOON + timedelta(days=2)
    heard = await listening.wrote(ticket.receipts.thread_id or 0, "Still broken", by=ann)
    assert heard is not None
    assert (heard.status, heard.assignee_id) == (Status.OPEN, None)
    assert (await desk.reopen(other.id, by=tom)).assignee_id is None
    for refused in (desk.assign(ticket.id, sam, by=tom), engine.services.dealing.deal(by=sam)):
        with pytest.raises(MemberAway):
            await refused
    assert (await desk.assign(ticket.id, sam, by=sam)).assignee_id == SAM, "what they take themselves is theirs"
    assert (await engine.services.dealing.deal(by=tom)).assignee_id == TOM
    await desk.resolve(ticket.id, by=sam)
    engine.clock.turn(days=2)
    assert (await desk.reopen(ticket.id, by=ann)).assignee_id == SAM
    assert await absences.leave(by=sam) is None
    engine.clock.turn(days=400)
    with pytest.raises(MemberAway):
        await engine.services.dealing.deal(by=sam)
    await absences.come_back(by=sam)
    await absences.come_back(by=sam)
    await desk.release(ticket.id, by=tom)
    assert (await engine.services.dealing.deal(by=sam)).id == ticket.id


async def test_staff_see_what_else_the_requester_had(engine: Engine, desk: TicketService) -> None:
    first = await opened(engine, ANN)
    await desk.close(first.id, by=sam)
    engine.clock.turn(days=1)
    second = await opened(engine, ANN, "delivery")
    engine.clock.turn(days=1)
    third = await opened(engine, ANN)
    await opened(engine, 11)
    of = engine.services.pasts.of
    assert await of(first) == Past(live=2)
    past = await of(third)
    assert (past.before, past.live, past.last and past.last.id) == (2, 1, second.id)


async def test_who_has_had_a_ticket_since_nobody_knows_when_has_it_for_one_more_lease_and_not_for_ever(
    engine: Engine, desk: TicketService
) -> None:
    ticket, other = await opened(engine), await opened(engine, BOB)
    for one in (ticket, other):
        await desk.claim(one.id, by=sam)
    await desk.wait(other.id, WaitingOn.FIX, by=sam)
    await engine.database.tx(lambda tx: tx.execute(update(tickets).values(held_since=None)))
    after_an_upgrade = Leasing(engine.database, engine.clock, engine.config.tickets, engine.services.jobs)
    await after_an_upgrade.begin(HERE)
    engine.clock.turn(hours=71)
    await after_an_upgrade.begin(HERE)
    assert await after_an_upgrade.over(HERE) == []
    engine.clock.turn(hours=1)
    assert [one.id for one in await after_an_upgrade.over(HERE)] == [ticket.id]


async def test_a_claim_that_lapses_while_a_colleague_takes_it_over_is_the_colleagues(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.claim(ticket.id, by=sam)
    engine.clock.turn(hours=72)
    leasing = engine.services.leasing
    [due_now] = await leasing.over(HERE)
    await asyncio.gather(desk.assign(ticket.id, tom, by=tom, sure_of=SAM), leasing.lapse(due_now.id))
    assert (await desk.get(ticket.id)).assignee_id == TOM
    assert await leasing.lapse(due_now.id) is None
