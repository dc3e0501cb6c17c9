"""What judging costs without and with the meaning, how long a question waits when fifty come a second, and what training takes.

Asked are real chat about something else, and the shipped phrasings with a word more, of the shipped `faq/`. The baselines
are words alone, and every line encoded, which is what the cascade is there to spare. Only judging is measured: neither
Discord nor the database. Trained are vectors that lie about their entries' at random, twenty an entry: no encoder is needed for that.
"""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from collections.abc import Sequence
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.fit_confidence import DATA, ROOT, rows_of
from bot.faq.in_use import InUse
from bot.knowledge.library import Library, load_library
from bot.matching import matcher
from bot.matching.encoder import EncoderNotInstalled, load_encoder
from bot.matching.evaluation import percentile
from bot.matching.meaning import Encoder, Meaning
from bot.matching.phrasings import Phrasings
from bot.matching.words import normalise

LINES = 150
A_SECOND, SECONDS = 50, 6
CHAT_OF_TEN = 8  # in the busy hour, of ten lines; the others are questions
TRAINED, AN_ENTRY, DIMENSIONS = (1_000, 10_000, 50_000), 20, 384
SCATTER = 1.2  # of an entry's phrasings about its own vector, which is of length 1 in this measure
SEED = 11


async def cpu_ms(knowledge: InUse, asked: Sequence[Sequence[str]]) -> float:
    """Processor time of the whole process for each."""
    begun = time.process_time()
    for texts in asked:
        await knowledge.explain(texts)
    return (time.process_time() - begun) * 1000 / len(asked)


async def busy(knowledge: InUse, chat: Sequence[str], questions: Sequence[str]) -> tuple[float, float]:
    """Of the questions among `A_SECOND` lines a second: p95 of the wait in ms, and the share judged by words alone."""
    waits, by_words = [], 0

    async def ask(text: str, is_question: bool, due: float) -> None:
        nonlocal by_words
        (explanation,), _ = await knowledge.explain([text])
        if is_question:
            waits.append((time.perf_counter() - due) * 1000)
            by_words += not explanation.is_by_meaning

    begun = time.perf_counter()
    running = []
    for number in range(A_SECOND * SECONDS):
        due = begun + number / A_SECOND
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        is_question = number % 10 >= CHAT_OF_TEN
        texts = questions if is_question else chat
        running.append(asyncio.ensure_future(ask(texts[number % len(texts)], is_question, due)))
    await asyncio.gather(*running)
    return percentile(waits, 0.95) or 0.0, by_words / len(waits)


async def row(table: Table, name: str, library: Library, encoder: Encoder | None, chat: Sequence[str]) -> None:
    """Measure one way of judging."""
    knowledge = InUse(library, encoder)
    await knowledge.load(library)
    questions = [f"{text} today" for entry in library.entries for text in Phrasings.of(entry).questions][:LINES]
    # Three pieces: the first alone, then all so far and the last.
    bursts = [
        texts
        for one, two, three in zip(chat[::3], chat[1::3], chat[2::3], strict=False)
        for texts in ([one], [f"{one}\n{two}", two], [f"{one}\n{two}\n{three}", three])
    ]
    figures = [await cpu_ms(knowledge, asked) for asked in ([[t] for t in chat], bursts, [[q] for q in questions])]
    p95, by_words = await busy(knowledge, chat, questions)
    table.add_row(name, *(f"{figure:.2f}" for figure in figures), f"{p95:.0f}", f"{by_words:.0%}")
    knowledge.close()


async def measure(encoder: Encoder) -> Table:
    """The table."""
    library, problems = load_library(ROOT / "faq", ticket_types=None)
    assert library is not None, problems
    lines = [row["text"] for row in rows_of("chatnoise/queries_dev.jsonl")]
    chat = [text for text in lines if len(normalise(text)) >= 3][:LINES]
    table = Table(
        "judged by", "CPU ms: chat", "a piece of a burst", "a question", f"p95 ms at {A_SECOND}/s", "by words"
    )
    await row(table, "words alone", library, None, chat)
    await row(table, "words, then meaning", library, encoder, chat)
    with patch.object(matcher, "words_decide", lambda *_: False):
        await row(table, "meaning, always", library, encoder, chat)
    return table


class Scattered:
    """An encoder whose texts are the numbers of phrasings, of which each entry has as many in a row."""

    def __init__(self, phrasings: int) -> None:
        rng = np.random.default_rng(SEED)
        entries = rng.standard_normal((phrasings // AN_ENTRY, DIMENSIONS), np.float32)
        self._rows = SCATTER * rng.standard_normal((phrasings, DIMENSIONS), np.float32)
        self._rows += np.repeat(entries, AN_ENTRY, axis=0)
        self._rows /= np.linalg.norm(self._rows, axis=1, keepdims=True)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The rows of these numbers."""
        return self._rows[[int(text) for text in texts]]


def train() -> Table:
    """Processor time, and the memory at most, the embeddings themselves included; the latter in a second go."""
    table = Table("phrasings", "entries", "CPU s to train", "MB at most")
    for phrasings in TRAINED:
        encoder, texts = Scattered(phrasings), list(map(str, range(phrasings)))
        owners = [number // AN_ENTRY for number in range(phrasings)]
        begun = time.process_time()
        Meaning(encoder, texts, owners)
        seconds = time.process_time() - begun
        tracemalloc.start()
        Meaning(encoder, texts, owners)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        table.add_row(f"{phrasings:,}", f"{phrasings // AN_ENTRY:,}", f"{seconds:.2f}", f"{peak / 1024**2:.0f}")
    return table


def run(console: Console) -> None:
    """Print the tables; says so where the data or the extra is missing."""
    console.print(train())
    if not DATA.is_dir():
        console.print("There is no ../shared/matching beside this repository: judging is not measured.")
        return
    try:
        console.print(asyncio.run(measure(load_encoder())))
    except EncoderNotInstalled as error:
        console.print(f"Judging: not measured. {error}")


if __name__ == "__main__":
    run(Console())
