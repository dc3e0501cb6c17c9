"""The connection to the gateway: patient where it cannot be reached, and slow where logins would be too many."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.logins.pace import pause
from bot.logins.service import Logins, NotYet

log = logging.getLogger(__name__)


class PacedClient(discord.Client):
    """A client whose logins are paced, once `logins` is set; else it is the library's."""

    logins: Logins | None = None

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Called before each IDENTIFY: the library repeats them every 5 s for ever, where Discord takes none."""
        await super().before_identify_hook(shard_id, initial=initial)
        if self.logins is not None:
            await self.logins.permit()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Be connected until closed. Raises what the library does, where trying again cannot help."""
        if self.logins is None:
            await super().connect(reconnect=reconnect)
            return
        failures = 0
        while not self.is_closed():
            try:
                await self._ask_how_many_are_left(self.logins)
                await super().connect(reconnect=reconnect)
                return
            except NotYet as not_yet:
                if not reconnect:
                    raise
                await self.logins.wait(not_yet.until, not_yet.why)
            except (AttributeError, aiohttp.ClientError, OSError, discord.HTTPException) as error:
                if not self._is_unreachable(error):
                    raise
                if not reconnect:
                    raise discord.GatewayNotFound from error
                failures += 1
                delay = pause(failures).total_seconds()
                log.warning("Discord's gateway cannot be reached (%s); trying again in %d s", _name(error), delay)
                await self.logins.sleep(delay)

    async def _ask_how_many_are_left(self, logins: Logins) -> None:
        answer: dict[str, Any] = await self.http.request(Route("GET", "/gateway/bot"))
        limit = answer["session_start_limit"]
        logins.spare(limit["remaining"], timedelta(milliseconds=limit["reset_after"]))

    def _is_unreachable(self, error: Exception) -> bool:
        if isinstance(error, AttributeError):
            # Where its first connection fails, discord.py 2.7.1 reads `ws.sequence`, and there is no `ws`.
            return self.ws is None
        return not isinstance(error, discord.HTTPException) or error.status >= 500 or error.status == 429


def _name(error: Exception) -> str:
    """Of what really happened, before the library stumbled over it."""
    first = error.__context__ if isinstance(error, AttributeError) and error.__context__ else error
    return type(first).__name__
