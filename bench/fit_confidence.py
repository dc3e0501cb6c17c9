"""Makes bot/matching/weights.py: the weights by which the matcher ranks and says how sure it is.

`python -m bench.fit_confidence` learns them from the dev splits of the public sets beside this repository (see
bench/matching.py), always in the same way. Each set is asked of many knowledge bases: its own with 1, 5, 20 and all phrasings
an entry, and small ones drawn from it. Entries left out of a knowledge base make near misses of their questions; some
letters are mistyped; other sets' questions and real chat have no answer. Of every knowledge base as large a share of the
questions has an entry, or its size would stand for that share. What other subjects, other actions and slips cost
is learnt last, from questions made by rule (bench/hard). Without the data it changes nothing.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bench import hard
from bot.matching.confidence import MEASURES, SEMANTIC_MEASURES, Formula, describe, described
from bot.matching.costs import COSTS
from bot.matching.matcher import Matcher
from bot.matching.meaning import Encoder
from bot.matching.measured import Measured
from bot.matching.phrasings import Phrasings
from bot.matching.weights import WEIGHTS

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "matching"
MODULE = ROOT / "bot" / "matching" / "weights.py"

FAMILIES = {"clinc150": ("clinc150",), "banking77": ("banking77", "banking77oos"), "hwu64": ("hwu64",)}
"""Sets by what they are made of. Weights are judged on a family that they were not learnt from."""

SMALL_BASES = 8  # drawn from each family
SMALL_ENTRIES = (15, 60)
SMALL_PHRASINGS = ((2, 4), (3, 8), (4, 13), (10, 20), (20, 40))
ASKED = {
    "in": 450,
    "near": 250,
    "far": 120,
    "chat": 200,
}  # of each knowledge base; fewer of all where fewer are `in`
MADE = {"lookalikes": 80, "foreign": 80, "mentions": 80, "reversals": 80}  # the same, by rule
LIKELY = 0.3  # costs are learnt from what is at least so likely without them
DEAREST = 4.0
MISTYPED_QUESTIONS, MISTYPED_LETTERS = 0.15, 0.10
RIDGE = 0.001
LEAST = 8
SEED = 7


@dataclass(frozen=True)
class Sample:
    """A measured question, the row of the candidate that is right (None where none is), and whether a rule made it."""

    measured: Measured
    right: int | None
    is_made: bool


class Remembering:
    """An encoder that encodes each text once: the same questions are put to many knowledge bases."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text."""
        if new := [text for text in dict.fromkeys(texts) if text not in self._known]:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._known[text] for text in texts], np.float32)


Bases = Mapping[str, Sequence[str]]


def rows_of(file: str) -> list[Any]:
    """The objects of a `.jsonl` file of the shared data."""
    with (DATA / file).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def base_of(file: str) -> dict[str, list[str]]:
    """The phrasings of a knowledge base of the shared data, by entry id."""
    return {row["id"]: row["phrasings"] for row in rows_of(file)}


def phrasings_of(base: Bases) -> list[Phrasings]:
    """A knowledge base as the matcher takes it."""
    return [Phrasings(entry_id, tuple(texts)) for entry_id, texts in base.items()]


def mistyped(text: str, share: float, rng: random.Random) -> str:
    """The text with this share of its letters left out, changed, swapped with the next, or followed by another."""
    letters, typed, at = "abcdefghijklmnopqrstuvwxyz", [], 0
    while at < len(text):
        here = text[at]
        following = text[at + 1 : at + 2]
        if not here.isalpha() or rng.random() >= share:
            typed.append(here)
        else:
            way = rng.randrange(4)
            if way == 3 and following.isalpha():
                typed += [following, here]
                at += 1
            elif way:
                typed += [here, rng.choice(letters)] if way == 1 else [rng.choice(letters)]
        at += 1
    return "".join(typed)


def small_base(full: Bases, rng: random.Random) -> dict[str, list[str]]:
    """Some entries of a knowledge base with a few phrasings each, like those people write."""
    least, most = rng.choice(SMALL_PHRASINGS)
    chosen = rng.sample(sorted(full), min(len(full), rng.randint(*SMALL_ENTRIES)))
    return {entry: rng.sample(full[entry], min(len(full[entry]), rng.randint(least, most))) for entry in chosen}


