"""The simulated community with the real bot in it: one action at a time, time that passes, and trouble."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import discord
from simcord import ChannelHandle, MemberActor, ResponseMessage

from bot.actor import Actor
from bot.app import create_bot
from bot.client import Services, SupportBot
from bot.errors import Refused
from bot.jobs.job import Job
from bot.reputation.boards.service import ALL_TIME
from bot.simulated.community import Community, build
from bot.simulated.corrections import DiscordBackend, Line, Stall
from bot.simulated.simulation import Simulation
from bot.tickets.ticket import Ticket

OPENS_AT = (4 * 24 + 9) * 3600.0
"""Seconds at which the demo begins: the simulated year does on a holiday, and this is its first Monday."""
LONGEST_ADVANCE = 31 * 86_400
PATIENCE_SECONDS = 2.0
LOG_LINES = 500
FAULTS = {"unavailable": ("*", 503, 0), "forbidden": ("/channels/*", 403, 50013)}
"""What goes wrong with the bot's next request to such a path: status, Discord's code."""

_INCIDENT = re.compile(r"SP-[0-9A-F]{6}")
_TITLES = {
    "customer": "Customer",
    "neighbour": "Another customer",
    "member": "Helper",
    "helper": "Trusted helper",
    "staff": "Staff",
    "colleague": "Second-tier staff",
    "administrator": "Administrator",
    "newcomer": "Newcomer",
}

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
W = TypeVar("W", bound="World")


class Declined(Exception):
    """What cannot be done here. Its message is a plain sentence for the page."""


@dataclass(frozen=True)
class Person:
    """Somebody whom the visitor can be."""

    actor: MemberActor
    title: str

    @property
    def id(self) -> int:
        return int(self.actor.id)

    @property
    def user(self) -> str:
        """The user name."""
        return str(self.actor.name)

    @property
    def name(self) -> str:
        return self.actor.user.global_name or self.user


class LogLines(logging.Handler):
    """The last lines of the bot's log, counted, with simulated times and the incident codes in them."""

    LOGGERS = ("bot", "cogs", "discord")

    def __init__(self, now: Callable[[], str]) -> None:
        super().__init__(logging.INFO)
        self._now = now
        self._lines: deque[dict[str, str]] = deque(maxlen=LOG_LINES)
        self._levels: dict[str, int] = {}
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            text += f" – {type(record.exc_info[1]).__name__}: {record.exc_info[1]}"
        line = {"at": self._now(), "level": record.levelname, "text": text}
        if incident := _INCIDENT.search(text):
            line["incident"] = incident[0]
        self._lines.append(line)
        self.count += 1

    def since(self, count: int) -> list[dict[str, str]]:
        """The lines that came after the first `count`, as far as they are kept."""
        new = min(self.count - count, len(self._lines))
        return list(self._lines)[len(self._lines) - new :]

    def attach(self) -> None:
        """Listen. The bot's own loggers speak from INFO on."""
        for name in self.LOGGERS:
            logger = logging.getLogger(name)
            self._levels[name] = logger.level
            logger.addHandler(self)
            logger.setLevel(logging.WARNING if name == "discord" else logging.INFO)

    def detach(self) -> None:
        """Leave the loggers as they were."""
        for name, level in self._levels.items():
            logging.getLogger(name).removeHandler(self)
            logging.getLogger(name).setLevel(level)
        self._levels.clear()


