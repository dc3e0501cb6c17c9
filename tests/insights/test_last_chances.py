"""What was solved before a ticket is counted, and no longer where the same member came back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.insights.numbers import LastChances
from bot.ticket_community import CommunityFirst
from bot.tickets.last_chances.chance import Offer
from bot.tickets.request import Request
from bot.tickets.ticket import Detail
from tests.services import HERE, Engine, member, open_engine

ANN, BOB, CLEO = 1, 2, 3
WITHIN = timedelta(hours=72)


def form(of: int, number: int, type_id: str = "billing") -> Request:
    return Request(HERE, type_id, of, (Detail("What happens?", "It is wrong", field_id="what"),), None, number)


async def sent(engine: Engine, of: int, number: int) -> int:
    offer = await engine.services.last_chances.send(form(of, number), ("spf",), by=member(of))
    assert isinstance(offer, Offer)
    return offer.chance.id


async def test_solved_counts_until_the_same_member_opens_a_ticket_of_the_type_in_time(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        services, sam = engine.services, member(9, is_staff=True)

        async def counted() -> LastChances:
            return (await services.insights.numbers(HERE, days=30, by=sam)).last_chances

        for number, who in enumerate((ANN, BOB), 1):
            chance_id = await sent(engine, who, number)
            await services.last_chances.solve(chance_id, by=member(who))
        await services.last_chances.open(await sent(engine, CLEO, 3), by=member(CLEO))
        await services.last_chances.keep(form(CLEO, 4), by=member(CLEO))
        assert await counted() == LastChances(3, 2, 0), "a ticket of another member takes nothing back"
        await services.tickets.open(form(ANN, 5, "delivery"), by=member(ANN))
        assert await counted() == LastChances(3, 2, 0), "nor one of another type"
        engine.clock.turn(seconds=WITHIN.total_seconds())
        await services.tickets.open(form(ANN, 6), by=member(ANN))
        assert await counted() == LastChances(3, 2, 1)
        engine.clock.turn(seconds=1)
        await services.tickets.open(form(BOB, 7), by=member(BOB))
        assert await counted() == LastChances(3, 2, 1), "too late to say anything"


async def test_what_the_community_solved_is_counted_beside_what_entries_solved(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        services, types = engine.services, engine.config.tickets.types
        types[0] = types[0].model_copy(update={"community_first": CommunityFirst(channel="forum")})
        for number, who in enumerate((ANN, BOB), 1):
            chance_id = await sent(engine, who, number)
            await services.community.ask(chance_id, 40, "Title", "Text", by=member(who))
        await services.last_chances.solve(chance_id, by=member(BOB))
        figures = await services.insights.numbers(HERE, days=30, by=member(9, is_staff=True))
        assert figures.last_chances == LastChances(2, 0, 0)
        assert figures.asked_first == LastChances(2, 1, 0)
