"""Tickets that go on in others: who may, races, who is where, and what is written in the old thread."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NotStaff, Refused
from bot.ticket_errors import (
    AlreadyOpen,
    NotMerged,
    NotYourTicket,
    SameTicket,
    TicketClosed,
    TicketMerged,
    TicketResolved,
    UnknownTicket,
)
from bot.ticket_urgency import Priority
from bot.tickets import merging
from bot.tickets.hearing import Line
from bot.tickets.merging import Meanwhile
from bot.tickets.owed import QUESTION_JOB, WAKE_JOB
from bot.tickets.queue import key
from bot.tickets.service import TicketService
from bot.tickets.ticket import Event, EventKind, Receipts, Snooze, Status, Ticket, WaitingOn
from bot.tickets.views import View
from tests.faq.conversation import ask
from tests.services import ELSEWHERE, HERE, NOON, Engine, member
from tests.tickets.test_service import (
    ANN,
    BOB,
    SAM,
    ann,
    bob,
    desk,
    due,
    events,
    kinds,
    opened,
    owed_views,
    request,
    sam,
)

__all__ = ["desk"]

EVE = 6


async def merged(engine: Engine, ticket: Ticket, into: Ticket) -> tuple[Ticket, Ticket]:
    return await engine.services.merging.merge(ticket.id, into.id, by=sam)


async def two(engine: Engine) -> tuple[Ticket, Ticket]:
    """Ann's ticket, and Bob's, into which it is to be merged."""
    return await opened(engine), await opened(engine, BOB)


async def owed_in(engine: Engine, ticket: Ticket) -> tuple[list[int], list[int]]:
    """Who is to be added to the ticket's thread, and who is to be taken out."""
    return await engine.services.delivery.guests_owed(await engine.services.tickets.get(ticket.id))


async def seen(engine: Engine, ticket: Ticket, member_id: int, *, is_there: bool = True) -> None:
    thread = ticket.receipts.thread_id or 0
    await engine.services.delivery.guest_seen(ticket.id, thread, member_id, is_there=is_there)


async def done(engine: Engine, kind: str, subject_id: int) -> None:
    """What was owed has been done."""
    await engine.database.tx(lambda tx: engine.services.jobs.cancel(tx, kind, subject_id))


async def test_a_merged_ticket_is_closed_and_points_to_the_one_in_which_its_customers_are(
    engine: Engine, desk: TicketService
) -> None:
    ticket, into = await two(engine)
    await desk.claim(ticket.id, by=sam)
    await desk.wait(into.id, WaitingOn.FIX, by=sam)
    closed, survivor = await merged(engine, ticket, into)
    assert closed == await desk.get(ticket.id)
    assert (closed.status, closed.merged_into, closed.assignee_id) == (Status.CLOSED, into.number, SAM)
    assert survivor == await desk.get(into.id)
    assert (survivor.status, survivor.waiting_on) == (Status.OPEN, WaitingOn.STAFF)
    assert (await events(engine, ticket))[-1] == Event(EventKind.MERGED, SAM, NOON, number=into.number)
    assert (await events(engine, into))[-1] == Event(
        EventKind.ABSORBED, SAM, NOON, number=ticket.number, wrote=True
    )
    assert {View.GREETING, View.NEWS, View.CARD, View.LOCK} <= await owed_views(engine, ticket)
    assert {View.THREAD, View.MEMBER, View.NEWS, View.CARD} <= await owed_views(engine, into)
    assert await owed_in(engine, into) == ([ANN], [])
    assert [one.number for one in (await desk.queue(HERE, by=sam)).tickets] == [into.number]
    await desk.open(request(), by=ann)  # nothing of the type is in her way


async def test_what_waits_for_the_requester_does_not_make_the_other_wait_for_staff(
    engine: Engine, desk: TicketService
) -> None:
    ticket, into = await two(engine)
    await desk.wait(ticket.id, WaitingOn.REQUESTER, by=sam)
    await desk.wait(into.id, WaitingOn.FIX, by=sam)
    _, survivor = await merged(engine, ticket, into)
    assert survivor.waiting_on is WaitingOn.FIX


