"""A demo whose community is out to break the page: names, entries and answers full of HTML and odd links."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from pathlib import Path

from bot.demo.playground import Playground
from bot.demo.server import DemoServer
from bot.simulated.community import copy_home

IMAGE = '<img src=x onerror="document.title=1">'
LINK = "[press me](javascript:document.title=2)"


async def main() -> None:
    """Serve until Ctrl-C, like `signpost demo`."""
    with tempfile.TemporaryDirectory() as folder:
        home = copy_home(Path(folder))
        entry = home / "faq" / "dns.yaml"
        text = entry.read_text(encoding="utf-8")
        entry.write_text(
            text.replace("SPF is one TXT record", f"{IMAGE} {LINK} SPF is one TXT record"), encoding="utf-8"
        )
        playground = Playground(home)
        guild = playground.backend.guilds[playground.community.help.guild.id]
        guild.members[playground.community.neighbour.id].nick = IMAGE
        server = DemoServer(playground)
        await server.start(0)
        await playground.start()
        playground.backend.edit_channel(playground.community.lounge.id, {"name": IMAGE})
        print(f"The demo is at {server.address}", flush=True)
        ended = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, ended.set)
        await ended.wait()
        await server.stop()
        await playground.stop()


if __name__ == "__main__":
    asyncio.run(main())
