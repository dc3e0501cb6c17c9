"""Tickets as people use them: races, numbers, the queue, time, and who is credited."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actor import Actor
from bot.award_tables import awards
from bot.database import Transaction
from bot.errors import BotAward, NotStaff, Refused, SelfAward
from bot.ids import Ids
from bot.jobs.runner import LEASE
from bot.reputation.boards.service import ALL_TIME
from bot.schema import jobs
from bot.ticket_errors import (
    AlreadyClaimed,
    AlreadyOpen,
    BotRequester,
    GoesToCommunity,
    NotTheAuthor,
    NotYourTicket,
    TicketClosed,
    TooSoon,
    TooSoonAgain,
    UnknownTicket,
    UnknownTicketType,
    WrongAnswers,
)
from bot.ticket_fields import Pattern, TicketField
from bot.ticket_tables import ticket_events, tickets
from bot.ticket_urgency import Priority
from bot.tickets.hearing import Line
from bot.tickets.owed import AUTO_CLOSE_JOB, KEPT_JOB, ORIGIN_JOB, PANELS_JOB, PLACES_JOB
from bot.tickets.panel import Panel
from bot.tickets.priority import Grounds, Impact
from bot.tickets.queue import PAGE
from bot.tickets.request import Request, Source
from bot.tickets.service import TicketService
from bot.tickets.ticket import (
    QUOTED,
    REVERSIBLE,
    Detail,
    Event,
    EventKind,
    Receipts,
    Status,
    Ticket,
    Upload,
    WaitingOn,
)
from bot.tickets.views import View
from tests.services import ELSEWHERE, HERE, NOON, Engine, delivered, member, open_engine, writing

ANN, BOB, SAM, TOM, HUGO = 1, 2, 3, 4, 5
ann, bob = member(ANN), member(BOB)
sam, tom = member(SAM, is_staff=True), member(TOM, is_staff=True)

interactions = count(1000)


@pytest.fixture
def desk(engine: Engine) -> TicketService:
    return engine.services.tickets


def request(
    requester: int = ANN, type_id: str = "billing", *, guild: int = HERE, impact: Impact | None = None
) -> Request:
    """A filled-in modal; each a submission of its own."""
    details = (Detail("What happens?", "My invoice is wrong", field_id="what"),)
    return Request(guild, type_id, requester, details, impact, next(interactions))


async def opened(
    engine: Engine,
    requester: int = ANN,
    type_id: str = "billing",
    *,
    guild: int = HERE,
    impact: Impact | None = None,
) -> Ticket:
    """A ticket that stands in the queue, with its thread and its card."""
    asked = request(requester, type_id, guild=guild, impact=impact)
    return await delivered(engine, await engine.services.tickets.open(asked, by=member(requester)))


def limited(engine: Engine, **changes: object) -> None:
    """The operator has changed what a member may do with the type `billing`."""
    types = engine.config.tickets.types
    types[0] = types[0].model_copy(update=changes)


async def events(engine: Engine, ticket: Ticket) -> list[Event]:
    """What has happened to a ticket."""
    told_of_nothing = replace(ticket, announced_event_id=0)
    return [stored.event for stored in await engine.services.delivery.unannounced(told_of_nothing)]


async def kinds(engine: Engine, ticket: Ticket) -> list[str]:
    """What sort of things have happened to a ticket."""
    return [event.kind.value for event in await events(engine, ticket)]


async def due(engine: Engine, kind: str) -> list[tuple[int, datetime]]:
    """The jobs of this kind: whose, and when."""
    return [(job.subject_id, job.due_at) for job in await engine.owed() if job.kind == kind]


async def owed_views(engine: Engine, ticket: Ticket) -> set[View]:
    """The views of a ticket that are owed."""
    return {View(job.kind) for job in await engine.owed() if job.kind in [*View] and job.subject_id == ticket.id}


def outcome(result: object) -> str:
    return type(result).__name__


# Opening


async def test_a_request_becomes_a_ticket_and_its_opening_is_owed_at_once(
    engine: Engine, desk: TicketService
) -> None:
    asked = request(ANN, "delivery", impact=Impact.SEVERAL)
    ticket = await desk.open(asked, by=ann)
    assert ticket == Ticket(
        id=ticket.id,
        guild_id=HERE,
        number=1,
        type_id="delivery",
        status=Status.OPEN,
        priority=Priority.P1,
        requester_id=ANN,
        assignee_id=None,
        summary="My invoice is wrong",
        details=asked.details,
        question_id=None,
        interaction_id=asked.interaction_id,
        opened_at=NOON,
        receipts=Receipts(),
        announced_event_id=0,
        grounds=Grounds(Impact.SEVERAL),
    )
    assert ticket == await desk.get(ticket.id) == await desk.by_number(HERE, 1)
    assert await kinds(engine, ticket) == ["opened"]
    assert await owed_views(engine, ticket) == {View.THREAD, View.CARD}


async def test_the_same_submission_twice_gives_one_ticket(engine: Engine, desk: TicketService) -> None:
    asked = request()
    first, second = await asyncio.gather(desk.open(asked, by=ann), desk.open(asked, by=ann))
    assert first == second == await desk.open(asked, by=ann)
    assert len(await engine.rows(tickets)) == 1
    assert await kinds(engine, first) == ["opened"]
    assert await owed_views(engine, first) == {View.THREAD, View.CARD}


async def test_a_second_live_ticket_of_a_type_is_refused_with_the_place_of_the_first(
    engine: Engine, desk: TicketService
) -> None:
    first = await desk.open(request(), by=ann)
    with pytest.raises(AlreadyOpen) as refusal:
        await desk.open(request(), by=ann)
    assert (refusal.value.number, refusal.value.thread_id) == (1, None)
    await engine.services.delivery.thread_made(first.id, 77)
    with pytest.raises(AlreadyOpen) as refusal:
        await desk.open(request(), by=ann)
    assert (refusal.value.number, refusal.value.thread_id) == (1, 77)
    assert len(await engine.rows(tickets)) == 1
    assert len(await engine.rows(ticket_events)) == 1
    assert {job.subject_id for job in await engine.owed() if job.kind != PLACES_JOB} == {first.id}


async def test_other_types_other_people_and_other_communities_may_open_theirs(
    engine: Engine, desk: TicketService
) -> None:
    await opened(engine)
    assert (await opened(engine, ANN, "delivery")).number == 2
    assert (await opened(engine, BOB)).number == 3
    assert (await opened(engine, guild=ELSEWHERE)).number == 1


async def test_of_a_type_of_which_several_may_be_open_one_more_is_refused_and_a_resolved_one_waits_for_room(
    engine: Engine, desk: TicketService
) -> None:
    limited(engine, max_open=2)
    first, second = await opened(engine), await opened(engine)
    with pytest.raises(AlreadyOpen) as refusal:
        await desk.open(request(), by=ann)
    assert (refusal.value.number, refusal.value.count) == (2, 2)
    await desk.resolve(first.id, by=ann)
    third = await opened(engine)
    with pytest.raises(AlreadyOpen):
        await desk.reopen(first.id, by=ann)
    await desk.close(second.id, by=ann)
    assert (await desk.reopen(first.id, by=ann)).status is Status.OPEN
    limited(engine, max_open=1)
    await desk.close(third.id, by=ann)
    with pytest.raises(AlreadyOpen):
        await desk.open(request(), by=ann)
    results = await asyncio.gather(*(desk.open(request(BOB), by=bob) for _ in range(5)), return_exceptions=True)
    assert Counter(map(outcome, results)) == {"Ticket": 1, "AlreadyOpen": 4}


async def test_who_writes_in_a_resolved_ticket_is_heard_while_there_is_room_for_it(
    engine: Engine, desk: TicketService
) -> None:
    limited(engine, max_open=2)
    old = await opened(engine)
    await desk.resolve(old.id, by=ann)
    await opened(engine)
    heard = await engine.services.listening.wrote(old.receipts.thread_id or 0, "it is back", by=ann)
    assert heard is not None
    assert heard.status is Status.OPEN
    await desk.resolve(old.id, by=ann)
    await opened(engine)
    heard = await engine.services.listening.wrote(old.receipts.thread_id or 0, "it is back", by=ann)
    assert heard is not None
    assert heard.status is Status.RESOLVED
    assert (await events(engine, old))[-1].number == 3


async def test_a_type_may_have_a_cooldown_of_its_own(engine: Engine, desk: TicketService) -> None:
    limited(engine, cooldown_seconds=600)
    await desk.close((await opened(engine)).id, by=ann)
    assert (await opened(engine, ANN, "delivery")).number == 2
    engine.clock.turn(seconds=599)
    for attempt in (desk.may_open(HERE, ANN, "billing", by=ann), desk.open(request(), by=ann)):
        with pytest.raises(TooSoon) as refusal:
            await attempt
        assert refusal.value.until == NOON + timedelta(seconds=600)
    await desk.close((await desk.open(request(), by=sam)).id, by=sam)
    engine.clock.turn(seconds=1)
    assert (await desk.open(request(), by=ann)).number == 4, "what staff opened for them keeps them from nothing"


async def test_after_a_ticket_is_settled_the_next_of_its_type_may_be_opened(
    engine: Engine, desk: TicketService
) -> None:
    await desk.resolve((await opened(engine)).id, by=ann)
    await desk.close((await opened(engine)).id, by=ann)
    assert (await opened(engine)).number == 3


async def test_staff_set_a_priority_and_say_why_and_what_the_form_said_is_kept(
    engine: Engine, desk: TicketService
) -> None:
    kind = engine.config.tickets.types[1]
    engine.config.tickets.types[1] = kind.model_copy(update={"ask_workaround": True})
    asked = replace(request(ANN, "delivery", impact=Impact.SEVERAL), has_workaround=True)
    ticket = await delivered(engine, await desk.open(asked, by=ann))
    assert (ticket.priority, ticket.grounds) == (Priority.P2, Grounds(Impact.SEVERAL, has_workaround=True))
    with pytest.raises(NotStaff):
        await desk.prioritise(ticket.id, priority=Priority.P1, note="I am in a hurry", by=ann)
    assert await desk.get(ticket.id) == ticket
    await desk.prioritise(ticket.id, priority=Priority.P4, note="Not ours", by=sam)
    found = await desk.get(ticket.id)
    assert (found.priority, found.grounds) == (
        Priority.P4,
        Grounds(Impact.SEVERAL, has_workaround=True, set_by=SAM, note="Not ours"),
    )
    assert (await events(engine, ticket))[-1] == Event(
        EventKind.PRIORITISED, SAM, NOON, note="Not ours", priority=Priority.P4
    )
    assert await owed_views(engine, ticket) == {View.GREETING, View.NEWS, View.CARD}
    assert (await engine.services.insights.report(days=7, by=sam)).facts.priorities_set == 1
    assert (await desk.claim(ticket.id, by=sam)).grounds == found.grounds == (await desk.get(ticket.id)).grounds


async def test_a_requester_who_submits_ten_times_at_once_gets_one_ticket(
    engine: Engine, desk: TicketService
) -> None:
    results = await asyncio.gather(*(desk.open(request(), by=ann) for _ in range(10)), return_exceptions=True)
    assert Counter(map(outcome, results)) == {"Ticket": 1, "AlreadyOpen": 9}


async def test_numbers_count_without_gaps_in_each_community_however_many_open_at_once(
    engine: Engine, desk: TicketService
) -> None:
    people = range(100, 120)
    opening = [
        desk.open(request(one, guild=guild), by=member(one)) for one in people for guild in (HERE, ELSEWHERE)
    ]
    refused = [desk.open(request(one, "no-such-type"), by=member(one)) for one in people]
    results = await asyncio.gather(*opening, *refused, return_exceptions=True)
    made = [result for result in results if isinstance(result, Ticket)]
    for guild in (HERE, ELSEWHERE):
        assert sorted(ticket.number for ticket in made if ticket.guild_id == guild) == list(range(1, 21))
    assert len({ticket.id for ticket in made}) == 40


async def test_a_refused_request_takes_no_number(engine: Engine, desk: TicketService) -> None:
    await opened(engine)
    with pytest.raises(AlreadyOpen):
        await desk.open(request(), by=ann)
    assert (await opened(engine, BOB)).number == 2


async def test_only_staff_open_a_ticket_for_somebody_else_and_nobody_for_a_bot(
    engine: Engine, desk: TicketService
) -> None:
    with pytest.raises(NotTheAuthor) as refused:
        await desk.open(request(ANN), by=bob)
    assert refused.value.author_id == ANN
    with pytest.raises(BotRequester):
        desk.allow(ANN, is_bot=True, by=sam)
    assert await engine.rows(tickets) == []
    ticket = await desk.open(request(ANN), by=sam)
    assert ticket.requester_id == ANN
    assert [event.actor_id for event in await events(engine, ticket)] == [SAM]


async def test_a_type_that_the_operator_has_removed_is_refused_by_name(
    engine: Engine, desk: TicketService
) -> None:
    with pytest.raises(UnknownTicketType) as refusal:
        await desk.open(request(type_id="gone"), by=ann)
    assert refusal.value.type_id == "gone"


async def test_of_a_type_that_goes_to_the_community_by_now_no_ticket_is_opened(
    engine: Engine, desk: TicketService
) -> None:
    engine.config.tickets.types[0].__dict__["goes_to"] = "community"
    with pytest.raises(GoesToCommunity) as refusal:
        await desk.open(request(), by=ann)
    assert refusal.value.kind.id == "billing"
    assert await engine.rows(tickets) == []


async def test_where_a_request_came_from_is_kept_and_never_its_summary(
    engine: Engine, desk: TicketService
) -> None:
    asked, came_from = request(), Detail("Asked in", "https://discord.com/channels/7/9/1000000000000000")
    ticket = await desk.open(replace(asked, context=(came_from,)), by=ann)
    assert ticket.details == (*asked.details, came_from)
    assert ticket.summary == "My invoice is wrong"


async def test_an_answer_that_the_type_does_not_take_is_refused_before_anything_is_written(
    engine: Engine, desk: TicketService
) -> None:
    rings = TicketField(
        id="phone", label="Phone", pattern=Pattern(regex="[+0-9 ]+", example="+31 20", message="A number, please.")
    )
    desk.type("billing").fields.append(rings)
    asked = replace(request(), details=(*request().details, Detail("Phone", "call me maybe", field_id="phone")))
    with pytest.raises(WrongAnswers) as refusal:
        await desk.open(asked, by=ann)
    assert refusal.value.fields == (rings,)
    assert await engine.rows(tickets) == []
    right = replace(asked, details=(*request().details, Detail("Phone", "+31 20 555", field_id="phone")))
    assert (await desk.open(right, by=ann)).number == 1


async def test_what_is_made_in_discord_is_remembered_piece_by_piece(engine: Engine, desk: TicketService) -> None:
    ticket = await desk.open(request(), by=ann)
    delivery = engine.services.delivery
    await delivery.card_posted(ticket.id, 3, 4)
    await delivery.thread_made(ticket.id, 77)
    assert await owed_views(engine, ticket) == {*View} - {View.OFFERS, View.NOTES}
    await delivery.greeted(ticket.id, 77, 2)
    await delivery.member_added(ticket.id, 77)
    made = Receipts(thread_id=77, opening_message_id=2, requester_added=True, card_channel_id=3, card_message_id=4)
    assert await desk.in_thread(77) == replace(ticket, receipts=made)


async def test_what_was_done_in_a_thread_that_is_gone_does_not_count_for_the_next(
    engine: Engine, desk: TicketService
) -> None:
    ticket, delivery = await opened(engine), engine.services.delivery
    old = ticket.receipts.thread_id or 0
    await delivery.thread_made(ticket.id, 78)
    await delivery.greeted(ticket.id, old, 2)
    await delivery.member_added(ticket.id, old)
    await delivery.part_told(ticket.id, old, 3)
    await delivery.announced(ticket.id, old, 99)
    after = await desk.get(ticket.id)
    card = ticket.receipts.card_channel_id, ticket.receipts.card_message_id
    assert after.receipts == Receipts(78, None, False, *card, told_parts=0, remade=True)
    assert after.announced_event_id == ticket.announced_event_id


async def test_a_ticket_can_be_worked_on_before_discord_shows_anything_of_it(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await desk.open(request(), by=ann)
    assert [one.id for one in (await desk.queue(HERE, by=sam)).tickets] == [ticket.id]
    await desk.claim(ticket.id, by=sam)
    await desk.release(ticket.id, by=sam)
    await desk.resolve(ticket.id, by=sam, helper_id=HUGO)
    await desk.reopen(ticket.id, by=ann)
    await desk.close(ticket.id, by=ann)
    assert await kinds(engine, ticket) == ["opened", "claimed", "released", "resolved", "reopened", "closed"]
    assert {View.THREAD, View.CARD, View.NEWS} <= await owed_views(engine, ticket)


# Claiming


async def test_two_staff_race_for_one_ticket_and_one_wins(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    results = await asyncio.gather(
        desk.claim(ticket.id, by=sam), desk.claim(ticket.id, by=tom), return_exceptions=True
    )
    [won] = [result for result in results if isinstance(result, Ticket)]
    [lost] = [result for result in results if isinstance(result, AlreadyClaimed)]
    assert lost.assignee_id == won.assignee_id == (await desk.get(ticket.id)).assignee_id
    assert await kinds(engine, ticket) == ["opened", "claimed"]
    assert await owed_views(engine, ticket) == {View.GREETING, View.NEWS, View.CARD}


async def test_a_released_ticket_is_free_for_the_next(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    await desk.claim(ticket.id, by=sam)
    assert (await desk.release(ticket.id, by=tom)).assignee_id is None
    assert (await desk.claim(ticket.id, by=tom)).assignee_id == TOM
    assert await desk.get(ticket.id) == replace(ticket, status=Status.CLAIMED, assignee_id=TOM)


async def test_a_refusal_changes_nothing_and_owes_nothing(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    for attempt in (
        desk.claim(ticket.id, by=bob),
        desk.release(ticket.id, by=sam),
        desk.resolve(ticket.id, by=bob),
        desk.resolve(ticket.id, by=ann, helper_id=HUGO),
        desk.close(ticket.id, by=bob),
        desk.reopen(ticket.id, by=sam),
        desk.claim(ticket.id + 1, by=sam),
    ):
        with pytest.raises(Refused):
            await attempt
    assert await desk.get(ticket.id) == ticket
    assert await kinds(engine, ticket) == ["opened"]
    assert await engine.rows(awards) == []
    assert await engine.owed() == []


async def test_what_there_is_not_is_said_to_be_unknown(engine: Engine, desk: TicketService) -> None:
    await opened(engine)
    for attempt in (desk.get(99), desk.claim(99, by=sam), engine.services.listening.expire(99)):
        with pytest.raises(UnknownTicket) as refusal:
            await attempt
        assert refusal.value.number is None
    with pytest.raises(UnknownTicket) as refusal:
        await desk.by_number(HERE, 2)
    assert refusal.value.number == 2
    assert await desk.in_thread(99) is None


# The queue


async def test_the_queue_holds_live_tickets_the_most_urgent_first_then_the_longest_waiting(
    engine: Engine, desk: TicketService
) -> None:
    order = []
    for requester, type_id, impact in (
        (11, "billing", None),
        (12, "delivery", Impact.ONE),
        (13, "billing", None),
        (14, "delivery", Impact.SEVERAL),
        (15, "delivery", Impact.ONE),
    ):
        order.append(await opened(engine, requester, type_id, impact=impact))
        engine.clock.turn(minutes=5)
    await desk.resolve((await opened(engine, 16, impact=Impact.ALL)).id, by=member(16))
    await opened(engine, 11, guild=ELSEWHERE)
    waiting = (await desk.queue(HERE, by=sam)).tickets
    assert [(ticket.priority, ticket.requester_id) for ticket in waiting] == [
        ("P1", 14),
        ("P2", 12),
        ("P2", 15),
        ("P3", 11),
        ("P3", 13),
    ]
    assert [await desk.ahead_of(ticket) for ticket in order] == [3, 1, 4, 0, 2]


async def test_a_claimed_ticket_keeps_its_place_and_a_settled_one_leaves(
    engine: Engine, desk: TicketService
) -> None:
    first, second = await opened(engine, ANN), await opened(engine, BOB)
    await desk.claim(first.id, by=sam)
    assert [ticket.id for ticket in (await desk.queue(HERE, by=sam)).tickets] == [first.id, second.id]
    await desk.close(first.id, by=sam)
    assert [ticket.id for ticket in (await desk.queue(HERE, by=sam)).tickets] == [second.id]
    assert await desk.ahead_of(second) == 0


async def test_a_long_queue_has_pages_and_one_that_is_gone_is_the_last(
    engine: Engine, desk: TicketService
) -> None:
    assert ((await desk.queue(HERE, by=sam)).page, (await desk.queue(HERE, by=sam)).pages) == (1, 1)
    order = [await opened(engine, requester) for requester in range(100, 100 + 2 * PAGE + 1)]
    shown = [await desk.queue(HERE, by=sam, page=page) for page in (1, 2, 3)]
    assert [ticket.id for page in shown for ticket in page.tickets] == [ticket.id for ticket in order]
    assert [(one.page, one.pages, one.waiting) for one in shown] == [(at, 3, len(order)) for at in (1, 2, 3)]
    await desk.close(order[0].id, by=sam)
    for beyond in (3, 10**30):
        last = await desk.queue(HERE, by=sam, page=beyond)
        assert (last.page, last.tickets[-1].id) == (2, order[-1].id)
    assert (await desk.queue(HERE, by=sam, page=0)).page == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(Impact), st.timedeltas(timedelta(minutes=-2), timedelta(minutes=2))), max_size=12
    )
)
async def test_ahead_of_a_ticket_are_those_that_stand_before_it_in_the_queue(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[Impact, timedelta]]
) -> None:
    async with open_engine(tmp_path_factory.mktemp("queue")) as engine:
        desk = engine.services.tickets
        for requester, (impact, later) in enumerate(made, 100):
            engine.clock.now += later
            await desk.open(request(requester, "delivery", impact=impact), by=Actor(requester))
        waiting = (await desk.queue(HERE, by=sam)).tickets
        assert [await desk.ahead_of(ticket) for ticket in waiting] == list(range(len(made)))


@pytest.mark.parametrize("page", [1, 2])
async def test_only_staff_see_the_queue(engine: Engine, desk: TicketService, page: int) -> None:
    with pytest.raises(NotStaff):
        await desk.queue(HERE, by=ann, page=page)


# The first response


async def test_the_first_response_is_recorded_once_and_only_if_it_is_staffs(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    thread = ticket.receipts.thread_id
    assert thread is not None
    await engine.services.listening.wrote(thread, "Hello", by=ann)
    await engine.services.listening.wrote(thread, "Hello", by=member(ANN, is_staff=True))
    await engine.services.listening.wrote(thread + 1, "Hello", by=sam)
    assert await kinds(engine, ticket) == ["opened"]
    at = engine.clock.turn(minutes=9)
    await asyncio.gather(*(engine.services.listening.wrote(thread, "Hello", by=by) for by in (sam, tom, sam, tom)))
    engine.clock.turn(minutes=9)
    await engine.services.listening.wrote(thread, "Hello", by=tom)
    [_, response, turn] = await events(engine, ticket)
    assert (response.kind, response.at) == (EventKind.RESPONDED, at)
    assert response.actor_id in (SAM, TOM)
    assert turn == replace(response, kind=EventKind.TURNED, wrote=True, waiting_on=WaitingOn.REQUESTER)
    assert await desk.get(ticket.id) == replace(ticket, waiting_on=WaitingOn.REQUESTER)
    assert await owed_views(engine, ticket) == {View.GREETING, View.CARD}


async def test_two_staff_who_answer_at_once_leave_one_first_response(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    may_go = asyncio.Event()

    async def answer(by: Actor) -> None:
        await may_go.wait()
        await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=by)

    answers = [asyncio.create_task(answer(by)) for by in (sam, tom)]
    async with writing(engine.database):
        may_go.set()
        for _ in range(20):  # both have looked, and wait to write
            await desk.get(ticket.id)
    await asyncio.gather(*answers)
    assert await kinds(engine, ticket) == ["opened", "responded", "turned"]


async def test_what_staff_write_after_the_end_is_no_first_response(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    await desk.resolve(ticket.id, by=ann)
    await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=sam)
    assert await kinds(engine, ticket) == ["opened", "resolved"]


# Time


async def test_what_a_person_changes_is_left_to_them_to_show_and_what_time_changes_to_the_timer(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.resolve(ticket.id, by=ann)
    leases = {row["kind"]: row["leased_until"] for row in await engine.rows(jobs)}
    of_views = dict.fromkeys((View.GREETING, View.NEWS, View.CARD), NOON + LEASE)
    assert leases == {**of_views, AUTO_CLOSE_JOB: None, PLACES_JOB: None}
    await engine.services.listening.expire(ticket.id)
    assert {row["leased_until"] for row in await engine.rows(jobs)} == {None}


async def test_a_resolved_ticket_closes_by_itself_after_the_configured_days(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.resolve(ticket.id, by=ann)
    assert await due(engine, AUTO_CLOSE_JOB) == [(ticket.id, NOON + timedelta(days=3))]
    at = engine.clock.turn(days=3)
    closed = await engine.services.listening.expire(ticket.id)
    assert closed is not None
    assert closed.status is Status.CLOSED
    assert (await events(engine, ticket))[-1] == Event(EventKind.CLOSED, None, at)
    assert await owed_views(engine, ticket) == {View.GREETING, View.NEWS, View.OFFERS, View.CARD, View.LOCK}
    assert await engine.services.listening.expire(ticket.id) is None


@pytest.mark.parametrize("way", ["reopen", "close"])
async def test_a_ticket_that_has_moved_on_is_not_closed_by_time(
    engine: Engine, desk: TicketService, way: str
) -> None:
    ticket = await opened(engine)
    await desk.resolve(ticket.id, by=ann)
    await (desk.reopen(ticket.id, by=ann) if way == "reopen" else desk.close(ticket.id, by=sam))
    assert await due(engine, AUTO_CLOSE_JOB) == []
    before = await kinds(engine, ticket)
    assert await engine.services.listening.expire(ticket.id) is None
    assert await kinds(engine, ticket) == before


async def test_a_ticket_resolved_again_waits_its_full_time_again(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    await desk.resolve(ticket.id, by=ann)
    engine.clock.turn(days=2)
    await desk.reopen(ticket.id, by=ann)
    at = engine.clock.turn(hours=1)
    await desk.resolve(ticket.id, by=sam)
    assert await due(engine, AUTO_CLOSE_JOB) == [(ticket.id, at + timedelta(days=3))]


# Reopening


async def test_the_requester_reopens_a_resolved_ticket_and_only_staff_a_closed_one(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.claim(ticket.id, by=sam)
    await desk.resolve(ticket.id, by=sam)
    in_doubt = replace(ticket.receipts, requester_added=False)
    had = replace(ticket, status=Status.CLAIMED, assignee_id=SAM, receipts=in_doubt)
    assert await desk.reopen(ticket.id, by=ann) == had == await desk.get(ticket.id)
    await desk.close(ticket.id, by=sam)
    with pytest.raises(TicketClosed):
        await desk.reopen(ticket.id, by=ann)
    assert await desk.reopen(ticket.id, by=sam) == had


async def test_a_ticket_is_not_reopened_beside_a_newer_one_of_its_type(
    engine: Engine, desk: TicketService
) -> None:
    old = await opened(engine)
    await desk.resolve(old.id, by=ann)
    newer = await opened(engine)
    before = await desk.get(old.id), await kinds(engine, old), await engine.owed()
    with pytest.raises(AlreadyOpen) as refusal:
        await desk.reopen(old.id, by=ann)
    assert (refusal.value.number, refusal.value.thread_id) == (newer.number, newer.receipts.thread_id)
    assert (await desk.get(old.id), await kinds(engine, old), await engine.owed()) == before
    await desk.close(newer.id, by=ann)
    assert (await desk.reopen(old.id, by=ann)).status is Status.OPEN
    await desk.resolve(old.id, by=ann)
    await desk.reopen(newer.id, by=ann)
    assert (await desk.reopen(old.id, by=sam)).slot != newer.slot, "staff know what they do"


# Credit


async def test_whoever_helped_is_credited_by_the_resolution(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    resolved = await desk.resolve(ticket.id, by=sam, note="A typo", helper_id=HUGO)
    assert resolved == replace(ticket, status=Status.RESOLVED) == await desk.get(ticket.id)
    [award] = await engine.rows(awards)
    assert (award["member_id"], award["awarded_by"], award["points"]) == (HUGO, SAM, 15)
    assert (award["guild_id"], award["reason"], award["subject_id"]) == (HERE, "ticket_help", ticket.id)
    event = (await events(engine, ticket))[-1]
    assert event == Event(EventKind.RESOLVED, SAM, NOON, note="A typo", member_id=HUGO)


@pytest.mark.parametrize(
    ("by", "helper_id", "helper_is_bot", "refusal"),
    [
        (sam, SAM, False, SelfAward),
        (sam, ANN, False, SelfAward),
        (sam, HUGO, True, BotAward),
        (ann, HUGO, False, NotStaff),
        (bob, HUGO, False, NotYourTicket),
    ],
    ids=["staff-themselves", "the-requester", "a-bot", "by-the-requester", "by-a-stranger"],
)
async def test_a_credit_that_is_refused_leaves_the_ticket_unresolved(
    engine: Engine, desk: TicketService, by: Actor, helper_id: int, helper_is_bot: bool, refusal: type[Refused]
) -> None:
    ticket = await opened(engine)
    with pytest.raises(refusal):
        await desk.resolve(ticket.id, by=by, helper_id=helper_id, helper_is_bot=helper_is_bot)
    assert await desk.get(ticket.id) == ticket
    assert await kinds(engine, ticket) == ["opened"]
    assert await engine.rows(awards) == []
    assert await engine.owed() == []


async def test_a_ticket_that_is_resolved_again_credits_whoever_helped_then(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.resolve(ticket.id, by=sam, helper_id=HUGO)
    await desk.reopen(ticket.id, by=ann)
    assert (await desk.resolve(ticket.id, by=tom, helper_id=HUGO)).status is Status.RESOLVED
    await desk.reopen(ticket.id, by=ann)
    assert (await desk.resolve(ticket.id, by=tom, helper_id=BOB)).status is Status.RESOLVED
    earned = [(award["member_id"], award["points"]) for award in await engine.rows(awards)]
    assert earned == [(HUGO, 15), (HUGO, -15), (BOB, 15)]


# Communities, the panel, what has been said


async def test_communities_do_not_see_each_others_tickets_and_awards(engine: Engine, desk: TicketService) -> None:
    here, there = await opened(engine, ANN), await opened(engine, BOB, guild=ELSEWHERE)
    await desk.resolve(here.id, by=sam, helper_id=HUGO)
    assert (await desk.queue(HERE, by=sam)).tickets == []
    assert (await desk.queue(ELSEWHERE, by=sam)).tickets == [there]
    assert (await desk.by_number(HERE, 1)).id == here.id
    assert (await desk.by_number(ELSEWHERE, 1)).id == there.id
    boards = engine.services.boards
    assert [place.member_id for place in await boards.some(HERE, ALL_TIME, 0)] == [HUGO]
    assert await boards.some(ELSEWHERE, ALL_TIME, 0) == []


async def test_each_community_has_its_panels_and_the_latest_place_of_each_counts(engine: Engine) -> None:
    delivery = engine.services.delivery
    assert await delivery.panels(HERE) == {}
    for guild, name, message in ((HERE, "main", 1), (ELSEWHERE, "main", 2), (HERE, "main", 3), (HERE, "mail", 4)):
        await delivery.save_panel(guild, name, Panel(channel_id=9, message_id=message))
    assert await delivery.panels(HERE) == {"main": Panel(9, 3), "mail": Panel(9, 4)}
    await delivery.forget_panel(HERE, "main")
    assert await delivery.panels(HERE) == {"mail": Panel(9, 4)}
    assert await delivery.panels(ELSEWHERE) == {"main": Panel(9, 2)}


async def test_a_panel_that_somebody_deletes_is_owed_again(engine: Engine) -> None:
    delivery = engine.services.delivery
    await delivery.save_panel(HERE, "main", Panel(channel_id=9, message_id=3))
    await delivery.messages_deleted(ELSEWHERE, 7, [3])
    assert await due(engine, PANELS_JOB) == []
    await delivery.messages_deleted(HERE, 7, [2, 3])
    assert await due(engine, PANELS_JOB) == [(HERE, NOON)]


async def test_a_thread_is_told_each_event_once(engine: Engine, desk: TicketService) -> None:
    ticket, delivery = await opened(engine), engine.services.delivery
    await desk.claim(ticket.id, by=sam)
    [_, claimed] = await delivery.unannounced(ticket)
    await delivery.announced(ticket.id, ticket.receipts.thread_id or 0, claimed.id)
    assert await delivery.unannounced(await desk.get(ticket.id)) == []
    await desk.release(ticket.id, by=sam)
    [left] = await delivery.unannounced(await desk.get(ticket.id))
    assert left.event == Event(EventKind.RELEASED, SAM, NOON, member_id=SAM)


# Whatever people do

ACTS = ("claim", "release", "resolve", "credit", "close", "reopen", "expire", "respond", "open")
ANYBODY = (ann, bob, sam, tom)
communities = count(100)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(ANYBODY)), max_size=12))
async def test_in_any_order_what_is_accepted_leaves_one_event_and_what_is_refused_leaves_none(
    engine: Engine, acts: list[tuple[str, Actor]]
) -> None:
    desk = engine.services.tickets
    ticket = await opened(engine, guild=next(communities))
    for act, by in acts:
        before, history = await desk.get(ticket.id), await kinds(engine, ticket)
        try:
            await done(engine, ticket, act, by)
        except Refused:
            assert (await desk.get(ticket.id), await kinds(engine, ticket)) == (before, history)
            continue
        after, grown = await desk.get(ticket.id), await kinds(engine, ticket)
        assert grown[: len(history)] == history
        new = len(grown) - len(history)
        assert (
            new == 1 or (new == 0 and after == before and act in ("respond", "expire", "open")) or act == "respond"
        )
        assert after.assignee_id is not None or after.status is not Status.CLAIMED
        is_closing = ticket.id in [subject for subject, _ in await due(engine, AUTO_CLOSE_JOB)]
        assert is_closing == (after.status in REVERSIBLE) or grown[-1] in ("closed", "expired")
    of_this = [row for row in await engine.rows(awards) if row["subject_id"] == ticket.id]
    assert len(of_this) <= 1
    assert all(row["member_id"] not in (row["awarded_by"], ANN) for row in of_this)


def done(engine: Engine, ticket: Ticket, act: str, by: Actor) -> Awaitable[object]:
    """Do it."""
    desk = engine.services.tickets
    match act:
        case "credit":
            return desk.resolve(ticket.id, by=by, helper_id=HUGO)
        case "respond":
            return engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=by)
        case "expire":
            return engine.services.listening.expire(ticket.id)
        case "open":
            return desk.open(request(ticket.requester_id, guild=ticket.guild_id), by=by)
        case _:
            act_on: Awaitable[object] = getattr(desk, act)(ticket.id, by=by)
            return act_on


# Being heard


async def test_a_requester_who_writes_in_a_resolved_ticket_has_it_open_again_with_whoever_had_it(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.claim(ticket.id, by=sam)
    await desk.resolve(ticket.id, by=sam)
    heard = await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "it is still wrong", by=ann)
    assert heard == replace(ticket, status=Status.CLAIMED, assignee_id=SAM) == await desk.get(ticket.id)
    assert (await events(engine, ticket))[-1] == Event(EventKind.REOPENED, ANN, NOON, wrote=True)
    assert await due(engine, AUTO_CLOSE_JOB) == []
    assert {View.NEWS, View.CARD, View.GREETING} <= await owed_views(engine, ticket)


@pytest.mark.parametrize("text", ["", " ", "!!!", "thanks, but it came back"])
async def test_a_line_without_text_is_heard_too(engine: Engine, desk: TicketService, text: str) -> None:
    ticket = await opened(engine)
    await desk.resolve(ticket.id, by=ann)
    heard = await engine.services.listening.wrote(ticket.receipts.thread_id or 0, text, by=ann)
    assert heard is not None
    assert heard.status is Status.OPEN


async def test_thanks_only_put_the_closing_off(engine: Engine, desk: TicketService) -> None:
    ticket = await opened(engine)
    await desk.resolve(ticket.id, by=ann)
    at = engine.clock.turn(days=2)
    assert await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Danke!", by=ann) is None
    assert (await desk.get(ticket.id)).status is Status.RESOLVED
    assert await due(engine, AUTO_CLOSE_JOB) == [(ticket.id, at + timedelta(days=3))]
    assert await kinds(engine, ticket) == ["opened", "resolved"]


async def test_who_has_a_newer_ticket_is_pointed_there_once_and_brought_there(
    engine: Engine, desk: TicketService
) -> None:
    old = await opened(engine)
    await desk.resolve(old.id, by=ann)
    newer = await opened(engine)
    for _ in range(3):
        await engine.services.listening.wrote(old.receipts.thread_id or 0, "hello?", by=ann)
    assert [event.number for event in await events(engine, old) if event.kind is EventKind.POINTED] == [
        newer.number
    ]
    assert (await desk.get(old.id)).status is Status.RESOLVED
    assert await owed_views(engine, newer) == {View.THREAD, View.LOCK, View.MEMBER}
    assert not (await desk.get(newer.id)).receipts.requester_added
    await engine.services.listening.expire(old.id)
    assert (await events(engine, old))[-1] == Event(EventKind.CLOSED, None, NOON, number=newer.number)


async def test_once_the_newer_ticket_is_settled_the_old_one_hears_again(
    engine: Engine, desk: TicketService
) -> None:
    old = await opened(engine)
    await desk.resolve(old.id, by=ann)
    newer = await opened(engine)
    await engine.services.listening.wrote(old.receipts.thread_id or 0, "hello?", by=ann)
    await desk.close(newer.id, by=ann)
    heard = await engine.services.listening.wrote(old.receipts.thread_id or 0, "hello?", by=ann)
    assert heard is not None
    assert heard.status is Status.OPEN


async def test_what_was_written_unheard_is_heard_in_place_of_the_closing(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await desk.resolve(ticket.id, by=ann)
    line = Line(ANN, "it is still wrong", NOON + timedelta(minutes=1))
    heard = await engine.services.listening.expire(ticket.id, [line])
    assert heard == replace(ticket, status=Status.OPEN) == await desk.get(ticket.id)
    assert (await events(engine, ticket))[-1] == Event(EventKind.REOPENED, ANN, NOON, wrote=True)
    assert await due(engine, AUTO_CLOSE_JOB) == []
    assert await engine.services.listening.expire(ticket.id, [line]) is None


async def test_who_wrote_unheard_and_has_a_newer_ticket_is_pointed_there_and_the_old_one_closes(
    engine: Engine, desk: TicketService
) -> None:
    old = await opened(engine)
    await desk.resolve(old.id, by=ann)
    newer = await opened(engine)
    await engine.services.listening.expire(old.id, [Line(ANN, "hello?", NOON + timedelta(minutes=1))])
    assert (await events(engine, old))[-2:] == [
        Event(EventKind.POINTED, None, NOON, number=newer.number),
        Event(EventKind.CLOSED, None, NOON, number=newer.number),
    ]
    assert await owed_views(engine, newer) == {View.THREAD, View.LOCK, View.MEMBER}


# What is missing


async def test_a_deleted_card_is_owed_again_unless_its_ticket_is_closed(
    engine: Engine, desk: TicketService
) -> None:
    live, closed = await opened(engine, ANN), await opened(engine, BOB)
    await desk.close(closed.id, by=bob)
    cards = [ticket.receipts.card_message_id or 0 for ticket in (live, closed)]
    before = await owed_views(engine, closed)
    await engine.services.delivery.messages_deleted(HERE, 7, [*cards, 99])
    assert await owed_views(engine, live) == {View.CARD}
    assert await owed_views(engine, closed) == before


async def test_deleted_messages_that_are_no_cards_keep_the_writer_from_nobody(engine: Engine) -> None:
    await opened(engine)
    async with writing(engine.database):
        await engine.services.delivery.messages_deleted(HERE, 7, [99, 100])


async def test_the_thread_of_a_ticket_that_nobody_waits_for_is_not_owed_when_it_is_deleted(
    engine: Engine, desk: TicketService
) -> None:
    live, settled = await opened(engine, ANN), await opened(engine, BOB)
    await desk.resolve(settled.id, by=bob)
    for ticket in (live, settled):
        await engine.services.delivery.thread_deleted(ticket.receipts.thread_id or 0)
    assert await owed_views(engine, live) == {View.THREAD}
    assert View.THREAD not in await owed_views(engine, settled)


async def test_a_closed_ticket_whose_thread_is_woken_is_to_be_locked_again(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await opened(engine)
    await engine.services.delivery.thread_wakes(ticket.id)
    assert await owed_views(engine, ticket) == set()
    await desk.close(ticket.id, by=sam)
    await engine.database.tx(lambda tx: engine.services.jobs.cancel(tx, View.LOCK, ticket.id))
    await engine.services.delivery.thread_wakes(ticket.id)
    assert View.LOCK in await owed_views(engine, ticket)


# One ticket after another


@pytest.fixture
def calm(engine: Engine) -> TicketService:
    """The service of a community where a member waits a minute before the next ticket."""
    patient, services = engine.config.tickets.model_copy(update={"cooldown_seconds": 60}), engine.services
    return TicketService(engine.database, engine.clock, patient, services.jobs, services.accepting, Ids())


async def test_the_next_ticket_has_to_wait_however_the_first_ended(calm: TicketService) -> None:
    first = await calm.open(request(), by=ann)
    await calm.close(first.id, by=ann)
    for attempt in (calm.may_open(HERE, ANN, "delivery", by=ann), calm.open(request(), by=ann)):
        with pytest.raises(TooSoon) as refusal:
            await attempt
        assert refusal.value.until == NOON + timedelta(seconds=60)
    assert (await calm.open(request(BOB), by=bob)).number == 2
    assert (await calm.open(request(ANN, guild=ELSEWHERE), by=ann)).number == 1
    assert (await calm.open(request(ANN), by=sam)).number == 3, "staff may"


async def test_when_the_time_is_over_the_next_ticket_may_be_opened(engine: Engine, calm: TicketService) -> None:
    first = await calm.open(request(), by=ann)
    with pytest.raises(AlreadyOpen):
        await calm.may_open(HERE, ANN, "billing", by=ann)
    await calm.close(first.id, by=ann)
    engine.clock.turn(seconds=59)
    with pytest.raises(TooSoon):
        await calm.may_open(HERE, ANN, "billing", by=ann)
    engine.clock.turn(seconds=1)
    await calm.may_open(HERE, ANN, "billing", by=ann)


async def test_a_clock_that_was_ahead_keeps_nobody_waiting(engine: Engine, calm: TicketService) -> None:
    engine.clock.turn(days=1)
    first = await calm.open(request(), by=ann)
    await calm.close(first.id, by=ann)
    engine.clock.turn(days=-1)
    second = await calm.open(request(), by=ann)
    await calm.close(second.id, by=ann)
    with pytest.raises(TooSoon) as refusal:
        await calm.open(request(), by=ann)
    assert refusal.value.until == NOON + timedelta(seconds=60)


async def test_what_staff_open_for_somebody_keeps_them_from_nothing(calm: TicketService) -> None:
    first = await calm.open(request(ANN), by=sam)
    await calm.close(first.id, by=sam)
    await calm.may_open(HERE, ANN, "billing", by=ann)
    assert (await calm.open(request(ANN), by=ann)).number == 2


async def test_the_cooldown_of_a_type_is_said_to_be_the_types(engine: Engine, calm: TicketService) -> None:
    slow, hour = engine.config.tickets.types[0], timedelta(hours=1)
    slow.__dict__["cooldown_seconds"] = 3600
    await calm.close((await calm.open(request(), by=ann)).id, by=ann)
    for type_id, until, kind in (("billing", NOON + hour, slow), ("delivery", NOON + timedelta(minutes=1), None)):
        with pytest.raises(TooSoon) as refusal:
            await calm.may_open(HERE, ANN, type_id, by=ann)
        assert (refusal.value.until, refusal.value.of_type) == (until, kind)
    engine.clock.turn(minutes=30)
    await calm.may_open(HERE, ANN, "delivery", by=ann)
    with pytest.raises(TooSoon) as refusal:
        await calm.open(request(), by=ann)
    assert (refusal.value.until, refusal.value.of_type) == (NOON + hour, slow)


async def test_who_closes_and_writes_in_a_loop_is_heard_and_waits_before_they_close_again(
    engine: Engine, calm: TicketService
) -> None:
    ticket = await delivered(engine, await calm.open(request(), by=ann))
    await calm.may_close(by=ann)
    await calm.close(ticket.id, by=ann)
    for _ in range(3):
        await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "no, wait", by=ann)
        for attempt in (calm.may_close(by=ann), calm.close(ticket.id, by=ann)):
            with pytest.raises(TooSoonAgain) as refusal:
                await attempt
            assert refusal.value.until == NOON + timedelta(seconds=60)
        assert (await calm.get(ticket.id)).status is Status.OPEN
        await calm.may_close(by=sam)
        await calm.close(ticket.id, by=sam)
        await calm.reopen(ticket.id, by=sam)
    engine.clock.turn(seconds=60)
    assert (await calm.close(ticket.id, by=ann)).status is Status.WITHDRAWN


async def test_a_requester_resolves_and_reopens_once_in_a_cooldown(engine: Engine, calm: TicketService) -> None:
    ticket = await calm.open(request(), by=ann)
    await calm.resolve(ticket.id, by=ann)
    engine.clock.turn(seconds=20)
    await calm.reopen(ticket.id, by=ann)
    with pytest.raises(TooSoonAgain) as refusal:
        await calm.resolve(ticket.id, by=ann)
    assert refusal.value.until == NOON + timedelta(seconds=60)
    await calm.resolve(ticket.id, by=sam)
    engine.clock.turn(seconds=40)
    with pytest.raises(TooSoonAgain) as refusal:
        await calm.reopen(ticket.id, by=ann)
    assert refusal.value.until == NOON + timedelta(seconds=80)
    for _ in range(3):
        await calm.reopen(ticket.id, by=sam)
        await calm.resolve(ticket.id, by=sam)
    engine.clock.turn(seconds=20)
    await calm.reopen(ticket.id, by=ann)
    await calm.resolve(ticket.id, by=ann)


async def test_a_question_and_a_message_that_a_ticket_came_from_are_owed_with_it(
    engine: Engine, desk: TicketService
) -> None:
    ticket = await desk.open(replace(request(), source=Source(8, 9)), by=ann)
    [origin] = [job for job in await engine.owed() if job.kind == ORIGIN_JOB]
    assert (origin.subject_id, origin.data) == (ticket.id, {"channel": 8, "message": 9})


async def test_after_a_restore_all_that_is_shown_of_what_is_not_closed_is_owed_and_looked_for(
    engine: Engine, desk: TicketService
) -> None:
    shown, closed = await opened(engine), await opened(engine, type_id="delivery")
    await desk.close(closed.id, by=sam)

    def write(tx: Transaction) -> None:
        for view in View:
            engine.services.jobs.cancel(tx, view, closed.id)

    await engine.database.tx(write)
    hidden = await desk.open(request(TOM), by=tom)
    assert await engine.database.tx(engine.services.delivery.restored) == 2
    assert await owed_views(engine, closed) == set()
    for ticket in (shown, hidden):
        assert await owed_views(engine, ticket) == {View.THREAD, View.GREETING, View.MEMBER, View.CARD, View.LOCK}
        assert not (await desk.get(ticket.id)).receipts.requester_added
    assert {job.attempts for job in await engine.owed()} == {1}, "an earlier run may have made it"


# What a ticket is made of


SAID = Detail(
    "Asked in", "Nothing arrives since Monday", (Upload("log.txt", "https://cdn.example/log.txt", 3),), QUOTED
)


async def test_what_was_kept_of_a_message_comes_into_the_ticket_that_is_made_of_it(
    engine: Engine, desk: TicketService
) -> None:
    await desk.keep(HERE, Source(5, 50), SAID, ANN)
    ticket = await desk.open(replace(request(), source=Source(5, 50)), by=sam)
    assert ticket.details[-1] == SAID == (await desk.get(ticket.id)).details[-1]
    assert await due(engine, ORIGIN_JOB) == []
    assert await due(engine, KEPT_JOB) == [(50, NOON + timedelta(hours=1))]


async def test_what_the_form_still_says_is_not_kept_twice(engine: Engine, desk: TicketService) -> None:
    await desk.keep(HERE, Source(5, 50), replace(SAID, text="invoice is wrong"), ANN)
    ticket = await desk.open(replace(request(), source=Source(5, 50)), by=sam)
    assert ticket.details[-1] == replace(SAID, text="")
    await desk.keep(HERE, Source(5, 51), replace(SAID, text="invoice is wrong", uploads=()), ANN)
    other = await desk.open(replace(request(BOB), source=Source(5, 51)), by=sam)
    assert [detail.field_id for detail in other.details] == ["what"]


@pytest.mark.parametrize(
    ("guild", "source"), [(ELSEWHERE, Source(5, 50)), (HERE, Source(6, 50)), (HERE, Source(5, 51))]
)
async def test_what_was_kept_in_another_place_is_not_given_out(
    engine: Engine, desk: TicketService, guild: int, source: Source
) -> None:
    await desk.keep(HERE, Source(5, 50), SAID, ANN)
    asked = replace(request(guild=guild), source=source)
    ticket = await desk.open(asked, by=member(SAM, is_staff=True, guild_id=guild))
    assert SAID not in ticket.details
    assert len(await due(engine, ORIGIN_JOB)) == 1