async def test_what_cannot_be_merged_is_refused_with_the_reason(engine: Engine, desk: TicketService) -> None:
    ticket, into = await two(engine)
    other, foreign = await opened(engine, EVE), await opened(engine, guild=ELSEWHERE)
    merging = engine.services.merging
    with pytest.raises(NotStaff):
        await merging.merge(ticket.id, into.id, by=ann)
    with pytest.raises(SameTicket):
        await merging.merge(ticket.id, ticket.id, by=sam)
    for one, another in ((ticket, foreign), (foreign, ticket)):
        with pytest.raises(UnknownTicket):
            await merging.merge(one.id, another.id, by=sam)
    with pytest.raises(NotMerged):
        await merging.unmerge(ticket.id, by=sam)
    await merged(engine, ticket, into)
    for refused in (
        merging.merge(other.id, ticket.id, by=sam),
        merging.merge(ticket.id, other.id, by=sam),
        desk.reopen(ticket.id, by=sam),
        desk.close(ticket.id, by=sam),
        desk.claim(ticket.id, by=sam),
    ):
        with pytest.raises(TicketMerged) as reason:
            await refused
        assert reason.value == TicketMerged(ticket.number, into.number)
    with pytest.raises(NotStaff):
        await merging.unmerge(ticket.id, by=ann)
    await desk.resolve(into.id, by=sam)
    with pytest.raises(TicketResolved):
        await merging.merge(other.id, into.id, by=sam)
    await desk.close(into.id, by=sam)
    with pytest.raises(TicketClosed):
        await merging.merge(other.id, into.id, by=sam)


async def test_two_merges_at_once_never_send_people_in_a_circle(engine: Engine, desk: TicketService) -> None:
    ticket, into = await two(engine)
    other = await opened(engine, EVE)
    results = await asyncio.gather(
        *(merged(engine, one, another) for one, another in ((ticket, into), (into, ticket), (ticket, other))),
        return_exceptions=True,
    )
    assert [type(one) for one in results if isinstance(one, Refused)] == [TicketMerged, TicketMerged]
    found = [(await desk.get(one.id)).status.value for one in (ticket, into, other)]
    assert sorted(found) == ["closed", "open", "open"]


async def test_a_merge_that_is_taken_back_puts_both_back(engine: Engine, desk: TicketService) -> None:
    ticket, into = await two(engine)
    claimed = await desk.claim(ticket.id, by=sam)
    await merged(engine, ticket, into)
    await seen(engine, into, ANN)
    assert await owed_in(engine, into) == ([], [])
    await desk.resolve(into.id, by=sam)
    back, other = await engine.services.merging.unmerge(ticket.id, by=sam)
    assert (
        back
        == replace(claimed, receipts=back.receipts)
        == replace(await desk.get(ticket.id), receipts=back.receipts)
    )
    assert other.status is Status.RESOLVED
    assert (await events(engine, ticket))[-1] == Event(EventKind.UNMERGED, SAM, NOON, number=into.number)
    assert (await events(engine, into))[-1] == Event(EventKind.PARTED, SAM, NOON, number=ticket.number)
    assert {View.GREETING, View.NEWS, View.CARD, View.LOCK, View.MEMBER} <= await owed_views(engine, ticket)
    assert {View.NEWS, View.CARD, View.MEMBER} <= await owed_views(engine, into)
    assert await owed_in(engine, into) == ([], [ANN])
    await engine.services.delivery.doubted(into.id)
    assert await owed_in(engine, into) == ([], [ANN]), "whoever is not known to have left is taken out"
    await seen(engine, into, ANN, is_there=False)
    assert await owed_in(engine, into) == ([], [])


async def test_a_merge_that_is_taken_back_gives_back_the_place_in_the_queue(
    engine: Engine, desk: TicketService
) -> None:
    ticket, into = await two(engine)
    before = [one.id for one in (await desk.queue(HERE, by=sam)).tickets]
    engine.clock.turn(hours=30)
    await merged(engine, ticket, into)
    await engine.services.merging.unmerge(ticket.id, by=sam)
    assert [one.id for one in (await desk.queue(HERE, by=sam)).tickets] == before == [ticket.id, into.id]


async def test_a_snoozed_ticket_that_is_merged_wakes_no_other(engine: Engine, desk: TicketService) -> None:
    ticket, into = await two(engine)
    await desk.wait(into.id, WaitingOn.FIX, by=sam)
    await engine.services.snoozing.snooze(ticket.id, "in 30 h", by=sam)
    assert (await merged(engine, ticket, into))[1].waiting_on is WaitingOn.FIX


async def test_a_ticket_comes_back_beside_a_newer_one_of_its_requester_whatever_members_may_open(
    engine: Engine, desk: TicketService
) -> None:
    ticket, into = await two(engine)
    await merged(engine, ticket, into)
    newer = await opened(engine)
    back, _ = await engine.services.merging.unmerge(ticket.id, by=sam)
    assert (back.status, back.slot != newer.slot) == (Status.OPEN, True)
    with pytest.raises(AlreadyOpen) as refused:
        await desk.open(request(), by=ann)
    assert (refused.value.number, refused.value.count) == (newer.number, 2)


