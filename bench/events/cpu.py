"""CPU per event, of the whole process of the bot, beside a bot that does nothing."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.events.crowd import Crowd, home_in, pretend_tickets, with_tickets
from bench.events.process import BotProcess, Code, started
from tests.wire.server import running

NOOP = "no-op"
TOGETHER = 10
Prepare = Callable[[Crowd, Code], Awaitable[None]]


@dataclass(frozen=True)
class Section:
    """Something that happens, `events` times a round at a rate, ten at a time: else the cost of waking up, which is
    many times that of an event, hides what is measured. `linger` is how long after the last one its work may
    begin. `say` yields the ids of what was said. Goals are milliseconds by words and with meaning.
    """

    name: str
    title: str
    events: int
    a_second: float
    linger: float
    goal: float
    goal_with_meaning: float | None
    say: Callable[[Crowd], Iterator[int]]
    is_answered: bool = False


SECTIONS = (
    Section(
        "elsewhere",
        "chatter where we do not listen",
        400,
        100,
        1.2,
        0.125,
        0.125,
        lambda crowd: _one(crowd.chatters([crowd.lounge])),
    ),
    Section(
        "chatter", "chatter in a help channel", 200, 40, 5, 1.5, 4, lambda crowd: _one(crowd.chatters(crowd.help))
    ),
    Section("bursts", "the same, in bursts of 3–4 lines", 175, 25, 5, 1.5, 6, lambda crowd: crowd.bursts()),
    Section("answered", "a question that is answered", 40, 8, 5, 6, 10, lambda crowd: _one(crowd.asks()), True),
    Section(
        "ticket", "a line in a ticket", 200, 40, 1.2, 0.6, None, lambda crowd: _one(crowd.writes_in_a_ticket())
    ),
)


@dataclass
class Subject:
    """A bot that is measured: its name in the table, the process, and its world."""

    name: str
    bot: BotProcess
    crowd: Crowd
    replied: int = 0
    asked: int = 0


def _one(id_: int) -> Iterator[int]:
    yield id_


async def measure(
    console: Console,
    codes: Sequence[Code],
    kinds: Sequence[str],
    names: Sequence[str],
    rounds: int,
    folder: Path,
    prepare: Prepare = with_tickets,
    title: str = "200 live, 20,000 closed tickets",
) -> None:
    """Start all bots, each in a world of its own, let them take turns, and print a table for each kind."""
    async with AsyncExitStack() as stack:
        subjects = {}
        for kind in kinds:
            for code in codes:
                subjects[kind, code.name] = await _start(stack, code, kind, folder, prepare)
        subjects["noop", NOOP] = await _start(stack, codes[0], "noop", folder, None)
        found: dict[tuple[str, str, str], list[float]] = {}
        for _ in range(rounds):
            for section in SECTIONS:
                if section.name not in names:
                    continue
                for (kind, name), subject in subjects.items():
                    if not (kind == "meaning" and section.goal_with_meaning is None):
                        each = await _cpu_of(section, subject)
                        found.setdefault((section.name, kind, name), []).append(each)
    for kind in kinds:
        console.print(_table(kind, codes, names, found, title, rounds))
    for subject in subjects.values():
        if subject.name != NOOP and subject.asked:
            console.print(f"{subject.name}: {subject.replied} of {subject.asked} questions were answered")


async def _start(stack: AsyncExitStack, code: Code, kind: str, folder: Path, prepare: Prepare | None) -> Subject:
    crowd = Crowd(home_in(folder / f"{kind}-{code.name}"))
    if prepare is not None:
        await prepare(crowd, code)
    else:
        pretend_tickets(crowd)
    await stack.enter_async_context(running(crowd.wire))
    bot = await stack.enter_async_context(started(code, kind, crowd.home, crowd.wire))
    await bot.idle()
    return Subject(NOOP if kind == "noop" else f"{code.name}, {kind}", bot, crowd)


async def _cpu_of(section: Section, subject: Subject) -> float:
    """Milliseconds of CPU an event."""
    before = await subject.bot.idle()
    said: list[int] = []
    due, due_from = asyncio.get_running_loop().time(), 0
    while len(said) < section.events:
        said += section.say(subject.crowd)
        if len(said) >= due_from + TOGETHER or len(said) >= section.events:
            due += (len(said) - due_from) / section.a_second
            due_from = len(said)
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
    await asyncio.sleep(section.linger)
    after = await subject.bot.idle()
    if section.is_answered:
        subject.asked += len(said)
        subject.replied += len(subject.crowd.wire.record.replied_at.keys() & set(said))
    return (after.cpu - before.cpu) / len(said) * 1000


def _table(
    kind: str,
    codes: Sequence[Code],
    names: Sequence[str],
    found: dict[tuple[str, str, str], list[float]],
    title: str,
    rounds: int,
) -> Table:
    way = "by words" if kind == "words" else "with meaning"
    table = Table(f"CPU ms an event, {way}", NOOP, box=box.SIMPLE)
    table.title = f"{title}; median of {rounds}"
    for code in codes:
        table.add_column(code.name)
        table.add_column("× no-op")
    table.add_column("goal")
    for section in SECTIONS:
        goal = section.goal if kind == "words" else section.goal_with_meaning
        if section.name not in names or goal is None:
            continue
        nothing = statistics.median(found[section.name, "noop", NOOP])
        row = [section.title, f"{nothing:.3f}"]
        for code in codes:
            here = statistics.median(found[section.name, kind, code.name])
            row += [f"{here:.3f}", f"{nothing / here:.3f}"]
        table.add_row(*row, f"≤ {goal}")
    return table
