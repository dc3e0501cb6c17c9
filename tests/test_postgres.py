"""The same services over PostgreSQL. Runs where SIGNPOST_TEST_POSTGRES_URL names an empty database."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.actor import Actor
from bot.app import build_services, load_home
from bot.database import database_at
from bot.errors import AlreadyClaimed, AlreadyOpen, StartupError
from bot.faq.speaking import Message, Place, Rule
from bot.simulated.community import shipped_home
from bot.tickets.lifecycle import Detail
from bot.tickets.service import Request

URL = os.environ.get("SIGNPOST_TEST_POSTGRES_URL")
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.skipif(URL is None, reason="SIGNPOST_TEST_POSTGRES_URL does not name an empty PostgreSQL database")
async def test_on_postgresql_numbers_have_no_gaps_and_one_of_three_wins_a_claim() -> None:
    database = database_at(Path(), URL)
    await database.open()
    services = build_services(*load_home(shipped_home()), database, lambda: NOW, home=shipped_home())

    def request(member_id: int, interaction_id: int) -> Request:
        return Request(1, "billing", member_id, (Detail("What", "An invoice"),), None, interaction_id)

    try:
        opened = await asyncio.gather(
            *(services.tickets.open(request(100 + one, 1000 + one), by=Actor(100 + one)) for one in range(20))
        )
        assert sorted(ticket.number for ticket in opened) == list(range(1, 21))
        with pytest.raises(AlreadyOpen):
            await services.tickets.open(request(100, 1), by=Actor(100))
        first = opened[0]
        claims = await asyncio.gather(
            *(services.tickets.claim(first.id, by=Actor(one, is_staff=True)) for one in (7, 8, 9)),
            return_exceptions=True,
        )
        assert sum(isinstance(claim, AlreadyClaimed) for claim in claims) == 2
        report = await services.insights.report(1, days=7, by=Actor(7, is_staff=True))
        assert report.facts.tickets_opened == 20

        help_channel = Place(1, 2, 2, frozenset({"help"}))
        ask = Message("how do i set up spf")
        answers = await asyncio.gather(
            *(services.asking.ask(help_channel, ask, message_id=50 + one, asker_id=200 + one) for one in range(5))
        )
        assert sorted(asked.rule for asked in answers if asked) == [Rule.ENTRY_CAP] * 4 + [Rule.SURE]
        (sure,) = (asked for asked in answers if asked and asked.rule is Rule.SURE)
        await services.showing.served(sure.question_id, 99)
        asker = (await services.showing.question(sure.question_id)).asker_id
        await services.pressing.feedback(sure.question_id, by=Actor(asker), helped=True)
        await services.pressing.mark_wrong(sure.question_id, by=Actor(7, is_staff=True))
        staff = Actor(7, is_staff=True)
        assert (await services.insights.numbers(1, days=7, by=staff)).answers.answers == 1
        assert (await services.insights.gaps(1, by=staff)).groups == ()
        assert len((await services.insights.stale(1, by=staff)).suspect) == 1
        await services.asking.forget_old_text()
    finally:
        await database.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "postgresql://localhost/x"])
def test_a_database_url_that_cannot_work_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(StartupError, match="SIGNPOST_DATABASE_URL"):
        database_at(Path(), url)
