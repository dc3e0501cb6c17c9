"""The services over a database in a temporary file, with a clock that is turned by hand and no Discord."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Table, select

from bot.actor import Actor
from bot.app import build_services
from bot.client import Services
from bot.config import Channels, Community, Config, Faq, Roles
from bot.database import Database, Reader, Transaction
from bot.errors import DatabaseBusy
from bot.jobs import store as jobs_store
from bot.jobs.job import Job
from bot.knowledge.library import load_library
from bot.matching.meaning import Encoder
from bot.reputation_settings import Points, Rank, Reputation
from bot.routing_settings import Routing
from bot.ticket_fields import TicketField
from bot.ticket_settings import Tickets
from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority
from bot.tickets.owed import PLACES_JOB
from bot.tickets.ticket import Ticket
from bot.tickets.views import View

HERE, ELSEWHERE = 7, 8
"""Two communities that share a database."""

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)

KNOWLEDGE = """\
category: Account
entries:
  - id: reset-password
    title: How do I reset my password?
    questions: [how do i reset my password, i forgot my password]
    answer: Press **Forgot password**.
  - id: export-contacts
    title: Where can I export my contacts?
    questions: [export my contacts, save the address book to a file]
    answer: Under **Settings**.
  - id: pay-invoice
    title: How do I pay an invoice?
    questions: [how do i pay an invoice, pay my bill by card]
    answer: Under **Billing**.
"""


def member(id: int, is_staff: bool = False, is_helper: bool = False, *, guild_id: int = HERE) -> Actor:
    """Somebody who acts here."""
    return Actor(id, is_staff, is_helper, guild_id)


async def says(
    services: Services,
    author_id: int,
    *,
    channel_id: int = 9,
    replied_to: int | None = None,
    is_post: bool = False,
    message_id: int = 1,
    text: str = "",
) -> int | None:
    """Somebody writes this where questions stand: the question that they have answered with it, if it is to be shown."""
    said = {"channel_id": channel_id, "replied_to": replied_to, "is_post": is_post}
    question = await services.replying.meant(author_id=author_id, **said)
    if question is None:
        return None
    overtaken = await services.replying.human_replied(
        question, author_id=author_id, text=text, replied_to=replied_to
    )
    await services.replying.followed_up(question, author_id=author_id, message_id=message_id, text=text)
    return overtaken


class HandClock:
    """Says what time it is, and stands still until it is turned."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> datetime:
        """On by this `timedelta`; the new time."""
        self.now += timedelta(**by)
        return self.now


@dataclass(frozen=True)
class Engine:
    """The services, and what they stand on."""

    config: Config
    database: Database
    clock: HandClock
    services: Services

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """Everything that is stored in a table, in the order in which it came; also what would be a second later."""
        await self.services.asking.gathering.written()

        def look(reader: Reader) -> list[dict[str, Any]]:
            found = reader.execute(select(table).order_by(table.c.id))
            return [dict(row._mapping) for row in found]

        return await self.database.read(look)

    async def owed(self) -> list[Job]:
        """The jobs, soonest first."""
        return await self.database.read(lambda reader: jobs_store.waiting(reader))


@dataclass(frozen=True)
class File:
    """One file on the disk, as somebody with an editor sees it."""

    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def neighbours(self) -> list[str]:
        """What is in its folder."""
        return sorted(path.name for path in self.path.parent.iterdir())

    @property
    def mode(self) -> int:
        return self.path.stat().st_mode & 0o777

    @property
    def is_link(self) -> bool:
        return self.path.is_symlink()

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")

    def move_to(self, real: Path, mode: int) -> None:
        """Leave a link in its place."""
        self.path.chmod(mode)
        self.path.rename(real)
        self.path.symlink_to(real)


