"""How often the matcher is right, how often it rightly keeps silent, and how long a message takes.

The labelled questions are public data beside this repository, in `../shared/matching`, not part of it. The
shipped settings were chosen on the `dev` splits of clinc150, banking77 and hwu64; judged here are the `test`
splits with 20 phrasings an entry, chat that was not looked at, and the shipped knowledge base, each phrasing
left out in turn. The baselines are rapidfuzz's `process.extractOne`. They are favoured: each gets for each
knowledge base the threshold that suits it best on the dev split (for faq/ on the very questions), where the
matcher has one threshold and margin for all.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process, utils
from rich import box
from rich.console import Console
from rich.table import Table

from bot.config import Faq, load_config
from bot.faq.library import load_library
from bot.faq.matching import Matcher, Phrasings, judge, normalise

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "matching"
BASES = ("clinc150", "banking77", "hwu64", "banking77oos")
SIZES = (1_000, 10_000)
TEST_QUESTIONS, DEV_QUESTIONS, CHAT_LINES, TIMED_QUESTIONS, LEFT_OUT = 500, 200, 300, 150, 150
PRECISION_WANTED = 0.90
SEED = 20

LEGEND = """\
from       score from which it answers, for signpost with the lead above
top-1      the best entry is the right one, of the questions that have one
precision  right answers, of the answers
coverage   right answers, of the questions that have one
chat       lines of a chat about something else that got an answer
p50, p99   milliseconds of CPU time for a message
shipped    each phrasing of faq/ is asked of a knowledge base that lacks it"""

Question = tuple[str, str | None]
"""A text, and the entry that answers it, or None where none does."""


class Found(NamedTuple):
    """What a matcher says to a question: its best entry, whether it would answer, and the score (0–1)."""

    entry_id: str | None
    answers: bool
    score: float


Find = Callable[[str], Found]
Make = Callable[[Sequence[Phrasings], float], Find]
"""Builds a matcher for a knowledge base, which answers from a threshold on."""


def signpost(base: Sequence[Phrasings], threshold: float) -> Find:
    """The matcher, with the settings as shipped except for the threshold."""
    matcher, settings = Matcher(base), Faq()

    def find(text: str) -> Found:
        matches = matcher.rank(text)
        judgement = judge(matches, threshold=threshold, margin=settings.margin)
        answers = judgement.entry_id is not None and len(normalise(text)) >= settings.min_words
        return Found(matches[0].entry_id if matches else None, answers, judgement.score)

    return find


def extract_one(scorer: Callable[..., float]) -> Make:
    """rapidfuzz's nearest phrasing by `scorer`."""

    def make(base: Sequence[Phrasings], threshold: float) -> Find:
        owners = [entry.entry_id for entry in base for _ in entry.questions]
        choices = [utils.default_process(text) for entry in base for text in entry.questions]

        def find(text: str) -> Found:
            _, score, at = process.extractOne(utils.default_process(text), choices, scorer=scorer)
            return Found(owners[at], score / 100 >= threshold, score / 100)

        return find

    return make


BASELINES = {"WRatio": extract_one(fuzz.WRatio), "token_sort": extract_one(fuzz.token_sort_ratio)}
MATCHERS = {"signpost": signpost, **BASELINES}


@dataclass(frozen=True)
class Measured:
    """Shares of 1 (None where there is nothing to count), and milliseconds for each message, rising."""

    top_1: float | None
    precision: float | None
    coverage: float | None
    milliseconds: list[float]

    def cells(self, answered_chat: str) -> list[str]:
        """The columns of the table."""
        shares = [
            "–" if share is None else f"{share:.1%}" for share in (self.top_1, self.precision, self.coverage)
        ]
        times = [self.milliseconds[int(len(self.milliseconds) * share)] for share in (0.5, 0.99)]
        return [*shares, answered_chat, *(f"{milliseconds:.2f}" for milliseconds in times)]


def measure(asked: Sequence[tuple[Find, Question]]) -> Measured:
    """Put each question to its matcher, once."""
    pairs, milliseconds = [], []
    for find, (text, expected) in asked:
        start = time.thread_time()
        pairs.append((find(text), expected))
        milliseconds.append((time.thread_time() - start) * 1000)
    answered = [found.entry_id == expected for found, expected in pairs if found.answers]
    answerable = [found.entry_id == expected for found, expected in pairs if expected is not None]
    return Measured(
        top_1=sum(answerable) / len(answerable) if answerable else None,
        precision=sum(answered) / len(answered) if answered else None,
        coverage=sum(answered) / len(answerable) if answerable else None,
        milliseconds=sorted(milliseconds),
    )


def best_threshold(asked: Sequence[tuple[Find, Question]]) -> float:
    """The lowest threshold at which enough of the answers are right; above 1 where there is none."""
    pairs = sorted(((find(text), expected) for find, (text, expected) in asked), key=lambda pair: -pair[0].score)
    threshold, right = 1.01, 0
    for answered, (found, expected) in enumerate(pairs, start=1):
        right += found.entry_id == expected
        is_last_of_its_score = answered == len(pairs) or pairs[answered][0].score < found.score
        if is_last_of_its_score and right / answered >= PRECISION_WANTED:
            threshold = found.score
    return threshold


