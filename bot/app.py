"""The one constructor of the bot, used by `run`, the demo and the tests alike."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import discord

from bot.client import Services, SupportBot
from bot.clock import Clock
from bot.config import Config, load_config
from bot.connecting import PacedClient
from bot.database import Database, database_at
from bot.drafts.service import DraftService
from bot.drafts.upkeep import Upkeep
from bot.errors import StartupError
from bot.faq.asking import Asking
from bot.faq.bursts import Bursts
from bot.faq.in_use import InUse
from bot.faq.judging import Judging
from bot.faq.looking_up import LookingUp
from bot.faq.pressing import Pressing
from bot.faq.showing import Showing
from bot.faq.succession import Succession
from bot.health.service import HealthService
from bot.ids import Ids
from bot.insights.service import InsightsService
from bot.jobs.obstacles.service import ObstacleService
from bot.jobs.runner import JobRunner
from bot.knowledge.folder import FaqFolder
from bot.knowledge.library import Library
from bot.knowledge.reloading import Reloader
from bot.logins.service import Logins, NotYet
from bot.matching.encoder import wanted_encoder
from bot.matching.meaning import Encoder
from bot.places.service import Places
from bot.problems import Problem
from bot.reputation.service import ReputationService
from bot.serving import Serving
from bot.shadow.service import ShadowService
from bot.tickets.delivery import Delivery
from bot.tickets.service import TicketService
from cogs import EXTENSIONS, failures
from cogs.failures import SupportTree, report_job
from cogs.hindrances import Judge
from cogs.operations.creating import find_gaps
from cogs.places import things_in
from cogs.texts import operations
from cogs.texts.commands import CommandTranslator
from cogs.texts.forms import plain
from cogs.texts.language import ENGLISH


class InvalidFiles(StartupError):
    """config.yaml or faq/ has problems; `problems` lists them all, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def load_home(home: Path) -> tuple[Config, Library]:
    """Read and check config.yaml and the knowledge base of a home folder. Raises InvalidFiles."""
    config, problems = load_config(home)
    if config is None:
        raise InvalidFiles(problems)
    library, problems = FaqFolder.of(home, config).read()
    if library is None:
        raise InvalidFiles(problems)
    return config, library


def create_bot(home: Path, *, clock: Clock, database_url: str | None = None, semantic: bool = False) -> SupportBot:
    """A bot for the folder that holds config.yaml, faq/ and, from the first start on, data/.

    `clock` is the only source of time; `database_url` is an SQLAlchemy URL where `data/signpost.db` is not
    wanted. With `semantic`, questions are also matched by meaning, if the sentence encoder is installed; loading it
    takes half a second. Nothing is opened before the bot logs in. Raises InvalidFiles, and StartupError where the
    encoder is there and cannot be used.
    """
    config, library = load_home(home)
    database = database_at(home, database_url)
    encoder = wanted_encoder(home, config.faq) if semantic else None
    return SupportBot(
        config=config,
        clock=clock,
        database=database,
        services=build_services(config, library, database, clock, home=home, encoder=encoder),
        extensions=EXTENSIONS,
        tree_class=SupportTree,
        translator=CommandTranslator(),
    )


def build_services(
    config: Config,
    library: Library,
    database: Database,
    clock: Clock,
    *,
    home: Path,
    encoder: Encoder | None = None,
) -> Services:
    """The services over one database and the FAQ files of one home, wired along the story."""
    jobs, ids = JobRunner(database, clock, report_job, Judge()), Ids()
    reputation = ReputationService(database, clock, config.reputation, jobs)
    knowledge = InUse(library, encoder)
    judging, bursts = Judging(config.faq, knowledge), Bursts(config.faq.min_words)
    looking_up = LookingUp(database, clock, config.faq, knowledge, judging, jobs)
    reloader = Reloader(knowledge, FaqFolder.of(home, config), Succession(database, clock))
    return Services(
        knowledge=knowledge,
        asking=Asking(database, clock, config.faq, knowledge, judging, bursts, jobs, ids),
        showing=Showing(database, clock, config.faq, knowledge),
        pressing=Pressing(database, clock, knowledge, bursts, jobs),
        looking_up=looking_up,
        tickets=TicketService(database, clock, config.tickets, jobs, reputation, ids),
        delivery=Delivery(database, clock, jobs),
        reputation=reputation,
        insights=InsightsService(database, clock, knowledge),
        shadow=ShadowService(database, clock, config.faq),
        places=Places(database, config),
        jobs=jobs,
        obstacles=ObstacleService(database, clock, jobs),
        drafts=DraftService(database, clock, config.faq, knowledge, looking_up, reloader, reputation, jobs, ids),
        upkeep=Upkeep(database, clock, knowledge, jobs),
        reloader=reloader,
        health=HealthService(home / "data", database, clock, jobs),
    )


async def watch_faq(bot: SupportBot) -> None:
    """Use FAQ files as soon as they are changed, until cancelled.

    Started by `run` alone: it waits for what simulated time does not bring about.
    """
    async with failures.listening("watching the FAQ files"):
        # What takes long is done while Discord is being reached, not when the first member asks.
        await bot.services.knowledge.load(bot.services.knowledge.library)
        await bot.wait_until_ready()
        async with aclosing(bot.services.reloader.changes()) as found:
            async for _ in found:
                async with failures.listening("reading the FAQ files"):
                    await bot.services.reloader.reload()


async def gaps_in_discord(places: Places, token: str, logins: Logins) -> list[str]:
    """Log in for a moment and say, a line each, what is missing in every server that is served, or which those are.

    What the names were found to mean is taken from the database, if there is one; nothing is written.
    Raises StartupError where there were too many logins today, and GatewayNotFound where there is no connection.
    """
    await places.glance()
    async with PacedClient(intents=discord.Intents(guilds=True)) as client:
        client.logins = logins
        await client.login(token)
        connection = asyncio.ensure_future(client.connect(reconnect=False))
        ready = asyncio.ensure_future(client.wait_until_ready())
        await asyncio.wait({connection, ready}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            try:
                await connection
            except NotYet as not_yet:
                raise StartupError(
                    f"Too many logins ({not_yet.why}). Try again after {not_yet.until:%Y-%m-%d %H:%M} UTC."
                ) from not_yet
            raise discord.GatewayNotFound
        serving = Serving.of(places.config.discord.servers, [guild.id for guild in client.guilds])
        lines = []
        for guild in client.guilds:
            if guild.id in serving.served:
                places.look(guild.id, things_in(guild))
                lines += [
                    f"{guild.name}: {plain(operations.gap(ENGLISH, gap))}" for gap in find_gaps(guild, places)
                ]
        if serving.undecided:
            there = [f"{guild.id} ({guild.name})" for guild in client.guilds]
            lines.append(operations.undecided(ENGLISH, there))
        lines += [operations.absent(ENGLISH, guild_id) for guild_id in serving.absent]
        if not client.guilds:
            lines.append(operations.no_guilds(ENGLISH))
        await client.close()
        await connection
    return lines
