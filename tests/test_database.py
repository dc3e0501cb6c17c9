"""The database: one writer at a time, nothing half done, nothing wrong stored, nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from bot.answer_tables import added_questions, answer_thanks, answer_wishes
from bot.award_tables import award_policies, awards
from bot.clock_tables import ticket_clocks
from bot.columns import metadata
from bot.cost_tables import prevention_undone, prevention_work, ticket_costs
from bot.database import BUSY_SECONDS, Database, Reader, Transaction
from bot.errors import DatabaseBusy, StartupError
from bot.hold_tables import reputation_audit, reputation_cases
from bot.mark_tables import award_messages, thanks_prompts
from bot.privacy_tables import erasures, privacy_choices
from bot.promise_tables import digests, promises
from bot.recognition_tables import impact_notes, rank_grants, rank_holders, thanks_posts
from bot.record_tables import ticket_files, ticket_message_versions, ticket_messages
from bot.revisions import MIGRATIONS, newest_revision
from bot.routing_tables import helpdesks, helpers, route_helpers, routes
from bot.schema import (
    direct_channels,
    drafts,
    feedback,
    follow_ups,
    jobs,
    labels,
    obstacles,
    opt_outs,
    pieces,
    places,
    posts,
    questions,
    refused_forms,
    reminders,
    setups,
    silences,
    suspicions,
)
from bot.search_tables import said_texts, search_texts, search_words, ticket_searches
from bot.solution_tables import pointers, solutions
from bot.ticket_tables import (
    absences,
    community_posts,
    expectations,
    last_chances,
    panels,
    sent_entries,
    ticket_events,
    ticket_follow_ups,
    ticket_links,
    ticket_notes,
    ticket_ratings,
    ticket_resolutions,
    tickets,
)
from bot.tickets.csat.rating import resolution_id
from bot.turns import Urgency, urgency
from tests.services import open_database, writing

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
PATIENCE_SECONDS = 20
"""After this a test that waits for what never comes fails instead of hanging."""


class Broken(Exception):
    """What may go wrong inside a transaction."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "signpost.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    async with open_database(path) as database:
        yield database


@contextmanager
def file(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, as any other program sees it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def count(path: Path, table: sa.Table = panels) -> int:
    """How many rows the file holds, as any other program sees it."""
    with file(path) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])


