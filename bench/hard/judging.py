"""What becomes of hard questions with the settings as shipped."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console

from bench.fit_confidence import DATA, ROOT, base_of, fit_all, phrasings_of, rows_of
from bench.hard.foreign import foreign
from bench.hard.labelled import Base, Hard, Part
from bench.hard.lookalikes import lookalikes
from bench.hard.mentions import mentions
from bench.hard.reversals import reversals
from bench.matching import Rank, outcomes_of, signpost
from bot.knowledge.library import load_library
from bot.matching.confidence import Formula
from bot.matching.evaluation import Outcome
from bot.matching.meaning import Encoder
from bot.matching.phrasings import Phrasings

Asked = Mapping[Part, Base]
"""Questions by entry that are no phrasings, for `mentions`: of the dev split for `fit`, of the test split for `test`."""

UNANSWERED: Mapping[str, Callable[[Base, Part, random.Random, int], list[Hard]]] = {
    "lookalikes": lookalikes,
    "foreign": foreign,
    "reversals": reversals,
}
SETS = ("banking77", "clinc150", "hwu64")
"""The kinds that no entry answers."""

QUESTIONS = 300  # of a kind, at most, of each base
MENTIONING = 600  # of which those count that are answered when they mention nothing
SEED = 11


def shipped() -> Base:
    """The phrasings of the shipped `faq/`."""
    library, problems = load_library(ROOT / "faq", ticket_types=None)
    if library is None:
        raise SystemExit("\n".join(map(str, problems)))
    return {one.entry_id: one.questions for one in map(Phrasings.of, library.entries)}


Row = tuple[Hard, Outcome]


@dataclass(frozen=True)
class Judged:
    """What became of the hard questions of a kind.

    Of `mentions` it has only those whose plain question gets its answer: they should keep it.
    """

    kind: str
    part: Part
    rows: Sequence[Row]


def judge(
    console: Console, name: str, base: Base, asked: Asked, rank: Rank, parts: Sequence[Part], examples: int
) -> list[Judged]:
    """Print, of each kind and rule, how many questions were made of the base and how many were answered.

    `rank` has the base; `examples` of each rule, those with the highest scores, are printed too. Without `asked`,
    the phrasings are made to mention something, and they are answered more surely than any question.
    """
    found = []
    for part in parts:
        for kind, make in UNANSWERED.items():
            hard = make(base, part, random.Random(SEED), QUESTIONS)
            outcomes = outcomes_of(rank, [(one.text, one.expected) for one in hard])
            found.append(
                _told(console, name, Judged(kind, part, list(zip(hard, outcomes, strict=True))), examples)
            )
        hard = mentions(base, part, random.Random(SEED), MENTIONING, asked.get(part))
        plain = outcomes_of(rank, [(one.source, one.entry_id) for one in hard])
        answered = [one for one, before in zip(hard, plain, strict=True) if before.answered and before.is_right]
        outcomes = outcomes_of(rank, [(one.text, one.expected) for one in answered])
        rows = list(zip(answered, outcomes, strict=True))
        found.append(_told(console, name, Judged("mentions", part, rows), examples))
    return found


def _told(console: Console, name: str, judged: Judged, examples: int) -> Judged:
    console.print(f"\n{name}, {judged.part}, {judged.kind}: {_share(judged.rows)}")
    for rule in dict.fromkeys(one.rule for one, _ in judged.rows):
        rows = [row for row in judged.rows if row[0].rule == rule]
        console.print(f"  {rule}: {_share(rows)}")
        for one, outcome in sorted(rows, key=lambda row: -row[1].score)[:examples]:
            told = f"{outcome.score:.2f}  {one.text}   [{one.source} → {', '.join(outcome.ranked[:1])}]"
            console.print(f"    {told}", markup=False)
    return judged


def _share(rows: Sequence[Row]) -> str:
    """How many were answered; with the right entry, where they have one."""
    count = sum(outcome.answered and (hard.expected is None or outcome.is_right) for hard, outcome in rows)
    return f"{count} of {len(rows)} answered ({count / len(rows):.1%})" if rows else "none"


def asked_of(name: str, base: Base) -> dict[Part, Base]:
    """The questions of a set's splits that its base has an entry for."""
    splits: dict[Part, str] = {"fit": "dev", "test": "test"}
    asked: dict[Part, dict[str, list[str]]] = {part: {entry: [] for entry in base} for part in splits}
    for part, split in splits.items():
        for row in rows_of(f"{name}/queries_{split}.jsonl"):
            if row["expected_id"] in base:
                asked[part][row["expected_id"]].append(row["text"])
    return {**asked}


def judge_all(console: Console, parts: Sequence[Part], examples: int, encoder: Encoder | None = None) -> None:
    """Judge on every base that is there, each with weights that were learnt from other sets, and print the sums.

    Takes two minutes, of which learning the weights takes one; with an encoder a quarter of an hour.
    """
    bases: dict[str, tuple[Base, Asked]] = {"faq": (shipped(), {})}
    formulas: dict[str, Formula] = {}
    if DATA.is_dir():
        _, formulas = fit_all(encoder)
        for name in SETS:
            base: Base = base_of(f"{name}/kb_k20.jsonl")
            bases[f"{name} k20"] = (base, asked_of(name, base))
    found = []
    for name, (base, asked) in bases.items():
        rank = signpost(formulas.get(name.split()[0]), encoder)(phrasings_of(base))
        found += judge(console, name, base, asked, rank, parts, examples)
    console.print("\nAll bases (of mentions: answers kept)")
    for kind, part in dict.fromkeys((one.kind, one.part) for one in found):
        rows = [row for one in found if (one.kind, one.part) == (kind, part) for row in one.rows]
        console.print(f"  {part} {kind}: {_share(rows)}")
