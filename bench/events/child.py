"""The bot in a process of its own: `python child.py OPTIONS`, started by `bench.events.process` and by nothing else.

It runs the code of a checkout as `signpost run` does, against the wire; or, as `noop`, a bot that does nothing. A line
on its input is a question about its cost, and its answers are lines of JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

OPTIONS = json.loads(sys.argv[1])
sys.path[0] = OPTIONS["checkout"]
ANSWERS = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what the bot prints goes to its log


def say(**what: Any) -> None:
    ANSWERS.write(json.dumps(what) + "\n")


def answer() -> None:
    """CPU seconds of this whole process so far, and the bytes of memory it has: now, of that what no file holds, and at
    most. Whoever asks no more has ended.
    """
    for _ in sys.stdin:
        told = (line.split() for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
        size = {line[0]: int(line[1]) * 1024 for line in told if line[-1:] == ["kB"]}
        say(cpu=time.process_time(), rss=size["VmRSS:"], anonymous=size["RssAnon:"], peak=size["VmHWM:"])
    os.kill(os.getpid(), signal.SIGTERM)


def point_to_the_wire() -> None:
    """Nothing else of discord.py is changed; that it is ready is noticed once, and then not listened for any more."""
    import asyncio

    import discord
    import yarl
    from discord.gateway import DiscordWebSocket

    discord.http.Route.BASE = OPTIONS["rest"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(OPTIONS["gateway"])
    dispatch = discord.Client.dispatch

    def until_ready(client: discord.Client, event: str, /, *args: Any, **kwargs: Any) -> None:
        dispatch(client, event, *args, **kwargs)
        if event == "ready":
            discord.Client.dispatch = dispatch  # type: ignore[method-assign]
            asyncio.get_running_loop().call_soon(lambda: say(ready=True))  # after the handler's own first step

    discord.Client.dispatch = until_ready  # type: ignore[method-assign]


def noop() -> None:
    """The intents and caches of SupportBot."""
    import discord
    from discord.ext import commands

    class Noop(commands.Bot):
        async def on_message(self, message: discord.Message, /) -> None:
            """Nothing."""

    intents = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True, message_content=True)
    Noop(
        command_prefix=commands.when_mentioned,
        help_command=None,
        intents=intents,
        allowed_mentions=discord.AllowedMentions.none(),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
    ).run(OPTIONS["token"])


def run() -> int:
    """`signpost run`, with meaning only where it is asked for."""
    import bot.app

    make = bot.app.create_bot

    def create_bot(home: Path, **how: Any) -> Any:
        return make(home, **{**how, "semantic": OPTIONS["kind"] == "meaning"})

    bot.app.create_bot = create_bot
    with contextlib.suppress(ImportError):
        import cogs.tickets.looking

        cogs.tickets.looking.PAUSE_SECONDS = (
            0.0  # else 200 tickets are looked at for two minutes, while we measure
        )
    from bot.__main__ import main

    return main(["run", "--home", OPTIONS["home"]])


def main() -> int:
    if OPTIONS["kind"] == "migrate":
        from bot.__main__ import main as command

        return command(["migrate", "--home", OPTIONS["home"]])
    threading.Thread(target=answer, daemon=True).start()
    point_to_the_wire()
    if OPTIONS["kind"] == "noop":
        noop()
        return 0
    return run()


if __name__ == "__main__":
    sys.exit(main())
