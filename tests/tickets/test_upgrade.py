"""A database of a version in which tickets waited for Discord: none is lost, and what was owed is owed view by view."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.database import Database
from bot.ticket_urgency import Priority
from bot.tickets.queue import first_key
from bot.tickets.views import View

OPENING, SHOWN, WHOLE = 1, 2, 3
VIEWS = {*View} - {View.OFFERS, View.NOTES}
"""Those of that time."""

NOON = "2026-03-01 12:00:00.000000"


def ticket(id_: int, status: str, **receipts: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "guild_id": 7,
        "number": id_,
        "type_id": "billing",
        "status": status,
        "priority": "P3",
        "requester_id": 40 + id_,
        "assignee_id": 3 if status == "claimed" else None,
        "summary": "My invoice",
        "details": "[]",
        "interaction_id": 90 + id_,
        "opened_at": NOON,
        "thread_id": None,
        "opening_message_id": None,
        "requester_added": False,
        "card_channel_id": None,
        "card_message_id": None,
        "announced_event_id": 0,
        **receipts,
    }


def made(id_: int) -> dict[str, Any]:
    return {
        "thread_id": 100 + id_,
        "opening_message_id": 200 + id_,
        "requester_added": True,
        "card_channel_id": 8,
        "card_message_id": 300 + id_,
    }


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """One ticket that was being opened, one whose claim was still to be shown, one with nothing owed."""
    path = tmp_path / "signpost.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    alembic = Config()
    alembic.set_main_option("script_location", "bot:migrations")
    with engine.begin() as connection:
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "0003")
        tables = sa.MetaData()
        tables.reflect(connection)
        for row in (
            ticket(OPENING, "opening", thread_id=101),
            ticket(SHOWN, "claimed", **made(SHOWN)),
            ticket(WHOLE, "open", **made(WHOLE)),
        ):
            columns = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(sa.text(f"INSERT INTO tickets ({columns}) VALUES ({values})"), row)
        connection.execute(
            sa.text(
                "INSERT INTO jobs (guild_id, kind, subject_id, due_at, attempts) VALUES"
                " (7, 'ticket.open', 1, :at, 2), (7, 'ticket.show', 2, :at, 0), (7, 'ticket.auto_close', 3, :at, 0)"
            ),
            {"at": NOON},
        )
        connection.execute(
            sa.text("INSERT INTO panels (guild_id, channel_id, message_id) VALUES (7, 8, 9), (6, 5, 4)")
        )
    engine.dispose()
    return path


async def test_a_ticket_that_was_being_opened_is_open_and_each_view_of_it_is_owed(old: Path) -> None:
    await Database.at(old).migrate()
    with closing(sqlite3.connect(old)) as database:
        statuses = dict(database.execute("SELECT id, status FROM tickets"))
        owed = set(database.execute("SELECT kind, subject_id, attempts FROM jobs"))
    assert statuses == {OPENING: "open", SHOWN: "claimed", WHOLE: "open"}
    assert owed == {
        *((view.value, OPENING, 2) for view in VIEWS),
        *((view.value, SHOWN, 0) for view in VIEWS),
        ("ticket.auto_close", WHOLE, 0),
    }


async def test_what_was_made_in_discord_before_is_still_known(old: Path) -> None:
    await Database.at(old).migrate()
    with closing(sqlite3.connect(old)) as database:
        receipts = database.execute(
            "SELECT thread_id, card_message_id, told_parts, remade FROM tickets ORDER BY id"
        ).fetchall()
    assert receipts == [(101, None, 0, 0), (102, 302, 0, 0), (103, 303, 0, 0)]


async def test_a_ticket_from_before_turns_waits_for_staff_until_its_thread_is_read(old: Path) -> None:
    await Database.at(old).migrate()
    with closing(sqlite3.connect(old)) as database:
        assert {*database.execute("SELECT waiting_on, offer_ids FROM tickets")} == {("staff", "[]")}
        database.execute("UPDATE tickets SET status = 'withdrawn', assignee_id = NULL")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("UPDATE tickets SET waiting_on = 'nobody'")


async def test_a_ticket_from_before_stands_where_a_new_one_of_its_age_would_stand(old: Path) -> None:
    await Database.at(old).migrate()
    with closing(sqlite3.connect(old)) as database:
        keys = {*database.execute("SELECT queue_key, waits_since, held_since FROM tickets")}
    assert keys == {(first_key(Priority.P3, datetime.fromisoformat(NOON).replace(tzinfo=UTC)), None, None)}


async def test_the_clocks_of_a_live_ticket_have_run_since_it_is_staffs_turn_and_an_answer_counts(
    old: Path,
) -> None:
    answered = "2026-03-01 13:00:00.000000"
    with closing(sqlite3.connect(old)) as database:
        database.execute(
            "INSERT INTO ticket_events (guild_id, ticket_id, kind, at) VALUES (7, ?, 'responded', ?)",
            (SHOWN, answered),
        )
        database.execute("UPDATE tickets SET status = 'closed' WHERE id = ?", (OPENING,))
        database.commit()
    await Database.at(old).migrate()
    with closing(sqlite3.connect(old)) as database:
        found = database.execute(
            "SELECT ticket_id, kind, runs_since, met_at, due_at FROM ticket_clocks ORDER BY 1, 2"
        ).fetchall()
    assert found == [
        (SHOWN, "first_response", None, answered, None),
        (SHOWN, "resolution", NOON, None, None),
        (WHOLE, "first_response", NOON, None, None),
        (WHOLE, "resolution", NOON, None, None),
    ]


async def test_the_panel_of_each_server_is_its_main_one(old: Path) -> None:
    await Database.at(old).migrate()
    with closing(sqlite3.connect(old)) as database:
        found = {*database.execute("SELECT guild_id, panel_id, channel_id, message_id FROM panels")}
        assert found == {(7, "main", 8, 9), (6, "main", 5, 4)}
        database.execute(
            "INSERT INTO panels (guild_id, panel_id, channel_id, message_id) VALUES (7, 'mail', 8, 10)"
        )
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(
                "INSERT INTO panels (guild_id, panel_id, channel_id, message_id) VALUES (7, 'mail', 1, 1)"
            )


async def test_what_stood_in_tickets_before_there_was_an_index_is_found_by_its_words(
    old: Path,
) -> None:
    with closing(sqlite3.connect(old)) as connection:
        details = '[{"label": "What?", "text": "The printer", "uploads": []}]'
        connection.execute("UPDATE tickets SET details = ? WHERE id = ?", (details, SHOWN))
        connection.execute("UPDATE tickets SET details = '[]' WHERE id = ?", (WHOLE,))
        connection.commit()
    await Database.at(old).migrate()
    with closing(sqlite3.connect(old)) as connection:
        query = (
            "SELECT ticket_id FROM search_index JOIN search_texts ON id = search_index.rowid"
            " WHERE search_index MATCH ? ORDER BY 1"
        )
        assert connection.execute(query, ("printer",)).fetchall() == [(SHOWN,)]
        assert connection.execute(query, ("invoic",)).fetchall() == [(OPENING,), (SHOWN,), (WHOLE,)]
