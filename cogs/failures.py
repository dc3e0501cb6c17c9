"""Where failures end: a refusal becomes a sentence, a bug becomes an incident code that is in the log too.

These are the only broad `except`s of the product.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.errors import DatabaseBusy, NotServed, Refused
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered, Obstacle, ObstacleKind
from bot.turns import Urgency, urgency
from cogs.hindrances import is_out_of_reach, is_passing
from cogs.texts import failures as texts
from cogs.texts import refusals
from cogs.ui.giving_back import give_back, with_words
from cogs.ui.readers import reader
from cogs.ui.replies import UNREACHED, describe, reply, suggest_nothing, unwatch, watch

if TYPE_CHECKING:
    from bot.client import SupportBot

log = logging.getLogger(__name__)

UNKNOWN_INTERACTION = 10062

Offer = Callable[[Exception], Awaitable[discord.ui.View | None]]
"""What somebody may press whose form was refused for this reason."""


def incident(what: str, error: BaseException) -> str:
    """Log a bug with its traceback and return the code under which it is found there."""
    code = f"SP-{secrets.token_hex(3).upper()}"
    log.error("incident %s in %s", code, what, exc_info=error)
    return code


@asynccontextmanager
async def answering(interaction: discord.Interaction[Any], what: str) -> AsyncIterator[None]:
    """The boundary round a button, or what follows a form: whatever happens inside, the person gets a sentence."""
    watch(interaction)
    urgency.set(Urgency.PRESS)
    try:
        yield
    except Exception as error:  # noqa: BLE001  the failure boundary of controls
        await answer(interaction, what, error)
    finally:
        unwatch(interaction)


@asynccontextmanager
async def keeping(
    interaction: discord.Interaction[Any], what: str, words: str, offer: Offer | None = None
) -> AsyncIterator[None]:
    """The boundary round the writing of a form: whatever happens inside, its words are kept, or given back.

    What `offer` makes of the failure stands below them.
    """
    watch(interaction, lambda: with_words(interaction, texts.received(reader(interaction)), words))
    urgency.set(Urgency.PRESS)
    try:
        yield
    except Exception as error:  # noqa: BLE001  the failure boundary of forms
        said = _sentence(interaction, what, error)
        await give_back(interaction, what, said, words, await _offered(what, error, offer))
    finally:
        unwatch(interaction)


@asynccontextmanager
async def listening(what: str) -> AsyncIterator[None]:
    """The boundary round an event nobody waits for: a bug is logged and the bot goes on."""
    try:
        yield
    except DatabaseBusy:
        log.warning("%s: the database is busy; given up", what)
    except Refused:
        return
    except Exception as error:  # noqa: BLE001  the failure boundary of listeners
        if not _is_discords(what, error):
            incident(what, error)


async def answer(interaction: discord.Interaction[Any], what: str, error: Exception) -> None:
    """Tell the person, and nobody else, what went wrong."""
    if isinstance(error, discord.NotFound) and error.code == UNKNOWN_INTERACTION:
        log.warning("too late to answer %s: Discord waits three seconds", what)
    else:
        await tell(interaction, _sentence(interaction, what, error))


async def tell(interaction: discord.Interaction[Any], text: str) -> None:
    """An ephemeral line, as first response or as follow-up, whichever is still possible."""
    try:
        await reply(interaction, text, is_more=True)
    except UNREACHED as error:
        log.warning("could not answer an interaction: %s", describe(error))


async def _offered(what: str, error: Exception, offer: Offer | None) -> discord.ui.View | None:
    """Buttons, where they can be had: the words come back all the same."""
    try:
        return await offer(error) if offer else None
    except Exception as broken:  # noqa: BLE001  the failure boundary of what a failure offers
        incident(f"what to offer after {what}", broken)
        return None


def _sentence(interaction: discord.Interaction[Any], what: str, error: Exception) -> str:
    t = reader(interaction)
    if isinstance(error, Refused):
        if isinstance(error, DatabaseBusy):
            log.warning("%s: the database is busy; given up", what)
        return refusals.refusal(t, error)
    if _is_discords(what, error):
        return texts.discord_is_down(t)
    code = incident(what, error)
    return texts.discord_forbids(t, code) if isinstance(error, discord.Forbidden) else texts.bug(t, code)


def _is_discords(what: str, error: Exception) -> bool:
    """Whether it is Discord's fault, or the network's: then the log has a line, and there is no bug to look for."""
    if is_gone := is_out_of_reach(error):
        log.warning("%s: Discord cannot be reached: %s", what, describe(error))
    return is_gone


def report_job(job: Job, error: BaseException, obstacle: Obstacle | None) -> None:
    """A job failed. A bug is an incident at its first attempt and a line after; the rest is a line, which says
    whether it is tried again by itself or waits for people.
    """
    what = f"job {job.kind} of {job.subject_id}, attempt {job.attempts}"
    is_line = is_passing(error) or isinstance(error, discord.HTTPException | Hindered | Refused)
    is_given_up = obstacle is not None and obstacle.kind is ObstacleKind.BROKEN
    if not is_line and (job.attempts == 1 or is_given_up):
        incident(what, error)
    elif obstacle is None:
        log.warning("%s: %s; trying again later", what, describe(error))
    else:
        # Where a handler has said what keeps it, Discord's own word stands behind that.
        log.warning("%s: %s; waiting until something changes", what, describe(error.__cause__ or error))


class SupportTree(app_commands.CommandTree["SupportBot"]):
    """The command tree whose errors end here. Where we do not serve, no command does anything."""

    async def interaction_check(self, interaction: discord.Interaction[SupportBot], /) -> bool:
        """Whether this server is served. If not, a command is answered with one line, and nothing is suggested; who
        has to wait for a command reads so.
        """
        interaction.client.stays_open_for(asyncio.current_task())
        urgency.set(Urgency.PRESS)
        is_command = interaction.type is discord.InteractionType.application_command
        if interaction.client.serves(interaction.guild_id):
            if is_command:
                watch(interaction)
            return True
        if is_command:
            await tell(interaction, refusals.refusal(reader(interaction), NotServed(interaction.guild_id)))
        else:
            await suggest_nothing(interaction)
        return False

    async def on_error(
        self, interaction: discord.Interaction[SupportBot], error: app_commands.AppCommandError, /
    ) -> None:
        """The boundary round slash commands and context menus."""
        what = f"/{interaction.command.qualified_name}" if interaction.command else "a command"
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if isinstance(cause, app_commands.MissingPermissions | app_commands.NoPrivateMessage):
            await tell(interaction, texts.not_allowed_here(reader(interaction)))
        elif isinstance(cause, app_commands.TransformerError):
            await tell(interaction, texts.odd_option(reader(interaction)))
        else:
            await answer(interaction, what, cause)
