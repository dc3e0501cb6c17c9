"""Makes bot/matching/weights.py: the weights by which the matcher ranks and says how sure it is.

`python -m bench.fit_confidence` learns them from the dev splits of the public sets beside this repository (see
bench/matching.py), always in the same way. Each set is asked of many knowledge bases: its own with 5 and 20 phrasings an
entry, and small ones drawn from it. Entries left out of a knowledge base make near misses of their questions; some
letters are mistyped; other sets' questions and real chat have no answer. Without the data it changes nothing.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bot.matching.confidence import MEASURES, SEMANTIC_MEASURES, Formula, describe, described
from bot.matching.matcher import Matcher, Measured
from bot.matching.meaning import Encoder
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
ASKED = {"in": 600, "near": 300, "far": 120, "chat": 150}  # at most, of each knowledge base
COUNTS = {"near": 2.0}  # near misses count twice: a false answer is worse than silence, and they make most of them
MISTYPED_QUESTIONS, MISTYPED_LETTERS = 0.15, 0.10
RIDGE = 0.001
SEED = 7


@dataclass(frozen=True)
class Sample:
    """A measured question, the row of the candidate that is right (None where none is), and how much it counts."""

    measured: Measured
    right: int | None
    weight: float


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
    yield {entry: large[entry] for entry in rng.sample(sorted(large), int(len(large) * 0.7))}
    full = base_of(f"{name}/kb_full.jsonl")
    for _ in range(small):
        yield small_base(full, rng)


def questions_of(name: str, base: Bases, rng: random.Random) -> Iterator[tuple[str, str | None, float]]:
    """Questions of the dev split and chat, their entries, if the knowledge base has them, and what they count."""
    groups: dict[str, list[Any]] = {
        "in": [],
        "near": [],
        "far": [],
        "chat": rows_of("chatnoise/queries_dev.jsonl"),
    }
    for row in rows_of(f"{name}/queries_dev.jsonl"):
        expected = row["expected_id"]
        is_near = expected is not None or "near" in row["kind"]
        groups["in" if expected in base else "near" if is_near else "far"].append(row)
    for kind, rows in groups.items():
        for row in rng.sample(rows, min(len(rows), ASKED[kind])):
            is_mistyped = rng.random() < MISTYPED_QUESTIONS
            text = mistyped(row["text"], MISTYPED_LETTERS, rng) if is_mistyped else row["text"]
            yield text, row["expected_id"] if kind == "in" else None, COUNTS.get(kind, 1.0)


def collect(family: str, encoder: Encoder | None = None) -> list[Sample]:
    """The dev questions of a family, measured. Takes about 20 seconds; with an encoder some minutes."""
    rng = random.Random(SEED)
    unweighted = Formula.zero(semantic=encoder is not None)
    samples = []
    for name in FAMILIES[family]:
        for base in bases_of(name, rng, SMALL_BASES // len(FAMILIES[family])):
            matcher = Matcher(phrasings_of(base), encoder=encoder, formula=unweighted)
            for text, expected, weight in questions_of(name, base, rng):
                measured = matcher.measure(text)
                if measured.entry_ids:
                    right = measured.entry_ids.index(expected) if expected in measured.entry_ids else None
                    samples.append(Sample(measured, right, weight))
    return samples


def fit(samples: Sequence[Sample], *, semantic: bool = False) -> Formula:
    """The formula that fits these samples best."""
    measures = (*MEASURES, *SEMANTIC_MEASURES) if semantic else MEASURES
    ranking = _fit_ranking([sample for sample in samples if sample.right is not None])
    described_tops, are_right = [], []
    for sample in samples:
        ranks = sample.measured.measures @ ranking
        described_tops.append(describe(sample.measured.measures, sample.measured.about, ranks))
        are_right.append(sample.right == int(ranks.argmax()))
    table = np.array(described_tops)
    scale = table.std(axis=0)
    scale[scale == 0] = 1
    weights = [sample.weight for sample in samples]
    model = LogisticRegression(fit_intercept=False, max_iter=2000).fit(table / scale, are_right, weights)
    return Formula(measures, ranking, model.coef_[0] / scale)


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
    apart = max(np.abs(made.ranking - shipped.ranking).max(), np.abs(made.confidence - shipped.confidence).max())
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
