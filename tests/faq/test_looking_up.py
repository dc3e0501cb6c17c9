"""What is found by who looks for it, and shared."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.client import Services
from bot.config import Between, Faq
from bot.errors import DatabaseBusy, JustShared, UnknownEntry
from bot.faq import looking_up
from bot.faq.owed import SHARE_JOB
from bot.matching.verdict import Verdict
from tests.faq.conversation import ANN, BOB, CAKE, CHANNEL, HELPER, NEAR, PASSWORD, question_of
from tests.services import HERE, KNOWLEDGE, Engine, busy, member, open_engine

SHIPPED = Path(__file__).parents[2] / "faq"
NOWHERE = frozenset[str]()


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


# How sure it is


@pytest.mark.parametrize(
    ("query", "verdict"),
    [
        ("reset-password", Verdict.ANSWER),
        ("HOW do I reset my password", Verdict.ANSWER),
        ("i forgot my password", Verdict.ANSWER),
        ("bill for the address book", Verdict.SUGGEST),
        ("address book of my bill", Verdict.SILENT),
        ("settings", Verdict.SILENT),
    ],
)
async def test_an_entry_is_the_answer_only_where_it_is_named_or_would_be_answered_with(
    services: Services, query: str, verdict: Verdict
) -> None:
    found = await services.looking_up.look_up(query, visible=NOWHERE)
    assert found.verdict is verdict
    assert found.entries


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("how much does it cost", "aliases"),
        ("is my data stored in the eu", None),
        ("is it publicly shareable", None),
        ("can two people have a mailbox", "shared-mailbox-not-supported"),
    ],
)
async def test_what_only_has_words_in_common_is_never_shown_as_the_answer(
    tmp_path: Path, query: str, nearest: str | None
) -> None:
    knowledge = (SHIPPED / "mailboxes.yaml").read_text(encoding="utf-8")
    async with open_engine(tmp_path, knowledge=knowledge) as engine:
        try:
            found = await engine.services.looking_up.look_up(query, visible=NOWHERE)
        except UnknownEntry:
            assert nearest is None
        else:
            assert found.verdict is not Verdict.ANSWER
            assert nearest in (None, found.entries[0].id)


async def test_a_keyword_names_its_entry_unless_another_has_it_too(tmp_path: Path) -> None:
    knowledge = KNOWLEDGE.replace(
        "questions: [how do i reset", "keywords: [lockout, key]\n    questions: [how do i reset"
    )
    knowledge = knowledge.replace("questions: [export", "keywords: [key]\n    questions: [export")
    async with open_engine(tmp_path, knowledge=knowledge) as engine:
        alone = await engine.services.looking_up.look_up("Lockout", visible=NOWHERE)
        assert (alone.verdict, [one.id for one in alone.entries]) == (Verdict.ANSWER, ["reset-password"])
        both = await engine.services.looking_up.look_up("key", visible=NOWHERE)
        assert both.verdict is Verdict.SILENT
        assert {one.id for one in both.entries} == {"reset-password", "export-contacts"}


async def test_what_stands_behind_a_button_is_the_entry_as_it_is_by_now(tmp_path: Path) -> None:
    knowledge = KNOWLEDGE.replace("questions: [export", "channels: [inner-circle]\n    questions: [export")
    async with open_engine(tmp_path, knowledge=knowledge) as engine:
        looking_up = engine.services.looking_up
        assert looking_up.read("export-contacts", visible={"inner-circle"}).answer == "Under **Settings**."
        for entry_id in ("export-contacts", "gone-by-now"):
            with pytest.raises(UnknownEntry):
                looking_up.read(entry_id, visible=NOWHERE)


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


async def likely(engine: Engine, *texts: str, besides: tuple[str, ...] = ()) -> tuple[str, ...]:
    return await engine.services.looking_up.likely(texts, guild_id=HERE, visible=NOWHERE, besides=besides)


async def test_who_asks_for_people_is_shown_what_would_be_answered_or_suggested_and_never_noise(
    tmp_path: Path,
) -> None:
    async with open_engine(tmp_path) as engine:
        found = await likely(engine, "Invoice 4711", PASSWORD, "It is urgent, please hurry up")
        assert found == ("reset-password",), "sure by one of the texts"
        assert await likely(engine, CAKE) == ()
        assert await likely(engine) == ()
        assert await likely(engine, "password") == (), "too little to go by"
        assert await likely(engine, PASSWORD, besides=("reset-password",)) == (), "it has just not helped"
        asked = await question_of(engine.services)
        await engine.services.pressing.mark_wrong(asked, by=HELPER)
        assert await likely(engine, PASSWORD) == (), "marked as wrong"


@pytest.mark.parametrize(("between", "shown"), [(Between.SUGGEST, True), (Between.SILENT, False)])
async def test_what_is_likely_is_shown_where_the_faq_would_suggest_it(
    tmp_path: Path, between: Between, shown: bool
) -> None:
    async with open_engine(tmp_path, faq=Faq(threshold=1.0, suggest_from=0.1, between=between)) as engine:
        assert ("reset-password" in await likely(engine, NEAR)) is shown
