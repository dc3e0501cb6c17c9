"""Whatever members, staff, time and restarts do in whatever order: reputation adds up, and says the same when it is replayed."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actor import Actor
from bot.app import build_services
from bot.client import Services
from bot.errors import Refused
from bot.ids import snowflake
from bot.knowledge.library import load_library
from bot.reputation import store
from bot.reputation.answers.candidate import As, Candidate
from bot.reputation.holds.case import Action
from bot.reputation.line import CAPPED, LIMITED, Line, Reason
from bot.reputation.question import QuestionRef
from bot.reputation.replay import Replay
from bot.reputation_settings import Limits, Reputation
from tests.services import NOON, Engine

TIGHT = Reputation(limits=Limits(given_a_day=2, received_a_day=8), trusted_from=20)
"""Limits that a few awards come up against, and a trust that a few earn."""

OLD = [snowflake(NOON - timedelta(days=400), number) for number in range(4)]
NEW = snowflake(NOON - timedelta(days=5), 4)
STAFF = [snowflake(NOON - timedelta(days=400), number) for number in range(5, 7)]
PEOPLE = [*OLD, NEW]

GUILDS, INTERACTIONS = itertools.count(2000), itertools.count(1)

WHAT = [
    "accept",
    "accept",
    "accept",
    "accept",
    "instead",
    "assist",
    "assist",
    *["react"] * 6,
    "unreact",
    "unreact",
    "commend",
    "delete",
    "empty",
    "reverse",
    "hold",
    "hold",
    "release",
    "adjust",
    "vest",
    "leave",
    "wait",
    "restart",
]

STEPS = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, 4), st.integers(0, 4), st.integers(0, 3)),
    min_size=40,
    max_size=100,
)


@dataclass
class Server:
    """One server with four questions, each asked by another; everybody has a message of their own below each."""

    engine: Engine
    home: Path
    services: Services
    id: int
    joined: dict[int, int]

    def restarted(self) -> Services:
        """What a new process has: nothing but what is stored."""
        library, _ = load_library(self.home / "faq", ticket_types=None)
        assert library is not None
        config = self.engine.config.model_copy(update={"reputation": TIGHT})
        return build_services(config, library, self.engine.database, self.engine.clock, home=self.home)

    def candidate(self, by: int, author: int, question: int) -> Candidate:
        """This member's message below this question, as this member would award it."""
        message = 1000 + question * 10 + PEOPLE.index(author)
        return Candidate(
            self.id,
            QuestionRef.message(70 + question),
            OLD[question],
            author,
            False,
            9,
            message,
            joined_at=NOON - timedelta(days=99) + timedelta(hours=self.joined.get(by, 0)),
            asker_is_gone=question == 3,
        )

    async def step(self, what: str, one: int, two: int, question: int) -> None:
        """One thing that may happen; what is refused changes nothing."""
        by, author, clock = PEOPLE[one], PEOPLE[two], self.engine.clock
        candidate, who = self.candidate(by, author, question), Actor(by, guild_id=self.id)
        sam = Actor(STAFF[one % 2], is_staff=True, guild_id=self.id)
        services, asker = self.services, Actor(OLD[question], guild_id=self.id)
        lines = await self.lines()
        taken = {each.reverses_id for each in lines}
        standing = [each for each in lines if what == "release" or (not each.is_reversal and each.id not in taken)]
        line = standing[(one * 20 + two * 4 + question) % len(standing)] if standing else None
        match what:
            case "accept":
                await services.accepting.accept(candidate, by=who if one % 2 else asker)
            case "instead" | "assist":
                how = As.INSTEAD if what == "instead" else As.ASSIST
                await services.accepting.accept(candidate, by=asker, how=how)
            case "react":
                await services.marking.give(
                    candidate, by=(who, replace(who, is_helper=True), asker)[(one + two) % 3]
                )
            case "unreact" if line is not None and line.by_id is not None:
                await services.marking.take_back(self.id, line.data.get("message", 0), line.by_id)
            case "commend":
                await services.orders.commend(candidate, author, "", next(INTERACTIONS), by=sam)
            case "delete" if line is not None:
                await services.awarded_messages.deleted(self.id, [line.data.get("message", 0)])
            case "empty" if line is not None:
                await services.awarded_messages.emptied(self.id, line.data.get("message", 0))
            case "reverse" | "hold" | "release" if line is not None:
                await services.orders.act(Action(what), line.id, "A test", next(INTERACTIONS), by=sam)
            case "adjust":
                await services.orders.adjust(author, (one - 2) * 10 or 5, "A test", next(INTERACTIONS), by=sam)
            case "vest":
                ledger = services.accepting._ledger
                for pending in [each.id for each in lines if each.pending]:
                    await self.engine.database.tx(lambda tx, pending=pending: ledger.vest(tx, pending))
            case "leave":  # and be back at once
                self.joined[by] = 99 * 24 + int((clock.now - NOON) / timedelta(hours=1))
            case "wait":
                clock.turn(hours=(1, 11, 26, 24 * 8)[question])
            case "restart":
                self.services = self.restarted()

    async def lines(self) -> list[Line]:
        """The ledger."""
        return await self.engine.database.read(lambda reader: store.of_guild(reader, self.id))

    async def holds(self) -> None:
        """All that is true of a ledger after whatever has happened."""
        lines = await self.lines()
        taken = {line.reverses_id for line in lines if line.is_reversal}
        standing = [line for line in lines if not line.is_reversal and line.id not in taken]
        balances = points_of(lines)
        assert balances == points_of(standing), "the sum of all lines is that of those that stand"
        policy_of = await self.engine.database.read(
            lambda reader: self.services.accepting._ledger.policy_of(reader, self.id)
        )
        replayed = Replay(policy_of).run(lines).balances
        assert balances == {one: points for one, points in replayed.items() if points}, "a replay says the same"
        for member in [*PEOPLE, *STAFF]:
            shown, _ = await self.services.boards.standing(member, by=Actor(member, guild_id=self.id))
            assert shown.all_time.points == balances.get(member, 0), "what is shown is what stands"
        capped: Counter[Any] = Counter()
        for line in standing:
            if line.reason in CAPPED and line.giver in LIMITED:
                capped[line.member_id, line.earned_at.date()] += line.claimed
        assert max(capped.values(), default=0) <= TIGHT.limits.received_a_day
        primaries = Counter(line.key for line in standing if line.reason is Reason.ACCEPTED_ANSWER)
        assert max(primaries.values(), default=0) <= 1, "a question has one answer"
        for key in primaries:
            pot = [
                line
                for line in standing
                if line.key.removeprefix("assist:").startswith(key.removeprefix("accepted:"))
            ]
            assert sum(line.claimed for line in pot) <= TIGHT.points.accepted_answer


def points_of(lines: Sequence[Line]) -> dict[int, int]:
    """Whoever has points by these lines."""
    sums: Counter[int] = Counter()
    for line in lines:
        sums[line.member_id] += line.points
    return {one: points for one, points in sums.items() if points}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_whatever_happens_reputation_adds_up(engine: Engine, tmp_path: Path, steps: list[Any]) -> None:
    engine.clock.now = NOON
    server = Server(engine, tmp_path, engine.services, next(GUILDS), {})
    server.services = server.restarted()
    for at, step in enumerate(steps):
        try:
            await server.step(*step)
        except Refused:
            continue
        if at % 5 == 0:
            await server.holds()
    await server.holds()