def place(path: Path, content: bytes) -> None:
    """A file that somebody else has put there."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def contents(path: Path) -> bytes:
    return path.read_bytes()


def listing(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def write(database: Database, guild_id: int = 1) -> None:
    """Store a panel, in a transaction of its own."""
    await database.tx(lambda tx: put_panel(tx, guild_id))


def put_panel(tx: Transaction, guild_id: int = 1, message_id: int = 0) -> None:
    tx.execute(sa.insert(panels).values(guild_id=guild_id, panel_id="main", channel_id=1, message_id=message_id))


async def increment(database: Database) -> None:
    """Read, let others have a go, write: what a lost update needs."""

    def work(tx: Transaction) -> None:
        seen = tx.execute(sa.select(panels.c.message_id)).scalar_one()
        tx.execute(sa.update(panels).values(message_id=seen + 1))

    await database.tx(work)


def message_of(reader: Reader) -> int:
    return int(reader.execute(sa.select(panels.c.message_id)).scalar_one())


# One writer


async def test_fifty_who_read_and_then_write_all_count(database: Database) -> None:
    await write(database)
    await asyncio.gather(*(increment(database) for _ in range(50)))
    assert await database.read(message_of) == 50


async def test_two_processes_on_one_file_lose_nothing_either(path: Path, database: Database) -> None:
    await write(database)
    async with open_database(path) as other:
        await asyncio.gather(*(increment(one) for one in (database, other) for _ in range(10)))
    assert await database.read(message_of) == 20


async def test_a_task_that_comes_later_waits_its_turn(path: Path, database: Database) -> None:
    async with writing(database):
        task = asyncio.create_task(write(database, 2))
        assert await database.read(panels_in) == 0
        assert not task.done()
    await asyncio.wait_for(task, PATIENCE_SECONDS)
    assert count(path) == 1


async def test_of_those_who_wait_the_most_urgent_comes_first_and_then_who_came_first(database: Database) -> None:
    order: list[str] = []

    async def come(name: str, urgent: Urgency) -> None:
        urgency.set(urgent)
        await database.tx(lambda _: order.append(name))

    async with writing(database):
        waiting = [
            asyncio.create_task(come(name, urgent))
            for name, urgent in (
                ("chatter", Urgency.CHATTER),
                ("a question", Urgency.QUESTION),
                ("another", Urgency.QUESTION),
                ("a ticket", Urgency.TICKET),
                ("a press", Urgency.PRESS),
            )
        ]
        assert await database.read(panels_in) == 0
    await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE_SECONDS)
    assert order == ["a press", "a ticket", "a question", "another", "chatter"]


async def test_after_a_failed_transaction_the_next_may_begin(path: Path, database: Database) -> None:
    with pytest.raises(Broken):
        await write_and_break(database, [])
    await write(database)
    assert count(path) == 1


async def test_who_is_cancelled_while_they_wait_has_written_nothing_and_keeps_nobody(
    path: Path, database: Database
) -> None:
    async with writing(database):
        task = asyncio.create_task(write(database))
        assert await database.read(panels_in) == 0
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await asyncio.wait_for(write(database, 2), PATIENCE_SECONDS)
    with file(path) as connection:
        assert connection.execute("SELECT guild_id FROM panels").fetchall() == [(2,)]


async def test_who_is_cancelled_while_they_write_has_written_all_of_it_and_spoken_about_it(
    path: Path, database: Database
) -> None:
    begun, go_on, said = asyncio.Event(), threading.Event(), []
    loop = asyncio.get_running_loop()

    def work(tx: Transaction) -> None:
        put_panel(tx)
        tx.after_commit(lambda: said.append("done"))
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(PATIENCE_SECONDS)
        put_panel(tx, 2)

    task = asyncio.create_task(database.tx(work))
    await begun.wait()
    task.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (count(path), said) == (2, ["done"])


# All or nothing, and spoken about afterwards


async def write_and_break(database: Database, said: list[str]) -> None:
    def work(tx: Transaction) -> None:
        put_panel(tx)
        tx.after_commit(lambda: said.append("done"))
        raise Broken

    await database.tx(work)


async def test_what_goes_wrong_leaves_nothing_and_says_nothing(path: Path, database: Database) -> None:
    said: list[str] = []
    with pytest.raises(Broken):
        await write_and_break(database, said)
    assert (count(path), said) == (0, [])


async def test_what_is_said_is_said_after_the_commit_and_in_order(path: Path, database: Database) -> None:
    said: list[tuple[str, int]] = []

    def work(tx: Transaction) -> None:
        tx.after_commit(lambda: said.append(("first", count(path))))
        put_panel(tx)
        tx.after_commit(lambda: said.append(("second", count(path))))
        assert said == []

    await database.tx(work)
    assert said == [("first", 1), ("second", 1)]


async def test_what_follows_a_commit_may_write_itself(path: Path, database: Database) -> None:
    tasks: list[asyncio.Task[None]] = []

    def work(tx: Transaction) -> None:
        put_panel(tx)
        tx.after_commit(lambda: tasks.append(asyncio.create_task(write(database, 2))))

    await database.tx(work)
    await asyncio.gather(*tasks)
    assert count(path) == 2


async def test_a_row_that_is_there_already_is_said_to_be_there_and_other_faults_stay_faults(
    database: Database,
) -> None:
    award = ROWS[awards]

    def work(tx: Transaction) -> None:
        assert tx.insert_once(awards, award) is not None
        assert tx.insert_once(awards, award) is None
        assert tx.insert_once(awards, {**award, "key": "accepted:t2"}) is not None
        with pytest.raises(IntegrityError):
            tx.insert_once(awards, {**award, "key": "accepted:t3", "points": -1})

    await database.tx(work)


# Readers


async def test_readers_see_what_is_committed_and_do_not_wait_for_the_writer(database: Database) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        async with writing(database, put_panel):
            assert await asyncio.gather(*(database.read(panels_in) for _ in range(10))) == [0] * 10
        assert await database.read(panels_in) == 1


async def test_readers_cannot_write(path: Path, database: Database) -> None:
    for statement in (
        sa.insert(panels).values(guild_id=1, panel_id="main", channel_id=1, message_id=1),
        sa.text("DROP TABLE panels"),
    ):
        with pytest.raises(OperationalError, match="readonly"):
            await database.read(lambda reader: reader.execute(statement).close())  # noqa: B023  it is run at once
    assert count(path) == 0


def panels_in(reader: Reader) -> int:
    return int(reader.execute(sa.select(sa.func.count()).select_from(panels)).scalar_one())


async def test_who_only_looks_finds_what_is_committed_and_nothing_where_it_cannot_be_read(
    tmp_path: Path, path: Path, database: Database
) -> None:
    async with writing(database, put_panel):
        assert await Database.at(path).glance(panels_in) == 0
    assert await Database.at(path).glance(panels_in) == 1
    with file(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    assert await Database.at(path).glance(panels_in) is None
    (tmp_path / "none.db").write_bytes(b"no database" * 1000)
    assert await Database.at(tmp_path / "none.db").glance(panels_in) is None
    assert await Database.at(tmp_path / "absent.db").glance(panels_in) is None
    assert not (tmp_path / "absent.db").exists()


async def test_every_connection_is_set_up_for_safety(database: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": BUSY_SECONDS * 1000,
    }

    def pragmas(reader: Reader) -> dict[str, Any]:
        names = [*wanted, "query_only"]
        return {name: reader.execute(sa.text(f"PRAGMA {name}")).scalar_one() for name in names}

    assert await database.tx(pragmas) == {**wanted, "query_only": 0}
    assert await database.read(pragmas) == {**wanted, "query_only": 1}


async def test_who_waits_longer_for_the_writer_than_we_do_is_refused_and_can_try_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.database.BUSY_SECONDS", 0)
    async with open_database(path) as database:
        await write(database)
        with file(path) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseBusy):
                await write(database)
            other.execute("ROLLBACK")
        await database.tx(lambda tx: tx.execute(sa.text("SELECT 1")))


async def test_a_person_who_waits_too_long_for_their_turn_is_refused_and_keeps_nobody(
    path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.connections.WAIT_SECONDS", 0.01)

    async def press() -> None:
        urgency.set(Urgency.PRESS)
        with pytest.raises(DatabaseBusy):
            await write(database)

    async with writing(database):
        waiting = asyncio.create_task(write(database, 2))
        await asyncio.create_task(press())
    await waiting
    assert count(path) == 1, "and who is nobody's press waits on"


async def test_what_is_wrong_with_a_statement_is_no_busy_database(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        await database.tx(lambda tx: tx.execute(sa.text("SELECT * FROM nowhere")))


async def test_a_database_that_is_not_open_says_so(path: Path) -> None:
    database = Database.at(path)
    with pytest.raises(RuntimeError, match="not open"):
        await write(database)
    with pytest.raises(RuntimeError, match="not open"):
        await database.read(panels_in)


async def test_what_has_begun_when_the_database_is_closed_is_stored_and_nothing_more_begins(path: Path) -> None:
    async with open_database(path) as database:
        async with writing(database, put_panel):
            closing_it = asyncio.create_task(database.close())
            await asyncio.sleep(0)
            with pytest.raises(RuntimeError, match="not open"):
                await write(database)
            assert not closing_it.done()
        await asyncio.wait_for(closing_it, PATIENCE_SECONDS)
    assert count(path) == 1


async def test_what_is_stored_outlives_the_process_and_opening_or_closing_twice_is_harmless(path: Path) -> None:
    async with open_database(path) as first:
        await first.open()
        await write(first)
        await first.close()
    async with open_database(path) as second:
        await write(second, 2)
    assert count(path) == 2


# What people type, and when


async def question(database: Database, **values: Any) -> Any:
    """What is read back of a question that was stored with these values."""
    await database.tx(lambda tx: tx.execute(sa.insert(questions).values({**ROWS[questions], **values})))
    return await database.read(lambda reader: reader.execute(sa.select(questions)).one())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\0b", "ab"),
        ("\0", ""),
        ("naïve 日本 👩‍👩‍👧 \u202e", "naïve 日本 👩‍👩‍👧 \u202e"),
        ("'); DROP TABLE questions; --", "'); DROP TABLE questions; --"),
        (None, None),
    ],
)
async def test_text_is_stored_as_typed_but_for_what_databases_choke_on(
    database: Database, typed: str | None, stored: str | None
) -> None:
    assert (await question(database, text=typed)).text == stored


async def test_half_a_character_does_not_stop_a_question_or_a_ticket(database: Database) -> None:
    stored = (await question(database, text="half \ud83d here")).text
    assert len(stored) == len("half x here")
    assert stored.encode().decode() == stored
    details = [{"label": "What\0", "text": "\ud83d and\0 more"}]
    await database.tx(lambda tx: tx.execute(sa.insert(tickets).values({**ROWS[tickets], "details": details})))
    [detail] = await database.read(lambda reader: reader.execute(sa.select(tickets.c.details)).scalar_one())
    assert detail["label"] == "What"
    assert detail["text"][1:] == " and more"


async def test_a_time_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    kolkata = timezone(timedelta(hours=5, minutes=30))
    asked_at = (await question(database, asked_at=datetime(2027, 3, 1, 17, 30, 0, 123456, kolkata))).asked_at
    assert asked_at == datetime(2027, 3, 1, 12, 0, 0, 123456, UTC)
    assert asked_at.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(path: Path, database: Database) -> None:
    with pytest.raises(StatementError, match="a time without a zone cannot be stored"):
        await question(database, asked_at=NOON.replace(tzinfo=None))
    assert count(path, questions) == 0


async def test_an_error_does_not_quote_what_people_wrote(database: Database) -> None:
    with pytest.raises(IntegrityError) as error:
        await question(database, text="my password is hunter2", verdict="perhaps")
    assert "ck_questions_verdict" in str(error.value)
    assert "hunter2" not in str(error.value)


# Wrong states

ROWS: dict[sa.Table, dict[str, Any]] = {
    search_texts: {"guild_id": 1, "ticket_id": 1, "kind": "ticket", "source_id": 1, "terms": "it fail"},
    said_texts: {"message_id": 11, "guild_id": 1, "ticket_id": 1, "kind": "message", "terms": "it fail"},
    search_words: {"word": "fails", "key": "f5", "term": "fail"},
    ticket_searches: {"id": 12, "guild_id": 1, "member_id": 4, "words": "fail"},
    obstacles: {"guild_id": 1, "kind": "forbidden", "what": "#queue", "since_at": NOON, "is_standing": False},
    setups: {"guild_id": 1, "member_id": 4, "at": NOON},
    places: {"guild_id": 1, "kind": "text", "name": "help", "discord_id": 2},
    jobs: {"guild_id": 1, "kind": "work", "subject_id": 1, "due_at": NOON},
    refused_forms: {
        "id": 8,
        "guild_id": 1,
        "member_id": 4,
        "action": "draft:edit",
        "subject": "7.1",
        "typed": {"title": "How?"},
    },
    posts: {"id": 9, "guild_id": 1, "channel_id": 2, "author_id": 4, "version": 0},
    questions: {
        "guild_id": 1,
        "channel_id": 2,
        "place_id": 2,
        "message_id": 3,
        "asker_id": 4,
        "asked_at": NOON,
        "text": "how so",
        "verdict": "answer",
        "rule": "sure",
        "entry_id": "spf",
        "candidates": [["spf", 0.9]],
        "score": 0.9,
    },
    pieces: {"guild_id": 1, "message_id": 3, "question_id": 1},
    follow_ups: {"guild_id": 1, "question_id": 1, "message_id": 5, "at": NOON},
    suspicions: {"guild_id": 1, "entry_id": "spf", "question_id": 1, "marked_by": 4, "marked_at": NOON},
    opt_outs: {"guild_id": 1, "member_id": 4, "at": NOON},
    labels: {"guild_id": 1, "question_id": 1, "is_right": True, "labelled_by": 4, "labelled_at": NOON},
    drafts: {
        "guild_id": 1,
        "status": "open",
        "entry_id": "dane",
        "category": "DNS",
        "title": "What is DANE?",
        "questions": ["what is dane", "do you do dane"],
        "answer": "Ask us.",
        "keywords": [],
        "version": 1,
        "proposed_by": 4,
        "proposed_at": NOON,
        "source_channel_id": 2,
        "interaction_id": 5,
    },
    reminders: {"guild_id": 1, "entry_id": "spf", "review_by": NOON.date(), "at": NOON},
    silences: {"guild_id": 1, "day": NOON.date(), "place_id": 9, "rule": "unsure", "amount": 1},
    feedback: {"guild_id": 1, "question_id": 1, "member_id": 4, "by_asker": True, "helped": True, "at": NOON},
    tickets: {
        "guild_id": 1,
        "number": 1,
        "type_id": "billing",
        "status": "open",
        "priority": "P3",
        "requester_id": 4,
        "assignee_id": None,
        "summary": "My invoice",
        "details": [],
        "interaction_id": 5,
        "opened_at": NOON,
        "thread_id": 6,
        "opening_message_id": 7,
        "requester_added": True,
        "card_channel_id": 8,
        "card_message_id": 9,
        "announced_event_id": 0,
    },
    ticket_events: {"guild_id": 1, "ticket_id": 1, "kind": "opened", "actor_id": 4, "at": NOON},
    ticket_notes: {
        "guild_id": 1,
        "ticket_id": 1,
        "author_id": 4,
        "at": NOON,
        "text": "They pay",
        "interaction_id": 9,
    },
    ticket_messages: {
        "id": 11,
        "guild_id": 1,
        "ticket_id": 1,
        "thread_id": 6,
        "kind": "message",
        "author_id": 4,
        "author_name": "Ann",
        "is_bot": False,
        "type": "default",
        "at": NOON,
        "text": "It fails",
        "more": {},
        "reactions": {},
        "is_joined": True,
    },
    ticket_message_versions: {
        "guild_id": 1,
        "ticket_id": 1,
        "message_id": 11,
        "at": NOON,
        "text": "It works",
        "more": {},
    },
    ticket_files: {
        "guild_id": 1,
        "ticket_id": 1,
        "message_id": 11,
        "file_id": 5,
        "name": "log.txt",
        "size": 3,
        "url": "https://cdn.invalid/log.txt",
        "state": "owed",
    },
    ticket_resolutions: {
        "id": 7,
        "guild_id": 1,
        "ticket_id": 1,
        "at": NOON,
        "handler_id": 3,
        "type_id": "billing",
    },
    ticket_ratings: {
        "guild_id": 1,
        "resolution_id": 7,
        "ticket_id": 1,
        "member_id": 4,
        "number": 1,
        "score": 1,
        "at": NOON,
    },
    ticket_costs: {
        "guild_id": 1,
        "resolution_id": 7,
        "ticket_id": 1,
        "number": 1,
        "said_by": 3,
        "at": NOON,
        "minutes": 15,
        "finding": "wrong",
        "entry_id": "spf",
    },
    prevention_work: {
        "id": 7,
        "guild_id": 1,
        "member_id": 3,
        "at": NOON,
        "minutes": 30,
        "what": "A guide",
        "interaction_id": 5,
    },
    prevention_undone: {"work_id": 7, "guild_id": 1, "at": NOON},
    ticket_follow_ups: {
        "ticket_id": 1,
        "guild_id": 1,
        "resolution_id": 7,
        "member_id": 4,
        "handler_id": 3,
        "opened_at": NOON,
    },
    ticket_links: {"guild_id": 1, "one_id": 1, "other_id": 2, "is_linked": True, "actor_id": 4, "at": NOON},
    solutions: {
        "id": 1,
        "guild_id": 1,
        "question_id": 3,
        "asker_id": 4,
        "author_id": 5,
        "channel_id": 2,
        "message_id": 6,
        "accepted_at": NOON,
        "question_channel_id": 2,
        "question_message_id": 3,
        "terms": "mail late",
    },
    pointers: {"id": 1, "guild_id": 1, "question_id": 1, "solution_id": 1, "at": NOON},
    rank_holders: {"id": 1, "guild_id": 1, "member_id": 2, "rank": "Sorter"},
    rank_grants: {"holder_id": 1, "role_id": 5, "guild_id": 1},
    thanks_posts: {"guild_id": 1, "ends_at": NOON, "channel_id": 2, "message_id": 3},
    impact_notes: {"guild_id": 1, "member_id": 2, "language": "en", "from_at": NOON},
    awards: {
        "guild_id": 1,
        "member_id": 2,
        "awarded_by": 3,
        "key": "accepted:t1",
        "turn": 0,
        "giver": "staff",
        "reason": "ticket_help",
        "subject_id": 1,
        "points": 15,
        "pending": 0,
        "rule": "full",
        "data": {},
        "at": NOON,
        "earned_at": NOON,
    },
    reputation_cases: {
        "id": 7,
        "guild_id": 1,
        "kind": "order",
        "member_id": 2,
        "members": [2],
        "line_ids": [],
        "inside": 0,
        "received": 0,
        "opened_at": NOON,
        "opened_by": 3,
        "action": "adjust",
        "points": 500,
        "reason": "A guide",
        "interaction_id": 5,
    },
    reputation_audit: {
        "guild_id": 1,
        "at": NOON,
        "by_id": 3,
        "action": "adjust",
        "member_id": 2,
        "points": 5,
        "outcome": "done",
        "reason": "A guide",
    },
    award_messages: {"line_id": 1, "guild_id": 1, "channel_id": 2, "message_id": 3},
    thanks_prompts: {
        "id": 7,
        "guild_id": 1,
        "key": "accepted:m1",
        "asker_id": 2,
        "channel_id": 3,
        "candidates": [[5, 6]],
        "at": NOON,
    },
    award_policies: {"id": 1, "guild_id": 1, "since_at": NOON, "data": {}},
    answer_thanks: {"guild_id": 1, "key": "accepted:m1", "channel_id": 9, "answer_id": 2, "at": NOON},
    answer_wishes: {"guild_id": 1, "key": "accepted:m1", "member_id": 2, "author_id": 3, "at": NOON},
    added_questions: {"guild_id": 1, "question_id": 1, "ticket_id": 1},
    panels: {"guild_id": 1, "panel_id": "main", "channel_id": 2, "message_id": 3},
    absences: {"guild_id": 1, "member_id": 2},
    expectations: {"ticket_id": 1, "guild_id": 1, "type_id": "billing", "priority": "P3"},
    promises: {
        "id": 7,
        "guild_id": 1,
        "ticket_id": 1,
        "number": 1,
        "state": "open",
        "text": "A refund",
        "made_by": 3,
        "made_at": NOON,
        "due_at": NOON,
    },
    direct_channels: {"channel_id": 1, "member_id": 2, "seen_id": 3, "seen_at": NOON},
    sent_entries: {"ticket_id": 1, "entry_id": "spf", "guild_id": 1, "sent_by": 3, "sent_at": NOON},
    last_chances: {
        "id": 7,
        "guild_id": 1,
        "member_id": 4,
        "type_id": "billing",
        "interaction_id": 5,
        "filled": {},
        "entry_ids": [],
        "offered_at": NOON,
        "opens_at": NOON,
    },
    community_posts: {
        "chance_id": 7,
        "guild_id": 1,
        "member_id": 4,
        "type_id": "billing",
        "channel_id": 2,
        "title": "Why?",
        "text": "It fails",
        "asked_at": NOON,
        "promised_at": NOON,
        "thread_id": 66,
    },
    privacy_choices: {"guild_id": 1, "member_id": 3, "choice": "hidden", "at": NOON},
    erasures: {"id": 7, "guild_id": 1, "ticket_id": 1, "what": "answers", "at": NOON},
    digests: {"guild_id": 1, "member_id": 3, "hour": 8, "time_zone": "UTC", "language": "en"},
    helpers: {"guild_id": 1, "member_id": 3, "topics": ["Mail"], "takes_all": False, "time_zone": "UTC"},
    routes: {"question_id": 1, "guild_id": 1, "routed_at": NOON, "step": 1, "line_step": 0},
    route_helpers: {
        "question_id": 1,
        "member_id": 3,
        "guild_id": 1,
        "at": NOON,
        "taken_until": NOON,
    },
    helpdesks: {"guild_id": 1, "thread_id": 77},
    ticket_clocks: {
        "ticket_id": 1,
        "kind": "resolution",
        "guild_id": 1,
        "spent_microseconds": 0,
        "runs_since": NOON,
        "warn_at": NOON,
        "due_at": NOON,
        "acts_at": NOON,
    },
}
"""A right row of each table."""

SECOND_TICKET = {"number": 2, "interaction_id": 55, "thread_id": 66}
BARE = {"thread_id": None, "opening_message_id": None, "requester_added": False, "card_message_id": None}
UNLIVE = {**SECOND_TICKET, "status": "resolved"}

# The row is right but for these values, and stands alone or, for a key that must be unique, beside the right one.
OTHER_CASE = {"id": 8, "interaction_id": 6}
DECIDED_CASE = {**OTHER_CASE, "decision": "confirmed", "decided_by": 4, "decided_at": NOON}

WRONG: list[tuple[str, sa.Table, dict[str, Any]]] = [
    ("ck_search_texts_kind", search_texts, {"kind": "file"}),
    ("ck_said_texts_kind", said_texts, {"kind": "ticket"}),
    ("uq_search_texts_kind_source_id", search_texts, {"terms": "mail"}),
    ("ck_places_kind", places, {"kind": "voice"}),
    ("ck_questions_verdict", questions, {"verdict": "perhaps"}),
    ("ck_questions_answer_has_entry", questions, {"entry_id": None}),
    ("ck_questions_outcome", questions, {"outcome": "perhaps", "outcome_at": NOON}),
    ("ck_questions_outcome_has_time", questions, {"outcome": "solved"}),
    ("ck_questions_outcome_has_time", questions, {"outcome_at": NOON}),
    ("ck_questions_answer_has_time", questions, {"answer_message_id": 8}),
    ("ck_questions_answer_has_time", questions, {"answered_at": NOON}),
    ("ck_silences_counts_something", silences, {"amount": 0}),
    ("ck_suspicions_cleared_by_somebody", suspicions, {"cleared_by": 4}),
    ("ck_suspicions_cleared_by_somebody", suspicions, {"cleared_at": NOON}),
    ("ck_drafts_status", drafts, {"status": "lost", "decided_by": 4, "decided_at": NOON}),
    ("ck_drafts_decided_by_somebody", drafts, {"status": "approved"}),
    ("ck_drafts_decided_by_somebody", drafts, {"decided_by": 4, "decided_at": NOON}),
    ("ck_drafts_decided_by_somebody", drafts, {"status": "rejected", "decided_by": 4}),
    ("ck_drafts_told_once_decided", drafts, {"told_at": NOON}),
    ("ck_drafts_card_has_place", drafts, {"card_message_id": 9}),
    ("ck_drafts_card_has_place", drafts, {"card_channel_id": 8}),
    ("ck_tickets_status", tickets, {"status": "lost"}),
    ("ck_tickets_priority", tickets, {"priority": "P0"}),
    ("ck_tickets_priority", tickets, {"priority": "P5"}),
    ("ck_tickets_assignee_fits_status", tickets, {"status": "claimed"}),
    ("ck_tickets_assignee_fits_status", tickets, {"status": "open", "assignee_id": 3}),
    ("ck_tickets_status", tickets, {"status": "opening"}),
    ("ck_tickets_waiting_on", tickets, {"waiting_on": "nobody"}),
    ("ck_expectations_span_is_whole", expectations, {"low_seconds": 60}),
    ("ck_expectations_span_is_whole", expectations, {"high_seconds": 60}),
    ("ck_last_chances_opens", last_chances, {"filled": None}),
    ("ck_last_chances_opens", last_chances, {"solved_at": NOON}),
    ("ck_community_posts_words_are_whole", community_posts, {"title": None}),
    ("ck_community_posts_message_has_thread", community_posts, {"thread_id": None, "message_id": 5}),
    ("uq_community_posts_thread_id", community_posts, {"chance_id": 8}),
    ("uq_last_chances_interaction_id", last_chances, {"id": 8}),
    ("ck_ticket_ratings_score", ticket_ratings, {"score": 0}),
    ("ck_ticket_ratings_score", ticket_ratings, {"score": 6}),
    ("uq_ticket_ratings_resolution_id_member_id_number", ticket_ratings, {"score": 5}),
    ("ck_ticket_costs_minutes", ticket_costs, {"number": 2, "minutes": 7}),
    ("ck_ticket_costs_finding", ticket_costs, {"number": 2, "finding": "odd", "entry_id": None}),
    ("ck_ticket_costs_finding_has_entry", ticket_costs, {"number": 2, "finding": "fine"}),
    ("ck_ticket_costs_finding_has_entry", ticket_costs, {"number": 2, "finding": None}),
    ("uq_ticket_costs_resolution_id_number", ticket_costs, {"minutes": 5}),
    ("ck_prevention_work_minutes", prevention_work, {"id": 8, "interaction_id": 6, "minutes": 1441}),
    ("ck_prevention_work_minutes", prevention_work, {"id": 8, "interaction_id": 6, "minutes": 0}),
    ("uq_prevention_work_interaction_id", prevention_work, {"id": 8}),
    ("ck_ticket_follow_ups_done_by_somebody", ticket_follow_ups, {"done_by": 5}),
    ("ck_ticket_follow_ups_done_by_somebody", ticket_follow_ups, {"done_by": 5, "done_at": NOON}),
    ("ck_ticket_follow_ups_by_another", ticket_follow_ups, {"claimed_by": 3}),
    ("ck_ticket_follow_ups_line_has_place", ticket_follow_ups, {"channel_id": 8}),
    ("ck_tickets_snoozed", tickets, {"wakes_at": NOON}),
    ("ck_promises_state", promises, {"state": "lost"}),
    ("ck_promises_settled_has_time", promises, {"state": "kept"}),
    ("ck_promises_settled_has_time", promises, {"settled_at": NOON}),
    ("ck_promises_calls_are_agreed", promises, {"state": "asked"}),
    ("ck_promises_calls_are_agreed", promises, {"call": {}}),
    ("uq_promises_ticket_id_number", promises, {"id": 8}),
    ("ck_privacy_choices_choice", privacy_choices, {"choice": "loud"}),
    ("ck_erasures_what", erasures, {"what": "all"}),
    ("ck_erasures_of_somebody", erasures, {"what": "member"}),
    ("ck_erasures_of_something", erasures, {"ticket_id": None}),
    ("ck_digests_hour", digests, {"hour": 24}),
    ("uq_digests_guild_id_member_id", digests, {"hour": 9}),
    ("ck_helpers_hours", helpers, {"quiet_from": 24, "quiet_to": 7}),
    ("ck_helpers_quiet_has_an_end", helpers, {"quiet_from": 22}),
    ("ck_helpers_paused_since", helpers, {"paused_until": NOON}),
    ("uq_helpers_guild_id_member_id", helpers, {"takes_all": True}),
    ("ck_routes_line_has_place", routes, {"question_id": 2, "line_message_id": 5}),
    ("uq_route_helpers_holder", route_helpers, {"member_id": 4}),
    ("ck_ticket_clocks_kind", ticket_clocks, {"kind": "lunch"}),
    ("ck_ticket_clocks_spent", ticket_clocks, {"spent_microseconds": -1}),
    ("ck_ticket_clocks_met_stands", ticket_clocks, {"met_at": NOON}),
    ("ck_ticket_clocks_warning_has_due", ticket_clocks, {"warn_at": None}),
    ("ck_ticket_clocks_due_runs", ticket_clocks, {"runs_since": None}),
    ("ck_ticket_clocks_acts_before_due", ticket_clocks, {"warn_at": None, "due_at": None}),
    ("ck_tickets_merged_is_closed", tickets, {"merged_into": 1}),
    ("ck_ticket_messages_kind", ticket_messages, {"kind": "rumour"}),
    ("uq_ticket_message_versions_message_id_at", ticket_message_versions, {"text": "It hums"}),
    ("uq_ticket_files_message_id_file_id", ticket_files, {"name": "other.txt"}),
    ("ck_ticket_files_state", ticket_files, {"state": "lost"}),
    ("ck_ticket_files_kept_has_hash", ticket_files, {"state": "kept"}),
    ("ck_ticket_files_kept_has_hash", ticket_files, {"hash": "ab"}),
    ("ck_ticket_links_each_pair_one_way", ticket_links, {"one_id": 2, "other_id": 1}),
    ("ck_awards_giver", awards, {"key": "new", "giver": "charm"}),
    ("ck_awards_no_self_award", awards, {"key": "new", "awarded_by": 2}),
    ("ck_awards_points", awards, {"key": "new", "points": -5}),
    ("ck_awards_pending_vests", awards, {"key": "new", "pending": 5}),
    ("ck_awards_pending_vests", awards, {"key": "new", "vests_at": NOON}),
    ("ck_awards_reversal", awards, {"reverses_id": 90}),
    ("ck_thanks_posts_message_has_place", thanks_posts, {"ends_at": NOON + timedelta(days=7), "channel_id": None}),
    ("uq_rank_holders_guild_id_member_id", rank_holders, {"id": 2, "rank": None}),
    ("uq_impact_notes_guild_id_member_id", impact_notes, {"language": "de"}),
    ("ck_reputation_cases_kind", reputation_cases, {"id": 8, "interaction_id": 6, "kind": "rumour"}),
    ("ck_reputation_cases_decision", reputation_cases, {**DECIDED_CASE, "decision": "perhaps"}),
    ("ck_reputation_cases_decided_at_a_time", reputation_cases, {**DECIDED_CASE, "decided_at": None}),
    ("ck_reputation_cases_decided_by_somebody", reputation_cases, {**OTHER_CASE, "decided_by": 4}),
    ("ck_reputation_cases_decided_by_another", reputation_cases, {**DECIDED_CASE, "decided_by": 3}),
    ("ck_reputation_cases_order_is_whole", reputation_cases, {**OTHER_CASE, "reason": None}),
    ("ck_reputation_cases_order_is_whole", reputation_cases, {**OTHER_CASE, "kind": "ring"}),
    ("ck_reputation_cases_card_has_place", reputation_cases, {**OTHER_CASE, "card_message_id": 4}),
    ("uq_reputation_cases_interaction_id", reputation_cases, {"id": 8}),
    ("uq_jobs_kind_subject_id", jobs, {"due_at": NOON + timedelta(days=1)}),
    ("ck_jobs_lease_has_holder", jobs, {"subject_id": 2, "leased_by": "me"}),
    ("uq_obstacles_guild_id_kind_what", obstacles, {"since_at": NOON + timedelta(days=1)}),
    ("uq_questions_message_id", questions, {"guild_id": 9, "asker_id": 9}),
    ("uq_follow_ups_message_id", follow_ups, {"at": NOON + timedelta(days=1)}),
    ("uq_suspicions_live", suspicions, {"marked_by": 5}),
    ("uq_labels_question_id", labels, {"is_right": False}),
    ("uq_drafts_interaction_id", drafts, {"entry_id": "caa"}),
    ("uq_reminders_guild_id_entry_id_review_by", reminders, {"at": NOON + timedelta(days=1)}),
    ("uq_tickets_guild_id_number", tickets, {**UNLIVE, "number": 1}),
    ("uq_tickets_interaction_id", tickets, {**UNLIVE, "interaction_id": 5}),
    ("uq_tickets_thread_id", tickets, {**UNLIVE, "thread_id": 6}),
    ("uq_tickets_live", tickets, SECOND_TICKET),
    ("uq_tickets_live", tickets, {**SECOND_TICKET, "slot": 1}),
    ("uq_tickets_live", tickets, {**SECOND_TICKET, **BARE, "status": "claimed", "assignee_id": 3}),
    ("uq_tickets_live", tickets, {**SECOND_TICKET, "status": "claimed", "assignee_id": 3}),
    ("uq_ticket_notes_interaction_id", ticket_notes, {"text": "They pay well"}),
    ("uq_awards_reverses_id", awards, {"reverses_id": 90, "points": -15}),
    ("uq_awards_guild_id_key_turn", awards, {"member_id": 5, "awarded_by": 6}),
    ("ck_solutions_question_is_found", solutions, {"question_channel_id": None}),
    (
        "ck_solutions_terms_of_a_message",
        solutions,
        {"question_channel_id": None, "question_message_id": None},
    ),
    ("uq_solutions_standing", solutions, {"id": 2, "message_id": 7}),
    ("ck_pointers_outcome", pointers, {"outcome": "odd"}),
    ("uq_pointers_question_id", pointers, {"id": 2}),
    ("uq_answer_thanks_guild_id_key", answer_thanks, {"answer_id": 3}),
    ("uq_answer_wishes_guild_id_key_member_id", answer_wishes, {"author_id": 4}),
    ("uq_added_questions_question_id_ticket_id", added_questions, {"guild_id": 2}),
    ("uq_thanks_prompts_guild_id_key", thanks_prompts, {"id": 8, "channel_id": 4}),
]

RIGHT: list[tuple[sa.Table, dict[str, Any]]] = [
    (obstacles, {"what": "#tickets"}),
    (setups, {"member_id": 5}),
    (jobs, {"kind": "other"}),
    (jobs, {"subject_id": 2}),
    (questions, {"message_id": 33, "verdict": "silent", "entry_id": None, "text": None}),
    (tickets, {**SECOND_TICKET, "type_id": "delivery"}),
    (tickets, {**SECOND_TICKET, "slot": 2}),
    (tickets, {**SECOND_TICKET, "requester_id": 44}),
    (tickets, {**SECOND_TICKET, "guild_id": 2, "number": 1}),
    (tickets, UNLIVE),
    (tickets, {**UNLIVE, "assignee_id": 3}),
    (tickets, {**SECOND_TICKET, "status": "closed", "assignee_id": 3}),
    (tickets, {**SECOND_TICKET, "status": "withdrawn", "assignee_id": 3}),
    (tickets, {**SECOND_TICKET, **BARE, "status": "closed"}),
    (tickets, {**SECOND_TICKET, **BARE, "status": "open", "requester_id": 44}),
    (last_chances, {"id": 8, "interaction_id": 6, "opens_at": None, "solved_at": NOON}),
    (last_chances, {"id": 8, "interaction_id": 6, "opens_at": None, "filled": None}),
    (absences, {"member_id": 3}),
    (ticket_ratings, {"number": 2}),
    (ticket_costs, {"number": 2, "minutes": None, "finding": None, "entry_id": None}),
    (prevention_work, {"id": 8, "interaction_id": 6}),
    (ticket_ratings, {"member_id": 5}),
    (sent_entries, {"entry_id": "dkim"}),
    (direct_channels, {"channel_id": 2}),
    (panels, {"panel_id": "billing"}),
    (promises, {"id": 8, "number": 2}),
    (promises, {"id": 8, "number": 2, "is_call": True, "state": "asked", "call": {}}),
    (promises, {"id": 8, "number": 2, "state": "kept", "settled_at": NOON}),
    (digests, {"member_id": 4}),
    (helpers, {"member_id": 4, "quiet_from": 22, "quiet_to": 7, "paused_at": NOON, "paused_until": NOON}),
    (route_helpers, {"member_id": 4, "taken_until": None}),
    (privacy_choices, {"choice": "unkept"}),
    (erasures, {"id": 8, "ticket_id": None, "member_id": 3, "what": "member"}),
    (solutions, {"id": 2, "ended_at": NOON}),
    (solutions, {"id": 2, "question_id": 7}),
    (rank_holders, {"id": 2, "member_id": 3, "rank": None}),
    (rank_grants, {"role_id": 6, "given_at": NOON}),
    (thanks_posts, {"ends_at": NOON + timedelta(days=7), "channel_id": None, "message_id": None}),
    (impact_notes, {"member_id": 3}),
    (reputation_cases, {"id": 8, "interaction_id": 6}),
    (reputation_cases, {"id": 8, "interaction_id": 6, "decision": "expired", "decided_at": NOON}),
    (awards, {"guild_id": 2}),
    (awards, {"key": "accepted:t2"}),
    (awards, {"turn": 1}),
    (thanks_prompts, {"id": 8, "guild_id": 2}),
    (awards, {"awarded_by": None, "turn": 1}),
    (answer_thanks, {"guild_id": 2}),
    (answer_wishes, {"member_id": 3}),
    (feedback, {"helped": False}),
    (silences, {"place_id": 10}),
    (silences, {"rule": "unknown"}),
    (questions, {"message_id": 33, "outcome": "solved", "outcome_at": NOON}),
    (questions, {"message_id": 33, "verdict": "suggest", "answer_message_id": 8, "answered_at": NOON}),
    (suspicions, {"entry_id": "dkim"}),
    (suspicions, {"cleared_by": 4, "cleared_at": NOON}),
    (drafts, {"interaction_id": 6, "status": "rejected", "decided_by": 4, "decided_at": NOON}),
    (reminders, {"review_by": NOON.date() + timedelta(days=1)}),
]


def constraints() -> dict[str, sa.Constraint | sa.Index]:
    """Every rule of the schema about values, by name."""
    found: dict[str, sa.Constraint | sa.Index] = {}
    for table in metadata.tables.values():
        rules = [rule for rule in table.constraints if isinstance(rule, sa.CheckConstraint | sa.UniqueConstraint)]
        for rule in (*rules, *(index for index in table.indexes if index.unique)):
            found[str(rule.name)] = rule
    return found


def as_sqlite_says(name: str) -> str:
    """SQLite names a broken CHECK, and of a key that must be unique the columns."""
    rule = constraints()[name]
    if isinstance(rule, sa.CheckConstraint):
        return f"CHECK constraint failed: {name}"
    assert isinstance(rule, sa.UniqueConstraint | sa.Index)
    return f"UNIQUE constraint failed: {', '.join(str(column) for column in rule.columns)}"


def lay_foundation(tx: Transaction, table: sa.Table) -> None:
    """The rows that a row of this table refers to."""
    parents = {key.column.table for key in table.foreign_keys}
    for parent in sorted(parents, key=metadata.sorted_tables.index):
        if parent not in (table, obstacles) and not (table is tickets and parent is questions):
            tx.execute(sa.insert(parent).values(ROWS[parent]))
    if table is awards:
        taken = {**ROWS[awards], "id": 90, "key": "accepted:t90"}
        for row in (taken, {**taken, "id": 91, "reverses_id": 90, "points": -15, "rule": "staff"}):
            tx.execute(sa.insert(awards).values(row))


@pytest.mark.parametrize(("name", "table", "values"), WRONG)
async def test_a_wrong_state_cannot_be_stored(
    database: Database, name: str, table: sa.Table, values: dict[str, Any]
) -> None:

    def write(tx: Transaction) -> None:
        lay_foundation(tx, table)
        if not isinstance(constraints()[name], sa.CheckConstraint):
            tx.execute(sa.insert(table).values(ROWS[table]))
        with pytest.raises(IntegrityError) as error:
            tx.execute(sa.insert(table).values({**ROWS[table], **values}))
        assert str(error.value.orig) == as_sqlite_says(name)

    await database.tx(write)


@pytest.mark.parametrize(("table", "values"), RIGHT)
async def test_a_right_state_can_be_stored_beside_another(
    database: Database, table: sa.Table, values: dict[str, Any]
) -> None:

    def write(tx: Transaction) -> None:
        lay_foundation(tx, table)
        for row in (ROWS[table], {**ROWS[table], **values}):
            tx.execute(sa.insert(table).values(row))

    await database.tx(write)


def test_every_rule_of_the_schema_is_tried() -> None:
    assert {name for name, _, _ in WRONG} == set(constraints())


@pytest.mark.parametrize("table", [pieces, feedback, follow_ups, labels, ticket_events], ids=str)
async def test_nothing_belongs_to_what_there_is_not(database: Database, table: sa.Table) -> None:

    def write(tx: Transaction) -> None:
        with pytest.raises(IntegrityError, match="FOREIGN KEY constraint failed"):
            tx.execute(sa.insert(table).values(ROWS[table]))

    await database.tx(write)


async def test_what_is_deleted_takes_along_what_belongs_to_it_and_leaves_the_ticket(
    path: Path, database: Database
) -> None:

    def write(tx: Transaction) -> None:
        for table in (questions, feedback, tickets, ticket_events):
            row = {**ROWS[table], "question_id": 1} if table is tickets else ROWS[table]
            tx.execute(sa.insert(table).values(row))
        tx.execute(sa.delete(questions))
        assert tx.execute(sa.select(tickets.c.question_id)).scalars().all() == [None]
        tx.execute(sa.delete(tickets))

    await database.tx(write)
    assert [count(path, table) for table in (questions, feedback, tickets, ticket_events)] == [0, 0, 0, 0]


# Migration


INDEXES = ("search_index", "said_index")
"""What the names of the full-text indexes begin with, which are no tables of ours."""


def tables_in(path: Path) -> set[str]:
    with file(path) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


async def test_a_fresh_database_is_brought_to_the_newest_revision_and_stays_there(path: Path) -> None:
    newest = newest_revision()
    assert await Database.at(path).migrate() == (None, newest)
    of_the_index = {name for name in tables_in(path) if name.startswith(INDEXES)}
    assert tables_in(path) - of_the_index == {"alembic_version", *metadata.tables}
    async with open_database(path) as database:
        await write(database)
    assert await Database.at(path).migrate() == (newest, newest)
    assert count(path) == 1


async def test_the_revisions_make_exactly_the_tables_that_the_code_expects(path: Path, tmp_path: Path) -> None:
    await Database.at(path).migrate()
    made = tmp_path / "made.db"
    with connected(made) as connection:
        metadata.create_all(connection)
        expected = described(connection)
    with connected(path) as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, _kind, _parents: not str(name).startswith(INDEXES)},
        )
        assert compare_metadata(context, metadata) == []
        assert described(connection) == expected


def make_of_revision(path: Path, revision: str) -> None:
    """An empty database as an earlier version made it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    path.parent.mkdir()
    with connected(path) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