async def test_customers_follow_through_one_merge_after_another_and_each_can_be_taken_back(
    engine: Engine, desk: TicketService
) -> None:
    ticket, middle = await two(engine)
    last = await opened(engine, EVE)
    await merged(engine, ticket, middle)
    await merged(engine, middle, last)
    assert await owed_in(engine, last) == ([ANN, BOB], [])
    found = await engine.services.delivery.relations(await desk.get(ticket.id))
    assert found.survivor is not None
    assert found.survivor.number == last.number
    await seen(engine, last, ANN)
    await seen(engine, last, BOB)
    for view in (View.MEMBER, View.CARD):
        await done(engine, view, last.id)
    await engine.services.merging.unmerge(ticket.id, by=sam)
    assert await owed_in(engine, last) == ([], [ANN])
    assert {View.MEMBER, View.CARD} <= await owed_views(engine, last)
    await engine.services.merging.unmerge(middle.id, by=sam)
    assert await owed_in(engine, last) == ([], [ANN, BOB])


async def test_what_is_written_in_the_old_thread_is_answered_with_where_it_goes_on_once(
    engine: Engine, desk: TicketService
) -> None:
    ticket, middle = await two(engine)
    last = await opened(engine, EVE)
    await merged(engine, ticket, middle)
    await merged(engine, middle, last)
    thread, listening = ticket.receipts.thread_id or 0, engine.services.listening
    told = [await listening.wrote(thread, "is anybody there?", by=one) for one in (member(77), ann, sam)]
    assert [one is not None for one in told] == [True, False, False]
    assert (await events(engine, ticket))[-1] == Event(EventKind.KNOCKED, 77, NOON, number=last.number)
    assert (await kinds(engine, ticket)).count("knocked") == 1
    assert {View.NEWS, View.LOCK} <= await owed_views(engine, ticket)


async def test_customers_of_a_merged_ticket_are_heard_like_the_requester(
    engine: Engine, desk: TicketService
) -> None:
    ticket, into = await two(engine)
    thread, listening = into.receipts.thread_id or 0, engine.services.listening
    await merged(engine, ticket, into)
    await listening.wrote(thread, "Which invoice?", by=sam)
    assert (await desk.get(into.id)).waiting_on is WaitingOn.REQUESTER
    assert await listening.wrote(thread, "me too", by=member(77)) is None
    turned = await listening.wrote(thread, "It is 4711", by=ann)
    assert turned is not None
    assert turned.waiting_on is WaitingOn.STAFF
    await desk.resolve(into.id, by=sam)
    await opened(engine, BOB)  # the requester goes on elsewhere, and she does not
    heard = await listening.wrote(thread, "mine is still wrong", by=ann)
    assert heard is not None
    assert heard.status is Status.OPEN
    assert (await events(engine, into))[-1] == Event(EventKind.REOPENED, ANN, NOON, wrote=True)
    await desk.resolve(into.id, by=sam)
    later = engine.clock.turn(hours=1)
    await listening.catch_up(into.id, [Line(ANN, "no", later)])
    assert (await events(engine, into))[-1].actor_id == ANN
    await desk.close(into.id, by=sam)
    await listening.wrote(thread, "hello?", by=ann)
    assert (await events(engine, into))[-1] == Event(EventKind.KNOCKED, ANN, later)


async def test_a_question_is_settled_only_when_the_ticket_is_in_which_its_own_goes_on(
    engine: Engine, desk: TicketService
) -> None:
    asked = await ask(engine.services)
    assert asked is not None
    ticket = await desk.open(replace(request(), question_id=asked.question_id), by=ann)
    into = await opened(engine, BOB)
    await merged(engine, ticket, into)
    assert not await desk.have_settled([asked.question_id])
    await done(engine, QUESTION_JOB, asked.question_id)
    await desk.resolve(into.id, by=bob)
    assert await desk.have_settled([asked.question_id])
    owed = [job.subject_id for job in await engine.owed() if job.kind == QUESTION_JOB]
    assert owed == [asked.question_id]


async def test_a_new_thread_gets_everybody_who_belongs_there(engine: Engine, desk: TicketService) -> None:
    ticket, into = await two(engine)
    await merged(engine, ticket, into)
    await seen(engine, into, ANN)
    await engine.services.delivery.thread_made(into.id, 555)
    assert await owed_in(engine, into) == ([ANN], [])
    await seen(engine, into, ANN)  # in the thread before
    assert await owed_in(engine, into) == ([ANN], [])


