"""The report of a period, told by what people have done in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.errors import NotStaff
from bot.insights.metrics import Facts, Report
from bot.reputation.rules import Candidate
from bot.tickets.lifecycle import Detail, Receipts, Ticket
from bot.tickets.service import Request
from tests.services import ELSEWHERE, HERE, NOON, Engine, open_engine

ANN, BOB, SAM, HUGO, IDA = 1, 2, 3, 4, 5
ann, bob, sam = Actor(ANN), Actor(BOB), Actor(SAM, is_staff=True)

numbers = count(1000)
"""Ids of messages and interactions, each used once."""


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as engine:
        yield engine


async def report(engine: Engine, *, guild: int = HERE, days: int = 7) -> Report:
    return await engine.services.insights.report(guild, days=days, by=sam)


async def facts(engine: Engine, *, guild: int = HERE, days: int = 7) -> Facts:
    return (await report(engine, guild=guild, days=days)).facts


async def ask(
    engine: Engine, text: str = "how do i reset my password", *, guild: int = HERE, served: bool = True
) -> int:
    """Ann asks, and the answer is served if there is one; the question's id."""
    faq = engine.services.faq
    asked = await faq.ask(guild_id=guild, channel_id=9, message_id=next(numbers), asker_id=ANN, text=text)
    assert asked is not None
    if asked.entry is not None and served:
        await faq.served(asked.question_id, next(numbers))
    return asked.question_id


async def open_ticket(
    engine: Engine, requester: int = ANN, *, guild: int = HERE, question_id: int | None = None
) -> Ticket:
    """A ticket in the queue."""
    desk = engine.services.tickets
    details = (Detail("What happens?", "My invoice is wrong"),)
    request = Request(guild, "billing", requester, details, None, next(numbers), question_id=question_id)
    ticket = await desk.open(request, by=Actor(requester))
    await desk.save_receipts(ticket.id, Receipts(10_000 + ticket.id, 2, True, 3, 4))
    return await desk.finish_opening(ticket.id)


async def test_a_quiet_week_has_no_figures(engine: Engine) -> None:
    figures = await report(engine)
    assert (figures.start_at, figures.end_at) == (NOON - timedelta(days=7), NOON)
    assert figures.facts == Facts(0, 0, 0, 0, 0, 0, [], [], 0, 0)
    assert (figures.answered_share, figures.deflected_share) == (None, None)
    assert (figures.first_response_median, figures.resolution_median) == (None, None)


async def test_a_busy_week_is_counted_and_its_medians_taken(engine: Engine) -> None:
    desk, clock = engine.services.tickets, engine.clock
    for text in ("how do i reset my password", "pay my bill by card", "who knows a good cake recipe"):
        await ask(engine, text)
    tickets = [await open_ticket(engine, requester) for requester in (11, 12, 13, 14)]
    for minutes, ticket in ((10, tickets[0]), (10, tickets[1]), (40, tickets[2])):
        clock.turn(minutes=minutes)
        await desk.wrote(ticket.receipts.thread_id or 0, by=sam)
    for hours, ticket, helper in ((1, tickets[0], HUGO), (3, tickets[1], HUGO)):
        clock.turn(hours=hours)
        await desk.resolve(ticket.id, by=sam, helper_id=helper)
    for place, author in enumerate((HUGO, IDA, IDA)):
        await engine.services.reputation.accept_answer(Candidate(HERE, 90 + place, ANN, author, False), by=ann)
    figures = await report(engine)
    assert (figures.facts.questions, figures.facts.answered, figures.facts.deflected) == (3, 2, 0)
    assert (figures.facts.tickets_opened, figures.facts.tickets_resolved, figures.facts.tickets_waiting) == (
        4,
        2,
        2,
    )
    assert (figures.facts.helpers_credited, figures.facts.answers_accepted) == (2, 3)
    assert figures.first_response_median == timedelta(minutes=20)
    assert figures.resolution_median == timedelta(hours=1 + (1 + 4) / 2)


# Deflection


async def deflected(engine: Engine) -> int:
    return (await facts(engine)).deflected


async def test_a_question_is_deflected_when_the_asker_says_that_it_is_solved(engine: Engine) -> None:
    question = await ask(engine)
    assert await deflected(engine) == 0
    await engine.services.faq.feedback(question, by=ann, helped=True)
    assert await deflected(engine) == 1
    assert (await report(engine)).deflected_share == 1.0


async def test_the_askers_latest_word_counts(engine: Engine) -> None:
    question = await ask(engine)
    for helped, expected in ((True, 1), (False, 0), (False, 0), (True, 1)):
        await engine.services.faq.feedback(question, by=ann, helped=helped)
        assert await deflected(engine) == expected


async def test_what_staff_press_is_not_the_askers_word(engine: Engine) -> None:
    question = await ask(engine)
    await engine.services.faq.feedback(question, by=sam, helped=True)
    assert await deflected(engine) == 0
    await engine.services.faq.feedback(question, by=ann, helped=True)
    await engine.services.faq.feedback(question, by=sam, helped=False)
    assert await deflected(engine) == 1


