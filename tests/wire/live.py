"""The real bot, live on the wire and in the test's own event loop: what it is asked, answers, stores and still owes."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from datetime import timedelta
from functools import partialmethod
from itertools import count, cycle
from pathlib import Path
from typing import Any, TypeVar

import discord
import pytest
from simcord.backend.models import Interaction, Message

from bot.app import create_bot
from bot.client import SupportBot
from bot.database import Database, Transaction
from bot.faq.owed import ANSWER_JOB
from bot.tickets.views import View
from tests.services import write_blank_database
from tests.wire.people import Person
from tests.wire.record import WAITS_SECONDS
from tests.wire.server import TOKEN, point_to, running
from tests.wire.world import WireWorld, world_of

T = TypeVar("T")

KNOWN = (
    "which mx records do i need",
    "how do i set up spf",
    "how to set up dkim for my domain",
    "how to set up dmarc",
    "how long do dns changes take",
    "how do i verify my domain",
    "change my mailbox password",
    "how do i enable 2fa",
    "where do i report phishing",
    "forgot the password of my mailbox",
)
"""Questions that the FAQ of a test's home answers, each with another entry."""

TICKET = {"field:topic": ["An invoice"], "field:details": "Twice the same"}

PEOPLE_WAIT_FOR = frozenset({ANSWER_JOB, *View})
"""The jobs of which nothing may be owed in the end."""

FLOOD_SECONDS = 30.0
"""The longest that a loaded machine may take over hundreds of messages."""

RETRY = timedelta(milliseconds=1)
PAUSES = ("discord.http", "discord.webhook.async_", "discord.client")
"""Where the library waits before it tries again."""


class _Hurried:
    """asyncio, for a module of the library: what it sleeps is noted, and takes no time."""

    def __init__(self, slept: list[float]) -> None:
        self._slept = slept

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        if seconds:
            self._slept.append(seconds)
        await asyncio.sleep(0)


