"""How long people wait for tickets, and staff for numbers, in a large community; before, and now.

100,000 tickets of a year, 10,000 of them live, and 100,000 questions of the last 30 days: all are in the period of the
reports. CPU is what the process needs for one, on average: unlike the rest it does not depend on what else the machine
does.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from random import choice
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from bench.waiting import clocks, community
from bot.actor import Actor
from bot.app import build_services, load_home
from bot.client import Services
from bot.commands.run import share_the_processor
from bot.config import Config
from bot.database import Database
from bot.knowledge.entry import Entry
from bot.knowledge.library import Library
from bot.simulated.community import shipped_home
from bot.ticket_errors import NothingWaits
from bot.tickets.expectation import Expectation
from bot.tickets.last_chances.chance import Offer
from bot.tickets.queue import Wanted, Whose
from bot.tickets.request import Request
from bot.tickets.ticket import Detail, Status, Ticket, WaitingOn
from bot.tickets.tiers.escalation import Escalation, Return

QUICK, SLOW = 200, 10
"""How often each is measured."""

BEFORE = {
    "`/queue`, first page": 240.3,
    "its last page": 233.2,
    "the place in the queue": 237.5,
    "`/report`, 30 days": 1255.5,
    "`/faq stats`, 30 days": 1259.7,
    "`/faq stale`, 30 days": 1291.9,
}
"""Milliseconds of CPU on the same rows with the code of before, which loaded all rows and counted in Python: measured on
28 November 2026 on two cores, three times each. Of the reports, what they have in common.
"""

DAYS = 30
PRESSING = 5
CLAIMS_MEANWHILE = 100
STAFF = Actor(1, is_staff=True, guild_id=community.GUILD)
OTHER = replace(STAFF, id=99)
ENGINEER = replace(OTHER, tiers=frozenset({"engineering"}))
BARRED = replace(STAFF, id=98, barred=dict.fromkeys(community.TYPES[:2], ()))
"""On staff, and reads half of the tickets."""

NARROW = Wanted(Whose.UNCLAIMED, "billing", WaitingOn.FIX)


class Clock:
    """Stands still until it is turned."""

    now = community.NOW

    def __call__(self) -> datetime:
        return self.now


clock = Clock()

Deed = Callable[[], Awaitable[object]]


def run(console: Console) -> None:
    """Print the table."""
    community.made()
    table = Table("in milliseconds", "CPU before", "CPU", "p50", "p99", "goal", box=box.SIMPLE)
    table.title = (
        f"Waiting: {community.TICKETS:,} tickets, {community.LIVE:,} live; {community.QUESTIONS:,} questions"
    )
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), table))
    console.print(table)


async def _measure(folder: Path, table: Table) -> None:
    database = Database.at(community.copied(folder))
    await database.open()
    config, _ = load_home(shipped_home())
    services = _services(config, database, folder)
    await services.knowledge.prepare()
    share_the_processor()
    try:
        await _tickets(services, table)
        for name, deed, amount, goal in clocks.rows(config, database, clock, services.jobs):
            _add(table, name, await _times(deed, amount), goal)
        await _reports(services, table)
        await _claims_meanwhile(services, table)
    finally:
        await database.close()


def _services(config: Config, database: Database, folder: Path) -> Services:
    entries = tuple(
        Entry(
            id=entry_id,
            title=f"How is {entry_id}?",
            questions=[f"how is {entry_id}", f"what is {entry_id}"],
            answer="So.",
            ticket_type=community.TYPES[number % len(community.TYPES)] if number % 3 == 0 else None,
        )
        for number, entry_id in enumerate(community.ENTRIES)
    )
    return build_services(config, Library(entries), database, clock, home=folder)


async def _tickets(services: Services, table: Table) -> None:
    desk, guild_id = services.tickets, community.GUILD
    waiting = await _live(services, 3 * QUICK)
    free = iter([ticket for ticket in waiting if ticket.status is Status.OPEN])
    silent = iter([ticket for ticket in waiting if ticket.status is Status.OPEN][::-1])
    somewhere = cycle(waiting[QUICK:])
    pairs = iter(waiting[QUICK:])
    higher = iter(waiting[2 * QUICK :])
    at_engineering = Wanted(at=services.tiers.tickets_at("engineering"))
    numbers = count(1)

    def request() -> Request:
        number = next(numbers)
        details = tuple(Detail("What happens?", "It is slow.", field_id=name) for name in ("topic", "details"))
        return Request(guild_id, "billing", 10_000_000 + number, details, None, number)

    def give(ticket: Ticket) -> Coroutine[Any, Any, Ticket]:
        return desk.assign(ticket.id, OTHER, by=STAFF, sure_of=ticket.assignee_id)

    async def reply() -> None:
        await services.listening.wrote(next(silent).receipts.thread_id or 0, "I am looking at it", by=STAFF)

    async def next_of_none() -> None:
        """The worst case: all of the queue is looked through, and then its first ticket is found for another tier."""
        with suppress(NothingWaits):
            await services.dealing.deal(by=ENGINEER)

    async def up_and_down() -> None:
        ticket = next(higher)
        await services.tiers.escalate(ticket.id, Escalation("So", "So", "So"), seen="support", by=STAFF)
        await services.tiers.hand_back(ticket.id, Return("So", "So"), seen="engineering", by=ENGINEER)

    offers: list[Offer] = []

    async def send() -> None:
        offers.append(await _send(services, request()))

    async def still_need_help() -> None:
        chance = offers.pop().chance
        await services.last_chances.open(chance.id, by=replace(STAFF, id=chance.member_id, is_staff=False))

    for name, deed in (
        ("`/queue`, first page", lambda: desk.queue(guild_id, by=STAFF)),
        ("its last page", lambda: desk.queue(guild_id, by=STAFF, page=10**6)),
        ("   only mine", lambda: desk.queue(guild_id, by=STAFF, wanted=Wanted(Whose.MINE))),
        ("   unclaimed, of a type, for a fix", lambda: desk.queue(guild_id, by=STAFF, wanted=NARROW, page=10**6)),
        ("   its last page, without two types", lambda: desk.queue(guild_id, by=BARRED, page=10**6)),
        ("the place in the queue", lambda: desk.ahead_of(next(somewhere))),
        ("what its requester may expect", lambda: services.expectations.of(next(somewhere))),
        ("a ticket opened", lambda: _open(services, request())),
        ("a form matched and kept for last-chance answers", send),
        ("its ticket opened after them", still_need_help),
        ("a ticket claimed", lambda: desk.claim(next(free).id, by=STAFF)),
        ("`/next`", lambda: services.dealing.deal(by=STAFF)),
        ("`/next`, of a type", lambda: services.dealing.deal(by=STAFF, type_id="bug")),
        ("   at a tier where nothing waits", lambda: desk.queue(guild_id, by=STAFF, wanted=at_engineering)),
        ("   and the next one there", next_of_none),
        ("a ticket escalated and returned", up_and_down),
        ("`/next`, without two types", lambda: services.dealing.deal(by=BARRED)),
        ("a ticket assigned", lambda: give(next(somewhere))),
        ("what went before a ticket", lambda: services.pasts.of(next(somewhere))),
        ("up to three tickets like one", lambda: services.similar.to(next(somewhere))),
        ("a reply of staff seen", reply),
        ("two tickets merged", lambda: services.merging.merge(next(pairs).id, next(pairs).id, by=STAFF)),
    ):
        _add(table, name, await _times(deed, QUICK), 20)
    for ticket in waiting[:100]:
        await services.expectations.told(ticket, Expectation(ahead=0))
    moved = await _times(lambda: services.expectations.moved(guild_id), SLOW)
    _add(table, "whose place has changed, each 5 min", moved, 100)
    await services.leasing.begin(community.GUILD)
    clock.now += timedelta(hours=2)
    _add(table, "a sweep for claims that lapse", await _times(lambda: _sweep(services), QUICK), 100)


async def _sweep(services: Services) -> None:
    for ticket in await services.leasing.over(community.GUILD):
        await services.leasing.lapse(ticket.id)
    await services.leasing.look_again_at(community.GUILD)


async def _open(services: Services, request: Request) -> object:
    return await services.tickets.open(request, by=replace(STAFF, id=request.requester_id, is_staff=False))


async def _send(services: Services, request: Request) -> Offer:
    """The form is matched and kept, and what may answer it is shown."""
    asked = replace(request.details[-1], text=f"how is {choice(community.ENTRIES)} these days")
    details = (*request.details[:-1], asked)
    likely = await services.looking_up.likely([asked.text], guild_id=request.guild_id, visible=())
    by = replace(STAFF, id=request.requester_id, is_staff=False)
    offer = await services.last_chances.send(replace(request, details=details), likely, by=by)
    assert isinstance(offer, Offer)
    return offer


async def _live(services: Services, amount: int) -> list[Ticket]:
    found: list[Ticket] = []
    page = 1
    while len(found) < amount:
        found += (await services.tickets.queue(community.GUILD, by=STAFF, page=page)).tickets
        page += 1
    return found


async def _reports(services: Services, table: Table) -> None:
    for name, deed in _numbers(services).items():
        lag = _Lag()
        _add(table, f"`{name}`, {DAYS} days", await _times(deed, SLOW, beside=lag), 500)
        table.add_row("   the loop was blocked for at most", "", "", "", f"{lag.longest * 1000:.0f}", "")


def _numbers(services: Services) -> dict[str, Deed]:
    insights, guild_id = services.insights, community.GUILD
    return {
        "/report": lambda: insights.report(days=DAYS, by=STAFF),
        "/faq stats": lambda: insights.numbers(guild_id, days=DAYS, by=STAFF),
        "/faq stale": lambda: insights.stale(guild_id, by=STAFF),
        "/faq gaps": lambda: insights.gaps(guild_id, by=STAFF),
    }


async def _claims_meanwhile(services: Services, table: Table) -> None:
    async def press() -> None:
        while True:
            for deed in _numbers(services).values():
                await deed()

    free = iter([ticket for ticket in await _live(services, 3_000) if ticket.status is Status.OPEN])
    pressing = [asyncio.create_task(press()) for _ in range(PRESSING)]
    times = []
    for _ in range(CLAIMS_MEANWHILE):
        await asyncio.sleep(0.02)
        times += (await _times(lambda: services.tickets.claim(next(free).id, by=STAFF), 1)).seconds
    for one in pressing:
        one.cancel()
    await asyncio.gather(*pressing, return_exceptions=True)
    _add(table, f"a claim while {PRESSING} people press reports", Times(times), 50)


class _Lag:
    """How long the loop kept waiting what was due at once."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        while True:
            due = time.perf_counter() + 0.001
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, time.perf_counter() - due)


@dataclass(frozen=True)
class Times:
    """What it took, each time; and of CPU on average, where that is known."""

    seconds: list[float]
    cpu: float | None = None

    def at(self, part: float) -> str:
        """Under this so large a part of them stayed, in milliseconds."""
        found = sorted(self.seconds)
        return f"{found[min(len(found) - 1, int(part * len(found)))] * 1000:.1f}"


async def _times(deed: Deed, amount: int, *, beside: _Lag | None = None) -> Times:
    watching = asyncio.create_task(beside.watch()) if beside is not None else None
    times = []
    used = time.process_time()
    for _ in range(amount):
        began = time.perf_counter()
        await deed()
        times.append(time.perf_counter() - began)
    if watching is not None:
        watching.cancel()
    return Times(times, (time.process_time() - used) / amount)


def _add(table: Table, name: str, now: Times, goal: int) -> None:
    cpu = "–" if now.cpu is None else f"{now.cpu * 1000:.1f}"
    table.add_row(name, str(BEFORE.get(name, "–")), cpu, now.at(0.5), now.at(0.99), f"< {goal}")
