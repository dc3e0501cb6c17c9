"""The SLA clocks of a large community: all reckoned anew at a start, looked at, and many that run out at one time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count, cycle
from zoneinfo import ZoneInfo

from bench.waiting import community
from bot.clock import Clock
from bot.config import Config
from bot.database import Database
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.ticket_sla import Targets
from bot.tickets.clocks.policy import policy_of
from bot.tickets.clocks.service import Clocks
from bot.tickets.sla import due_at

BERLIN = ZoneInfo("Europe/Berlin")
FAR = 2500
"""Working hours in which none of these clocks runs out."""

Row = tuple[str, Callable[[], Awaitable[object]], int, int]
"""What is measured, how often, and within how many milliseconds it is to be done."""


def rows(config: Config, database: Database, clock: Clock, jobs: JobRunner) -> list[Row]:
    """To be measured one after the other."""
    kept = config.tickets

    def started(hours: float) -> Clocks:
        targets = Targets(first_response_hours=hours, resolution_hours=3 * hours)
        settings = kept.model_copy(update={"sla": dict.fromkeys(("P1", "P2", "P3", "P4"), targets), "types": []})
        return Clocks(database, clock, policy_of(settings, BERLIN), BERLIN, jobs, Ids())

    hours = count(FAR)
    calendar = policy_of(kept, BERLIN).calendar
    starts = cycle([community.NOW - timedelta(minutes=37 * number) for number in range(1000)])
    quiet = started(FAR)

    async def reckon() -> None:
        for _ in range(1000):
            due_at(next(starts), timedelta(hours=40), calendar)

    async def start() -> None:
        await started(next(hours)).begin(community.GUILD)

    async def run_out() -> None:
        """By a policy under which about a tenth of them have no time left."""
        strict = started(1700)
        await strict.begin(community.GUILD)
        await strict.tell(community.GUILD, {})

    return [
        ("when 1,000 clocks are due", reckon, 10, 50),
        ("all clocks at a start, by another policy", start, 10, 1000),
        ("a sweep of the clocks that run", lambda: quiet.tell(community.GUILD, {}), 200, 100),
        ("   and where many have run out at one time", run_out, 1, 1000),
    ]
