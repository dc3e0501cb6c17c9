"""The one constructor of the bot, used by `run`, the demo and the tests alike."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord

from bot.client import Services, SupportBot
from bot.clock import Clock
from bot.config import Config, load_config
from bot.database import Database, database_at
from bot.documents import Problem
from bot.errors import StartupError
from bot.faq.library import Library, load_library
from bot.faq.service import FaqService
from bot.insights.service import InsightsService
from bot.jobs.runner import JobRunner
from bot.reputation.service import ReputationService
from bot.tickets.service import TicketService
from cogs import EXTENSIONS
from cogs.failures import SupportTree, report_job
from cogs.operations import find_gaps
from cogs.ui import texts


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
    library, problems = load_library(
        home / config.faq.folder,
        ticket_types=[kind.id for kind in config.tickets.types],
        channels=[*config.channels.help, *config.channels.forums],
    )
    if library is None:
        raise InvalidFiles(problems)
    return config, library


def create_bot(home: Path, *, clock: Clock, database_url: str | None = None) -> SupportBot:
    """A bot for the folder that holds config.yaml, faq/ and, from the first start on, data/.

    `clock` is the only source of time; `database_url` is an SQLAlchemy URL where `data/signpost.db` is not
    wanted. Nothing is opened before the bot logs in. Raises InvalidFiles.
    """
    config, library = load_home(home)
    database = database_at(home, database_url)
    return SupportBot(
        config=config,
        clock=clock,
        database=database,
        services=build_services(config, library, database, clock),
        extensions=EXTENSIONS,
        tree_class=SupportTree,
    )


def build_services(config: Config, library: Library, database: Database, clock: Clock) -> Services:
    """The services over one database, wired along the story."""
    jobs = JobRunner(database, clock, report_job)
    reputation = ReputationService(database, clock, config.reputation)
    return Services(
        faq=FaqService(database, clock, config.faq, library, jobs),
        tickets=TicketService(database, clock, config.tickets, jobs, reputation),
        reputation=reputation,
        insights=InsightsService(database, clock),
        jobs=jobs,
    )


async def gaps_in_discord(config: Config, token: str) -> list[str]:
    """Log in for a moment and say, a line each, what is missing in every server the bot is in."""
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(token)
        connection = asyncio.ensure_future(client.connect())
        ready = asyncio.ensure_future(client.wait_until_ready())
        await asyncio.wait({connection, ready}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            await connection
        lines = [
            f"{guild.name}: {texts.plain(texts.gap(gap))}"
            for guild in client.guilds
            for gap in find_gaps(guild, config)
        ]
        if not client.guilds:
            lines.append(texts.no_guilds())
        await client.close()
        await connection
    return lines