def configuration(faq: Faq | None = None, routing: Routing | None = None) -> Config:
    """A small community; tickets of two types, one of them more urgent. Helpers are told of nothing unless it is said."""
    needed = [TicketField(id="what", label="What happens?")]
    return Config(
        community=Community(name="Larkmail"),
        channels=Channels(help=["help"], forums=["forum"], tickets="get-support", queue="staff-queue"),
        roles=Roles(staff=["Support", 42], helpers=["Trusted Helper"]),
        faq=faq or Faq(),
        routing=routing or Routing(is_on=False),
        tickets=Tickets(
            auto_close_days=3,
            cooldown_seconds=0,
            types=[
                TicketType(id="billing", label="Billing", description="Money.", fields=needed),
                TicketType(
                    id="delivery",
                    label="Delivery",
                    description="Mail.",
                    priority=Priority.P2,
                    ask_impact=True,
                    fields=needed,
                ),
            ],
        ),
        reputation=Reputation(
            points=Points(),
            ranks=[Rank(name="Postcard", points=10), Rank(name="Sorter", points=30)],
        ),
    )


@contextmanager
def busy(target: object, name: str) -> Iterator[None]:
    """The database is busy whenever it comes to this."""

    def refuse(*_: object, **__: object) -> None:
        raise DatabaseBusy

    async def refuse_later(*_: object, **__: object) -> None:
        raise DatabaseBusy

    is_awaited = asyncio.iscoroutinefunction(getattr(target, name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, name, refuse_later if is_awaited else refuse)
        yield


_blank: list[bytes] = []


async def write_blank_database(path: Path) -> None:
    """A new database in this file, unless there is one: a copy of one that was made before, which is quicker."""
    if not _blank:
        with TemporaryDirectory() as folder:
            blank = Path(folder) / "blank.db"
            await Database.at(blank).migrate()
            _blank.append(blank.read_bytes())
    _write_new(path, _blank[0])


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """The database in this file."""
    await write_blank_database(path)
    database = Database.at(path)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def writing(
    database: Database, work: Callable[[Transaction], object] = lambda _: None
) -> AsyncIterator[None]:
    """Somebody is in the middle of this work, and keeps the others waiting who want to write."""
    begun, go_on, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()

    def hold(tx: Transaction) -> None:
        work(tx)
        loop.call_soon_threadsafe(begun.set)
        go_on.wait()

    task = asyncio.create_task(database.tx(hold))
    await begun.wait()
    try:
        yield
    finally:
        go_on.set()
        await task


async def delivered(engine: Engine, ticket: Ticket, thread_id: int | None = None) -> Ticket:
    """The ticket once Discord shows all of it, and nothing is owed for that any more."""
    thread_id = thread_id or 10_000 + ticket.id
    delivery = engine.services.delivery
    await delivery.thread_made(ticket.id, thread_id)
    await delivery.greeted(ticket.id, thread_id, 2)
    await delivery.member_added(ticket.id, thread_id)
    await delivery.card_posted(ticket.id, 3, 20_000 + ticket.id)

    def write(tx: Transaction) -> None:
        for view in View:
            engine.services.jobs.cancel(tx, view, ticket.id)
        engine.services.jobs.cancel(tx, PLACES_JOB, ticket.guild_id)

    await engine.database.tx(write)
    return await engine.services.tickets.get(ticket.id)


def _write_new(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_bytes(content)


@asynccontextmanager
async def open_engine(
    folder: Path,
    *,
    faq: Faq | None = None,
    routing: Routing | None = None,
    knowledge: str = KNOWLEDGE,
    encoder: Encoder | None = None,
) -> AsyncIterator[Engine]:
    """The services over `folder/signpost.db`, with this FAQ file. Nothing runs by itself."""
    (folder / "faq").mkdir(exist_ok=True)
    (folder / "faq" / "account.yaml").write_text(knowledge, encoding="utf-8")
    library, problems = load_library(folder / "faq", ticket_types=None)
    assert library is not None, problems
    config, clock = configuration(faq, routing), HandClock()
    async with open_database(folder / "signpost.db") as database:
        services = build_services(config, library, database, clock, home=folder, encoder=encoder)
        yield Engine(config, database, clock, services)