def takes_turns(
    method: Callable[Concatenate[W, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[W, P], Coroutine[Any, Any, T]]:
    """One action at a time. It goes on to its end even if nobody waits for it any more."""

    @wraps(method)
    async def in_turn(self: W, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.in_turn(method(self, *args, **kwargs))

    return in_turn


class World:
    """The shipped community, its people, and what can happen to the bot in it.

    `listeners` are called after each action and tick, `watchers` awaited before them where something has happened.
    Actions raise Declined, or what simcord says of things that a person cannot do (SetupError, BackendError).
    With `semantic`, questions are also matched by meaning, if the sentence encoder is installed.
    """

    def __init__(self, home: Path, *, semantic: bool = False) -> None:
        self.home = home
        self.simulation = Simulation(
            lambda: create_bot(home, clock=discord.utils.utcnow, semantic=semantic), expected=(Refused,)
        )
        self.backend: DiscordBackend = self.simulation.env.backend
        self.backend.bot_user.name = "Signpost"
        self.community: Community = build(self.simulation, self.bot.config)
        people = [Person(getattr(self.community, role), title) for role, title in _TITLES.items()]
        self.people = {person.user: person for person in people}
        self.log = LogLines(lambda: self.simulation.now().isoformat())
        self.listeners: set[Callable[[], None]] = set()
        self.watchers: list[Callable[[], Awaitable[None]]] = []
        self.jobs: list[Job] = []
        self.ranks: dict[int, str] = {}
        """Member → rank, of the ten best."""
        self.died_opening: list[int] = []
        """Tickets that were being opened when the bot was killed."""
        self._stall: tuple[Line, Stall] | None = None
        self._faults: dict[str, dict[str, Any]] = {}
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None
        self._turns: set[asyncio.Task[Any]] = set()
        self._seen = (-1, -1)
        self._events = 0
        self._is_up = False

    # -- life

    async def boot(self) -> None:
        """Bring the bot up, in the morning. Part of a turn."""
        self.log.attach()
        await self.simulation.start()
        await self._read_faq()
        self._is_up = True
        self.backend.subscribers.append(self._note)
        await self.simulation.advance(OPENS_AT)

    async def stop(self) -> None:
        """Let what runs come to its end, unless it takes long, then close the bot."""
        if self._turns:
            _done, late = await asyncio.wait(self._turns, timeout=PATIENCE_SECONDS)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        self.log.detach()
        await self.simulation.stop()

    @property
    def bot(self) -> SupportBot:
        """The one that runs now."""
        return cast(SupportBot, self.simulation.bot)

    @property
    def services(self) -> Services:
        return self.bot.services

    def person(self, name: str) -> Person:
        """By user name or id. Declined where there is none."""
        for person in self.people.values():
            if name in (person.user, str(person.id)):
                return person
        raise Declined("There is no such person here.")

    def channel(self, channel_id: int) -> ChannelHandle:
        """A channel, thread or DM."""
        channel = self.backend.get_channel(channel_id)
        guild = self.simulation.guild if channel.guild_id is not None else None
        return ChannelHandle(self.simulation.env, guild, channel)

    def message(self, channel_id: int, message_id: int) -> ResponseMessage:
        """A message, as something that people can act on."""
        return ResponseMessage(self.simulation.env, self.backend.get_message(channel_id, message_id))

    def _note(self, _event: str, _payload: Mapping[str, Any]) -> None:
        self._events += 1

    # -- turns

    async def in_turn(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this when it is its turn; inside a turn, at once."""
        if asyncio.current_task() is self._holder:
            result = await work
            await self.kill_where_it_stalled()
            return result
        task = asyncio.create_task(self._alone(work))
        self._turns.add(task)
        task.add_done_callback(self._turns.discard)
        await asyncio.wait({task})
        return task.result()

    async def _alone(self, work: Coroutine[Any, Any, T]) -> T:
        async with self._lock:
            self._holder = asyncio.current_task()
            try:
                result = await work
            finally:
                await self.kill_where_it_stalled()
                self._holder = None
                await self._look_round()
            return result

    async def _look_round(self) -> None:
        """See what has come of it, for the side panel, and tell the windows."""
        if not self._is_up:
            return
        self.backend.transcript.clear()  # nobody reads it, and it would grow for ever
        self.jobs = await self.services.jobs.waiting()
        seen = (len(self.backend.http_requests), self._events)
        if seen != self._seen:
            self._seen = seen
            boards = self.services.boards
            ranks = {
                one.member_id: boards.rank(one.points)
                for one in await boards.some(self.simulation.guild.id, ALL_TIME, 0)
            }
            self.ranks = {member_id: rank.name for member_id, rank in ranks.items() if rank is not None}
            for look in self.watchers:
                await look()
        for listener in list(self.listeners):
            listener()

    # -- time and trouble

    @takes_turns
    async def tick(self, seconds: float = 1.0) -> None:
        """Time passes by itself."""
        await self.simulation.advance(seconds)

    @takes_turns
    async def advance(self, seconds: float) -> None:
        """Time passes faster."""
        if not 0 < seconds <= LONGEST_ADVANCE:
            raise Declined("Time can be moved on by up to 31 days at once.")
        await self.simulation.advance(seconds)

    @property
    def trouble(self) -> list[str]:
        """What is armed and has not happened yet."""
        stalled = self._stall is not None and self._stall[1] in self._stall[0].stalls
        return (["kill_opening"] if stalled else []) + [
            kind for kind, fault in self._faults.items() if fault in self.backend.faults
        ]

    @takes_turns
    async def cause(self, kind: str, thread_id: int | None = None) -> str:
        """Make trouble of a kind; says what will come of it."""
        line = self.simulation.env.line
        if kind == "restart":
            await self._reborn(self.simulation.restart())
            return "The bot was closed and started again. It knows everything it knew before."
        if kind == "kill_opening":
            if kind not in self.trouble:
                self._stall = line, Stall("POST", "/channels/*/threads", after=True)
                line.stalls.append(self._stall[1])
            return "The next ticket's thread will be made, and then the bot dies before it can note that."
        if kind in FAULTS:
            path, status, code = FAULTS[kind]
            if kind not in self.trouble:
                self.simulation.fail_next("*", path, status, code)
                self._faults[kind] = self.backend.faults[-1]
            where = "" if path == "*" else " that concerns a channel"
            return f"Discord will answer the bot's next request{where} with {status}."
        if kind == "delete_thread" and thread_id is not None:
            thread = self.backend.get_channel(thread_id)
            if not thread.is_thread:
                raise Declined("Choose a thread first: only threads can be deleted here.")
            with self.simulation.env.operation("delete"):
                self.backend.delete_channel(thread_id)
                await self.simulation.settle()
            return f"The thread “{thread.name}” is gone."
        raise Declined("There is no trouble of this kind.")

    async def kill_where_it_stalled(self) -> None:
        """If the bot hangs where it was to die, let it die. Part of every turn."""
        if self._stall is None or self._stall[0] is not self.simulation.env.line or "kill_opening" in self.trouble:
            return
        self._stall = None
        self.died_opening += [
            ticket.id for ticket in await self.live_tickets() if ticket.receipts.thread_id is None
        ]
        log.warning("the demo kills the bot here, in the middle of opening a ticket, and starts a fresh one")
        await self._reborn(self.simulation.kill())

    async def live_tickets(self) -> list[Ticket]:
        """The whole queue, page by page."""
        by, guild_id = Actor(self.community.staff.id, is_staff=True), self.simulation.guild.id
        found = await self.services.tickets.queue(guild_id, by=by)
        tickets = list(found.tickets)
        for page in range(2, found.pages + 1):
            tickets += (await self.services.tickets.queue(guild_id, by=by, page=page)).tickets
        return tickets

    async def _reborn(self, rebirth: Coroutine[Any, Any, None]) -> None:
        """A fresh bot takes over. What is to fail is its next request, and not its login."""
        faults = self.backend.faults[:]
        self.backend.faults.clear()
        self._is_up = False
        await rebirth
        await self._read_faq()
        self._is_up = True
        self.backend.faults.extend(faults)

    async def _read_faq(self) -> None:
        """Its meaning: what `watch_faq` does beside a bot that runs against Discord."""
        knowledge = self.services.knowledge
        if knowledge.is_semantic:
            await knowledge.load(knowledge.library)
