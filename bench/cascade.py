"""How many lines words decide alone, by where `cascade.FAR` is set, and what is lost by not encoding them.

Asked are the dev splits of the public sets beside this repository (see bench/matching.py), which have real chat about
something else among them, each of knowledge bases with 5 and 20 phrasings an entry and of two small ones.
`python -m bench.cascade` takes five minutes; with `--test` it asks the test splits, to confirm what was chosen.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from bench.fit_confidence import (
    DATA,
    FAMILIES,
    SEED,
    Bases,
    Remembering,
    base_of,
    phrasings_of,
    questions_of,
    rows_of,
    small_base,
)
from bot.config import Faq
from bot.matching import cascade
from bot.matching.encoder import EncoderNotInstalled, load_encoder
from bot.matching.evaluation import Outcome, evaluate
from bot.matching.matcher import Matcher
from bot.matching.meaning import Encoder
from bot.matching.verdict import Match, Verdict, judge
from bot.matching.words import normalise

FARS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.45, 1.1)
ASKED = 700  # of each knowledge base
SMALL_BASES = 2
LEGEND = """\
not encoded  of real chat, of all lines that no entry answers (near misses among them), of those that one does
top-1        the best entry is the right one; answered, offered: it is served, it is served or among the suggestions
precision    right answers, of the answers; AUROC: the score tells right from anything else
FAR = 0      only what is word by word in the knowledge base is not encoded; 1.1: nothing is"""


@dataclass(frozen=True)
class Asked:
    """A question, the entry that answers it, and what words and meaning make of it; `is_same` if word by word."""

    expected: str | None
    is_chat: bool
    is_long: bool
    likely: float
    by_words: list[Match]
    by_meaning: list[Match]
    is_same: bool

    def is_decided(self, far: float) -> bool:
        """Whether words alone judge it."""
        return self.is_same or not self.by_words or self.likely < far

    def outcome(self, far: float) -> tuple[Outcome, bool]:
        """What becomes of it with the settings as shipped, and whether the right entry is served or suggested."""
        settings = Faq()
        matches = self.by_words if self.is_decided(far) else self.by_meaning
        found = judge(matches, threshold=settings.threshold, suggest_from=settings.suggest_from)
        is_answered = self.is_long and found.verdict is Verdict.ANSWER
        outcome = Outcome(self.expected, tuple(match.entry_id for match in matches), found.score, is_answered)
        is_offered = self.expected is not None and self.expected in (found.entry_id, *found.suggested)
        return outcome, is_offered


def ask(base: Bases, questions: Sequence[tuple[str, str | None]], encoder: Encoder) -> Iterator[Asked]:
    """Put the questions to a knowledge base, by words and by meaning."""
    matcher = Matcher(phrasings_of(base), encoder=encoder)
    chat = {row["text"] for row in rows_of("chatnoise/queries_dev.jsonl")}
    for text, expected in questions:
        glance = matcher.glance(text)
        (row,) = encoder.encode([glance.found.reading.text])
        explained = matcher.understand(glance, row)
        is_same = glance.to_encode is None and glance.likely >= cascade.FAR
        is_long = len(normalise(text)) >= Faq().min_words
        by_words = glance.by_words.matches
        yield Asked(expected, text in chat, is_long, glance.likely, by_words, explained.matches, is_same)


def everything(encoder: Encoder, *, is_test: bool) -> Iterator[Asked]:
    """All questions of all sets."""
    for family in FAMILIES.values():
        for name in family:
            rng = random.Random(SEED)
            full = base_of(f"{name}/kb_full.jsonl")
            bases = [base_of(f"{name}/kb_k5.jsonl"), base_of(f"{name}/kb_k20.jsonl")]
            bases += [small_base(full, rng) for _ in range(SMALL_BASES)]
            for base in bases:
                if is_test:
                    rows = rows_of(f"{name}/queries_test.jsonl")
                    asked = [
                        (row["text"], row["expected_id"]) for row in rows if row["expected_id"] in (*base, None)
                    ]
                else:
                    asked = [
                        (text, expected)
                        for text, expected, is_made in questions_of(name, base, rng)
                        if not is_made
                    ]
                yield from ask(base, rng.sample(asked, min(ASKED, len(asked))), encoder)


def tabulate(asked: Sequence[Asked]) -> Table:
    """A row for each place where FAR could be."""
    table = Table(title=f"Words alone decide: {len(asked)} questions", box=box.SIMPLE_HEAD, padding=0)
    for column in ("FAR", "chat", "others", "asked", "top-1", "answered", "offered", "precision", "AUROC"):
        table.add_column(column, justify="right")
    answerable = [one for one in asked if one.expected is not None]
    others = [one for one in asked if one.expected is None]
    groups = [[one for one in others if one.is_chat], others, answerable]
    for far in FARS:
        outcomes = [one.outcome(far)[0] for one in asked]
        found = evaluate(outcomes)
        figures = [sum(one.is_decided(far) for one in group) / len(group) if group else None for group in groups]
        offered = sum(one.outcome(far)[1] for one in answerable) / len(answerable)
        cells = [*figures, found.top1, found.coverage, offered, found.precision, found.auroc]
        mark = " ←" if far == cascade.FAR else ""
        table.add_row(f"{far}{mark}", *("–" if cell is None else f"{cell:.3f}" for cell in cells))
    return table


def run(console: Console, *, is_test: bool = False) -> None:
    """Print the table; says so where the data or the extra is missing."""
    if not DATA.is_dir():
        console.print("There is no ../shared/matching beside this repository: the cascade is not measured.")
        return
    try:
        encoder = Remembering(load_encoder())
    except EncoderNotInstalled as error:
        console.print(f"The cascade: not measured. {error}")
        return
    console.print(tabulate(list(everything(encoder, is_test=is_test))))
    console.print(LEGEND, style="dim")


if __name__ == "__main__":
    run(Console(), is_test="--test" in sys.argv[1:])