async def test_customers_of_a_merged_ticket_keep_it_going_and_end_it_for_nobody_else_and_guests_are_heard(
    engine: Engine, desk: TicketService
) -> None:
    ticket, into = await two(engine)
    await merged(engine, ticket, into)
    await engine.services.guests.add(into.id, EVE, by=sam)
    eve, stranger = member(EVE), member(77)
    for by, is_heard in ((ann, True), (eve, True), (stranger, False)):
        for refused in (desk.resolve(into.id, by=by), desk.close(into.id, by=by)):
            with pytest.raises(NotYourTicket) as reason:
                await refused
            assert reason.value == NotYourTicket(into.number, is_heard)
    await desk.resolve(into.id, by=bob)
    await opened(engine, BOB)  # of no concern to her
    for by in (eve, stranger):
        with pytest.raises(NotYourTicket):
            await desk.reopen(into.id, by=by)
    assert (await desk.reopen(into.id, by=ann)).status is Status.OPEN
    assert (await events(engine, into))[-1] == Event(EventKind.REOPENED, ANN, NOON)
    await desk.close(into.id, by=sam)
    for by in (ann, eve):
        for refused in (desk.reopen(into.id, by=by), desk.resolve(into.id, by=by)):
            with pytest.raises(TicketClosed):
                await refused
    with pytest.raises(TicketMerged):
        await desk.resolve(ticket.id, by=ann)
    await desk.reopen(into.id, by=sam)
    await engine.services.merging.unmerge(ticket.id, by=sam)
    with pytest.raises(NotYourTicket) as gone:
        await desk.close(into.id, by=ann)
    assert not gone.value.is_heard


async def test_a_merge_that_is_taken_back_gives_back_whose_turn_it_was_and_a_snooze(
    engine: Engine, desk: TicketService
) -> None:
    ticket, into = await two(engine)
    merging, snoozing = engine.services.merging, engine.services.snoozing
    thread, listening = into.receipts.thread_id or 0, engine.services.listening
    waits = await desk.wait(ticket.id, WaitingOn.FIX, by=sam)

    async def back(lines: list[Line] | None) -> Ticket:
        ticket_, _ = await merging.unmerge(ticket.id, by=sam, lines=lines)
        return ticket_

    await merged(engine, ticket, into)
    later = engine.clock.turn(hours=1)
    await listening.wrote(thread, "Mine is 4711", by=bob)
    strangers = [Line(BOB, "Mine is 4711", later), Line(SAM, "Yes?", later), Line(ANN, "Thanks!", later)]
    assert (await back(strangers)).waiting_on is waits.waiting_on

    await merged(engine, ticket, into)
    after = (await merging.apart_since(ticket.id, by=sam)).since
    assert after < later
    spoke = await back([Line(ANN, "And mine 4712", later)])
    assert (spoke.waiting_on, spoke.waits_since) == (WaitingOn.STAFF, later)

    await desk.wait(ticket.id, WaitingOn.REQUESTER, by=sam)
    await merged(engine, ticket, into)
    await listening.wrote(ticket.receipts.thread_id or 0, "Is anybody here?", by=ann)
    assert (await back([])).waiting_on is WaitingOn.STAFF, "not where nobody reads, either"

    await desk.wait(ticket.id, WaitingOn.REQUESTER, by=sam)
    for lines, resolves in ((None, False), ([], True)):
        await merged(engine, ticket, into)
        at = engine.clock.turn(hours=1)
        if resolves:
            await desk.resolve(into.id, by=bob)
            await desk.reopen(into.id, by=sam)
        doubted = await back(lines)
        assert (doubted.waiting_on, doubted.waits_since) == (WaitingOn.STAFF, at)
        await desk.wait(ticket.id, WaitingOn.REQUESTER, by=sam)

    asleep = await snoozing.snooze(ticket.id, "in 3 h", by=sam)
    assert asleep.snooze is not None
    await merged(engine, ticket, into)
    await done(engine, WAKE_JOB, ticket.id)  # its time came
    assert (await back([])).snooze == asleep.snooze
    assert [when for _, when in await due(engine, WAKE_JOB)] == [asleep.snooze.until]
    await merged(engine, ticket, into)
    engine.clock.turn(hours=4)
    await snoozing.wake_in_time(ticket.id)
    awake = await back([])
    assert (awake.snooze, awake.waiting_on, awake.waits_since) == (None, WaitingOn.STAFF, asleep.snooze.until)
    await desk.claim(ticket.id, by=sam)
    await engine.services.absences.leave(by=sam)
    await merged(engine, ticket, into)
    assert (await back([])).assignee_id is None


