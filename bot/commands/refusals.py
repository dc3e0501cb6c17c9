"""Why Discord does not take the bot, or cannot be reached: as a sentence that tells the operator what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.commands.home import TOKEN
from bot.errors import StartupError
from cogs.hindrances import is_out_of_reach

AUTHENTICATION_FAILED = 4004
"""With this code Discord closes the connection of a bot whose token has been reset."""

WRONG_TOKEN = (
    f"Discord does not accept the token in {TOKEN}. Copy it again from the developer portal → Bot → Reset Token."
)


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Raises StartupError for what the library raises where Discord refuses the bot, or cannot be reached."""
    try:
        yield
    except discord.LoginFailure as error:
        raise StartupError(WRONG_TOKEN) from error
    except discord.PrivilegedIntentsRequired as error:
        raise StartupError(
            "The intent Message Content is not switched on for this bot. Switch it on in the developer portal → Bot →"
            " Privileged Gateway Intents, or set `message_content: false` under `discord:` in config.yaml."
        ) from error
    except discord.ConnectionClosed as error:
        raise StartupError(
            WRONG_TOKEN
            if error.code == AUTHENTICATION_FAILED
            else f"Discord refuses this bot (code {error.code})."
        ) from error
    except discord.HTTPException as error:
        raise StartupError(_refused(error)) from error
    except (aiohttp.ClientError, TimeoutError, discord.GatewayNotFound) as error:
        raise StartupError(
            f"Discord cannot be reached ({type(error).__name__}). Check the network and try again."
        ) from error


def _refused(error: discord.HTTPException) -> str:
    """What Discord has answered is not the network's fault."""
    if is_out_of_reach(error):
        return f"Discord does not answer as it should (status {error.status}). Try again later."
    what = (
        "the bot's commands"
        if isinstance(error, discord.app_commands.CommandSyncFailure)
        else "what the bot asked"
    )
    said = " ".join(error.text.split()) or "without a word"
    return f"Discord refuses {what} (status {error.status}, code {error.code}): {said}"
