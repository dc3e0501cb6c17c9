"""The same services over PostgreSQL. Runs where SIGNPOST_TEST_POSTGRES_URL names a database on a server.

That database is left alone: each test has one of its own there, which is dropped afterwards.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, insert, make_url, null, text, update
from sqlalchemy.ext.asyncio import create_async_engine

from bot import database
from bot.actor import Actor
from bot.app import build_services, load_home
from bot.database import Database, IntegrityError, Transaction, database_at
from bot.errors import DatabaseBusy, StartupError
from bot.exports.packing import pack
from bot.exports.unpacking import opened, unpack
from bot.faq.speaking import Message, Place, Rule
from bot.insights.stats.service import TicketStats
from bot.revisions import newest_revision
from bot.schema import places, questions
from bot.simulated.community import shipped_home
from bot.ticket_errors import AlreadyClaimed, AlreadyOpen, NothingWaits
from bot.ticket_tables import last_chances, ticket_events, tickets
from bot.tickets.clocks.policy import policy_of
from bot.tickets.finding.wanted import State, Wanted
from bot.tickets.record.message import Author, Said, Words
from bot.tickets.record.shelf import Shelf
from bot.tickets.request import Request
from bot.tickets.ticket import Detail, Ticket
from bot.zones import zone
from tests.insights.test_stats import Happened, Opened, answered, put, resolved
from tests.services import HERE, configuration
from tests.test_database import ROWS
from tests.test_store_plans import read_whole

URL = os.environ.get("SIGNPOST_TEST_POSTGRES_URL")
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
on_postgresql = pytest.mark.skipif(
    URL is None, reason="SIGNPOST_TEST_POSTGRES_URL does not name a PostgreSQL database"
)

LOCKS_NOBODY_OUT = """
CREATE SCHEMA elsewhere;
CREATE FUNCTION elsewhere.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS 'SELECT';
"""
"""What CockroachDB's advisory lock does, in a schema that a session may be told to look into first."""


SORTED_BY_LANGUAGE = "ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'und' LC_COLLATE 'C' LC_CTYPE 'C'"
"""As on most servers, whatever locales this one has: text is not in the order of its bytes."""


