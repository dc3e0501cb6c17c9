"""How right the FAQ is where it points to a solved question, and how fast one is found among 10,000, on public questions.

Of each set, so many phrasings of each topic are drawn as solved questions, and its queries are asked, five times over: `said` is
for how many of those that have a topic one is pointed to, `right` the share of what is said that is of the same topic, `chat` how
many of 4,000 lines about something else are pointed anywhere.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bot.database import Database, Reader, Transaction
from bot.solution_tables import solutions
from bot.solved import store
from bot.solved.known import Known
from bot.solved.nearness import Nearness, terms_of

DATA = Path(__file__).parents[2] / "shared" / "matching"
SETS = ("banking77", "banking77oos", "clinc150", "hwu64")
EACH, DRAWS = (2, 5, 20), 5
MANY, ASKED, GUILD = 10_000, 2_000, 1
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)

Terms = tuple[str, ...]


def run(console: Console) -> None:
    """Print the tables."""
    if not DATA.is_dir():
        console.print(f"There is no {DATA}, so solved questions are not measured.")
        return
    table = Table("set", "queries", "of each topic", "said", "right", "chat", box=box.SIMPLE)
    table.title = "Pointing to solved questions"
    chat = [terms for terms, _ in _queries("chatnoise", "dev")]
    for name in SETS:
        topics = _topics(name)
        for part in ("dev", "test"):
            queries = _queries(name, part)
            for each in EACH:
                table.add_row(name, part, str(each), *_pointing(topics, queries, chat, each))
    console.print(table)
    console.print(asyncio.run(_speed()))


def _topics(name: str) -> list[tuple[str, list[Terms]]]:
    lines = (DATA / name / "kb_full.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return [(entry["id"], [terms_of(text) for text in entry["phrasings"]]) for entry in entries]


def _queries(name: str, part: str) -> list[tuple[Terms, str | None]]:
    lines = (DATA / name / f"queries_{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(terms_of(one["text"]), one["expected_id"]) for one in map(json.loads, lines)]


def _pointing(
    topics: Sequence[tuple[str, list[Terms]]],
    queries: Sequence[tuple[Terms, str | None]],
    chat: Sequence[Terms],
    each: int,
) -> tuple[str, str, str]:
    said = right = noise = 0
    for number in range(DRAWS):
        draw = random.Random(number)
        solved = [(topic, one) for topic, known in topics for one in draw.sample(known, min(each, len(known)))]
        nearness = Nearness((at, terms) for at, (_, terms) in enumerate(solved))
        found = [(near, expected) for terms, expected in queries if (near := nearness.same(terms)) is not None]
        said += len(found)
        right += sum(solved[at][0] == expected for at, expected in found)
        noise += sum(nearness.same(terms) is not None for terms in chat)
    with_topic = DRAWS * sum(expected is not None for _, expected in queries)
    return f"{said / with_topic:.1%}", f"{right / max(1, said):.0%}", f"{noise / DRAWS:.1f}"


async def _speed() -> Table:
    texts = [terms for name in SETS for _, known in _topics(name) for terms in known]
    random.Random(7).shuffle(texts)
    with TemporaryDirectory() as folder:
        database = Database.at(Path(folder) / "signpost.db")
        await database.migrate()
        await database.open()
        try:
            await database.tx(lambda tx: _fill(tx, texts[:MANY]))
            return await _timed(database, texts[MANY : MANY + ASKED])
        finally:
            await database.close()


def _fill(tx: Transaction, texts: Iterable[Terms]) -> None:
    where = {"guild_id": GUILD, "author_id": 1, "channel_id": 2, "question_channel_id": 2, "accepted_at": NOW}
    rows = [
        {**where, "question_id": at, "message_id": at, "question_message_id": at, "terms": " ".join(terms)}
        for at, terms in enumerate(texts, 1)
    ]
    tx.execute_many(insert(solutions), rows)


async def _timed(database: Database, asked: Sequence[Terms]) -> Table:
    known, found, compared = Known(database, lambda: NOW), list[float](), list[float]()
    began = time.perf_counter()
    await known.of(GUILD)
    first = time.perf_counter() - began
    for terms in asked:
        began = time.perf_counter()
        ids = [near.solution_id for near in (await known.of(GUILD)).holding(terms, 10)]
        await database.read(partial(_look_up, ids))
        found.append(time.perf_counter() - began)
        began = time.perf_counter()
        (await known.of(GUILD)).same(terms)
        compared.append(time.perf_counter() - began)
    table = Table("what", "p50 ms", "p99 ms", "most ms", box=box.SIMPLE)
    table.title = f"{MANY:,} solved questions, {len(asked):,} looked for"
    for what, seconds in (
        ("all are read, in a thread", [first]),
        ("/solved, without Discord", found),
        ("a question of the FAQ", compared),
    ):
        milliseconds = np.array(seconds) * 1000
        quantiles = (np.percentile(milliseconds, 50), np.percentile(milliseconds, 99), milliseconds.max())
        table.add_row(what, *(f"{one:.2f}" for one in quantiles))
    return table


def _look_up(ids: Sequence[int], reader: Reader) -> None:
    store.of_ids(reader, ids)
