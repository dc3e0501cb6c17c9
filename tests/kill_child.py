"""Started by test_kill.py: opens tickets through the services, in processes that are killed in the middle of it.

`python -m tests.kill_child <home>` loads everything once and then, for each line on stdin, forks a child that
works on the same database. On stdout: `child <pid>`; for each ticket, once the service has returned and no
earlier, `opened <number> <interaction id>`; and `dead <how>` when the child is gone. Each line is one write.
"""

from __future__ import annotations

import asyncio
import os
import sys
from itertools import count
from pathlib import Path

import discord

from bot.actor import Actor
from bot.app import build_services, load_home
from bot.config import Config
from bot.database import database_at
from bot.jobs.store import Job
from bot.knowledge.library import Library
from bot.tickets.request import Request
from bot.tickets.ticket import Detail
from bot.tickets.views import View

GUILD, STAFF = 1, Actor(2, is_staff=True, guild_id=1)
AT_ONCE = 8
"""Customers who send their forms at the same time."""

CHILD = 1_000_000
"""Interaction ids of one child; the next child's begin here."""


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


async def work(home: Path, config: Config, library: Library, round_number: int) -> None:
    """Open tickets until killed: every other one is also taken through the rest of its life."""
    database = database_at(home, None)
    await database.open()
    services = build_services(config, library, database, discord.utils.utcnow, home=home)
    tickets = services.tickets

    async def done(_: Job) -> None:
        return None

    for view in View:
        services.jobs.handle(view, done)
    interactions = count(round_number * CHILD + 1)

    async def customer() -> None:
        for interaction_id in interactions:
            ticket = await tickets.open(
                Request(
                    guild_id=GUILD,
                    type_id="billing",
                    requester_id=interaction_id,
                    details=(
                        Detail("What is it about?", "An invoice", field_id="topic"),
                        Detail(
                            "What do you need?",
                            f"Ticket of {interaction_id}: ünïcödé, 'quotes' \N{MEMO}",
                            field_id="details",
                        ),
                    ),
                    impact=None,
                    interaction_id=interaction_id,
                ),
                by=Actor(interaction_id, guild_id=1),
            )
            say(f"opened {ticket.number} {interaction_id}")
            if interaction_id % 2:
                await services.delivery.thread_made(ticket.id, 10 * interaction_id)
                await tickets.claim(ticket.id, by=STAFF)
                await services.jobs.run(View.THREAD, ticket.id)
                await tickets.resolve(ticket.id, by=STAFF, note="Done", helper_id=4)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(customer())


def main() -> None:
    home = Path(sys.argv[1])
    config, library = load_home(home)
    for round_number, _ in enumerate(sys.stdin):
        pid = os.fork()
        if pid == 0:
            asyncio.run(work(home, config, library, round_number))
            os._exit(0)
        say(f"child {pid}")
        _, status = os.waitpid(pid, 0)
        say(f"dead {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