TICKET = Ticket(
    id=1,
    guild_id=HERE,
    number=1,
    type_id="billing",
    status=Status.OPEN,
    priority=Priority.P3,
    requester_id=ANN,
    assignee_id=None,
    summary="My invoice",
    details=(),
    question_id=None,
    interaction_id=1,
    opened_at=NOON - timedelta(days=1),
    receipts=Receipts(),
    announced_event_id=0,
)
MOMENTS = st.integers(0, 10).map(lambda hours: NOON + timedelta(hours=hours))
END = NOON + timedelta(hours=5)


@given(
    ticket=st.builds(
        replace,
        st.just(TICKET),
        status=st.just(Status.CLOSED),
        merged_into=st.just(2),
        assignee_id=st.sampled_from([None, SAM]),
        waiting_on=st.sampled_from(WaitingOn),
        waits_since=st.none() | st.integers(-10, 0).map(lambda hours: NOON + timedelta(hours=hours)),
        snooze=st.none() | st.builds(Snooze, st.none() | MOMENTS),
    ),
    spoke_at=st.none() | MOMENTS,
    is_in_doubt=st.booleans(),
)
def test_a_ticket_that_goes_on_by_itself_again_is_as_it_was_unless_somebody_waits_for_staff(
    ticket: Ticket, spoke_at: datetime | None, is_in_doubt: bool
) -> None:
    (back, _), _ = merging.unmerge(
        ticket, replace(TICKET, id=2, number=2), sam, END, Meanwhile(spoke_at, is_in_doubt)
    )
    until = ticket.snooze.until if ticket.snooze else None
    is_over = until is not None and until <= END
    waited = ticket.waiting_on is WaitingOn.STAFF
    assert back.status is (Status.CLAIMED if ticket.assignee_id else Status.OPEN)
    if spoke_at is None and not is_in_doubt and not is_over:
        assert (back.waiting_on, back.snooze, back.waits_since) == (
            ticket.waiting_on,
            ticket.snooze,
            ticket.waits_since,
        )
        return
    assert (back.waiting_on, back.snooze) == (WaitingOn.STAFF, None)
    if waited:
        assert key(back) == key(ticket), "it keeps its place"
    else:
        since = back.waits_since
        assert since is not None
        assert NOON <= since <= END
        assert spoke_at is None or since <= spoke_at
        assert not is_over or until is None or since <= until


async def test_what_waits_for_staff_wakes_the_snoozed_ticket_in_which_it_goes_on(
    engine: Engine, desk: TicketService
) -> None:
    ticket, into = await two(engine)
    await engine.services.snoozing.snooze(into.id, "in 30 h", by=sam)
    assert (await merged(engine, ticket, into))[1].snooze is None
    assert [one.number for one in (await desk.queue(HERE, by=sam)).tickets] == [into.number]


async def test_its_requester_opens_another_one_while_a_merge_is_taken_back_and_nobody_loses_a_ticket(
    engine: Engine, desk: TicketService
) -> None:
    ticket, into = await two(engine)
    await merged(engine, ticket, into)
    asked = request()
    opening, back = await asyncio.gather(
        desk.open(asked, by=ann), engine.services.merging.unmerge(ticket.id, by=sam), return_exceptions=True
    )
    assert not isinstance(back, BaseException)
    if isinstance(opening, AlreadyOpen):
        assert opening.ticket_id == ticket.id
    else:
        assert isinstance(opening, Ticket)
        assert opening.slot != back[0].slot


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 3)), max_size=12)


@given(steps=STEPS)
def test_whatever_is_merged_and_taken_back_every_chain_ends_where_people_write(
    steps: list[tuple[bool, int, int]],
) -> None:
    known = [replace(TICKET, id=one, number=one) for one in range(4)]
    for is_merge, one, other in steps:
        try:
            if is_merge:
                changed = merging.merge(known[one], known[other], sam, NOON)
            else:
                into = known[merging.require_merged(known[one], sam)]
                changed = merging.unmerge(known[one], into, sam, NOON, Meanwhile())
        except Refused:
            continue
        for ticket, _ in changed:
            known[ticket.id] = ticket
        for ticket in known:
            seen = [ticket]
            while (number := seen[-1].merged_into) is not None:
                assert known[number] not in seen
                seen.append(known[number])
            assert seen[-1].status is Status.OPEN