async def test_a_question_that_became_a_ticket_was_not_deflected(engine: Engine) -> None:
    question, other = await ask(engine), await ask(engine)
    for one in (question, other):
        await engine.services.faq.feedback(one, by=ann, helped=True)
    await open_ticket(engine, question_id=question)
    assert await deflected(engine) == 1


async def test_an_answer_that_was_never_served_answered_nothing(engine: Engine) -> None:
    question = await ask(engine, served=False)
    await engine.services.faq.feedback(question, by=ann, helped=True)
    counted = await facts(engine)
    assert (counted.questions, counted.answered, counted.deflected) == (1, 0, 0)


# Resolution


async def resolved(engine: Engine) -> int:
    figures = await report(engine)
    assert (figures.resolution_median is None) == (figures.facts.tickets_resolved == 0)
    return figures.facts.tickets_resolved


async def test_a_ticket_that_was_reopened_is_not_resolved_until_it_is_again(engine: Engine) -> None:
    desk, clock = engine.services.tickets, engine.clock
    ticket = await open_ticket(engine)
    clock.turn(hours=1)
    await desk.resolve(ticket.id, by=sam)
    assert await resolved(engine) == 1
    await desk.reopen(ticket.id, by=ann)
    assert await resolved(engine) == 0
    clock.turn(hours=4)
    await desk.resolve(ticket.id, by=sam)
    assert await resolved(engine) == 1
    assert (await report(engine)).resolution_median == timedelta(hours=5)


async def test_a_resolved_ticket_that_time_closes_stays_resolved(engine: Engine) -> None:
    ticket = await open_ticket(engine)
    await engine.services.tickets.resolve(ticket.id, by=sam)
    engine.clock.turn(days=3)
    await engine.services.tickets.expire(ticket.id)
    assert await resolved(engine) == 1


async def test_a_ticket_that_was_only_closed_is_not_resolved(engine: Engine) -> None:
    desk = engine.services.tickets
    await desk.close((await open_ticket(engine)).id, by=ann)
    assert await resolved(engine) == 0
    reopened = await open_ticket(engine)
    await desk.resolve(reopened.id, by=sam)
    await desk.reopen(reopened.id, by=ann)
    await desk.close(reopened.id, by=sam)
    assert await resolved(engine) == 0


# Periods, communities, permission


async def test_a_period_has_both_its_ends_and_nothing_beyond(engine: Engine) -> None:
    desk, clock = engine.services.tickets, engine.clock
    question = await ask(engine)
    await engine.services.faq.feedback(question, by=ann, helped=True)
    ticket = await open_ticket(engine)
    await desk.wrote(ticket.receipts.thread_id or 0, by=sam)
    await desk.resolve(ticket.id, by=sam, helper_id=HUGO)
    await engine.services.reputation.accept_answer(Candidate(HERE, 90, ANN, HUGO, False), by=ann)
    everything = await facts(engine, days=1)
    assert (everything.questions, everything.answered, everything.deflected) == (1, 1, 1)
    assert (everything.tickets_opened, everything.tickets_resolved, len(everything.responses)) == (1, 1, 1)
    assert (everything.helpers_credited, everything.answers_accepted) == (1, 1)
    clock.turn(days=1)
    assert await facts(engine, days=1) == everything
    clock.turn(microseconds=1)
    assert await facts(engine, days=1) == Facts(0, 0, 0, 0, 0, 0, [], [], 0, 0)
    assert await facts(engine, days=2) == everything


async def test_what_happens_to_an_old_ticket_belongs_to_the_period_in_which_it_happens(engine: Engine) -> None:
    desk, clock = engine.services.tickets, engine.clock
    ticket = await open_ticket(engine)
    clock.turn(days=10)
    await desk.wrote(ticket.receipts.thread_id or 0, by=sam)
    counted = await facts(engine)
    assert (counted.tickets_opened, counted.tickets_waiting) == (0, 1)
    assert (await report(engine)).first_response_median == timedelta(days=10)
    clock.turn(days=10)
    await desk.resolve(ticket.id, by=sam)
    counted = await facts(engine)
    assert (counted.tickets_opened, counted.tickets_waiting, counted.responses) == (0, 0, [])
    assert (await report(engine)).resolution_median == timedelta(days=20)


async def test_each_community_has_its_own_report(engine: Engine) -> None:
    question = await ask(engine, guild=ELSEWHERE)
    await engine.services.faq.feedback(question, by=ann, helped=True)
    ticket = await open_ticket(engine, guild=ELSEWHERE)
    await engine.services.tickets.wrote(ticket.receipts.thread_id or 0, by=sam)
    await engine.services.tickets.resolve(ticket.id, by=sam, helper_id=HUGO)
    await engine.services.reputation.accept_answer(Candidate(ELSEWHERE, 90, ANN, IDA, False), by=ann)
    assert await facts(engine) == Facts(0, 0, 0, 0, 0, 0, [], [], 0, 0)
    there = await facts(engine, guild=ELSEWHERE)
    assert (there.questions, there.deflected, there.tickets_resolved, there.helpers_credited) == (1, 1, 1, 2)


async def test_only_staff_may_see_the_report(engine: Engine) -> None:
    with pytest.raises(NotStaff):
        await engine.services.insights.report(HERE, days=7, by=ann)