async def run_there(url: str, *statements: str) -> None:
    """As an administrator, in a session of one's own."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as session:
            for statement in statements:
                await session.exec_driver_sql(statement)
    finally:
        await engine.dispose()


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """A new database on the server."""
    assert URL is not None
    name = f"signpost_test_{os.getpid()}"
    await run_there(URL, f"CREATE DATABASE {name} TEMPLATE template0 {SORTED_BY_LANGUAGE}")
    try:
        yield make_url(URL).set(database=name).render_as_string(hide_password=False)
    finally:
        await run_there(URL, f"DROP DATABASE {name} WITH (FORCE)")


@on_postgresql
async def test_on_postgresql_numbers_have_no_gaps_and_one_of_three_wins_a_claim(url: str) -> None:
    database = database_at(Path(), url)
    await database.open()
    services = build_services(*load_home(shipped_home()), database, lambda: NOW, home=shipped_home())

    def request(member_id: int, interaction_id: int) -> Request:
        details = tuple(Detail("What", "An invoice", field_id=name) for name in ("topic", "details"))
        return Request(1, "billing", member_id, details, None, interaction_id)

    try:
        opened = await asyncio.gather(
            *(
                services.tickets.open(request(100 + one, 1000 + one), by=Actor(100 + one, guild_id=1))
                for one in range(20)
            )
        )
        assert sorted(ticket.number for ticket in opened) == list(range(1, 21))
        with pytest.raises(AlreadyOpen):
            await services.tickets.open(request(100, 1), by=Actor(100, guild_id=1))
        first = opened[0]
        claims = await asyncio.gather(
            *(services.tickets.claim(first.id, by=Actor(one, is_staff=True, guild_id=1)) for one in (7, 8, 9)),
            return_exceptions=True,
        )
        assert sum(isinstance(claim, AlreadyClaimed) for claim in claims) == 2
        # A second process, and fifty who press at once in both.
        other = database_at(Path(), url)
        await other.open()
        try:
            there = build_services(*load_home(shipped_home()), other, lambda: NOW, home=shipped_home())
            dealt = await asyncio.gather(
                *(
                    (services, there)[one % 2].dealing.deal(by=Actor(300 + one, is_staff=True, guild_id=1))
                    for one in range(50)
                ),
                return_exceptions=True,
            )
        finally:
            await other.close()
        numbers = [one.number for one in dealt if isinstance(one, Ticket)]
        assert sorted(numbers) == sorted(ticket.number for ticket in opened if ticket.id != first.id)
        assert sum(isinstance(one, NothingWaits) for one in dealt) == 31
        report = await services.insights.report(days=7, by=Actor(7, is_staff=True, guild_id=1))
        assert report.tickets.overall.opened == 20

        help_channel = Place(1, 2, 2, frozenset({"help"}))
        ask = Message("how do i set up spf")
        answers = await asyncio.gather(
            *(services.asking.ask(help_channel, ask, message_id=50 + one, asker_id=200 + one) for one in range(5))
        )
        assert sorted(asked.rule for asked in answers if asked) == [Rule.ABOVE] * 3 + [Rule.ENTRY_CAP, Rule.SURE]
        (sure,) = (asked for asked in answers if asked and asked.rule is Rule.SURE)
        await services.showing.served(sure.question_id, 99)
        asker = (await services.showing.question(sure.question_id, 1)).asker_id
        await services.pressing.feedback(sure.question_id, by=Actor(asker, guild_id=1), helped=True)
        await services.pressing.mark_wrong(sure.question_id, by=Actor(7, is_staff=True, guild_id=1))
        staff = Actor(7, is_staff=True, guild_id=1)
        assert (await services.insights.numbers(1, days=7, by=staff)).answers.answers == 1
        assert (await services.insights.gaps(1, by=staff)).groups == ()
        assert len((await services.insights.stale(1, by=staff)).suspect) == 1
        await services.asking.forget_old_text()
    finally:
        await database.close()


@on_postgresql
async def test_on_postgresql_too_a_ticket_stands_beside_one_that_is_like_it_in_whatever_script(url: str) -> None:
    database = database_at(Path(), url)
    await database.open()
    services = build_services(*load_home(shipped_home()), database, lambda: NOW, home=shipped_home())

    async def opened(number: int, text: str) -> Ticket:
        details = tuple(Detail("What", text, field_id=name) for name in ("topic", "details"))
        request = Request(1, "billing", 100 + number, details, None, 1000 + number)
        return await services.tickets.open(request, by=Actor(100 + number, guild_id=1))

    try:
        printer = await opened(1, "The `label` printer's pages: blank & (void) | since the firmware")
        login = await opened(2, "我无法登录邮箱")
        same = await opened(3, "Blank pages from the label printer since the firmware")
        assert [one.ticket.id for one in await services.similar.to(same)] == [printer.id]
        assert await services.similar.to(login) == []
        assert [one.ticket.id for one in await services.similar.to(await opened(4, "我无法登录邮箱了"))] == [
            login.id
        ]
    finally:
        await database.close()


@on_postgresql
async def test_on_postgresql_too_tickets_are_found_by_words_by_who_may_read_them(url: str) -> None:
    database = database_at(Path(), url)
    await database.open()
    services = build_services(*load_home(shipped_home()), database, lambda: NOW, home=shipped_home())
    staff, owner, stranger = (
        Actor(7, is_staff=True, guild_id=1),
        Actor(101, guild_id=1),
        Actor(102, guild_id=1),
    )

    async def found(words: str, by: Actor, **wanted: Any) -> int:
        return (await services.finding.find(Wanted(words, **wanted), by=by)).total

    try:
        details = tuple(
            Detail("What", "The printer's pages: blank & (void)", field_id=name) for name in ("topic", "details")
        )
        request = Request(1, "billing", owner.id, details, None, 1001)
        ticket = await services.tickets.open(request, by=owner)
        await services.delivery.thread_made(ticket.id, 55)
        author = Author(owner.id, "Ann")
        said = Said(2001, 1, 55, author, NOW, Words("The firmware is of certain age"))
        await services.recording.heard(said)
        await services.notes.write(ticket.id, "They are a reseller", 3001, by=staff)
        for by in (staff, owner):
            for words in ("print", "printer firmware", "firmwrae", "a' | 'certain"):
                assert await found(words, by) == 1, words
            assert await found("invoice", by) == 0
        assert await found("printer", stranger) == 0
        assert (await found("reseller", staff), await found("reseller", owner)) == (1, 0)
        assert await found("reseller", replace(staff, barred={"billing": ()})) == 0
        assert await found("firm", staff, type_id="billing", state=State.LIVE, requester_id=owner.id, days=1) == 1
        edited = replace(said, words=Words("It was old"), edited_at=NOW + timedelta(minutes=1))
        await services.recording.edited(edited, in_place=False)
        assert (await found("firmware", owner), await found("old", owner)) == (0, 1)
        await services.recording.deleted([said.id])
        assert await found("old", staff) == 0
        search_id = await services.finding.keep(Wanted("printer"), by=owner)
        assert (await services.finding.turn(search_id, 1, by=owner)).total == 1
    finally:
        await database.close()


@on_postgresql
async def test_on_postgresql_too_no_function_of_a_store_needs_to_read_a_whole_table_that_grows(url: str) -> None:
    database = database_at(Path(), url)
    await database.open()
    try:
        assert await database.tx(lambda tx: read_whole(tx._connection)) == {}
    finally:
        await database.close()


@on_postgresql
async def test_on_postgresql_too_tickets_come_to_these_figures(url: str) -> None:
    database = database_at(Path(), url)
    await database.open()
    hour = timedelta(hours=1)
    breached = Happened("breached", hour, {"clock": "resolution"})
    happened = [answered(hour), breached, resolved(3 * hour + timedelta(microseconds=7))]
    rows = [
        Opened(NOW - timedelta(days=2), happened, scores=[5], promised=[(hour, False)]),
        Opened(NOW - timedelta(days=3), [Happened("closed", hour, actor_id=3)]),
        Opened(NOW - timedelta(days=3), type_id="secret", status="open"),
    ]
    try:
        await database.tx(lambda tx: put(tx, rows))
        stats = TicketStats(database, lambda: NOW, policy_of(configuration().tickets, zone("Europe/Berlin")))
        found = await stats.of_days(30, by=Actor(3, is_staff=True, guild_id=HERE, barred={"secret": ()}))
    finally:
        await database.close()
    assert (found.overall.opened, dict(found.overall.breaches), found.backlog.live) == (2, {"resolution": 1}, 0)
    assert (found.overall.closed, found.overall.unanswered) == (1, 1)
    assert found.overall.first_response.median == hour
    assert found.overall.resolution.median == 3 * hour + timedelta(microseconds=7)
    assert (found.overall.csat.mean, found.overall.promises.missed) == (5, 1)


@on_postgresql
async def test_processes_that_start_at_once_upgrade_one_after_the_other(url: str) -> None:
    newest = newest_revision()
    done = await asyncio.gather(*(database_at(Path(), url).migrate() for _ in range(4)))
    assert sorted(done, key=lambda one: one[0] or "") == [(None, newest), *[(newest, newest)] * 3]


@on_postgresql
async def test_a_server_whose_advisory_locks_keep_nobody_out_is_refused(url: str) -> None:
    create_schema, create_function = LOCKS_NOBODY_OUT.strip().splitlines()
    first, last = "SET search_path = elsewhere, public, pg_catalog", "RESET search_path"
    name = make_url(url).database
    await run_there(url, create_schema, create_function, f"ALTER DATABASE {name} {first}")
    try:
        with pytest.raises(StartupError, match="advisory locks of this database server keep nobody out"):
            await database_at(Path(), url).open()
    finally:
        await run_there(url, f"ALTER DATABASE {name} {last}", "DROP SCHEMA elsewhere CASCADE")


@on_postgresql
async def test_a_lock_that_another_holds_is_waited_for_no_longer_than_was_said(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setitem(database._SERVER_SETTINGS, "lock_timeout", "100")
    holder = create_async_engine(url)
    try:
        async with holder.begin() as session:
            await session.exec_driver_sql(database._TAKE_LOCK)
            with pytest.raises(StartupError, match="another process has locked it for more than 10 seconds"):
                await database_at(Path(), url).open()
    finally:
        await holder.dispose()


@on_postgresql
async def test_while_another_process_writes_for_too_long_the_database_is_said_to_be_busy(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setitem(database._SERVER_SETTINGS, "lock_timeout", "100")
    holder, other = database_at(Path(), url), database_at(Path(), url)
    await holder.open()
    await other.open()
    try:
        begun, loop = asyncio.Event(), asyncio.get_running_loop()

        def hold(tx: Transaction) -> None:
            loop.call_soon(begun.set)
            tx.execute(text("SELECT pg_sleep(1)")).close()

        holding = asyncio.create_task(holder.tx(hold))
        await begun.wait()
        with pytest.raises(DatabaseBusy):
            await write_something(other)
        await holding
    finally:
        await holder.close()
        await other.close()


async def write_something(database: Database) -> None:
    await database.tx(lambda tx: tx.execute(text("SELECT 1")))


@on_postgresql
async def test_a_connection_that_the_server_has_cut_is_replaced_before_it_is_used(url: str) -> None:
    database = database_at(Path(), url)
    await database.open()
    try:
        for _ in range(2):
            await database.tx(lambda tx: tx.execute(text("SELECT 1")))
            await database.read(lambda reader: reader.execute(text("SELECT 1")))
            await run_there(
                url,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
    finally:
        await database.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "postgresql://localhost/x"])
def test_a_database_url_that_cannot_work_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(StartupError, match="SIGNPOST_DATABASE_URL"):
        database_at(Path(), url)


@on_postgresql
async def test_what_was_exported_from_sqlite_is_taken_to_postgresql_and_back_and_is_the_same(
    url: str, tmp_path: Path
) -> None:
    here, there, shelf = Database.at(tmp_path / "old.db"), database_at(Path(), url), Shelf(tmp_path / "files")

    def write(tx: Transaction) -> None:
        for table in (questions, tickets, ticket_events, last_chances):
            tx.execute(insert(table).values(ROWS[table]))
        merged = {"id": 2, "number": 1000, "interaction_id": 1000, "thread_id": None, "status": "closed"}
        tx.execute(insert(tickets).values({**ROWS[tickets], **merged}))
        # Rows come before those that they refer to.
        closed = {"status": "closed", "merged_into": 1000, "assignee_id": None}
        tx.execute(update(tickets).where(tickets.c.id == 1).values(closed))
        for name in ("a", "B", "ä", "-c"):  # in an order that a server would see otherwise
            tx.execute(insert(places).values({**ROWS[places], "name": name}))
        for number, filled in enumerate((null(), JSON.NULL)):
            values = {**ROWS[last_chances], "id": 900 + number, "interaction_id": 900 + number, "filled": filled}
            tx.execute(insert(last_chances).values({**values, "opens_at": None, "solved_at": None}))

    await here.open()
    await here.tx(write)
    await here.close()
    await asyncio.to_thread(pack, here, shelf, tmp_path / "first.zip")

    def full(_: Transaction) -> None:
        raise OSError(28, "No space left on device")

    async def taken(export: str, to: Database, owe: Callable[[Transaction], object] = lambda _: None) -> None:
        with opened(tmp_path / export) as archive:
            await unpack(archive, to, shelf, owe)

    await there.open()  # begun, and never used
    await there.close()
    with pytest.raises(OSError, match="No space"):
        await taken("first.zip", there, full)
    await taken("first.zip", there)
    with pytest.raises(StartupError, match="The database is in use already"):
        await taken("first.zip", there)
    await asyncio.to_thread(pack, there, shelf, tmp_path / "second.zip")
    await taken("second.zip", Database.at(tmp_path / "signpost.db"))
    await asyncio.to_thread(pack, Database.at(tmp_path / "signpost.db"), shelf, tmp_path / "third.zip")
    first, second, third = ((tmp_path / f"{name}.zip").read_bytes() for name in ("first", "second", "third"))
    assert first == second == third
    await there.open()
    try:
        event = await there.tx(lambda tx: tx.execute(insert(ticket_events).values(ROWS[ticket_events])))
        assert event.inserted_primary_key == (2,), "it counts on"
        with pytest.raises(IntegrityError):
            await there.tx(
                lambda tx: tx.execute(insert(ticket_events).values({**ROWS[ticket_events], "ticket_id": 9}))
            )
    finally:
        await there.close()