class Live:
    """The bot in its world. `ask` and what follows are to be used while it lives, the rest at any time."""

    def __init__(self, bot: SupportBot, world: WireWorld, home: Path, slept: list[float]) -> None:
        self.bot = bot
        self.world = world
        self.slept = slept
        """What the library would have waited, in seconds."""

        self.asked: list[Message] = []
        self.file = home / "data" / "signpost.db"
        self._committed = asyncio.Event()
        self._numbers = count()
        channels = {channel.name: channel.id for channel in world.backend.channels.values()}
        self.help = [channels[str(name)] for name in bot.config.channels.help]
        self._turns = cycle([(channel_id, text) for channel_id in self.help for text in KNOWN])

    def ask(self) -> Message:
        """Somebody new asks the next question that the FAQ knows, in a help channel that has not had its answer yet."""
        channel_id, text = next(self._turns)
        asker = self.world.newcomer(f"asker{next(self._numbers)}")
        self.asked.append(asker.write(channel_id, text))
        return self.asked[-1]

    @property
    def database(self) -> Database:
        """What the bot writes to."""
        return self.bot._database

    def asker_of(self, question: Message) -> Person:
        """Who asked it."""
        return self.world.wire.person(self.world.guild_id, question.author_id)

    async def open_form(self) -> Interaction:
        """The customer wants to open a ticket, and has the form before them."""
        lounge = self.world.community.lounge.id
        opened = self.world.person("customer").use(lounge, "ticket open", type="billing")
        await self.world.wire.record.until(lambda: opened.modal is not None)
        return opened

    def submit(self, opened: Interaction) -> Interaction:
        """They send it."""
        return self.world.person("customer").submit(opened, TICKET)

    @property
    def threads(self) -> list[int]:
        """The threads of tickets."""
        channels = self.world.backend.channels.values()
        return [channel.id for channel in channels if (channel.name or "").startswith("#")]

    def said(self, channel_id: int, custom_id: str = "") -> list[Message]:
        """The bot's messages in a channel, those with such a control."""
        return [one for one in self.world.wire.record.posted(channel_id) if custom_id in str(one.components)]

    def press(self, who: Person, message: Message, action: str) -> Interaction:
        """They press the button of this action. AssertionError where the message has none."""
        found = re.search(rf"'custom_id': '({action}:[^']+)'", str(message.components))
        assert found is not None, message.components
        return who.press(message, found[1])

    def answers_to(self, question: Message) -> list[Message]:
        """The bot's messages that reply to this one."""
        posted = self.world.wire.record.posted(question.channel_id)
        return [one for one in posted if one.reference and int(one.reference["message_id"]) == question.id]

    async def all_is_answered(self) -> None:
        """Wait until each question has its answer, and nothing more is owed to anybody who waits."""
        await self.world.wire.record.until(lambda: all(map(self.answers_to, self.asked)))
        await self.nothing_is_owed()

    async def ticket_is_whole(self) -> None:
        """Wait until a ticket is there, and nothing more of it is owed."""
        await self.world.wire.record.until(lambda: self.threads)
        await self.nothing_is_owed()

    async def all_is_stored(self) -> None:
        """Wait until each question is in the database, answered or not."""
        async with asyncio.timeout(FLOOD_SECONDS):
            while True:
                self._committed.clear()
                if {question.id for question in self.asked} <= {id_ for id_, _ in self._answers()}:
                    return
                await self._committed.wait()

    async def nothing_is_owed(self) -> None:
        """Wait until all is done that people wait for. TimeoutError."""
        async with asyncio.timeout(WAITS_SECONDS):
            while await self._is_owed():
                await self._committed.wait()

    @property
    def connections(self) -> tuple[int, int]:
        """How many sessions were begun, and how many gone on with."""
        gateway = self.world.wire.gateway
        return gateway.identifies, gateway.resumes

    async def _is_owed(self) -> bool:
        self._committed.clear()  # what is committed while we look counts
        return any(job.kind in PEOPLE_WAIT_FOR for job in await self.bot.services.jobs.waiting())

    def stored(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of the database that are committed."""
        with closing(sqlite3.connect(self.file)) as database:
            return database.execute(query).fetchall()

    def assert_each_is_answered_once(self) -> None:
        """In the channels, and as the database has it."""
        self.assert_each_is_stored_once_and_answered_as_stored()
        assert all(map(self.answers_to, self.asked))

    def assert_each_is_stored_once_and_answered_as_stored(self) -> None:
        """What the database says, was said in the channels, and nothing else."""
        asked = {question.id: question for question in self.asked}
        rows = [row for row in self._answers() if row[0] in asked]
        assert sorted(asked) == sorted(id_ for id_, _ in rows)
        for id_, answer_id in rows:
            assert [one.id for one in self.answers_to(asked[id_])] == ([] if answer_id is None else [answer_id])

    def _answers(self) -> list[tuple[Any, ...]]:
        return self.stored("SELECT message_id, answer_message_id FROM questions")

    def assert_one_ticket_is_whole(self) -> None:
        """With one thread, one opening message and one card, which the database knows."""
        (thread_id,) = self.threads
        (opening,) = self.said(thread_id, "ticket:close:")
        (card,) = self.said(self.world.community.queue.id)
        query = "SELECT thread_id, opening_message_id, card_message_id, requester_added FROM tickets"
        assert self.stored(query) == [(thread_id, opening.id, card.id, 1)]

    def committed(self) -> None:
        """Something was."""
        self._committed.set()


@asynccontextmanager
async def living(
    home: Path, monkeypatch: pytest.MonkeyPatch, *, patience: float = 60.0, heartbeat: float = 45.0
) -> AsyncIterator[Live]:
    """Serve a community and run the bot in it, ready, until the end of the block: then it is closed, and has done all
    that it read. Neither the library nor a job waits before it tries again. A gateway that is silent for longer than
    `patience` seconds, of which it is asked each `heartbeat`, is left.
    """
    await write_blank_database(home / "data" / "signpost.db")
    slept: list[float] = []
    for module in PAUSES:
        monkeypatch.setattr(f"{module}.asyncio", _Hurried(slept))
    monkeypatch.setattr("bot.jobs.kinds.FIRST_RETRY", RETRY)
    bot, world = _made(home, monkeypatch, patience)
    world.wire.gateway.heartbeat_seconds = heartbeat
    live = Live(bot, world, home, slept)
    _tell_of_commits(live.committed, monkeypatch)
    async with running(world.wire):
        point_to(world.wire, monkeypatch)
        async with bot:
            task = asyncio.create_task(bot.start(TOKEN))
            await bot.wait_for("ready")
            try:
                yield live
            finally:
                task.cancel()  # as `run` does when it is told to stop
        with suppress(asyncio.CancelledError):
            await task


@contextmanager
def locked(live: Live) -> Iterator[None]:
    """Within, nobody else writes."""
    with closing(sqlite3.connect(live.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _made(home: Path, monkeypatch: pytest.MonkeyPatch, patience: float) -> tuple[SupportBot, WireWorld]:
    with monkeypatch.context() as patch:
        made_with = partialmethod(discord.Client.__init__, guild_ready_timeout=0.01, heartbeat_timeout=patience)
        patch.setattr(discord.Client, "__init__", made_with)
        bot = create_bot(home, clock=discord.utils.utcnow)
    return bot, world_of(bot.config)


def _tell_of_commits(told: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    tx = Database.tx

    async def telling(self: Database, work: Callable[[Transaction], T]) -> T:
        result = await tx(self, work)
        told()
        return result

    monkeypatch.setattr(Database, "tx", telling)
