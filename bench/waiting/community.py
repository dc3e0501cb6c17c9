"""A large community's database, as the product writes it: 100,000 tickets, 10,000 of them live, and 100,000 questions."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.database import Database
from bot.ids import snowflake
from bot.ticket_urgency import Priority
from bot.tickets import as_json
from bot.tickets.queue import first_key
from bot.tickets.search.terms import of_ticket

GUILD, QUEUE_CHANNEL = 7, 70
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
TICKETS, LIVE, QUESTIONS = 100_000, 10_000, 100_000
TICKETS_OVER, QUESTIONS_OVER = timedelta(days=365), timedelta(days=30)
MEMBERS, STAFF, PLACES = 40_000, 40, 12
ENTRIES = [f"entry-{number}" for number in range(300)]
TYPES = ("billing", "delivery", "bug", "callback")

RULES = {"sure": 40, "between": 10, "unsure": 24, "unknown": 14, "held_out": 4, "entry_cap": 8}
WORDS = [
    "mail",
    "invoice",
    "server",
    "phone",
    "calendar",
    "password",
    "domain",
    "record",
    "signature",
    "folder",
    "backup",
    "spam",
    "filter",
    "alias",
    "quota",
    "webmail",
    "contact",
    "export",
    "import",
    "sync",
    "delay",
    "bounce",
    "certificate",
    "login",
    "device",
    "tablet",
    "browser",
    "attachment",
    "search",
    "print",
]


def copied(folder: Path) -> Path:
    """A copy to work on, in this folder."""
    return Path(shutil.copy(made(), folder / "signpost.db"))


def made() -> Path:
    """The database, made once and kept among the temporary files of this machine."""
    versions = Path(__file__).parents[2] / "bot" / "migrations" / "versions"
    written = hashlib.sha256(Path(__file__).read_bytes())
    for revision in sorted(versions.glob("*.py")):
        written.update(revision.read_bytes())
    path = Path(tempfile.gettempdir()) / f"signpost-bench-{written.hexdigest()[:12]}.db"
    if not path.exists():
        partial = path.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        asyncio.run(Database.at(partial).migrate())
        _fill(partial)
        partial.rename(path)
    return path


def _fill(path: Path) -> None:
    chance = random.Random(1)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    questions = list(_questions(chance))
    _insert(connection, "questions", questions)
    _insert(connection, "pieces", (piece for one in questions for piece in _pieces(one, chance)))
    answered = [one for one in questions if one["answered_at"] is not None]
    _insert(connection, "feedback", _feedback(answered, chance))
    _insert(connection, "follow_ups", _follow_ups(answered, chance))
    tickets = list(_tickets([one for one in questions if one["rule"] == "sure"], chance))
    _insert(connection, "tickets", tickets)
    _insert(connection, "ticket_clocks", (clock for one in tickets for clock in _clocks(one)))
    _insert(connection, "search_texts", (_text_of(one) for one in tickets))
    _insert(connection, "ticket_events", (event for one in tickets for event in _events(one, chance)))
    _insert(connection, "awards", _awards(tickets, chance))
    connection.commit()
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _insert(
    connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]] | list[dict[str, object]]
) -> None:
    rows = iter(rows)
    first = next(rows)
    names = ", ".join(first)
    places = ", ".join("?" * len(first))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(first.values()))
    connection.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({places})", (tuple(row.values()) for row in rows)
    )
    connection.commit()


def _text(at: datetime) -> str:
    """As SQLAlchemy stores a time in SQLite."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _at(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)


def _questions(chance: random.Random) -> Iterator[dict[str, object]]:
    rules, weights = list(RULES), list(RULES.values())
    for number in range(QUESTIONS):
        asked_at = NOW - QUESTIONS_OVER * (1 - number / QUESTIONS)
        [rule] = chance.choices(rules, weights)
        entry_id = ENTRIES[int(len(ENTRIES) * chance.random() ** 2)]
        is_chosen = rule == "between" and chance.random() < 0.4
        is_named = rule in ("sure", "held_out", "entry_cap") or is_chosen
        is_shown = rule in ("sure", "between") and chance.random() < 0.98
        outcome = chance.choice(["solved", "human", "handed_over"]) if is_shown and chance.random() < 0.3 else None
        place_id = 100 + chance.randrange(PLACES)
        yield {
            "id": snowflake(asked_at, number),
            "guild_id": GUILD,
            "channel_id": place_id,
            "place_id": place_id,
            "message_id": snowflake(asked_at, number) + 1,
            "asker_id": 1_000 + int(MEMBERS * chance.random() ** 2),
            "asked_at": _text(asked_at),
            "text": f"my {' '.join(chance.choices(WORDS, k=4))} fails since {chance.randrange(900)}",
            "verdict": {"sure": "answer", "between": "suggest"}.get(rule, "silent"),
            "rule": rule,
            "entry_id": entry_id if is_named else None,
            "candidates": json.dumps([[entry_id, 0.6], [ENTRIES[0], 0.3], [ENTRIES[1], 0.2]]),
            "score": 0.6,
            "answer_message_id": snowflake(asked_at, number) + 2 if is_shown else None,
            "answered_at": _text(asked_at + timedelta(seconds=1)) if is_shown else None,
            "outcome": outcome,
            "outcome_at": None if outcome is None else _text(asked_at + timedelta(minutes=9)),
        }


def _pieces(question: dict[str, object], chance: random.Random) -> Iterator[dict[str, object]]:
    for offset in range(1 + (chance.random() < 0.3)):
        yield {
            "message_id": int(str(question["message_id"])) + 10 * offset,
            "guild_id": GUILD,
            "question_id": question["id"],
        }


