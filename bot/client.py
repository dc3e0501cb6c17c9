"""The bot: discord.py's client, carrying the services to the cogs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.config import Config
from bot.connecting import PacedClient
from bot.database import Database
from bot.direct.service import DirectMessages
from bot.drafts.crediting import Crediting
from bot.drafts.deflections import Deflections
from bot.drafts.posts import Posts
from bot.drafts.service import DraftService
from bot.drafts.upkeep import Upkeep
from bot.errors import NotServed
from bot.faq.asking import Asking
from bot.faq.in_use import InUse
from bot.faq.looking_up import LookingUp
from bot.faq.pressing import Pressing
from bot.faq.replying import Replying
from bot.faq.showing import Showing
from bot.faq.silences.service import Silences
from bot.faq.turning import Turning
from bot.forms.service import RefusedForms
from bot.health.service import HealthService
from bot.insights.advising import Advising
from bot.insights.service import InsightsService
from bot.insights.spending.service import Spending
from bot.insights.stats.service import TicketStats
from bot.jobs.obstacles.service import ObstacleService
from bot.jobs.runner import JobRunner
from bot.knowledge.reloading import Reloader
from bot.patience import Patience
from bot.places.service import Places
from bot.prevention.service import Prevention
from bot.privacy.service import Privacy
from bot.reputation.accepting import Accepting
from bot.reputation.boards.service import Boards
from bot.reputation.boards.simulating import Simulating
from bot.reputation.holds.nightly import Nightly
from bot.reputation.holds.orders import Orders
from bot.reputation.holds.service import Cases
from bot.reputation.marking import Marking
from bot.reputation.messages.service import AwardedMessages
from bot.reputation.prompts.service import ThanksPrompts
from bot.reputation.ranks.service import Ranking
from bot.reputation.service import ReputationService
from bot.reputation.weekly.service import WeeklyService
from bot.routing.opting_in import OptingIn
from bot.routing.service import RoutingService
from bot.serving import Serving
from bot.shadow.service import ShadowService
from bot.solved.pointing import Pointing
from bot.solved.service import Solved
from bot.tickets.absences.service import Absences
from bot.tickets.adding import Adding
from bot.tickets.clocks.service import Clocks
from bot.tickets.community.service import CommunityFirst
from bot.tickets.costs.service import Costs
from bot.tickets.csat.following import FollowUps
from bot.tickets.csat.service import Ratings
from bot.tickets.dealing import Dealing
from bot.tickets.delivery import Delivery
from bot.tickets.entries.service import SentEntries
from bot.tickets.expectations.service import Expectations
from bot.tickets.finding.service import Finding
from bot.tickets.guests.service import Guests
from bot.tickets.holding import Holding
from bot.tickets.last_chances.service import LastChances
from bot.tickets.leasing import Leasing
from bot.tickets.links.service import Linking
from bot.tickets.listening import Listening
from bot.tickets.macros import Macros
from bot.tickets.merges.service import Merging
from bot.tickets.mine.service import Mine
from bot.tickets.moving import Moving
from bot.tickets.notes.service import Notes
from bot.tickets.past.service import Pasts
from bot.tickets.pings.service import Pings
from bot.tickets.promises.service import Promises
from bot.tickets.record.service import Recording
from bot.tickets.search.service import Similar
from bot.tickets.service import TicketService
from bot.tickets.silences.requests import CloseRequests
from bot.tickets.silences.service import TicketSilences
from bot.tickets.snoozing import Snoozing
from bot.tickets.tiers.service import Tiers
from bot.tickets.transcripts.service import Transcripts

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Services:
    """The use cases of each feature, and the runner of what they owe to Discord."""

    knowledge: InUse
    asking: Asking
    replying: Replying
    showing: Showing
    pressing: Pressing
    turning: Turning
    looking_up: LookingUp
    silences: Silences
    tickets: TicketService
    dealing: Dealing
    pasts: Pasts
    holding: Holding
    similar: Similar
    finding: Finding
    leasing: Leasing
    absences: Absences
    macros: Macros
    sent_entries: SentEntries
    advising: Advising
    moving: Moving
    snoozing: Snoozing
    ticket_silences: TicketSilences
    close_requests: CloseRequests
    tiers: Tiers
    listening: Listening
    delivery: Delivery
    direct: DirectMessages
    promises: Promises
    mine: Mine
    expectations: Expectations
    ratings: Ratings
    follow_ups: FollowUps
    clocks: Clocks
    costs: Costs
    prevention: Prevention
    spending: Spending
    pings: Pings
    merging: Merging
    notes: Notes
    linking: Linking
    guests: Guests
    reputation: ReputationService
    solved: Solved
    pointing: Pointing
    ranking: Ranking
    weekly: WeeklyService
    cases: Cases
    orders: Orders
    nightly: Nightly
    boards: Boards
    simulating: Simulating
    accepting: Accepting
    routing: RoutingService
    opting_in: OptingIn
    marking: Marking
    awarded_messages: AwardedMessages
    prompts: ThanksPrompts
    insights: InsightsService
    stats: TicketStats
    shadow: ShadowService
    places: Places
    jobs: JobRunner
    obstacles: ObstacleService
    drafts: DraftService
    crediting: Crediting
    deflections: Deflections
    posts: Posts
    upkeep: Upkeep
    reloader: Reloader
    health: HealthService
    refused_forms: RefusedForms
    adding: Adding
    last_chances: LastChances
    community: CommunityFirst
    recording: Recording
    transcripts: Transcripts
    privacy: Privacy


def intents_for(config: Config) -> discord.Intents:
    """Guilds, who is banned there, their messages and reactions, and direct messages, whose content Discord always tells; that
    of the others only if the operator wants it.
    """
    intents = discord.Intents.none()
    intents.guilds = True
    intents.moderation = True
    intents.guild_messages = True
    intents.guild_reactions = True
    intents.dm_messages = True
    intents.message_content = config.discord.message_content
    return intents


LAST_SECONDS = 8.5
"""For so long all that was begun is finished when the bot stops."""

CANCELLED_SECONDS = 0.5
"""For so long what could not be finished cleans up, and then the database is waited for. Who stops the bot waits ten
seconds in all: so do containers by themselves.
"""


class SupportBot(PacedClient, commands.Bot):
    """One bot for the communities that it serves. Made by `create_bot`, and by nothing else."""

    def __init__(
        self,
        *,
        config: Config,
        clock: Clock,
        database: Database,
        services: Services,
        extensions: Sequence[str],
        tree_class: type[app_commands.CommandTree[SupportBot]],
        translator: app_commands.Translator,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=tree_class,
            intents=intents_for(config),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.config = config
        self.clock = clock
        self.services = services
        self._database = database
        self._extensions_to_load = tuple(extensions)
        self._translator = translator
        self._is_stopping = False
        self.patience = Patience()
        self.concerns: Callable[[discord.Message], bool] = lambda _: True
        """Whether a message may mean something to anybody: set by who listens."""
        self.command_ids: dict[str, int] = {}
        """Of the slash commands and groups in Discord, by their names: so they can be mentioned."""
        self._under_way: set[asyncio.Task[Any]] = set()

    async def open(self) -> None:
        """Open the database, before Discord is logged in to: what fails here costs no login. StartupError."""
        await self._database.open()

    @property
    def serving(self) -> Serving:
        """Which servers are served right now: people invite the bot, and put it out."""
        return Serving.of(self.config.discord.servers, [guild.id for guild in self.guilds])

    @property
    def served_guilds(self) -> list[discord.Guild]:
        """The servers that are served, as far as Discord has told of them."""
        served = self.serving.served
        return [guild for guild in self.guilds if guild.id in served]

    def serves(self, guild_id: int | None) -> bool:
        """Whether this server is served; a direct message is in none."""
        return guild_id in self.serving.served

    def require_served(self, guild_id: int | None) -> None:
        """Raises NotServed: to be asked first of whatever comes from Discord."""
        if not self.serves(guild_id):
            raise NotServed(guild_id)

    def guild_of(self, guild_id: int) -> discord.Guild:
        """Where a job of this server is done. Raises LookupError where we are not in it (any more)."""
        guild = self.get_guild(guild_id)
        if guild is None:
            raise LookupError(f"not in guild {guild_id} (any more), or Discord is not ready")
        return guild

    async def setup_hook(self) -> None:
        """Open the database where it is not open yet, load the cogs, tell Discord our commands."""
        await self.open()
        await self.services.places.load()
        await self.services.knowledge.prepare()
        await self.services.reloader.begin()
        if self.services.knowledge.is_semantic:
            log.info("questions are matched by their words and their meaning")
        else:
            log.info("questions are matched by their words; with the extra `semantic` by their meaning too")
        for extension in self._extensions_to_load:
            # Not `load_extension`: it forgets the modules when a bot closes, and the next one would import them anew.
            await import_module(extension).setup(self)
        await self.tree.set_translator(self._translator)
        is_typed = discord.AppCommandType.chat_input
        self.command_ids = {one.name: one.id for one in await self.tree.sync() if one.type is is_typed}

    async def on_ready(self) -> None:
        """Discord is there: begin with what is owed. Comes again after every reconnect without a resume, and also
        when we are about to leave: then what is owed stays so.
        """
        if self._is_stopping:
            return
        self._serve()
        self.services.jobs.start()
        log.info("ready; communities: %d", len(self.served_guilds))

    async def on_guild_available(self, _guild: discord.Guild) -> None:
        """Discord was down for it: what it owes there can be done again."""
        self._serve()

    async def on_guild_unavailable(self, _guild: discord.Guild) -> None:
        """Discord is down for it: it has neither channels nor roles to work in."""
        self._serve()

    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """Do its jobs too, if it is served; or no longer know which one is."""
        self._serve()

    async def on_guild_remove(self, _guild: discord.Guild) -> None:
        """Its jobs wait until we are back: trying them would only fail."""
        self._serve()

    def _serve(self) -> None:
        """Do the jobs of the servers that are served and up, and of no other."""
        self.services.jobs.serve([guild.id for guild in self.served_guilds if not guild.unavailable])

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell who listens. What concerns nobody, and that is most of what people write, goes no further: the tasks that
        hear of it would cost as much as reading it does.
        """
        if event != "message" or self.concerns(args[0]):
            super().dispatch(event, *args, **kwargs)

    async def on_message(self, message: discord.Message, /) -> None:
        """No prefix commands: people use slash commands, and the FAQ listens by itself."""

    async def close(self) -> None:
        """Read nothing more, finish what was read, keep what is owed, close the database; whatever is locked or hangs,
        that takes ten seconds at most.
        """
        self._is_stopping = True
        self.patience.end()
        gathering = self.services.asking.gathering
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await self._finish()
                await gathering.written_at_last()
                await self.services.jobs.stop()
        except TimeoutError:
            await self._give_up()
        gathering.end()
        self.services.knowledge.close()
        await super().close()
        await self._database.close(CANCELLED_SECONDS)

    def stays_open_for(self, task: asyncio.Task[Any] | None) -> None:
        """Whoever closes the bot waits for this task, for up to `LAST_SECONDS`: it does what was read from Discord."""
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    def _schedule_event(
        self, coro: Callable[..., Coroutine[Any, Any, Any]], event_name: str, *args: Any, **kwargs: Any
    ) -> asyncio.Task[Any]:
        task = super()._schedule_event(coro, event_name, *args, **kwargs)
        self.stays_open_for(task)
        return task

    def _left(self) -> list[asyncio.Task[Any]]:
        """What is under way, but for the one that asks. What is done may not have been taken out yet."""
        return [task for task in self._under_way if not task.done() and task is not asyncio.current_task()]

    async def _finish(self) -> None:
        """Say goodbye to the gateway, and let what was read from it be done."""
        if self.ws is not None and self.ws.open:
            self.stays_open_for(asyncio.create_task(self.ws.close(code=1000)))
        await asyncio.sleep(0)  # a press that was just read says in its first step that it is under way
        while left := self._left():
            await asyncio.wait(left)

    async def _give_up(self) -> None:
        """Cancel what was read and is not done, and the jobs. What has begun to wait for a lock goes on doing so: it
        cannot be torn out, and is left to the end of the process.
        """
        left = self._left()
        if left:
            log.warning("stopping: %d of what was read could not be finished in time", len(left))
        for task in left:
            task.cancel()
        stopping = asyncio.create_task(self.services.jobs.stop())
        await asyncio.wait([*left, stopping], timeout=CANCELLED_SECONDS)
        stopping.cancel()