def rows_of(folder: str) -> Iterator[Any]:
    """The objects of a `.jsonl` file of the shared data."""
    with (DATA / folder).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def sample(questions: Sequence[Question], size: int) -> list[Question]:
    """The same `size` questions in every run."""
    return random.Random(SEED).sample(questions, min(size, len(questions)))


def base_of(folder: str) -> list[Phrasings]:
    """A knowledge base of the shared data."""
    return [Phrasings(row["id"], tuple(row["phrasings"])) for row in rows_of(folder)]


def questions_of(folder: str, size: int) -> list[Question]:
    """A sample of the questions in a file of the shared data."""
    return sample([(row["text"], row.get("expected_id")) for row in rows_of(folder)], size)


def judge_base(table: Table, name: str, chat: Sequence[Question]) -> None:
    """One row for each matcher on a knowledge base of the shared data."""
    base = base_of(f"{name}/kb_k20.jsonl")
    dev = questions_of(f"{name}/queries_dev.jsonl", DEV_QUESTIONS)
    test = questions_of(f"{name}/queries_test.jsonl", TEST_QUESTIONS)
    for label, make in MATCHERS.items():
        threshold = Faq().threshold
        if label in BASELINES:
            find = make(base, 0.0)
            threshold = best_threshold([(find, question) for question in dev])
        find = make(base, threshold)
        measured = measure([(find, question) for question in test])
        table.add_row(name, label, f"{threshold:.2f}", *measured.cells(answered_chat(find, chat)))
    table.add_section()


def answered_chat(find: Find, chat: Sequence[Question]) -> str:
    """How many lines of chat would get an answer, of how many."""
    return f"{sum(find(text).answers for text, _ in chat)}/{len(chat)}" if chat else "–"


def time_base(table: Table, size: int, chat: Sequence[Question]) -> None:
    """One row for each matcher on `size` phrasings, of which each entry of clinc150 gives as many."""
    whole = base_of("clinc150/kb_full.jsonl")
    each, more = divmod(size, len(whole))
    base = [replace(entry, questions=entry.questions[: each + (at < more)]) for at, entry in enumerate(whole)]
    asked = questions_of("clinc150/queries_test.jsonl", TIMED_QUESTIONS) + list(chat[:TIMED_QUESTIONS])
    for label, make in MATCHERS.items():
        find = make(base, Faq().threshold)
        timed = Measured(None, None, None, measure([(find, question) for question in asked]).milliseconds)
        table.add_row(f"{size // 1000}k phrasings", label, "–", *timed.cells("–"))
    table.add_section()


def judge_shipped(table: Table, chat: Sequence[Question]) -> None:
    """One row for each matcher on `faq/`: each phrasing is asked of a knowledge base that lacks it."""
    config, problems = load_config(ROOT)
    if config is None:
        raise SystemExit("\n".join(map(str, problems)))
    library, problems = load_library(
        ROOT / config.faq.folder,
        ticket_types=[kind.id for kind in config.tickets.types],
        channels=[*config.channels.help, *config.channels.forums],
    )
    if library is None:
        raise SystemExit("\n".join(map(str, problems)))
    base = [Phrasings.of(entry) for entry in library.entries]
    left_out = sample([(text, entry.entry_id) for entry in base for text in entry.questions], LEFT_OUT)
    for label, make in MATCHERS.items():
        threshold = Faq().threshold
        if label in BASELINES:
            threshold = best_threshold([(make(without(base, asked[0]), 0.0), asked) for asked in left_out])
        measured = measure([(make(without(base, asked[0]), threshold), asked) for asked in left_out])
        cells = measured.cells(answered_chat(make(base, threshold), chat))
        table.add_row("shipped faq/", label, f"{threshold:.2f}", *cells)


def without(base: Sequence[Phrasings], text: str) -> list[Phrasings]:
    """The knowledge base less one phrasing."""
    return [replace(entry, questions=tuple(q for q in entry.questions if q != text)) for entry in base]


def run(console: Console) -> None:
    """Print the table. Takes less than a minute; without the shared data a few seconds."""
    title = f"Matching: the FAQ answers from {Faq().threshold}, with a lead of {Faq().margin}"
    table = Table(title=title, box=box.SIMPLE_HEAD, padding=0)
    table.add_column("questions")
    table.add_column("matcher")
    for column in ("from", "top-1", "precision", "coverage", "chat", "p50 ms", "p99 ms"):
        table.add_column(column, justify="right")
    chat: list[Question] = []
    if DATA.is_dir():
        chat = questions_of("chatnoise/pool.jsonl", CHAT_LINES)
        for name in BASES:
            judge_base(table, name, chat)
        for size in SIZES:
            time_base(table, size, chat)
    else:
        console.print("There is no ../shared/matching beside this repository: only faq/ is measured.")
    judge_shipped(table, chat)
    console.print(table)
    console.print(LEGEND, style="dim")