async def test_a_question_for_which_two_entries_were_too_close_was_not_sure_enough(path: Path) -> None:
    make_of_revision(path, "0009")
    with file(path) as connection:
        connection.execute(
            "INSERT INTO questions (id, guild_id, channel_id, place_id, message_id, asker_id, asked_at, verdict, rule,"
            " candidates, score, margin) VALUES (7, 1, 2, 2, 3, 4, '2027-03-01 12:00:00', 'silent', 'too_close',"
            """ '[["spf", 0.5], ["dkim", 0.45]]', 0.5, 0.05)"""
        )
        connection.execute("INSERT INTO pieces (message_id, guild_id, question_id) VALUES (3, 1, 7)")
    await Database.at(path).migrate()
    async with open_database(path) as database:
        found = await database.read(lambda reader: reader.execute(sa.select(questions)).one())
        assert (found.id, found.rule, found.score, found.candidates[0]) == (7, "unsure", 0.5, ["spf", 0.5])
        assert (
            await database.read(lambda reader: reader.execute(sa.select(pieces.c.question_id)).scalar_one()) == 7
        )


async def test_what_was_resolved_before_it_was_kept_how_is_resolved_all_the_same(path: Path) -> None:
    make_of_revision(path, "0026")
    at, later, customer, staff = NOON, NOON + timedelta(hours=1), 4, 3
    resolved = [
        {"ticket_id": 1, "kind": "resolved", "actor_id": staff, "at": at},
        {"ticket_id": 1, "kind": "resolved", "actor_id": 9, "at": later},
        {"ticket_id": 2, "kind": "replied", "actor_id": 8, "at": at},
        {"ticket_id": 2, "kind": "turned", "actor_id": 7, "data": {"waiting_on": "requester"}, "at": at},
        {"ticket_id": 2, "kind": "turned", "actor_id": 6, "data": {"waiting_on": "fix"}, "at": at},
        {"ticket_id": 2, "kind": "resolved", "actor_id": customer, "at": later},
        {"ticket_id": 3, "kind": "resolved", "actor_id": None, "at": at},
        {"ticket_id": 3, "kind": "resolved", "actor_id": customer, "at": later},
    ]
    with connected(path) as connection:
        for number, assignee_id, tier in ((1, None, None), (2, None, "second"), (3, 5, None)):
            own = dict.fromkeys(("id", "number", "interaction_id", "thread_id", "card_message_id"), number)
            now = {"status": "closed", "assignee_id": assignee_id, "tier": tier}
            row = {**ROWS[tickets], **own, **now}
            connection.execute(sa.insert(tickets).values(row))
        for event in resolved:
            connection.execute(sa.insert(ticket_events).values({"guild_id": 1, **event}))
    await Database.at(path).migrate()
    async with open_database(path) as database:
        rows = await database.read(lambda reader: reader.execute(sa.select(ticket_resolutions)).all())
    assert {(row.ticket_id, row.at, row.handler_id, row.type_id, row.tier) for row in rows} == {
        (1, at, staff, "billing", None),
        (1, later, 9, "billing", None),
        (2, later, 7, "billing", "second"),
        (3, later, 5, "billing", None),
    }
    assert all(row.id == resolution_id(row.ticket_id, row.at) for row in rows)


