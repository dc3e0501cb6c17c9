"""Starts the bot in a process of its own, asks what it costs, and stops it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.wire.server import TOKEN, WireDiscord

CHILD = Path(__file__).with_name("child.py")
ROOT = Path(__file__).parents[2]
START_SECONDS, STOP_SECONDS = 120, 60
IDLE_CPU_SECONDS, LOOK_EVERY_SECONDS = 0.006, 0.4
LINE_LIMIT = 1 << 20


@dataclass(frozen=True)
class Code:
    """A checkout, and the Python that runs it."""

    name: str
    checkout: Path = ROOT
    python: str = sys.executable


@dataclass(frozen=True)
class Cost:
    """CPU seconds since the start, and memory in bytes: now, of that what no file holds, and at most."""

    cpu: float
    rss: int
    anonymous: int
    peak: int


class BotProcess:
    """A bot that runs. `ready_seconds` is from the start of the process until READY was handled."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._asking = asyncio.Lock()
        self.log = log
        self.ready_seconds = 0.0

    async def ready(self, began: float) -> None:
        await asyncio.wait_for(self._answer(), START_SECONDS)
        self.ready_seconds = time.perf_counter() - began

    async def cost(self) -> Cost:
        """What it has cost since its start."""
        async with self._asking:
            assert self._process.stdin is not None
            self._process.stdin.write(b"?\n")
            found = await self._answer()
            return Cost(found["cpu"], int(found["rss"]), int(found["anonymous"]), int(found["peak"]))

    async def idle(self, *, seconds: float = 60) -> Cost:
        """Wait until it has nothing to do any more, for so long at the most; what it has cost by then."""
        ends_at = time.monotonic() + seconds
        before = await self.cost()
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            after = await self.cost()
            if after.cpu - before.cpu < IDLE_CPU_SECONDS or time.monotonic() > ends_at:
                return after
            before = after

    def complaints(self) -> int:
        """How many warnings and errors its log holds."""
        log = self.log.read_text(encoding="utf-8", errors="replace")
        return log.count(" WARNING ") + log.count(" ERROR ")

    async def stop(self) -> None:
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _answer(self) -> dict[str, float]:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            tail = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise RuntimeError(f"the bot has ended by itself:\n{tail}")
        found: dict[str, float] = json.loads(line)
        return found


@asynccontextmanager
async def started(code: Code, kind: str, home: Path, wire: WireDiscord) -> AsyncIterator[BotProcess]:
    """The bot of this code, ready, until the end of the block. `kind` is `noop`, `words` or `meaning`."""
    log = home / "bench.log"
    with log.open("ab") as to:
        began = time.perf_counter()
        process = await _run(code, kind, home, wire, to.fileno())
    bot = BotProcess(process, log)
    try:
        await bot.ready(began)
        yield bot
    finally:
        await bot.stop()


async def migrate(code: Code, home: Path) -> Path:
    """An empty database as this code has it; its file."""
    with (home / "bench.log").open("ab") as to:
        process = await _run(code, "migrate", home, None, to.fileno())
        if await process.wait():
            raise RuntimeError(f"no database: see {home / 'bench.log'}")
    return home / "data" / "signpost.db"


async def _run(
    code: Code, kind: str, home: Path, wire: WireDiscord | None, log: int
) -> asyncio.subprocess.Process:
    options = {
        "kind": kind,
        "checkout": str(code.checkout),
        "home": str(home),
        "token": TOKEN,
        "rest": wire.rest_url if wire else "",
        "gateway": wire.gateway_url if wire else "",
    }
    environment = {key: value for key, value in os.environ.items() if key != "SIGNPOST_DATABASE_URL"}
    return await asyncio.create_subprocess_exec(
        code.python,
        str(CHILD),
        json.dumps(options),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=log,
        limit=LINE_LIMIT,
        env=environment | {"DISCORD_TOKEN": TOKEN},
    )
