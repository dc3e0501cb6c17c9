"""What becomes of hard questions with the settings as shipped."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console

from bench.fit_confidence import DATA, ROOT, base_of, phrasings_of
from bench.hard.foreign import foreign
from bench.hard.labelled import Base, Hard, Part
from bench.hard.lookalikes import lookalikes
from bench.hard.mentions import mentions
from bench.hard.reversals import reversals
from bench.matching import Rank, outcomes_of, signpost
from bot.knowledge.library import load_library
from bot.matching.evaluation import Outcome
from bot.matching.matcher import Phrasings

KINDS: Mapping[str, Callable[[Base, Part, random.Random, int], list[Hard]]] = {
    "lookalikes": lookalikes,
    "foreign": foreign,
    "mentions": mentions,
    "reversals": reversals,
}
SETS = ("banking77", "clinc150", "hwu64")
QUESTIONS = 300
SEED = 11


def shipped() -> Base:
    """The phrasings of the shipped `faq/`."""
    library, problems = load_library(ROOT / "faq", ticket_types=None)
    if library is None:
        raise SystemExit("\n".join(map(str, problems)))
    return {one.entry_id: one.questions for one in map(Phrasings.of, library.entries)}


@dataclass(frozen=True)
class Judged:
    """What became of the hard questions of a kind: of `count`, so many were answered.

    Of `mentions` only those count whose phrasing gets its answer without the mention; `answered` are those that
    keep it.
    """

    kind: str
    part: Part
    count: int
    answered: int


def judge(
    console: Console, name: str, base: Base, rank: Rank, parts: Sequence[Part], examples: int
) -> list[Judged]:
    """Print, of each kind and rule, how many questions were made of the base and how many were answered.

    `rank` has the base; `examples` of each rule, those with the highest scores, are printed too.
    """
    found = []
    for part in parts:
        for kind, make in KINDS.items():
            hard = make(base, part, random.Random(SEED), QUESTIONS)
            outcomes = outcomes_of(rank, [(one.text, one.expected) for one in hard])
            rows = list(zip(hard, outcomes, strict=True))
            if kind == "mentions":
                plain = outcomes_of(rank, [(one.source, one.entry_id) for one in hard])
                rows = [
                    row for row, before in zip(rows, plain, strict=True) if before.answered and before.is_right
                ]
            found.append(Judged(kind, part, len(rows), sum(map(_is_counted, rows))))
            console.print(f"\n{name}, {part}, {kind}: {_share(found[-1].answered, len(rows))}")
            for rule in dict.fromkeys(one.rule for one in hard):
                of_rule = [row for row in rows if row[0].rule == rule]
                console.print(f"  {rule}: {_share(sum(map(_is_counted, of_rule)), len(of_rule))}")
                for one, outcome in sorted(of_rule, key=lambda row: -row[1].score)[:examples]:
                    told = f"{outcome.score:.2f}  {one.text}   [{one.source} → {', '.join(outcome.ranked[:1])}]"
                    console.print(f"    {told}", markup=False)
    return found


def _is_counted(row: tuple[Hard, Outcome]) -> bool:
    hard, outcome = row
    return outcome.answered and (hard.expected is None or outcome.is_right)


def _share(count: int, of: int) -> str:
    return f"{count} of {of} answered ({count / of:.1%})" if of else "none"


def judge_all(console: Console, parts: Sequence[Part], examples: int) -> None:
    """Judge the shipped weights on every base that is there, and print the sums. Takes 10 seconds a part."""
    bases = {"faq": shipped()}
    if DATA.is_dir():
        bases |= {f"{name} k20": base_of(f"{name}/kb_k20.jsonl") for name in SETS}
    found = []
    for name, base in bases.items():
        found += judge(console, name, base, signpost(None)(phrasings_of(base)), parts, examples)
    console.print("\nAll bases (of mentions: answers kept)")
    for kind, part in dict.fromkeys((one.kind, one.part) for one in found):
        same = [one for one in found if (one.kind, one.part) == (kind, part)]
        console.print(
            f"  {part} {kind}: {_share(sum(one.answered for one in same), sum(one.count for one in same))}"
        )