async def test_what_was_noted_and_said_before_it_could_be_looked_for_is_found(path: Path) -> None:
    make_of_revision(path, "0028")
    ticket = {**ROWS[tickets], "id": 1, "summary": "My invoice"}
    said = {**ROWS[ticket_messages], "more": {}}
    edited = {**ROWS[ticket_message_versions], "message_id": 12}
    with connected(path) as connection:
        connection.execute(sa.insert(tickets).values(ticket))
        connection.execute(sa.insert(ticket_notes).values({**ROWS[ticket_notes], "text": "A reseller"}))
        for more in (
            {"id": 11, "text": "The printer"},
            {"id": 12, "text": "It fails"},
            {"id": 13, "text": "Gone", "deleted_at": NOON},
            {"id": 14, "text": "We", "is_bot": True},
            {"id": 15, "text": "Below the card", "kind": "note"},
            {"id": 16, "text": None},
        ):
            connection.execute(sa.insert(ticket_messages).values({**said, **more}))
        connection.execute(sa.insert(ticket_message_versions).values(edited))
    await Database.at(path).migrate()
    with file(path) as connection:
        found = connection.execute("SELECT message_id, kind, terms FROM said_texts ORDER BY 1").fetchall()
        assert found == [
            (11, "message", "the printer"),
            (12, "message", "it work"),
            (15, "note", "below the card"),
        ]
        found = connection.execute("SELECT kind, terms FROM search_texts WHERE kind = 'note'").fetchall()
        assert found == [("note", "a resel")]
        query = "SELECT rowid FROM said_index WHERE said_index MATCH 'printer'"
        assert connection.execute(query).fetchall() == [(11,)]
        words = {word for (word,) in connection.execute("SELECT word FROM search_words")}
        assert {"invoice", "reseller", "printer", "works", "below"} <= words
        assert not {"fails", "gone"} & words


