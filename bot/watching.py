"""What `run` does beside the bot: it uses FAQ files as soon as they are changed, and says every half minute how the bot is."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from datetime import datetime, timedelta

from bot import memory
from bot.client import SupportBot
from bot.health.heartbeat import EVERY
from bot.logins.service import Logins
from cogs import failures


async def watch_faq(bot: SupportBot) -> None:
    """Use FAQ files as soon as they are changed, until cancelled.

    It waits for what simulated time does not bring about.
    """
    async with failures.listening("watching the FAQ files"):
        # What takes long is done while Discord is being reached, not when the first member asks.
        await bot.services.knowledge.load(bot.services.knowledge.library)
        await asyncio.to_thread(memory.give_back)
        await bot.wait_until_ready()
        await _calibrate(bot)
        async with aclosing(bot.services.reloader.changes()) as found:
            async for _ in found:
                async with failures.listening("reading the FAQ files"):
                    await bot.services.reloader.reload()
                    await _calibrate(bot)


async def _calibrate(bot: SupportBot) -> None:
    """Members are answered meanwhile; this takes some seconds of one core."""
    async with failures.listening("asking the FAQ of itself"):
        await bot.services.knowledge.calibrate()
        await asyncio.to_thread(memory.give_back)


async def write_heartbeats(bot: SupportBot, logins: Logins) -> None:
    """Say how the bot is, and note that the login lasts, until cancelled."""
    connected_at: datetime | None = None
    while True:
        connected_at = _answered_at(bot) or connected_at
        once = asyncio.ensure_future(_write_heartbeat(bot, logins, connected_at))
        try:
            await asyncio.shield(once)
        except asyncio.CancelledError:
            # A connection to the database that is cancelled while it is made outlives the event loop.
            await asyncio.wait({once})
            raise
        await asyncio.sleep(EVERY.total_seconds())


async def _write_heartbeat(bot: SupportBot, logins: Logins, connected_at: datetime | None) -> None:
    async with failures.listening("writing the heartbeat"):
        if bot.is_ready() and _answered_at(bot) is not None:
            logins.lasts()
        await bot.services.health.write_heartbeat(
            connected_at=connected_at,
            servers=bot.serving.served,
            waits_until=logins.waits_until,
        )


def _answered_at(bot: SupportBot) -> datetime | None:
    """When Discord last answered a heartbeat on the gateway. The library (2.7.1) knows, and does not tell."""
    alive = getattr(bot.ws, "_keep_alive", None)
    if alive is None:
        return None
    return bot.clock() - timedelta(seconds=time.perf_counter() - alive._last_ack)
