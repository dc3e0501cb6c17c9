"""What people wait for is found by an index: no statement of it reads a whole table that grows."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import event

from bot.actor import Actor
from bot.faq.speaking import Message, Place
from bot.tickets.request import Request
from bot.tickets.ticket import Detail, Ticket
from tests.services import HERE, Engine, delivered, says

ANN, ADA = 1, 2
sam = Actor(3, is_staff=True, guild_id=HERE)
numbers = count(1000)

Statements = list[tuple[str, Any]]


@contextmanager
def statements() -> Iterator[Statements]:
    """All that is asked of the database meanwhile."""
    found: Statements = []

    def note(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, is_many: bool
    ) -> None:
        found.append((statement, parameters[0] if is_many else parameters))

    event.listen(SqlEngine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(SqlEngine, "before_cursor_execute", note)


def plan(path: Path, asked: Statements) -> list[str]:
    """How SQLite finds all this, a line a step."""
    connection = sqlite3.connect(path)
    try:
        return [
            row[3]
            for statement, parameters in asked
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    finally:
        connection.close()


async def steps(engine: Engine, asked: Statements) -> list[str]:
    assert asked != []
    return await asyncio.to_thread(plan, Path(engine.database.url.database or ""), asked)


def whole_tables(found: list[str]) -> list[str]:
    """The steps that read a table from end to end; a row that is made up for it is none, nor what was just selected."""
    return [step for step in found if re.match(r"SCAN (?!CONSTANT ROW|\d+ CONSTANT ROW|\(subquery|anon_\d)", step)]


async def open_ticket(engine: Engine, requester: int = ANN) -> Ticket:
    details = (Detail("What happens?", "My invoice is wrong", field_id="what"),)
    desk = engine.services.tickets
    ticket = await desk.open(
        Request(HERE, "billing", requester, details, None, next(numbers)), by=Actor(requester, guild_id=HERE)
    )
    return await delivered(engine, ticket)


async def test_a_page_of_the_queue_and_a_place_in_it_are_read_in_the_order_of_their_index(engine: Engine) -> None:
    ticket = await open_ticket(engine)
    with statements() as asked:
        await engine.services.tickets.queue(HERE, by=sam)
        await engine.services.tickets.ahead_of(ticket)
    found = await steps(engine, asked)
    assert len([step for step in found if "USING COVERING INDEX ix_tickets_queue" in step]) == 3, found
    assert any("queue_key<?" in step for step in found), found


async def test_what_happens_to_a_ticket_reads_no_whole_table(engine: Engine) -> None:
    desk = engine.services.tickets
    with statements() as asked:
        ticket = await open_ticket(engine)
        await desk.may_open(HERE, ADA, "billing", by=sam)
        await desk.by_number(HERE, ticket.number)
        await desk.meant(HERE, None, ticket.receipts.thread_id or 0)
        await desk.in_thread(ticket.receipts.thread_id or 0)
        await desk.claim(ticket.id, by=sam)
        await engine.services.listening.wrote(ticket.receipts.thread_id or 0, by=sam, text="I see")
        await engine.services.delivery.unannounced(ticket)
        await desk.release(ticket.id, by=sam)
        await desk.resolve(ticket.id, by=sam)
        await desk.reopen(ticket.id, by=sam)
        await desk.close(ticket.id, by=sam)
    assert whole_tables(await steps(engine, asked)) == []
    with statements() as asked:
        await desk.may_open(HERE, ADA, "billing", by=sam)
    assert "uq_tickets_live" in (await steps(engine, asked))[0]


async def test_what_happens_to_a_question_reads_no_whole_table(engine: Engine) -> None:
    services = engine.services
    with statements() as asked:
        message_id = next(numbers)
        question = await services.asking.ask(
            Place(HERE, 9, 9, frozenset({9})),
            Message(text="how do i reset my password"),
            message_id=message_id,
            asker_id=ANN,
        )
        assert question is not None
        await services.showing.served(question.question_id, next(numbers))
        await services.pressing.feedback(question.question_id, by=Actor(ANN, guild_id=HERE), helped=True)
        await says(services, ANN, replied_to=message_id, text="it still fails")
        await says(services, ADA, is_post=True)
        await says(services, ADA, replied_to=message_id)
    assert whole_tables(await steps(engine, asked)) == []


async def test_reports_read_their_period_and_no_whole_table(engine: Engine) -> None:
    insights = engine.services.insights
    place = Place(HERE, 9, 9, frozenset({9}))
    await engine.services.asking.ask(
        place, Message(text="how do i reset my password"), message_id=next(numbers), asker_id=ANN
    )
    with statements() as asked:
        await insights.report(days=30, by=sam)
        await insights.numbers(HERE, days=30, by=sam)
        await insights.stale(HERE, by=sam)
        await insights.gaps(HERE, by=sam)
    found = await steps(engine, asked)
    assert {step for step in whole_tables(found) if step not in OF_THE_STATEMENT_ITSELF} == set()
    again = [step for step in found if step.startswith("SEARCH again")]
    assert again != []
    assert all("asker_id=?" in step for step in again), "or each answer is compared with the whole period"
    assert any("COVERING INDEX ix_questions_guild_id_asked_at_rule" in step for step in found), "counted by rule"


async def test_old_chatter_is_found_counted_and_deleted_without_reading_a_whole_table(engine: Engine) -> None:
    place = Place(HERE, 9, 9, frozenset({9}))
    for asker in (ANN, ADA):
        text = Message(text="who knows a good cake recipe")
        await engine.services.asking.ask(place, text, message_id=next(numbers), asker_id=asker)
        await engine.services.asking.gathering.written()
        engine.clock.turn(days=1)
    engine.clock.turn(days=40)
    await engine.services.asking.forget_old_text()
    with statements() as asked:
        await engine.services.silences.sum_up()
    found = await steps(engine, asked)
    assert whole_tables(found) == []
    assert any("ix_questions_guild_id_asked_at_rule" in step and "asked_at<?" in step for step in found), found


OF_THE_STATEMENT_ITSELF = ("SCAN served", "SCAN answers", "SCAN ranked", "SCAN one", "SCAN counted")
"""What a statement has counted before, and goes through once."""
