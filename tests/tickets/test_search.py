"""Tickets are found by their words, whatever somebody types, and those that are like one stand beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, text

from bot import backups
from bot.database import Reader, Transaction
from bot.search_tables import search_texts
from bot.ticket_tables import tickets as ticket_table
from bot.tickets import store as ticket_store
from bot.tickets.search import store
from bot.tickets.search.likeness import FLOOR, likeness, weights
from bot.tickets.search.service import Similar
from bot.tickets.search.terms import MOST, asked, kept, of_ticket
from bot.tickets.ticket import ADDED, ORIGIN, Detail, Ticket
from tests.services import ELSEWHERE, HERE, NOON, Engine
from tests.tickets.test_service import SAM, sam

PRINTER = "The label printer prints blank pages since the firmware update"
SAME = "blank pages come out of the label printer after the firmware update"


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ('"', ()),
        ("* - ^ : ( ) { } + |", ()),
        ("\0\0", ()),
        ("NEAR(invoice, 2)", ("near", "invoic", "2")),
        ('summary:"invoice" OR 1=1; --', ("summari", "invoic", "1", "1")),
        ("in`voi`ce", ("voi", "ce")),
        ("`E-4711`", ("e", "4711")),
        ("Umlaute: ÄÖÜ, cafés", ("umlaut", "aou", "cafe")),
        ("無法登入", ("無法", "法登", "登入")),
        ("שלום עולם", ("שלום", "עולם")),
        ("😀" * 4000, ()),
    ],
)
def test_whatever_is_typed_becomes_terms_and_never_a_query(typed: str, terms: tuple[str, ...]) -> None:
    assert asked(typed) == tuple(dict.fromkeys(terms))


@given(st.text(max_size=200))
def test_terms_hold_no_sign_that_a_query_could_be_made_of(typed: str) -> None:
    assert not set("\"'*^:(){}+-|&!<>\\ \0").intersection("".join(asked(typed)))


def test_what_a_ticket_came_from_is_a_link_and_no_words_of_it_and_a_long_one_is_cut() -> None:
    details = [
        Detail("Asked in", "https://discord.com/channels/1/2/3", field_id=ORIGIN),
        Detail("What?", "It fails"),
    ]
    assert of_ticket("Mail", details) == "mail it fail"
    assert len(kept(["a b c " * MOST]).split()) == MOST


def test_rare_terms_count_more_and_one_term_is_no_likeness() -> None:
    weight = weights({"mail": 90, "slow": 90, "dkim": 1, "rotate": 1}, 100)
    assert likeness(["dkim", "rotate", "mail"], ["dkim", "rotate", "slow"], weight) > FLOOR
    assert likeness(["mail", "slow", "dkim"], ["mail", "slow", "rotate"], weight) < FLOOR
    assert likeness(["dkim"], ["dkim"], weight) == 0
    assert likeness(["mail", "slow"], ["mail", "slow"], weight) == pytest.approx(1)


async def stored(engine: Engine, *summaries: str, guild_id: int = HERE, type_id: str = "billing") -> list[Ticket]:
    """A ticket of each summary, each of another requester, oldest first."""
    count = len(await engine.rows(search_texts))

    def write(tx: Transaction) -> list[Ticket]:
        return [
            ticket_store.insert_ticket(
                tx,
                ticket_id=9000 + number,
                guild_id=guild_id,
                type_id=type_id,
                priority=engine.config.tickets.types[0].priority,
                requester_id=1000 + number,
                summary=summary,
                details=(Detail("What?", summary, field_id="details"),),
                question_id=None,
                interaction_id=number + 1,
                at=engine.clock(),
            )
            for number, summary in enumerate(summaries, count)
        ]

    return await engine.database.tx(write)


async def found(engine: Engine, typed: str, *, guild_id: int = HERE, barred: Collection[str] = ()) -> list[int]:
    def look(reader: Reader) -> list[int]:
        looked = store.matching(
            reader,
            guild_id,
            asked(typed),
            every=True,
            kinds=["ticket"],
            since=NOON - timedelta(days=180),
            barred=barred,
            limit=10,
        )
        return [ticket_id for ticket_id, _ in looked]

    return await engine.database.read(look)


async def like(engine: Engine, ticket: Ticket) -> list[int]:
    return [one.ticket.number for one in await engine.services.similar.to(ticket)]


@pytest.mark.parametrize(
    "typed", ["", '"', "AND", "NEAR(a b", "*", "-", "\0", "😀" * 4000, "x" * 4000, "a OR", "' ; DROP"]
)
async def test_nothing_that_is_typed_breaks_the_search(engine: Engine, typed: str) -> None:
    await stored(engine, PRINTER)
    assert await found(engine, typed) == []


async def test_a_ticket_is_found_in_its_own_script_by_part_of_a_word_where_words_have_no_spaces(
    engine: Engine,
) -> None:
    chinese, hindi, _ = await stored(engine, "我无法登录邮箱", "मेरा बिल गलत है", PRINTER)
    assert await found(engine, "登录") == [chinese.id]
    assert await found(engine, "बिल") == [hindi.id]
    assert await found(engine, "录登") == []


async def test_what_is_said_later_is_found_at_once_and_what_is_said_no_more_is_not(engine: Engine) -> None:
    [ticket] = await stored(engine, "Mail")
    details = (Detail("What?", "An invoice"), Detail("", "the label printer", field_id=ADDED))
    await engine.database.tx(lambda tx: ticket_store.save_details(tx, ticket.id, details))
    assert await found(engine, "printers") == [ticket.id]
    await engine.database.tx(lambda tx: ticket_store.save_details(tx, ticket.id, details[:1]))
    assert await found(engine, "printer") == []
    assert await found(engine, "invoice") == [ticket.id]
    with pytest.raises(ZeroDivisionError):
        await engine.database.tx(lambda tx: (ticket_store.save_details(tx, ticket.id, details), 1 / 0))
    assert await found(engine, "printer") == [], "the index is of the same transaction"
    await engine.database.tx(lambda tx: tx.execute(delete(ticket_table)))
    assert await found(engine, "invoice") == []
    await engine.database.tx(
        lambda tx: tx.execute(text("INSERT INTO search_index (search_index) VALUES ('integrity-check')"))
    )


async def test_the_index_outlives_a_backup_and_vacuum(engine: Engine) -> None:
    first, second, third = await stored(engine, "One printer", "Two printers", "Three printers")
    await engine.database.tx(lambda tx: tx.execute(delete(ticket_table).where(ticket_table.c.id == first.id)))
    path = engine.database.file
    assert path is not None
    copy = path.with_name("copy.db")
    backups.write_copy(path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("VACUUM")
        connection.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
        query = "SELECT ticket_id FROM search_index JOIN search_texts ON id = search_index.rowid WHERE search_index MATCH 'two'"
        assert connection.execute(query).fetchall() == [(second.id,)]
    assert await found(engine, "printer") == [third.id, second.id]


async def test_a_ticket_like_one_stands_beside_it_with_what_solved_it_and_what_is_not_like_it_does_not(
    engine: Engine,
) -> None:
    paper = "Which paper fits into the label printer, and where is it ordered"
    [old, other, ticket] = await stored(engine, PRINTER, paper, SAME)
    await engine.services.tickets.resolve(old.id, by=sam, note="Roll the firmware back")
    [found] = await engine.services.similar.to(ticket)
    assert (found.ticket.number, found.resolved_by, found.note) == (1, SAM, "Roll the firmware back")
    assert FLOOR <= found.score <= 1
    await engine.services.tickets.reopen(old.id, by=sam)
    [found] = await engine.services.similar.to(ticket)
    assert (found.resolved_by, found.note) == (None, None), "it did not hold"
    await engine.services.tickets.resolve(old.id, by=sam, note="Change the fuser")
    [found] = await engine.services.similar.to(ticket)
    assert found.note == "Change the fuser"
    assert await like(engine, other) == []
    kinds = [kind.model_copy(update={"staff": ["Support"]}) for kind in engine.config.tickets.types]
    some_read = Similar(engine.database, engine.config.tickets.model_copy(update={"types": kinds}))
    assert [one.ticket.number for one in await some_read.to(ticket)] == [1], (
        "who sees its card reads those of its type"
    )
    assert await some_read.to(replace(ticket, type_id="delivery")) == [], "and not those of every other one"
    assert await like(engine, replace(ticket, opened_at=NOON + timedelta(days=181))) == []


async def test_what_was_merged_or_is_of_another_community_is_not_beside_it_and_there_are_three_at_most(
    engine: Engine,
) -> None:
    await stored(engine, PRINTER, guild_id=ELSEWHERE)
    first, *_, ticket = await stored(engine, PRINTER, PRINTER, PRINTER, PRINTER, SAME)
    assert await like(engine, ticket) == [4, 3, 2]
    assert len(await found(engine, "firmware", guild_id=ELSEWHERE)) == 1
    await engine.services.merging.merge(first.id, ticket.id, by=sam)
    for number in (4, 3):
        other = await engine.services.tickets.by_number(HERE, number)
        await engine.services.merging.merge(other.id, ticket.id, by=sam)
    assert await like(engine, ticket) == [2]


async def test_in_an_outage_in_which_all_write_the_same_the_newest_are_beside_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.tickets.search.service.RARE", 5)
    *_, ticket = await stored(engine, *[PRINTER] * 8, PRINTER)
    assert await like(engine, ticket) == [8, 7, 6]
