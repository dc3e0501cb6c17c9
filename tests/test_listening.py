"""What the one ear costs: every line that somebody writes comes past it, and most of them concern nobody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from simcord import ChannelHandle, MemberActor
from simcord.enums import MessageType

from bot.database import Database
from tests.conftest import World
from tests.journeys.homes import PARKING, SPF, UNKNOWN, ours, small_home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


class Cost:
    """Counts what the database is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        for name in ("read", "tx"):
            monkeypatch.setattr(Database, name, self._counted(name, getattr(Database, name)))

    def _counted(self, name: str, ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def counted(database: Database, work: Callable[..., Any]) -> Any:
            self.asked.append(name)
            return await ask(database, work)

        return counted

    async def of(self, world: World, writing: Awaitable[object]) -> tuple[int, int]:
        """How many reads and transactions a line costs, with what is written down a second later."""
        self.asked.clear()
        await writing
        await world.sim.advance(2)
        return self.asked.count("read"), self.asked.count("tx")


def thread_of(world: World, by: MemberActor) -> ChannelHandle:
    """A thread that somebody opens beside the FAQ."""
    made = world.sim.env.backend.create_thread(world.people.lounge.id, "a thread", by.id)
    return next(one for one in world.sim.visible_threads(by) if one.id == made.id)


async def test_a_line_that_concerns_nobody_costs_at_most_one_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim = world.people, world.sim
    thread = thread_of(world, people.neighbour)
    _, ticket = await world.open_ticket(type_label="Feature request")
    post = await sim.post(people.customer, people.forum, "The moon", UNKNOWN)
    await people.member.send(post, "i have one")
    remarks = {place: await people.member.send(place, "hello") for place in (people.help, people.lounge, thread)}
    await sim.advance(60)
    cost = Cost(monkeypatch)
    for place, remark in remarks.items():
        reply = await cost.of(world, people.neighbour.send(place, "good to know", reply_to=remark))
        assert reply == (1, 0), place.name
        assert await cost.of(world, people.neighbour.forward(remark, place)) in ((0, 0), (1, 0)), place.name
    assert await cost.of(world, people.neighbour.send(people.lounge, SPF)) == (0, 0)
    for place in (thread, post):
        assert await cost.of(world, people.neighbour.send(place, "good to know")) == (1, 0), place.name
    assert await cost.of(world, people.customer.send(ticket, "good to know")) == (0, 1), "it is kept"
    sim.env.backend.create_system_message(thread.id, MessageType.CHANNEL_NAME_CHANGE, people.neighbour.id)
    assert await cost.of(world, sim.settle()) == (0, 0)


async def test_a_question_that_is_not_answered_costs_at_most_one_transaction(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, own = world.people, world.sim.bot.user
    assert own is not None
    await people.customer.send(people.help, SPF)
    await world.sim.advance(120)
    cost = Cost(monkeypatch)
    for channel, text in (
        (people.help, UNKNOWN),
        (people.help, SPF),
        (people.lounge, f"{own.mention} {UNKNOWN}"),
    ):
        before = len(ours(world, people.help))
        _, transactions = await cost.of(world, people.customer.send(channel, text))
        assert transactions == 1, text
        assert len(ours(world, people.help)) == before
        await world.sim.advance(60)
    assert await cost.of(world, people.neighbour.send(people.help, "good day")) == (0, 0)
    await people.neighbour.send(people.help, PARKING)
    assert len(ours(world, people.help)) == 2
