"""How well, and how fast, questions that nothing answers are grouped, on public questions whose topic is known.

Questions of each set, as if no entry answered any of them; each asked by somebody else. `pure` is the share of
grouped questions that belong to the topic of most of their group; `found` the share of topics with at least
three questions that are the main topic of a group; `pieces` how many groups such a topic makes on average.
The set `clinc150` also has questions about nothing in particular, left out here.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bot.insights.gaps import PEOPLE_AT_LEAST, Unanswered, find_gaps

DATA = Path(__file__).parents[2] / "shared" / "matching"
SETS = ("clinc150", "banking77", "hwu64")
SIZES = (200, 1_000, 5_000)


def run(console: Console) -> None:
    """Print the table."""
    if not DATA.is_dir():
        console.print(f"There is no {DATA}, so gaps are not measured.")
        return
    table = Table("questions", "topics", "groups", "grouped", "pure", "found", "pieces", "seconds", box=box.SIMPLE)
    table.title = "Gaps: unanswered questions, grouped"
    for name in SETS:
        labelled = _questions(name)
        for size in SIZES:
            some = labelled[:: max(1, len(labelled) // size)][:size]
            if len(some) == size or size == SIZES[1]:
                table.add_row(f"{name} {len(some):,}", *_measure(some))
    mixed = [one for name in SETS for one in _questions(name)]
    table.add_row("all three 5,000", *_measure(mixed[:: len(mixed) // SIZES[-1]][: SIZES[-1]]))
    table.add_row(
        "one word in all 5,000", *_measure([(f"mail {n % 900} {n % 70} late", "mail") for n in range(5_000)])
    )
    console.print(table)


def _questions(name: str) -> list[tuple[str, str]]:
    lines = [
        json.loads(line)
        for part in ("dev", "test")
        for line in (DATA / name / f"queries_{part}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [(line["text"], line["expected_id"]) for line in lines if line["expected_id"] is not None]


def _measure(labelled: list[tuple[str, str]]) -> list[str]:
    topics = Counter(topic for _, topic in labelled)
    # `nearest` carries the topic's name through, which shows what a group is mostly about.
    asked = [Unanswered(at, text, topic) for at, (text, topic) in enumerate(labelled)]
    began = time.process_time()
    found = find_gaps(asked)
    seconds = time.process_time() - began
    grouped = sum(group.questions for group in found.groups)
    main = Counter(group.nearest for group in found.groups)
    large = [topic for topic, count in topics.items() if count >= PEOPLE_AT_LEAST]
    pure = sum(group.nearest_to for group in found.groups) / max(1, grouped)
    return [
        str(len(topics)),
        str(len(found.groups)),
        f"{grouped / len(labelled):.0%}",
        f"{pure:.0%}",
        f"{sum(topic in main for topic in large) / max(1, len(large)):.0%}",
        f"{sum(main[topic] for topic in large) / max(1, sum(topic in main for topic in large)):.1f}",
        f"{seconds:.2f}",
    ]
