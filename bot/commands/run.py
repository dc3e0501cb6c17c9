"""`signpost run`: the bot, connected to Discord."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import sys
from concurrent.futures import ThreadPoolExecutor

import discord

from bot import logs, memory, stopping
from bot.app import create_bot
from bot.commands.home import DATABASE, data_of, database_of, environment, exclusively, token_of
from bot.commands.languages import unspoken, unusable
from bot.commands.refusals import refusals_in_words
from bot.logins.service import Logins
from bot.watching import watch_faq, write_heartbeats

SWITCH_SECONDS = 0.0005
"""After so long a thread that computes lets another one in. What is read or written changes threads twice,
and Python's own 5 ms would be waited for each time while a report is grouped or a question is encoded.
"""

MENTIONED = "Message Content is off: the FAQ answers when it is mentioned or asked by a command."


def share_the_processor() -> None:
    """Keep whoever presses something from waiting long for what else this process does. To be called once all is loaded.

    The modules, settings and entries, 150,000 objects, stay until the end. A full collection looked through them all,
    which stopped every thread for 100 ms, mostly while gaps were grouped; now it passes over them.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()


class _Workers(ThreadPoolExecutor):
    """Threads for what takes long. What they still compute when the bot has stopped is not waited for."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=True)


@refusals_in_words()
def run(options: argparse.Namespace) -> int:
    """Run against Discord until Ctrl-C or SIGTERM."""
    logs.configure(options.log_format)
    memory.give_back_large_pieces()
    settings = environment(options.home)
    bot = create_bot(options.home, clock=discord.utils.utcnow, database_url=settings.get(DATABASE), semantic=True)
    share_the_processor()
    token = token_of(settings)
    silent = None if bot.config.discord.message_content else MENTIONED
    for note in filter(None, [silent, unspoken(bot.config), *unusable()]):
        sys.stdout.write(f"{note}\n")  # `console` would load what draws tables, for as long as the bot lives
    sys.stdout.flush()

    async def serve() -> None:
        task = asyncio.current_task()
        assert task is not None
        stopping.told(task.cancel)
        asyncio.get_running_loop().set_default_executor(_Workers())
        async with bot:
            await bot.open()
            bot.logins = logins = Logins(data_of(options.home), bot.clock)
            watching = [
                asyncio.ensure_future(watch_faq(bot)),
                asyncio.ensure_future(bot.services.jobs.watch()),
                asyncio.ensure_future(write_heartbeats(bot, logins)),
            ]
            try:
                await logins.begin()
                try:
                    await bot.start(token)
                except asyncio.CancelledError:
                    logins.ended()
                    raise
            finally:
                for one in watching:
                    one.cancel()
                await asyncio.wait(watching)
                bot.services.health.end()

    with contextlib.suppress(asyncio.CancelledError), exclusively(database_of(options.home), "run"):
        asyncio.run(serve())
    return 0
