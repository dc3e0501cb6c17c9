"""`signpost check`: whether config.yaml, faq/ and the servers are as the bot needs them."""

from __future__ import annotations

import argparse
import asyncio
import base64
import binascii

import discord

from bot.app import InvalidFiles, load_home
from bot.commands.console import err, out
from bot.commands.home import TOKEN, data_of, database_of, environment, token_of
from bot.commands.languages import unspoken, unusable
from bot.commands.refusals import refusals_in_words
from bot.config import Config
from bot.connecting import PacedClient
from bot.errors import StartupError
from bot.logins.service import Logins, NotYet
from bot.matching.doubts import doubts
from bot.places.service import Places
from bot.requirements import TO_CREATE, needed_permissions
from bot.serving import Serving
from cogs.operations.creating import find_gaps
from cogs.places import things_in
from cogs.texts import operations
from cogs.texts.forms import plain
from cogs.texts.language import ENGLISH


@refusals_in_words()
def check(options: argparse.Namespace) -> int:
    """Check config.yaml, faq/ and the translations without Discord; with --online, the servers too."""
    try:
        config, library = load_home(options.home)
    except InvalidFiles as invalid:
        for problem in invalid.problems:
            err.print(str(problem), markup=False)
        count = len(invalid.problems)
        err.print(f"{count} problem{'s' if count != 1 else ''}.", style="red")
        return 1
    doubtful = list(doubts(library.entries, library.positions))
    for doubt in doubtful:
        err.print(doubt, style="yellow", markup=False)
    looked_at = f"No problems, but {len(doubtful)} to look at." if doubtful else "No problems."
    phrasings = sum(len(entry.questions) for entry in library.entries)
    out.print(
        f"config.yaml: {len(config.tickets.types)} ticket types."
        f" {config.faq.folder}/: {len(library.entries)} entries, {phrasings} phrasings. {looked_at}",
        style="green",
    )
    if note := unspoken(config):
        out.print(note, markup=False)
    for broken in unusable():
        err.print(broken, markup=False)
    if options.invite:
        _print_invitation(config, options)
    if options.online:
        logins = Logins(data_of(options.home), discord.utils.utcnow)
        places = Places(database_of(options.home), config)
        lines = asyncio.run(_gaps_in_discord(places, token_of(environment(options.home)), logins))
        for line in lines:
            err.print(line, markup=False)
        if lines:
            return 1
        out.print("Discord: channels, roles and permissions are in place.", style="green")
    return 1 if unusable() else 0


async def _gaps_in_discord(places: Places, token: str, logins: Logins) -> list[str]:
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


def _print_invitation(config: Config, options: argparse.Namespace) -> None:
    application_id = options.application_id or _application_of(environment(options.home).get(TOKEN, ""))
    least = needed_permissions(config)
    for title, names in (
        ("Invite with the least permissions:", least),
        ("The same, and /setup may create what is missing:", [*least, *TO_CREATE]),
    ):
        link = discord.utils.oauth_url(
            application_id or 0,
            permissions=discord.Permissions(**dict.fromkeys(names, True)),
            scopes=("bot", "applications.commands"),
        )
        if not application_id:
            link = link.replace("client_id=0", "client_id=YOUR_APPLICATION_ID")
        out.print(title)
        out.print(link, markup=False)
    if not application_id:
        out.print("Put in the application id from the developer portal, or give it with --application-id.")


def _application_of(token: str) -> int | None:
    """The first part of a token is the application's id, in base64 (Discord's reference, Authentication)."""
    head = token.partition(".")[0]
    try:
        decoded = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return int(decoded) if decoded.isdecimal() else None
