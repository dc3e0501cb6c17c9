"""Draws docs/reliability.svg: how often the best entry is right, by the score that the matcher gives it.

`python -m bench.reliability` asks the test splits of the public sets of their knowledge bases with 5 and 20 phrasings an entry,
by weights that were learnt from other sets, by words and by meaning. Takes a quarter of an hour, most of it for the meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.fit_confidence import DATA, FAMILIES, ROOT, Remembering, fit_all, phrasings_of
from bench.matching import questions_of, signpost, sized
from bot.matching.confidence import Formula
from bot.matching.encoder import load_encoder
from bot.matching.meaning import Encoder

PICTURE = ROOT / "docs" / "reliability.svg"
SIZES, QUESTIONS, BINS = ("k5", "k20"), 200, 10


def scored(formulas: Mapping[str, Formula], encoder: Encoder | None) -> Iterator[tuple[float, bool]]:
    """The score of each question's best entry, and whether it is right."""
    for family, names in FAMILIES.items():
        for name in names:
            for size in SIZES:
                rank = signpost(formulas[family], encoder)(phrasings_of(sized(name, size)))
                for text, expected in questions_of(f"{name}/queries_test.jsonl", QUESTIONS):
                    if ranked := rank(text):
                        yield ranked[0][1], ranked[0][0] == expected


def draw(curves: Mapping[str, list[tuple[float, bool]]], to: Path) -> None:
    """One curve each: the share that is right, over the mean score of a tenth of the scale."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.2, 4.6), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--", label="as it says")
    for label, pairs in curves.items():
        points = []
        for at in range(BINS):
            held = [(score, right) for score, right in pairs if at / BINS <= score < (at + 1) / BINS]
            if held:
                points.append((sum(s for s, _ in held) / len(held), sum(r for _, r in held) / len(held)))
        axes.plot(*zip(*points, strict=True), marker="o", label=f"{label} ({len(pairs)} questions)")
    axes.set(xlabel="score", ylabel="the entry is right", xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left")
    figure.savefig(to, metadata={"Date": None})


def main() -> None:
    """Draw both curves."""
    if not DATA.is_dir():
        raise SystemExit("There is no ../shared/matching beside this repository: nothing to draw.")
    encoder = Remembering(load_encoder())
    curves = {
        label: list(scored(fit_all(by)[1], by)) for label, by in (("by words", None), ("by meaning too", encoder))
    }
    draw(curves, PICTURE)


if __name__ == "__main__":
    main()
