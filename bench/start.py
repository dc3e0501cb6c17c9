"""How soon `signpost run` is ready, and how much memory it takes: a process of its own, connected to Discord on 127.0.0.1.

By words alone and with meaning, with the example's knowledge base and with 10,000 phrasings of the shared data.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import discord
from rich.console import Console
from rich.table import Table

from bot.config import load_config
from bot.simulated.community import build
from bot.simulated.corrections import DiscordBackend
from bot.simulated.simulation import Simulation
from tests.wire.server import GUILDS_COME_SECONDS, TOKEN, WireDiscord, serving

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "matching"
PHRASINGS, EACH, ENTRIES_A_FILE = 10_000, 40, 100
QUIET_SECONDS = 2.0
"""After so long without work nothing is loaded any more."""

LONGEST_SECONDS = 300
TICKS = os.sysconf("SC_CLK_TCK")

CHILD = f"""
import functools, sys
if sys.argv[4] == "words":
    sys.modules["onnxruntime"] = None  # as where the extra is not installed
import yarl, discord
from discord.gateway import DiscordWebSocket
discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = sys.argv[1], yarl.URL(sys.argv[2])
discord.Client.__init__ = functools.partialmethod(
    discord.Client.__init__, guild_ready_timeout={GUILDS_COME_SECONDS}
)
from bot.__main__ import main
sys.exit(main(["run", "--home", sys.argv[3]]))
"""


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process until Discord said READY to it, by the clock and of CPU; and MB once all is
    loaded: now, of that what no file holds, and at most.
    """

    ready: float
    cpu: float
    rss: float
    anonymous: float
    peak: float


def run(console: Console) -> None:
    """Print the table; takes about two minutes, most of it for reading the meaning of 10,000 phrasings."""
    if not Path("/proc/self/status").exists():
        console.print("The start: not measured, because only Linux says what a process takes.")
        return
    table = Table("signpost run", "ready", "CPU", "RSS", "without files", "peak")
    for base in ("shipped", f"{PHRASINGS:,} phrasings"):
        if base != "shipped" and not DATA.is_dir():
            continue
        for by in ("words", "meaning"):
            with TemporaryDirectory() as folder:
                home = Path(folder)
                prepare(home, is_large=base != "shipped")
                for which in ("first", "next"):
                    one = measure(home, by)
                    table.add_row(
                        f"{base}, {by}, {which} start",
                        f"{one.ready:.2f} s",
                        f"{one.cpu:.2f} s",
                        *(f"{size:.0f} MB" for size in (one.rss, one.anonymous, one.peak)),
                    )
    console.print(table)


def prepare(home: Path, *, is_large: bool) -> None:
    """The example community, with its own knowledge base or a large one."""
    shutil.copy(ROOT / "config.yaml", home)
    if not is_large:
        shutil.copytree(ROOT / "faq", home / "faq")
        return
    (home / "faq").mkdir()
    for number, entries in enumerate(batched(large(), ENTRIES_A_FILE)):
        content = json.dumps({"category": f"Part {number}", "entries": entries}, indent=1)  # JSON is YAML
        (home / "faq" / f"part-{number}.yaml").write_text(content, encoding="utf-8")


def large() -> Iterator[dict[str, object]]:
    """Entries that together have as many phrasings, titles counted."""
    seen: set[str] = set()
    left = PHRASINGS
    for name in ("clinc150", "banking77", "hwu64"):
        for line in (DATA / name / "kb_full.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            new = {}
            for text in row["phrasings"]:
                plain = " ".join(text.casefold().split())
                if plain not in seen and 3 <= len(text) <= 100:
                    new[plain] = text
            texts = list(new.values())[: min(EACH, left)]
            seen.update(" ".join(text.casefold().split()) for text in texts)
            if len(texts) > 2:
                left -= len(texts)
                yield {
                    "id": f"{name}-{left}",
                    "title": texts[0],
                    "questions": texts[1:],
                    "answer": "So it is.",
                }


def batched(entries: Iterator[dict[str, object]], size: int) -> Iterator[list[dict[str, object]]]:
    """Lists of so many entries; the last may have fewer."""
    while part := list(islice(entries, size)):
        yield part


def world(home: Path) -> DiscordBackend:
    """A Discord in which one server has everything that config.yaml names."""
    config, problems = load_config(home)
    assert config is not None, problems
    simulation = Simulation(lambda: discord.Client(intents=discord.Intents.none()))
    build(simulation, config)
    return simulation.env.backend


def measure(home: Path, by: str) -> Start:
    """One start, and its end."""
    with serving(WireDiscord(world(home))) as wire:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, wire.rest_url, wire.gateway_url, home, by],
            cwd=ROOT,
            env=os.environ | {"DISCORD_TOKEN": TOKEN, "PYTHONDONTWRITEBYTECODE": ""},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stderr is not None
            said = []
            for line in process.stderr:
                said.append(line)
                if " ready; " in line:
                    break
            else:
                raise RuntimeError("".join(said))
            ready, cpu = time.perf_counter() - begun, cpu_of(process.pid)
            wait_until_quiet(process.pid)
            sizes = sizes_of(process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=LONGEST_SECONDS)
    return Start(ready, cpu, sizes["VmRSS"], sizes["RssAnon"], sizes["VmHWM"])


def wait_until_quiet(pid: int) -> None:
    """Until it has done nothing for a while."""
    until = time.monotonic() + LONGEST_SECONDS
    before, now = -1.0, cpu_of(pid)
    while now - before > 0.02 and time.monotonic() < until:
        time.sleep(QUIET_SECONDS)
        before, now = now, cpu_of(pid)


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def sizes_of(pid: int) -> dict[str, float]:
    """What the system says of a process's memory, in MB."""
    lines = (line.split() for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return {line[0].rstrip(":"): int(line[1]) / 1024 for line in lines if line[-1] == "kB"}