def _feedback(answered: list[dict[str, object]], chance: random.Random) -> Iterator[dict[str, object]]:
    for question in answered:
        for by_asker in (True, False):
            if chance.random() < (0.35 if by_asker else 0.05):
                yield {
                    "guild_id": GUILD,
                    "question_id": question["id"],
                    "member_id": question["asker_id"] if by_asker else chance.randrange(STAFF),
                    "by_asker": by_asker,
                    "helped": chance.random() < 0.7,
                    "at": _text(_at(question["answered_at"]) + timedelta(minutes=5)),
                }


def _follow_ups(answered: list[dict[str, object]], chance: random.Random) -> Iterator[dict[str, object]]:
    for question in answered:
        if chance.random() < 0.15:
            yield {
                "guild_id": GUILD,
                "question_id": question["id"],
                "message_id": int(str(question["message_id"])) + 5,
                "at": _text(_at(question["answered_at"]) + timedelta(hours=100) * chance.random()),
            }


def _tickets(asked: list[dict[str, object]], chance: random.Random) -> Iterator[dict[str, object]]:
    """A third of them, of late, came from a question."""
    for number in range(TICKETS):
        opened_at = NOW - TICKETS_OVER * (1 - number / TICKETS)
        question = chance.choice(asked) if chance.random() < 0.33 else None
        if question is not None and not timedelta(0) < opened_at - _at(question["asked_at"]) < timedelta(days=4):
            question = None
        is_live = number % (TICKETS // LIVE) == 0
        if is_live:
            status = chance.choice(["open", "claimed"])
        else:
            status = "resolved" if number >= TICKETS - 1_000 else "closed"
        priority = chance.choice(["P1", "P2", "P3", "P3", "P4"])
        waiting_on = chance.choice(["staff", "staff", "requester", "fix"]) if is_live else "staff"
        id_ = snowflake(opened_at, number)
        yield {
            "id": id_,
            "guild_id": GUILD,
            "number": number + 1,
            "type_id": TYPES[number % len(TYPES)],
            "status": status,
            "priority": priority,
            # A member has at most one live ticket of a type.
            "requester_id": 1_000 + (MEMBERS + number if is_live else number % MEMBERS),
            "assignee_id": None if status == "open" else chance.randrange(STAFF),
            "summary": f"Since the update my {' '.join(chance.choices(WORDS, k=3))} is slow: {chance.randrange(9000)}",
            "details": json.dumps(
                [{"label": "What happens?", "text": "It is slow. " * 40, "uploads": [], "field_id": "what"}]
            ),
            "question_id": None if question is None else question["id"],
            "interaction_id": id_ + 1,
            "opened_at": _text(opened_at),
            "thread_id": id_ + 2,
            "opening_message_id": id_ + 3,
            "requester_added": True,
            "card_channel_id": QUEUE_CHANNEL,
            "card_message_id": id_ + 4,
            "announced_event_id": 0,
            "waiting_on": waiting_on,
            "held_since": _text(opened_at + timedelta(hours=1)) if status == "claimed" else None,
            "queue_key": first_key(Priority(priority), opened_at) + (0 if waiting_on == "staff" else 10**17),
        }


def _clocks(ticket: dict[str, object]) -> Iterator[dict[str, object]]:
    """Two for each of the live ones for which it is staff's turn: 10,000 altogether."""
    if ticket["status"] in ("open", "claimed") and ticket["waiting_on"] == "staff":
        for kind in ("first_response", "resolution"):
            yield {
                "ticket_id": ticket["id"],
                "kind": kind,
                "guild_id": GUILD,
                "spent_microseconds": 0,
                "runs_since": ticket["opened_at"],
            }


def _text_of(ticket: dict[str, object]) -> dict[str, object]:
    """By which a ticket is found."""
    details = [as_json.detail_of(one) for one in json.loads(str(ticket["details"]))]
    return {
        "guild_id": GUILD,
        "ticket_id": ticket["id"],
        "kind": "ticket",
        "source_id": ticket["id"],
        "terms": of_ticket(str(ticket["summary"]), details),
    }


def _events(ticket: dict[str, object], chance: random.Random) -> Iterator[dict[str, object]]:
    reached = {
        "open": ["opened"],
        "claimed": ["opened", "claimed", "responded"],
        "resolved": ["opened", "claimed", "responded", "resolved"],
        "closed": ["opened", "claimed", "responded", "resolved", "closed"],
    }[str(ticket["status"])]
    if len(reached) > 3 and chance.random() < 0.1:
        reached = [*reached[:4], "reopened", "claimed", *reached[3:]]
    at = _at(ticket["opened_at"])
    for kind in reached:
        yield {
            "guild_id": GUILD,
            "ticket_id": ticket["id"],
            "kind": kind,
            "actor_id": chance.randrange(STAFF),
            "at": _text(at),
        }
        at += timedelta(hours=8) * chance.random()


def _awards(tickets: list[dict[str, object]], chance: random.Random) -> Iterator[dict[str, object]]:
    for ticket in tickets:
        if ticket["status"] in ("resolved", "closed") and chance.random() < 0.3:
            yield {
                "guild_id": GUILD,
                "member_id": 1_000 + chance.randrange(500),
                "awarded_by": chance.randrange(STAFF),
                "key": f"accepted:t{ticket['id']}",
                "turn": 0,
                "giver": "staff",
                "reason": "ticket_help",
                "subject_id": ticket["id"],
                "points": 15,
                "pending": 0,
                "rule": "full",
                "data": "{}",
                "at": (at := _text(_at(ticket["opened_at"]) + timedelta(hours=9))),
                "earned_at": at,
            }