@contextmanager
def connected(path: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def described(connection: sa.Connection) -> dict[str, list[str]]:
    """What the file says of each table: columns, keys, rules, indexes."""
    inspector = sa.inspect(connection)
    parts: tuple[Callable[[str], Any], ...] = (
        inspector.get_columns,
        inspector.get_foreign_keys,
        inspector.get_unique_constraints,
        inspector.get_check_constraints,
        inspector.get_indexes,
    )
    return {
        table: [
            str(inspector.get_pk_constraint(table)["constrained_columns"]),
            *sorted(plainly(one) for part in parts for one in part(table)),
        ]
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def plainly(part: Any) -> str:
    """In words that are equal where the meaning is: SQL without regard to lines and quotes."""
    if isinstance(part, dict):
        return ", ".join(f"{key}: {plainly(value)}" for key, value in sorted(part.items()))
    return " ".join(str(part).replace('"', "").split())


async def test_a_database_of_a_newer_version_is_left_alone_with_a_sentence(path: Path) -> None:
    await Database.at(path).migrate()
    with file(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = contents(path)
    with pytest.raises(StartupError, match=r"^The database is at revision 9999, .* newer one\. .*$"):
        await Database.at(path).open()
    assert contents(path) == before


async def test_a_file_that_is_no_database_is_left_alone_with_a_sentence(path: Path) -> None:
    before = b"Dear diary, today I renamed my notes to signpost.db. " * 50
    place(path, before)
    with pytest.raises(
        StartupError, match=r"^The file \S*signpost.db is no database\. .* signpost restore FILE\.$"
    ):
        await Database.at(path).open()
    assert contents(path) == before


async def test_a_place_where_no_database_can_be_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match=r"^The database \S+ cannot be used: unable to open database file\.$"):
        await Database.at(tmp_path).open()
    place(tmp_path / "file", b"")
    with pytest.raises(StartupError, match=r"^The folder \S+ for the database cannot be made: "):
        await Database.at(tmp_path / "file" / "data" / "signpost.db").open()


async def test_an_upgrade_that_fails_half_way_leaves_nothing_behind(path: Path) -> None:
    path.parent.mkdir()
    with file(path) as connection:
        connection.execute("CREATE TABLE ticket_events (mine TEXT)")
    with pytest.raises(StartupError, match="table ticket_events already exists"):
        await Database.at(path).open()
    assert tables_in(path) == {"ticket_events"}


async def test_an_upgrade_that_would_orphan_rows_is_taken_back(path: Path) -> None:
    path.parent.mkdir()
    with file(path) as connection:
        connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id REFERENCES parent (id))")
        connection.execute("INSERT INTO child (parent_id) VALUES (1), (2)")
    with pytest.raises(StartupError, match="would leave 2 rows without their parents; nothing was changed"):
        await Database.at(path).open()
    assert tables_in(path) == {"parent", "child"}


# Backup


def put_panel_and_award(tx: Transaction, guild_id: int) -> None:
    put_panel(tx, guild_id)
    tx.execute(sa.insert(awards).values({**ROWS[awards], "guild_id": guild_id}))


async def test_a_backup_of_a_busy_database_is_whole(path: Path, tmp_path: Path, database: Database) -> None:
    stop = asyncio.Event()

    async def keep_writing() -> None:
        guild_id = 0
        while not stop.is_set():
            guild_id += 1
            await database.tx(partial(put_panel_and_award, guild_id=guild_id))

    writer = asyncio.create_task(keep_writing())
    targets = [tmp_path / f"backup-{number}.db" for number in range(5)]
    for target in targets:
        await asyncio.to_thread(database.backup, target)
    stop.set()
    await writer
    sizes = [count(target) for target in targets]
    assert sizes == sorted(sizes)
    assert sizes[-1] <= count(path)
    for target in targets:
        with file(target) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert count(target) == count(target, awards)
    assert listing(tmp_path) == sorted([tmp_path / "data", *targets])


async def test_a_backup_holds_what_is_committed_and_can_be_opened_in_its_place(
    tmp_path: Path, database: Database
) -> None:
    await write(database)
    target = tmp_path / "backup.db"
    async with writing(database, lambda tx: put_panel(tx, 2)):
        await asyncio.to_thread(database.backup, target)
    assert count(target) == 1
    async with open_database(target) as restored:
        await write(restored, 3)
    assert count(target) == 2


async def test_a_backup_never_overwrites_a_file(tmp_path: Path, database: Database) -> None:
    target = tmp_path / "backup.db"
    place(target, b"precious")
    with pytest.raises(StartupError, match=r"backup\.db exists already; choose a new name\.$"):
        database.backup(target)
    assert contents(target) == b"precious"


@pytest.mark.parametrize("where", ["no-such-folder/backup.db", "a-file/backup.db"])
async def test_a_backup_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, database: Database, where: str
) -> None:
    place(tmp_path / "a-file", b"")
    before = listing(tmp_path)
    with pytest.raises(StartupError, match=r"^The backup to \S+ failed: .*\.$"):
        database.backup(tmp_path / where)
    assert listing(tmp_path) == before


def test_there_is_no_backup_of_what_is_not_there(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="There is no database at"):
        Database.at(path).backup(tmp_path / "backup.db")
    postgres = Database(sa.make_url("postgresql+asyncpg://localhost/signpost"))
    with pytest.raises(StartupError, match="pg_dump"):
        postgres.backup(tmp_path / "backup.db")
    assert listing(tmp_path) == []


async def test_a_task_that_is_cancelled_at_any_time_leaves_the_database_to_others_at_once(
    database: Database,
) -> None:
    def put(tx: Transaction, subject_id: int) -> None:
        tx.execute(sa.select(jobs)).all()
        tx.execute(sa.insert(jobs).values({**ROWS[jobs], "subject_id": subject_id}))

    for number in range(150):
        task = asyncio.ensure_future(database.tx(partial(put, subject_id=number)))
        for _ in range(number % 23):
            await asyncio.sleep(0)
        await asyncio.sleep(number % 7 * 0.0003)  # the database works in a thread of its own
        task.cancel()
        await asyncio.wait([task])
        async with asyncio.timeout(BUSY_SECONDS / 2):
            await database.tx(lambda tx: tx.execute(sa.select(jobs)).all())
