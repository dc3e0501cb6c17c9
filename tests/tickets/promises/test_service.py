"""Promises and call-backs over a real database: made, followed through the life of their ticket, and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.errors import NotStaff
from bot.ticket_errors import NoReason, NotReader, TicketClosed, TicketResolved
from bot.tickets.promises.owed import LINE_JOB, SHOW_JOB
from bot.tickets.promises.promise import MOST_OPEN, Promise, Record, Says, State
from bot.tickets.promises.refused import (
    CallAgreed,
    NoCallbacks,
    NoContact,
    NotAgreed,
    NothingPromised,
    NotOneToThree,
    NotTheCaller,
    PromiseSettled,
    SlotGone,
    TooManyPromises,
)
from bot.tickets.promises.service import Promises
from bot.tickets.promises.times import UnclearTime
from bot.zones import UnknownZone
from tests.services import NOON, Engine, member
from tests.tickets.test_service import BOB, SAM, ann, due, opened, sam, tom


@pytest.fixture
def promises(engine: Engine) -> Promises:
    """In UTC, as the settings say; reminded an hour before."""
    engine.config.tickets.__dict__["callbacks"] = True
    return engine.services.promises


async def says(promises: Promises, promise: Promise) -> tuple[Says | None, datetime | None]:
    standing = await promises.standing(promise.id)
    assert standing is not None
    return standing.says, standing.next_at


async def now(promises: Promises, promise: Promise) -> Promise:
    standing = await promises.standing(promise.id)
    assert standing is not None
    return standing.promise


async def counted(engine: Engine) -> Record:
    return (await engine.services.stats.of_days(365, by=sam)).overall.promises


async def test_a_promise_reminds_before_it_is_due_and_is_missed_when_its_time_is_over(
    engine: Engine, promises: Promises
) -> None:
    ticket = await opened(engine)
    with pytest.raises(NotStaff):
        await promises.make(ticket.id, "A refund", "in 4 h", by=ann)
    with pytest.raises(UnclearTime):
        await promises.make(ticket.id, "A refund", "soon", by=sam)
    with pytest.raises(NothingPromised):
        await promises.make(ticket.id, " \u200b", "in 4 h", by=sam)
    promise = await promises.make(ticket.id, "A refund", "in 4 h", by=sam)
    assert (promise.number, promise.due_at) == (1, NOON + timedelta(hours=4))
    assert await due(engine, SHOW_JOB) == await due(engine, LINE_JOB) == [(promise.id, NOON)]
    assert await says(promises, promise) == (None, NOON + timedelta(hours=3))
    engine.clock.turn(hours=3)
    assert await says(promises, promise) == (Says.SOON, NOON + timedelta(hours=4))
    assert await counted(engine) == Record()
    engine.clock.turn(hours=2)
    assert await counted(engine) == Record(0, 1), "also before anybody has noticed"
    assert await says(promises, promise) == (Says.OVERDUE, None)
    assert (await now(promises, promise)).missed_at == NOON + timedelta(hours=4)
    moved = await promises.move(promise.id, "in 2 h", "The bank is slow", by=tom)
    assert (moved.is_moved, moved.note, moved.missed_at) == (
        True,
        "The bank is slow",
        NOON + timedelta(hours=4),
    )
    assert await counted(engine) == Record(0, 1), "to move it does not mend it"
    kept = await promises.keep(promise.id, by=sam)
    assert (kept.state, kept.settled_by) == (State.KEPT, SAM)
    assert await counted(engine) == Record(0, 1)
    assert await says(promises, promise) == (None, None)
    engine.clock.turn(hours=2)
    assert await counted(engine) == Record(0, 1)
    with pytest.raises(PromiseSettled):
        await promises.withdraw(promise.id, "Why not", by=sam)


async def test_of_a_promise_for_soon_half_of_the_time_is_left_before_the_reminder(
    engine: Engine, promises: Promises
) -> None:
    ticket = await opened(engine)
    promise = await promises.make(ticket.id, "A call", "in 20 min", by=sam)
    assert await says(promises, promise) == (None, NOON + timedelta(minutes=10))
    engine.clock.turn(minutes=30)
    late = await promises.keep(promise.id, by=sam)
    assert late.missed_at == NOON + timedelta(minutes=20)
    on_time = await promises.make(ticket.id, "Another", "in 20 min", by=sam)
    await promises.keep(on_time.id, by=tom)
    gone = await promises.make(ticket.id, "A third", "in 20 min", by=sam)
    with pytest.raises(NoReason):
        await promises.withdraw(gone.id, " \u200b", by=sam)
    with pytest.raises(NoReason):
        await promises.move(gone.id, "in 30 min", " ", by=sam)
    await promises.withdraw(gone.id, "It is not needed", by=sam)
    engine.clock.turn(minutes=30)
    assert await counted(engine) == Record(1, 1)


async def test_a_ticket_has_only_so_many_open_promises(engine: Engine, promises: Promises) -> None:
    ticket = await opened(engine)
    made = [await promises.make(ticket.id, "One more", "tomorrow 9:00", by=sam) for _ in range(MOST_OPEN)]
    assert [one.number for one in made] == [1, 2, 3, 4, 5]
    with pytest.raises(TooManyPromises):
        await promises.make(ticket.id, "And another", "tomorrow 9:00", by=sam)
    await promises.keep(made[0].id, by=sam)
    assert (await promises.make(ticket.id, "And another", "tomorrow 9:00", by=sam)).number == 6
    assert len((await promises.in_ticket(ticket.id, by=sam)).promises) == 6
    with pytest.raises(NotStaff):
        await promises.in_ticket(ticket.id, by=ann)


async def test_resolving_a_ticket_keeps_its_promises_but_for_a_call_and_closing_withdraws_what_is_left(
    engine: Engine, promises: Promises
) -> None:
    ticket = await opened(engine)
    work = await promises.make(ticket.id, "A refund", "in 4 h", by=sam)
    asked = await promises.ask(ticket.id, "+49 30 1234", "UTC", "tomorrow 10:00", by=ann)
    call = await promises.accept(asked.id, asked.due_at, by=sam)
    await engine.services.tickets.resolve(ticket.id, by=sam)
    assert (await now(promises, work)).state is State.KEPT
    assert (await now(promises, call)).state is State.OPEN
    assert await says(promises, call) == (None, NOON + timedelta(hours=21))
    with pytest.raises(TicketResolved):
        await promises.make(ticket.id, "A refund", "in 4 h", by=sam)
    await engine.services.tickets.close(ticket.id, by=sam)
    gone = await now(promises, call)
    assert (gone.state, gone.settled_by, gone.note, gone.call) == (State.WITHDRAWN, SAM, None, None)
    assert (call.id, NOON) in await due(engine, SHOW_JOB)


async def test_what_its_requester_closed_reminds_nobody_until_it_is_open_again(
    engine: Engine, promises: Promises
) -> None:
    ticket = await opened(engine)
    work = await promises.make(ticket.id, "A refund", "in 4 h", by=sam)
    await engine.services.tickets.close(ticket.id, by=ann)
    engine.clock.turn(hours=5)
    assert await says(promises, work) == (None, None)
    assert (await now(promises, work)).missed_at is None
    with pytest.raises(TicketClosed):
        await promises.ask(ticket.id, "1", "UTC", "20:00", by=ann)
    await engine.services.tickets.reopen(ticket.id, by=ann)
    assert await says(promises, work) == (Says.OVERDUE, None)


async def test_what_was_promised_stands_where_the_ticket_goes_on_in_another(
    engine: Engine, promises: Promises
) -> None:
    ticket = await opened(engine)
    work = await promises.make(ticket.id, "A refund", "in 4 h", by=sam)
    await engine.services.merging.merge(ticket.id, (await opened(engine, BOB)).id, by=sam)
    assert (await now(promises, work)).state is State.OPEN
    engine.clock.turn(hours=5)
    assert await says(promises, work) == (Says.OVERDUE, None)
    assert (await promises.keep(work.id, by=sam)).state is State.KEPT


async def test_who_has_the_ticket_owns_its_promises(engine: Engine, promises: Promises) -> None:
    ticket = await opened(engine)
    work = await promises.make(ticket.id, "A refund", "in 4 h", by=sam)
    await engine.services.tickets.claim(ticket.id, by=sam)
    await engine.database.tx(lambda tx: engine.services.jobs.cancel(tx, LINE_JOB, work.id))
    await engine.services.tickets.assign(ticket.id, tom, by=sam)
    assert await due(engine, LINE_JOB) == [(work.id, NOON)]
    standing = await promises.standing(work.id)
    assert standing is not None
    assert standing.ticket.assignee_id == tom.id


async def test_a_call_back_is_asked_for_proposed_and_agreed(engine: Engine, promises: Promises) -> None:
    ticket = await opened(engine)
    berlin = "tomorrow 10:00\n\n tomorrow 15:00 "
    for contact, zone, slots, refused in (
        ("1", "Mars", berlin, UnknownZone),
        ("1", "", berlin, UnknownZone),
        (" ", "Berlin", berlin, NoContact),
        ("1", "Berlin", "whenever", UnclearTime),
        ("1", "Berlin", "10:00\n11:00\n12:00\n13:00", NotOneToThree),
        ("1", "Berlin", " \n", NotOneToThree),
    ):
        with pytest.raises(refused):
            await promises.ask(ticket.id, contact, zone, slots, by=ann)
    with pytest.raises(NotTheCaller):
        await promises.ask(ticket.id, "1", "Berlin", berlin, by=sam)
    asked = await promises.ask(ticket.id, "+49 30 1234", "berlin", berlin, by=ann)
    ten, three = NOON + timedelta(hours=21), NOON + timedelta(hours=26)
    assert asked.call is not None
    assert (asked.call.slots, asked.call.time_zone, asked.due_at) == ((ten, three), "Europe/Berlin", ten)
    assert await says(promises, asked) == (Says.ASKED, NOON + timedelta(hours=20))
    with pytest.raises(NotAgreed):
        await promises.keep(asked.id, by=sam)
    with pytest.raises(SlotGone):
        await promises.accept(asked.id, NOON, by=sam)

    proposed = await promises.move(asked.id, "tomorrow 18:00", "We are full", by=sam)
    six = NOON + timedelta(hours=30)
    assert (proposed.state, proposed.due_at, proposed.is_moved) == (State.PROPOSED, six, False)
    assert await says(promises, asked) == (None, NOON + timedelta(hours=30))
    with pytest.raises(NotTheCaller):
        await promises.agree(asked.id, six, by=sam)
    with pytest.raises(SlotGone):
        await promises.agree(asked.id, ten, by=ann)
    assert await promises.may_ask(ticket.id, by=ann) == await now(promises, asked)
    again = await promises.ask(ticket.id, "+49 30 1234", "UTC", "tomorrow 9:00", by=ann)
    assert (again.id, again.state, again.due_at) == (asked.id, State.ASKED, ten)
    with pytest.raises(SlotGone):
        await promises.agree(asked.id, six, by=ann)
    agreed = await promises.accept(asked.id, again.due_at, by=sam)
    assert (agreed.state, agreed.made_by) == (State.OPEN, SAM)
    with pytest.raises(CallAgreed):
        await promises.may_ask(ticket.id, by=ann)
    moved = await promises.move(asked.id, "tomorrow 11:00", "We are full", by=sam)
    assert (moved.state, moved.is_moved) == (State.OPEN, True)
    assert (await promises.keep(asked.id, by=sam)).state is State.KEPT
    assert (await promises.ask(ticket.id, "1", "UTC", "tomorrow 9:00", by=ann)).number == 2


async def test_a_call_back_that_nobody_answers_is_missed_when_the_last_of_its_times_is_over(
    engine: Engine, promises: Promises
) -> None:
    ticket = await opened(engine)
    asked = await promises.ask(ticket.id, "1", "UTC", "14:00\n16:00", by=ann)
    engine.clock.turn(hours=2)
    assert await says(promises, asked) == (Says.SOON, NOON + timedelta(hours=4))
    with pytest.raises(SlotGone):
        await promises.accept(asked.id, asked.due_at, by=sam)
    engine.clock.turn(hours=2)
    assert await says(promises, asked) == (Says.OVERDUE, None)
    assert (await now(promises, asked)).missed_at == NOON + timedelta(hours=4)
    anew = await promises.ask(ticket.id, "1", "UTC", "18:00", by=ann)
    assert anew.missed_at is None


async def test_without_the_setting_nobody_asks_for_a_call(engine: Engine) -> None:
    ticket = await opened(engine)
    with pytest.raises(NoCallbacks):
        await engine.services.promises.ask(ticket.id, "1", "UTC", "14:00", by=ann)


async def test_customers_of_a_merged_ticket_are_called_where_it_goes_on_each_as_they_asked(
    engine: Engine, promises: Promises
) -> None:
    bob, eve = member(BOB), member(6)
    ticket, into = await opened(engine, BOB), await opened(engine)
    old = await promises.ask(ticket.id, "bob", "UTC", "14:00", by=bob)
    work = await promises.make(ticket.id, "Look at it", "in 2 h", by=sam)
    await engine.services.merging.merge(ticket.id, into.id, by=sam)
    await engine.services.guests.add(into.id, eve.id, by=sam)
    hers = await promises.ask(into.id, "ann", "UTC", "15:00", by=ann)
    assert await promises.may_ask(ticket.id, by=bob) == await promises.may_ask(into.id, by=bob) == old
    again = await promises.ask(ticket.id, "bob", "UTC", "16:00", by=bob)
    assert (again.id, again.ticket_id) == (old.id, ticket.id)
    await promises.withdraw(old.id, "Not by phone", by=sam)
    his = await promises.ask(ticket.id, "bob", "UTC", "17:00", by=bob)
    assert his.ticket_id == into.id
    assert his.call is not None
    assert (his.call.contact, his.call.member_id) == ("bob", BOB)
    assert (await promises.ask(ticket.id, "bob", "UTC", "18:00", by=bob)).id == his.id
    given = await promises.in_ticket(into.id, by=sam)
    assert [one.id for one in given.promises] == [hers.id, his.id, old.id, work.id]
    assert given.merged == {ticket.id: ticket.number}
    proposed = await promises.move(his.id, "tomorrow 18:00", "We are full", by=sam)
    for by in (ann, sam, eve):
        with pytest.raises(NotTheCaller):
            await promises.agree(his.id, proposed.due_at, by=by)
    assert (await promises.agree(his.id, proposed.due_at, by=bob)).state is State.OPEN
    with pytest.raises(NotTheCaller) as refused:
        await promises.may_ask(into.id, by=eve)
    assert refused.value.is_heard
    with pytest.raises(NotTheCaller):
        await promises.ask(ticket.id, "1", "UTC", "18:00", by=sam)


async def test_what_was_promised_in_a_merged_ticket_is_whose_the_other_one_is_and_ends_with_that(
    engine: Engine, promises: Promises
) -> None:
    desk, merging = engine.services.tickets, engine.services.merging
    ticket, middle, last = await opened(engine, BOB), await opened(engine), await opened(engine, 6)
    work = await promises.make(ticket.id, "Look at it", "in 2 h", by=sam)
    call = await promises.ask(ticket.id, "bob", "UTC", "15:00", by=member(BOB))
    await merging.merge(ticket.id, middle.id, by=sam)
    await merging.merge(middle.id, last.id, by=sam)
    await desk.claim(last.id, by=tom)
    assert {work.id, call.id} <= {subject for subject, _ in await due(engine, LINE_JOB)}
    standing = await promises.standing(work.id)
    assert standing is not None
    assert (standing.ticket.id, standing.held_in.id, standing.held_in.assignee_id) == (ticket.id, last.id, tom.id)
    for by, found in ((tom, [work.id]), (sam, [])):
        waits, _ = await engine.services.mine.of(by=by)
        assert [one.promise.id for one in waits.promises] == found
    await desk.resolve(last.id, by=sam)
    assert ((await now(promises, work)).state, (await now(promises, call)).state) == (State.KEPT, State.ASKED)
    await desk.close(last.id, by=sam)
    over = await now(promises, call)
    assert (over.state, over.call) == (State.WITHDRAWN, None)
    assert await says(promises, call) == (None, None)


async def test_a_call_back_that_a_merged_customer_asked_for_goes_back_with_their_ticket(
    engine: Engine, promises: Promises
) -> None:
    merging, bob, eve = engine.services.merging, member(BOB), member(6)
    own, other, into = await opened(engine, BOB), await opened(engine, eve.id), await opened(engine)
    await promises.make(own.id, "Look at it", "in 2 h", by=sam)
    await merging.merge(other.id, own.id, by=sam)
    await merging.merge(own.id, into.id, by=sam)
    his = await promises.ask(own.id, "bob", "UTC", "17:00", by=bob)
    hers = await promises.ask(other.id, "eve", "UTC", "18:00", by=eve)
    anns = await promises.ask(into.id, "ann", "UTC", "19:00", by=ann)
    done = await promises.make(into.id, "The same for all", "in 2 h", by=sam)
    await merging.unmerge(own.id, by=sam)
    found = [await now(promises, one) for one in (his, hers, anns, done)]
    assert [one.ticket_id for one in found] == [own.id, own.id, into.id, into.id]
    assert [one.number for one in found[:2]] == [2, 3]
    assert [one.call and one.call.member_id for one in found[:3]] == [None, eve.id, None]
    assert {his.id, hers.id} <= {subject for subject, _ in await due(engine, SHOW_JOB)}
    proposed = await promises.move(his.id, "tomorrow 18:00", "We are full", by=sam)
    assert (await promises.agree(his.id, proposed.due_at, by=bob)).state is State.OPEN
    assert (await promises.may_ask(other.id, by=eve)) == found[1]


async def test_a_promise_is_whose_who_read_the_ticket_in_which_it_goes_on(
    engine: Engine, promises: Promises
) -> None:
    hidden, open_ = await opened(engine, BOB), await opened(engine, type_id="delivery")
    barred = replace(tom, barred={hidden.type_id: ()})
    made = await promises.make(hidden.id, "Look at it", "in 2 h", by=sam)
    kept = await promises.make(hidden.id, "Read it", "in 2 h", by=sam)
    await promises.keep(kept.id, by=sam)
    for refused in (promises.keep(made.id, by=barred), promises.in_ticket(hidden.id, by=barred)):
        with pytest.raises(NotReader):
            await refused
    await engine.services.merging.merge(hidden.id, open_.id, by=sam)
    await engine.services.tickets.claim(open_.id, by=barred)
    assert [one.id for one in (await promises.in_ticket(open_.id, by=barred)).promises] == [made.id]
    assert [due.promise.id for due in (await engine.services.mine.of(by=barred))[0].promises] == [made.id]
    assert await promises.for_changing(made.id, by=barred) == await now(promises, made)
    assert (await promises.keep(made.id, by=barred)).state is State.KEPT
    other = await promises.make(open_.id, "And this", "in 2 h", by=barred)
    await engine.services.merging.unmerge(hidden.id, by=sam)
    await engine.services.merging.merge(open_.id, hidden.id, by=sam)
    for refused in (promises.keep(other.id, by=barred), promises.in_ticket(open_.id, by=barred)):
        with pytest.raises(NotReader):
            await refused
