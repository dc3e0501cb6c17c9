"""What storage costs a use case, in CPU time; and what a statement costs that is built each time it is run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from sqlalchemy import bindparam, insert, select

from bot.actor import Actor
from bot.database import Transaction
from bot.faq.speaking import Message, Place
from bot.jobs.job import Job
from bot.schema import setups
from bot.ticket_tables import tickets
from bot.tickets.request import Request
from bot.tickets.ticket import Detail, Ticket
from tests.services import HERE, NOON, Engine, delivered, open_engine

ROUNDS, RUNS = 5, 400
CHATTER = "the weather in my town has been lovely all week"
ASKED = "how do i reset my password"
STAFF, REQUESTER = Actor(3, is_staff=True, guild_id=HERE), Actor(1, guild_id=HERE)
Run = Callable[[], Awaitable[object]]


def run(console: Console) -> None:
    """Print both tables."""
    asyncio.run(_print(console))


async def _print(console: Console) -> None:
    with TemporaryDirectory() as folder:
        async with open_engine(Path(folder)) as engine:
            table = Table("use case", "CPU")
            for name, once in (await _use_cases(engine)).items():
                table.add_row(name, f"{await _cost(once):.0f} µs")
            console.print(table)
            table = Table("statement", "prebuilt", "built each time")
            for name, (prebuilt, built) in _statements().items():
                costs = [await engine.database.tx(one) for one in (prebuilt, built)]
                table.add_row(name, *(f"{cost:.0f} µs" for cost in costs))
            console.print(table)


async def _cost(once: Run) -> float:
    """Microseconds of CPU, all threads, a run: of the best round, for others work on this machine too."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(RUNS):
            await once()
        best = min(best, (time.process_time() - began) / RUNS)
    return best * 1e6


async def _use_cases(engine: Engine) -> dict[str, Run]:
    services, numbers = engine.services, count(1000)
    ticket = await _ticket(engine)
    thread_id = ticket.receipts.thread_id or 0
    await services.listening.wrote(thread_id, "I see", by=STAFF)

    async def asked(text: str) -> None:
        number = next(numbers)
        engine.clock.turn(minutes=2)
        place = Place(HERE, number, number, frozenset({number}))
        assert await services.asking.ask(place, Message(text), message_id=number, asker_id=number)

    async def done(_job: Job) -> None:
        """Nothing."""

    services.jobs.handle("bench", done)

    async def put_and_run() -> None:
        number = next(numbers)

        def put(tx: Transaction) -> None:
            services.jobs.put(
                tx, guild_id=HERE, kind="bench", subject_id=number, due_at=engine.clock.now, run_now=True
            )

        await engine.database.tx(put)
        assert await services.jobs.run("bench", number) is None

    async def claim_and_release() -> None:
        await services.tickets.claim(ticket.id, by=STAFF)
        await services.tickets.release(ticket.id, by=STAFF)

    return {
        "chatter in a help channel": lambda: asked(CHATTER),
        "a question that is answered": lambda: asked(ASKED),
        "a line in a ticket": lambda: services.listening.wrote(thread_id, "and now?", by=STAFF),
        "a job, put and run": put_and_run,
        "a ticket, claimed and released": claim_and_release,
    }


async def _ticket(engine: Engine) -> Ticket:
    details = (Detail("What happens?", "My invoice is wrong", field_id="what"),)
    request = Request(HERE, "billing", REQUESTER.id, details, None, 1)
    return await delivered(engine, await engine.services.tickets.open(request, by=REQUESTER))


def _statements() -> dict[str, tuple[Callable[[Transaction], float], Callable[[Transaction], float]]]:
    """The same twice: built once and executed with parameters, and built for each run of it."""
    by_thread = select(tickets).where(tickets.c.thread_id == bindparam("thread_id"))
    owe = insert(setups)
    members = count(1)
    at = NOON

    def built(tx: Transaction) -> object:
        return tx.execute(select(tickets).where(tickets.c.thread_id == 1)).one_or_none()

    def inserted(tx: Transaction) -> object:
        return tx.execute(insert(setups).values(guild_id=HERE, member_id=next(members), at=at))

    return {
        "a row by its key": (
            lambda tx: _cost_of(lambda: tx.execute(by_thread, {"thread_id": 1}).one_or_none()),
            lambda tx: _cost_of(lambda: built(tx)),
        ),
        "a new row": (
            lambda tx: _cost_of(lambda: tx.execute(owe, {"guild_id": HERE, "member_id": next(members), "at": at})),
            lambda tx: _cost_of(lambda: inserted(tx)),
        ),
    }


def _cost_of(once: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.thread_time()
        for _ in range(RUNS):
            once()
        best = min(best, (time.thread_time() - began) / RUNS)
    return best * 1e6


if __name__ == "__main__":
    run(Console())
