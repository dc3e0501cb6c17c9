"""How long `/ticket search` takes over 100,000 tickets with 2,000,000 messages; run by hand: `python -m bench.finding [EACH]`.

The messages are made once and kept among the temporary files of this machine, which takes some minutes and 1.2 GB. Their
words are as seldom and as frequent as those of a language (Zipf).
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.waiting import community
from bot.actor import Actor
from bot.database import Database
from bot.ids import Ids
from bot.search_tables import said_texts
from bot.tickets.finding.service import Finding
from bot.tickets.finding.wanted import State, Wanted
from bot.tickets.search.spelling import key
from bot.tickets.search.terms import of_word

A_TICKET = 20
VOCABULARY = 60_000
GOAL = 50
MESSAGE = (
    "INSERT OR IGNORE INTO ticket_messages (id, guild_id, ticket_id, thread_id, kind, author_id, author_name, is_bot,"
    " type, at, text, more, reactions, is_joined)"
    " VALUES (?, ?, ?, 1, ?, 5, 'Ann', 0, 'default', '2027-01-01 00:00:00.000000', ?, '{}', '{}', 1)"
)

STAFF = Actor(1, is_staff=True, guild_id=community.GUILD)
BARRED = Actor(98, is_staff=True, guild_id=community.GUILD, barred=dict.fromkeys(community.TYPES[:2], ()))


def made() -> Path:
    """The database of the large community, with what was said in its tickets."""
    source = community.made()
    path = source.with_name(f"{source.stem}-said.db")
    if not path.exists():
        partial = Path(tempfile.mkdtemp(dir=path.parent)) / "partial.db"
        partial.write_bytes(source.read_bytes())
        _fill(partial)
        partial.rename(path)
    return path


def _fill(path: Path) -> None:
    chance = random.Random(1)
    words = [*community.WORDS, *_words(chance)]
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.execute("PRAGMA synchronous=OFF")
    [(trigger,)] = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'said_texts_added'").fetchall()
    connection.execute("DROP TRIGGER said_texts_added")  # all at once in the end
    for rows in _messages(connection, words, chance):
        connection.executemany(MESSAGE, ((id_, community.GUILD, *rest) for id_, *rest in rows))
        connection.executemany(
            f"INSERT OR IGNORE INTO {said_texts.name} VALUES (?, ?, ?, ?, ?)",
            (
                (id_, community.GUILD, ticket, kind, " ".join(map(of_word, text.split())))
                for id_, ticket, kind, text in rows
            ),
        )
    connection.execute("INSERT INTO said_index (said_index) VALUES ('rebuild')")
    connection.execute(trigger)
    connection.executemany(
        "INSERT OR IGNORE INTO search_words (key, word, term) VALUES (?, ?, ?)",
        ((key(word), word, of_word(word)) for word in words if key(word) is not None),
    )
    connection.commit()
    connection.close()


def _words(chance: random.Random) -> list[str]:
    """Words that could be said."""

    def syllable() -> str:
        return (
            chance.choice("bcdfghjklmnprstvwz") + chance.choice("aeiou") + chance.choice(["", "", "n", "r", "l"])
        )

    found = ("".join(syllable() for _ in range(chance.choice([1, 2, 2, 3, 3, 4]))) for _ in range(4 * VOCABULARY))
    return list(dict.fromkeys(found))[:VOCABULARY]


def _messages(
    connection: sqlite3.Connection, words: list[str], chance: random.Random
) -> Iterator[list[tuple[int, int, str, str]]]:
    """Those of a thousand tickets at a time: the last one of each stands below its card."""
    often = list(accumulate(1 / (place + 3) for place in range(len(words))))
    tickets = [id_ for (id_,) in connection.execute("SELECT id FROM tickets ORDER BY id")]
    for first in range(0, len(tickets), 1000):
        yield [
            (
                ticket + 1_000_000 * (number + 1),
                ticket,
                "note" if number == A_TICKET - 1 else "message",
                " ".join([*chance.choices(words, cum_weights=often, k=chance.choice([3, 6, 10, 20]))]),
            )
            for ticket in tickets[first : first + 1000]
            for number in range(A_TICKET)
        ]


def rows(path: Path) -> dict[str, Callable[[], tuple[Wanted, Actor]]]:
    """What is measured: what is looked for, each time something else, and by whom."""
    chance = random.Random(2)
    connection = sqlite3.connect(path)
    some = [chance.randrange(community.TICKETS) for _ in range(500)]
    query = "SELECT id, requester_id FROM tickets LIMIT 1 OFFSET ?"
    tickets = [connection.execute(query, (number,)).fetchone() for number in some]
    said = [
        text
        for id_, _ in tickets
        for (text,) in connection.execute("SELECT text FROM ticket_messages WHERE ticket_id = ?", (id_,))
        if len(text.split()) >= 3
    ]
    long: list[str] = [word for text in said for word in text.split() if len(word) >= 8]
    connection.close()

    def of(count: int) -> str:
        return " ".join(chance.sample(chance.choice(said).split(), count))

    def slip() -> str:
        word, at = chance.choice(long), chance.randrange(1, 7)
        return word[:at] + word[at + 1 :]

    def customer() -> Actor:
        return Actor(chance.choice(tickets)[1], guild_id=community.GUILD)

    def frequent() -> str:
        return chance.choice(community.WORDS)

    return {
        "one word": lambda: (Wanted(of(1)), STAFF),
        "two words of a message": lambda: (Wanted(of(2)), STAFF),
        "three": lambda: (Wanted(of(3)), STAFF),
        "two of two messages": lambda: (Wanted(f"{of(1)} {of(1)}"), STAFF),
        "a word that stands nearly everywhere": lambda: (Wanted(frequent()), STAFF),
        "   in open tickets of a type": lambda: (Wanted(frequent(), "bug", State.LIVE), STAFF),
        "   in tickets of a type that has none": lambda: (Wanted(frequent(), "none"), STAFF),
        "the beginning of a word": lambda: (Wanted(of(1)[:3]), STAFF),
        "a misspelt word": lambda: (Wanted(slip()), STAFF),
        "two words, without two types": lambda: (Wanted(of(2)), BARRED),
        "one word, of a requester": lambda: (Wanted(of(1), requester_id=chance.choice(tickets)[1]), STAFF),
        "one word, by a customer": lambda: (Wanted(of(1)), customer()),
        "two, by a customer": lambda: (Wanted(of(2)), customer()),
    }


async def measure(console: Console, path: Path, each: int) -> None:
    """Print the table."""
    table = Table("in milliseconds", "CPU", "p50", "p99", "goal", box=box.SIMPLE)
    database = Database.at(path)
    await database.open()
    finding = Finding(database, lambda: community.NOW, Ids())
    for name, asked in rows(path).items():
        times = []
        used = time.process_time()
        for _ in range(each):
            wanted, by = asked()
            began = time.perf_counter()
            await finding.find(wanted, by=by)
            times.append((time.perf_counter() - began) * 1000)
        cpu = (time.process_time() - used) / each * 1000
        times.sort()
        shown = [f"{one:.1f}" for one in (cpu, times[each // 2], times[int(0.99 * each)])]
        table.add_row(name, *shown, f"< {GOAL}")
    await database.close()
    console.print(table)


if __name__ == "__main__":
    asyncio.run(measure(Console(), made(), int(sys.argv[1]) if len(sys.argv) > 1 else 200))
