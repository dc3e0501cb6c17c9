"""`python -m bench.hard` prints what becomes of hard questions with the settings as shipped."""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from rich.console import Console

from bench.fit_confidence import DATA, ROOT, base_of, phrasings_of
from bench.hard import Base, Hard, Part, foreign, lookalikes, mentions, reversals
from bench.matching import outcomes_of, signpost
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
EXAMPLES = 3
SEED = 11


def shipped() -> Base:
    """The phrasings of the shipped `faq/`."""
    library, problems = load_library(ROOT / "faq", ticket_types=None)
    if library is None:
        raise SystemExit("\n".join(map(str, problems)))
    return {one.entry_id: one.questions for one in map(Phrasings.of, library.entries)}


def judge(console: Console, name: str, base: Base, parts: Sequence[Part], examples: int) -> None:
    """Print, of each kind and rule, how many questions were made and how many were answered."""
    rank = signpost(None)(phrasings_of(base))
    for part in parts:
        for kind, make in KINDS.items():
            hard = make(base, part, random.Random(SEED), QUESTIONS)
            outcomes = outcomes_of(rank, [(one.text, one.expected) for one in hard])
            rows: dict[str, list[tuple[Hard, Outcome]]] = defaultdict(list)
            for one, outcome in zip(hard, outcomes, strict=True):
                rows[one.rule].append((one, outcome))
            answered = sum(outcome.answered for outcome in outcomes)
            console.print(f"\n{name} {part} {kind}: {len(hard)} questions, answered {_share(answered, len(hard))}")
            if kind == "mentions":
                plain = outcomes_of(rank, [(one.source, one.entry_id) for one in hard])
                kept = [
                    after.answered and after.is_right
                    for before, after in zip(plain, outcomes, strict=True)
                    if before.answered and before.is_right
                ]
                console.print(f"  kept of those answered without the mention: {_share(sum(kept), len(kept))}")
            for rule, found in rows.items():
                said = sum(outcome.answered for _, outcome in found)
                console.print(f"  {rule}: {len(found)}, answered {_share(said, len(found))}")
                for one, outcome in sorted(found, key=lambda row: -row[1].score)[:examples]:
                    console.print(
                        f"    {outcome.score:.2f}  {one.text}   [{one.source} → {outcome.ranked[:1]}]",
                        markup=False,
                    )


def _share(count: int, of: int) -> str:
    return f"{count} ({count / of:.1%})" if of else "0"


def main(arguments: Sequence[str]) -> None:
    """Judge the half named in the arguments (`fit`, `test`), or both, on every base that is there."""
    console = Console(soft_wrap=True, highlight=False)
    parts = [part for part in get_args(Part) if part in arguments] or list(get_args(Part))
    bases = {"faq": shipped()}
    if DATA.is_dir():
        bases |= {f"{name} k20": base_of(f"{name}/kb_k20.jsonl") for name in SETS}
    for name, base in bases.items():
        judge(console, name, base, parts, EXAMPLES)


if __name__ == "__main__":
    main(sys.argv[1:])