def bases_of(name: str, rng: random.Random, small: int) -> Iterator[dict[str, list[str]]]:
    """The knowledge bases that a set is asked of."""
    yield base_of(f"{name}/kb_k5.jsonl")
    large = base_of(f"{name}/kb_k20.jsonl")
    yield large
    yield {entry: texts[:1] for entry, texts in large.items()}
    yield {entry: large[entry] for entry in rng.sample(sorted(large), int(len(large) * 0.7))}
    full = base_of(f"{name}/kb_full.jsonl")
    yield full
    for _ in range(small):
        yield small_base(full, rng)


def questions_of(name: str, base: Bases, rng: random.Random) -> Iterator[tuple[str, str | None, bool]]:
    """Questions of the dev split and chat, their entries, if the knowledge base has them, and whether a rule made them."""
    groups: dict[str, list[Any]] = {"in": [], "near": [], "far": []}
    for row in rows_of(f"{name}/queries_dev.jsonl"):
        expected = row["expected_id"]
        is_near = expected is not None or "near" in row["kind"]
        groups["in" if expected in base else "near" if is_near else "far"].append(row)
    groups["chat"] = rows_of("chatnoise/queries_dev.jsonl")
    share = min(1.0, len(groups["in"]) / ASKED["in"])
    for kind, rows in groups.items():
        for row in rng.sample(rows, min(len(rows), max(LEAST, int(ASKED[kind] * share)))):
            is_mistyped = rng.random() < MISTYPED_QUESTIONS
            text = mistyped(row["text"], MISTYPED_LETTERS, rng) if is_mistyped else row["text"]
            yield text, row["expected_id"] if kind == "in" else None, False
    asked: dict[str, list[str]] = {}
    for row in groups["in"]:
        asked.setdefault(row["expected_id"], []).append(row["text"])
    for kind, most in MADE.items():
        amount = max(LEAST, int(most * share))
        if kind == "mentions":
            made = hard.mentions(base, "fit", rng, amount, asked=asked)
        else:
            made = getattr(hard, kind)(base, "fit", rng, amount)
        for one in made:
            yield one.text, one.expected, True


