"""The order of the queue, what of it is shown, and what is dealt to whoever asks for the next ticket."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotStaff
from bot.ticket_errors import NothingWaits
from bot.ticket_urgency import Priority
from bot.tickets import lifecycle
from bot.tickets.hearing import Line
from bot.tickets.priority import Impact
from bot.tickets.queue import HEAD_START, Wanted, Whose, key
from bot.tickets.service import TicketService
from bot.tickets.ticket import Status, Ticket, WaitingOn
from tests.services import ELSEWHERE, HERE, NOON, Engine, member
from tests.tickets.test_lifecycle import a_ticket
from tests.tickets.test_service import ANN, SAM, ann, desk, opened, sam, tom

__all__ = ["desk"]


def waiting(priority: Priority, since: datetime, on: WaitingOn = WaitingOn.STAFF) -> Ticket:
    """A live ticket."""
    return replace(a_ticket(Status.OPEN), priority=priority, opened_at=since, waiting_on=on)


def days_ago(days: float) -> datetime:
    return NOON - timedelta(days=days)


def test_priority_counts_as_waiting_and_what_is_not_staffs_turn_comes_last() -> None:
    order = [
        waiting(Priority.P4, days_ago(21.1)),
        waiting(Priority.P1, days_ago(0)),
        waiting(Priority.P2, days_ago(2.9)),
        waiting(Priority.P3, days_ago(6)),
        waiting(Priority.P2, days_ago(0)),
        waiting(Priority.P3, days_ago(3.9)),
        waiting(Priority.P4, days_ago(17)),
        waiting(Priority.P3, days_ago(1)),
        waiting(Priority.P4, days_ago(2)),
        waiting(Priority.P1, days_ago(300), WaitingOn.REQUESTER),
        waiting(Priority.P1, days_ago(299), WaitingOn.FIX),
    ]
    assert sorted(order, key=key) == order


def test_who_is_answered_waits_anew_and_who_goes_on_waiting_does_not() -> None:
    asked = waiting(Priority.P3, days_ago(2))
    sam_, ann_ = member(SAM, is_staff=True), Line(ANN, "it fails again", NOON)
    answered, _ = lifecycle.turn(asked, WaitingOn.REQUESTER, SAM, days_ago(1))
    again, _ = lifecycle.turn(answered, WaitingOn.STAFF, ann_.author_id, ann_.at)
    assert again.waits_since == NOON
    assert key(again) == key(waiting(Priority.P3, NOON))
    still, _ = lifecycle.wait(asked, WaitingOn.STAFF, sam_, NOON, note="I look at it")
    assert key(still) == key(asked)
    raised, _ = lifecycle.prioritise(asked, sam_, NOON, priority=Priority.P1, note="They pay")
    assert key(raised) == key(waiting(Priority.P1, days_ago(2)))


@given(
    st.sampled_from(Priority),
    st.sampled_from(Priority),
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.booleans(),
)
def test_nobody_starves_whatever_is_more_urgent_and_keeps_coming(
    early: Priority, late: Priority, after: timedelta, is_same: bool
) -> None:
    first, second = waiting(early, NOON), waiting(early if is_same else late, NOON + after)
    if after > HEAD_START[Priority.P4]:
        assert key(first) < key(second), "after three weeks nothing new comes before it, not even P1s"
    if first.priority <= second.priority and after:
        assert key(first) < key(second), "nor, at any time, what is as urgent or less and came later"


async def test_an_old_and_minor_ticket_is_dealt_although_outages_keep_coming(
    engine: Engine, desk: TicketService
) -> None:
    minor = await opened(engine, ANN)
    dealt: list[int] = []
    for day in range(16):
        await opened(engine, 100 + 2 * day, "delivery", impact=Impact.ALL)
        await opened(engine, 101 + 2 * day, "delivery", impact=Impact.ALL)
        dealt.append((await engine.services.dealing.deal(by=sam)).id)
        engine.clock.turn(days=1)
    assert dealt.index(minor.id) == 14, "after what came in its first seven days"


async def test_fifty_who_ask_for_the_next_ticket_at_once_get_fifty_tickets(engine: Engine) -> None:
    tickets = [await opened(engine, requester) for requester in range(100, 148)]
    dealing = engine.services.dealing
    asked = [dealing.deal(by=member(one, is_staff=True)) for one in range(200, 250)]
    dealt = await asyncio.gather(*asked, return_exceptions=True)
    got = [one for one in dealt if isinstance(one, Ticket)]
    assert sorted(one.id for one in got) == [ticket.id for ticket in tickets]
    assert len({one.assignee_id for one in got}) == 48
    assert [one for one in dealt if not isinstance(one, Ticket)] == [NothingWaits(), NothingWaits()]


async def test_what_is_dealt_waits_for_staff_is_nobodys_and_not_ones_own(
    engine: Engine, desk: TicketService
) -> None:
    own = await opened(engine, SAM)
    await desk.claim((await opened(engine, 11)).id, by=tom)
    await desk.wait((await opened(engine, 12)).id, WaitingOn.FIX, by=tom)
    await opened(engine, 13, guild=ELSEWHERE)
    billing, delivery = await opened(engine, 14), await opened(engine, 15, "delivery")
    dealing = engine.services.dealing
    assert (await dealing.deal(by=sam, type_id="billing")).id == billing.id
    assert (await dealing.deal(by=sam)).id == delivery.id
    for type_id in (None, "billing"):
        with pytest.raises(NothingWaits) as refusal:
            await dealing.deal(by=sam, type_id=type_id)
        assert refusal.value.type_id == type_id
    with pytest.raises(NotStaff):
        await dealing.deal(by=ann)
    got = await dealing.deal(by=tom)
    assert (got.id, got.assignee_id, got.status) == (own.id, tom.id, Status.CLAIMED)


async def test_the_queue_shows_what_is_asked_for(engine: Engine, desk: TicketService) -> None:
    billing, delivery, mine, toms = [
        await opened(engine, requester, type_id)
        for requester, type_id in ((11, "billing"), (12, "delivery"), (13, "billing"), (14, "delivery"))
    ]
    await desk.claim(mine.id, by=sam)
    await desk.claim(toms.id, by=tom)
    await desk.wait(toms.id, WaitingOn.THIRD_PARTY, by=tom)

    async def found(**wanted: object) -> list[int]:
        queue = await desk.queue(HERE, by=sam, wanted=Wanted(**wanted))  # type: ignore[arg-type]
        assert queue.waiting == len(queue.tickets)
        return [ticket.id for ticket in queue.tickets]

    assert await found() == [delivery.id, billing.id, mine.id, toms.id]
    assert await found(whose=Whose.MINE) == [mine.id]
    assert await found(whose=Whose.UNCLAIMED) == [delivery.id, billing.id]
    assert await found(type_id="billing") == [billing.id, mine.id]
    assert await found(waiting_on=WaitingOn.THIRD_PARTY) == [toms.id]
    assert await found(whose=Whose.MINE, type_id="delivery", waiting_on=WaitingOn.FIX) == []
    assert await found(whose=Whose.SNOOZED) == []
    await engine.services.snoozing.snooze(mine.id, ":fix", by=sam)
    assert await found(whose=Whose.SNOOZED) == [mine.id], (
        "what is snoozed until somebody wakes it stands in a list"
    )
    assert await found(whose=Whose.MINE) == []
