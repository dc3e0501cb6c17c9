"""What is found by who looks for it, and shared."""

from __future__ import annotations

import asyncio

import pytest

from bot.client import Services
from bot.errors import DatabaseBusy, JustShared, UnknownEntry
from bot.faq import looking_up
from bot.faq.owed import SHARE_JOB
from tests.faq.conversation import ANN, BOB, CHANNEL
from tests.services import Engine, busy, member


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("reset-password", "reset-password"),
        ("How do I reset my password?", "reset-password"),
        ("  where can i export my contacts?  ", "export-contacts"),
        ("forgot pasword", "reset-password"),
        ("invoice", "pay-invoice"),
        ("contac", "export-contacts"),
    ],
)
async def test_an_entry_is_found_by_id_title_question_or_the_start_of_a_word(
    services: Services, query: str, first: str
) -> None:
    assert (await services.looking_up.find(query)).id == first


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "🙂"])
async def test_what_is_near_nothing_is_said_to_be_unknown(services: Services, query: str) -> None:
    with pytest.raises(UnknownEntry) as refusal:
        await services.looking_up.find(query)
    assert refusal.value.query == query


async def test_a_search_shows_the_best_first_each_entry_once_and_no_more_than_asked(services: Services) -> None:
    found = [entry.id for entry in await services.looking_up.search("how do i pay my invoice")]
    assert found[0] == "pay-invoice"
    assert len(found) == len(set(found))
    assert [entry.id for entry in await services.looking_up.search("how do i pay my invoice", limit=1)] == [
        "pay-invoice"
    ]
    assert await services.looking_up.search("zzzz") == []


async def test_an_empty_search_lists_the_entries_in_the_order_of_the_files(services: Services) -> None:
    assert [entry.id for entry in await services.looking_up.search(" ")] == [
        "reset-password",
        "export-contacts",
        "pay-invoice",
    ]
    assert [entry.id for entry in await services.looking_up.search("", limit=2)] == [
        "reset-password",
        "export-contacts",
    ]


async def test_an_entry_says_in_which_category_it_stands(services: Services) -> None:
    assert services.knowledge.category("pay-invoice") == "Account"
    entry = services.knowledge.entry("pay-invoice")
    assert entry is not None
    assert entry.title == "How do I pay an invoice?"


# Shared


async def share(services: Services, interaction_id: int, *, by: int = ANN) -> None:
    await services.looking_up.share(
        CHANNEL, "pay-invoice", by=member(by), interaction_id=interaction_id, locale="en-US"
    )


async def test_what_could_not_be_shared_can_be_tried_again_at_once(engine: Engine, services: Services) -> None:
    with busy(looking_up, "owe_share"), pytest.raises(DatabaseBusy):
        await share(services, 501)
    await share(services, 502)
    assert [(job.kind, job.subject_id) for job in await engine.owed()] == [(SHARE_JOB, 502)]


async def test_of_two_who_share_an_entry_side_by_side_one_does(engine: Engine, services: Services) -> None:
    done = await asyncio.gather(
        share(services, 501), share(services, 502, by=BOB), share(services, 503), return_exceptions=True
    )
    assert [type(outcome) for outcome in done] == [type(None), JustShared, JustShared]
    assert [job.subject_id for job in await engine.owed()] == [501]