def collect(family: str, encoder: Encoder | None = None) -> list[Sample]:
    """The dev questions of a family, measured. Takes about 20 seconds; with an encoder some minutes."""
    rng = random.Random(SEED)
    unweighted = Formula.zero(semantic=encoder is not None)
    samples = []
    for name in FAMILIES[family]:
        for base in bases_of(name, rng, SMALL_BASES // len(FAMILIES[family])):
            matcher = Matcher(phrasings_of(base), encoder=encoder, formula=unweighted)
            for text, expected, is_made in questions_of(name, base, rng):
                measured = matcher.measure(text)
                if measured.entry_ids:
                    right = measured.entry_ids.index(expected) if expected in measured.entry_ids else None
                    samples.append(Sample(measured, right, is_made))
    return samples


def fit(samples: Sequence[Sample], *, semantic: bool = False) -> Formula:
    """The formula that fits these samples best."""
    measures = (*MEASURES, *SEMANTIC_MEASURES) if semantic else MEASURES
    asked = [sample for sample in samples if not sample.is_made]
    ranking = _fit_ranking([sample for sample in asked if sample.right is not None])
    described_tops, are_right = [], []
    for sample in asked:
        ranks = sample.measured.measures @ ranking
        described_tops.append(describe(sample.measured.measures, sample.measured.about, ranks))
        are_right.append(sample.right == int(ranks.argmax()))
    table = np.array(described_tops)
    scale = table.std(axis=0)
    scale[scale == 0] = 1
    model = LogisticRegression(fit_intercept=False, max_iter=3000).fit(table / scale, are_right)
    formula = Formula(measures, ranking, model.coef_[0] / scale, np.zeros(len(COSTS)))
    return replace(formula, costs=_fit_costs(formula, samples))


def _fit_costs(formula: Formula, samples: Sequence[Sample]) -> NDArray[np.float64]:
    """What is most likely under P · exp(−costs), of the best candidates, with P as it is: from 0 to 4 each."""
    likely, costs, are_right = [], [], []
    for sample in samples:
        measured = sample.measured
        free = np.zeros_like(measured.costs)
        chances = formula.probabilities(measured.measures, measured.about, free)
        best = int(chances.argmax())
        if chances[best] >= LIKELY:
            likely.append(chances[best])
            costs.append(measured.costs[best])
            are_right.append(sample.right == best)
    table, before, right = np.array(costs), np.array(likely), np.array(are_right)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        chances = np.clip(before * np.exp(-table @ weights), 1e-9, 1 - 1e-9)
        value = np.where(right, -np.log(chances), -np.log1p(-chances)).sum() + weights @ weights / 4
        return value, table.T @ np.where(right, 1.0, -chances / (1 - chances)) + weights / 2

    found = minimize(
        loss, np.full(len(COSTS), 0.1), jac=True, method="L-BFGS-B", bounds=[(0, DEAREST)] * len(COSTS)
    )
    return np.asarray(found.x)


def _fit_ranking(samples: Sequence[Sample]) -> NDArray[np.float64]:
    """Conditional logit: the weights that make the right candidate likely among the others."""
    widest = max(len(sample.measured.measures) for sample in samples)
    table = np.zeros((len(samples), widest, samples[0].measured.measures.shape[1]))
    is_one = np.zeros((len(samples), widest), bool)
    for at, sample in enumerate(samples):
        table[at, : len(sample.measured.measures)] = sample.measured.measures
        is_one[at, : len(sample.measured.measures)] = True
    scale = table[is_one].std(axis=0)
    table /= scale
    rows, right = np.arange(len(samples)), np.array([sample.right for sample in samples])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        ranks = np.where(is_one, table @ weights, -np.inf)
        shares = np.exp(ranks - ranks.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        value = -np.log(np.maximum(shares[rows, right], 1e-12)).mean() + RIDGE / 2 * weights @ weights
        shares[rows, right] -= 1
        return value, np.einsum("ij,ijk->k", shares, table) / len(samples) + RIDGE * weights

    found = minimize(loss, np.zeros(table.shape[2]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / scale)


def fit_all(encoder: Encoder | None = None) -> tuple[Formula, dict[str, Formula]]:
    """The formula of all families, and for each family the one that never saw it."""
    samples = {family: collect(family, encoder) for family in FAMILIES}
    semantic = encoder is not None
    without = {
        family: fit([one for other in FAMILIES if other != family for one in samples[other]], semantic=semantic)
        for family in FAMILIES
    }
    return fit([one for family in FAMILIES for one in samples[family]], semantic=semantic), without


def run(console: Console) -> None:
    """Say whether the shipped weights are those that this script makes."""
    if not DATA.is_dir():
        console.print("There is no ../shared/matching beside this repository: the weights cannot be made again.")
        return
    made, _ = fit_all()
    shipped = Formula.of(WEIGHTS["lexical"])
    parts = ((made.ranking, shipped.ranking), (made.confidence, shipped.confidence), (made.costs, shipped.costs))
    apart = max(np.abs(one - other).max() for one, other in parts)
    console.print(f"The shipped weights and those made again differ by at most {apart:.3f}.")


def main() -> None:
    """Write the weights; with `--semantic` those for the encoder that the extra installs, which takes long."""
    semantic = "--semantic" in sys.argv[1:]
    encoder: Encoder | None = None
    if semantic:
        from bot.matching.encoder import load_encoder

        encoder = Remembering(load_encoder())
    made, _ = fit_all(encoder)
    weights = {
        "ranking": dict(zip(made.measures, made.ranking.round(4).tolist(), strict=True)),
        "confidence": dict(zip(described(made.measures), made.confidence.round(4).tolist(), strict=True)),
        "costs": dict(zip(COSTS, made.costs.round(4).tolist(), strict=True)),
    }
    above = MODULE.read_text(encoding="utf-8").partition(" = {")[0]
    MODULE.write_text(
        f"{above} = {as_python({**WEIGHTS, 'semantic' if semantic else 'lexical': weights})}\n", encoding="utf-8"
    )


def as_python(weights: Mapping[str, Any]) -> str:
    """The weights as source text, laid out as `ruff format` does: a comma behind the last of each group too."""
    return re.sub(r"([\d}])\n", r"\1,\n", json.dumps(weights, indent=4))


if __name__ == "__main__":
    main()
