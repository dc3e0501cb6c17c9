"""What an event costs, how long people wait and what a flood loses: the bot over real sockets, beside one that does nothing.

`python -m bench.events [--besides CHECKOUT] [--rounds N] [SECTION …]`. The server and the people are in this process,
the bot is in one of its own: unmodified discord.py, and CPU is the time of that whole process. With `--besides` another
checkout's code takes turns with this one's, in one run.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bench.events import cpu, latency, sizes
from bench.events.process import Code

CPU_SECTIONS = tuple(section.name for section in cpu.SECTIONS)
OTHERS = ("answers", "flood", "desk", "start", "flat")
SHORT = (*CPU_SECTIONS, "desk")
"""What `make bench` runs, with `start` besides."""


def run(console: Console) -> None:
    """Print the tables that take no more than two minutes each."""
    asyncio.run(measure(console, [Code("now")], ["words"], SHORT, rounds=1))
    asyncio.run(measure(console, [Code("now")], known_kinds(console, ["words", "meaning"]), ["start"], rounds=1))


def known_kinds(console: Console, kinds: Sequence[str]) -> list[str]:
    """Those of `words` and `meaning` that can be measured here."""
    if "meaning" in kinds and importlib.util.find_spec("onnxruntime") is None:
        console.print("Without the extra `semantic` nothing is measured with meaning.")
        return [kind for kind in kinds if kind != "meaning"]
    return list(kinds)


async def measure(
    console: Console, codes: Sequence[Code], kinds: Sequence[str], sections: Sequence[str], *, rounds: int
) -> None:
    """Print a table for each section, or for those that go together."""
    names = [name for name in CPU_SECTIONS if name in sections]
    if names:
        with tempfile.TemporaryDirectory() as folder:
            await cpu.measure(console, codes, kinds, names, rounds, Path(folder))
    for name, section in (("answers", latency.answers), ("flood", latency.flood), ("desk", latency.desk)):
        if name in sections:
            await section(console, codes, kinds)
    if "start" in sections:
        await sizes.start(console, codes, kinds, rounds)
    if "flat" in sections:
        await sizes.flat(console, codes, kinds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.events", description=__doc__.splitlines()[0])
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=f"{', '.join((*CPU_SECTIONS, *OTHERS))}; all"
    )
    parser.add_argument("--besides", type=Path, metavar="CHECKOUT", help="measure this code too, alternately")
    parser.add_argument(
        "--python", default=sys.executable, help="what runs the other checkout (default: this Python)"
    )
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="medians of so many (default: 3)")
    parser.add_argument(
        "--kind", action="append", choices=("words", "meaning"), help="only this one (default: both)"
    )
    options = parser.parse_args()
    sections = options.sections or SHORT
    if "all" in sections:
        sections = (*CPU_SECTIONS, *OTHERS)
    if unknown := set(sections) - {*CPU_SECTIONS, *OTHERS}:
        parser.error(f"there is no section {', '.join(sorted(unknown))}")
    console = Console()
    kinds = known_kinds(console, options.kind or ["words", "meaning"])
    codes = [Code("now")]
    if options.besides is not None:
        codes.insert(0, Code("before", options.besides.resolve(), options.python))
    asyncio.run(measure(console, codes, kinds, sections, rounds=options.rounds))
