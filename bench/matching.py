"""How often the matcher is right, how often it rightly keeps silent, and how long a message takes.

The labelled questions are public data beside this repository, in `../shared/matching`, not part of it. Judged are the
`test` splits. Whatever is learnt is learnt from dev splits, and for these tables never from the set that is judged,
nor from one of its family: the shipped weights, made by bench/fit_confidence.py, see all of them. The threshold is the
shipped one for every set. Last comes the shipped knowledge base, each phrasing left out in turn.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import bm25s
import numpy as np
from rapidfuzz import fuzz, process, utils
from rich import box
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from bench.fit_confidence import (
    DATA,
    FAMILIES,
    ROOT,
    Remembering,
    base_of,
    fit_all,
    mistyped,
    phrasings_of,
    rows_of,
)
from bot.config import Faq
from bot.knowledge.library import load_library
from bot.matching.confidence import Formula
from bot.matching.evaluation import Outcome, coverage_at, evaluate, percentile
from bot.matching.matcher import Matcher
from bot.matching.meaning import Encoder
from bot.matching.phrasings import Phrasings
from bot.matching.trial import try_out
from bot.matching.words import normalise

BASES = tuple(
    (name, size)
    for name in ("clinc150", "banking77", "banking77oos", "hwu64")
    for size in ("k1", "k5", "k20", "full")
)
COMPARED = ("k5", "k20")
"""The sizes of which the baselines are measured too."""
SIZES = (1_000, 10_000, 50_000)
PHRASINGS_EACH = 40
TEST_QUESTIONS, TYPOS, CHAT_LINES, TIMED_QUESTIONS, LEFT_OUT = 1500, 500, 1000, 300, 150
MISTYPED_LETTERS = 0.10
PRECISION, NEAR_PRECISION = 0.95, 0.90
"""What is wanted of the answers; the second where entries of the same topic are missing (banking77oos)."""

SEED = 20

COLUMNS = ["top-1", "typos", "AUROC", "c@90", "c@95", "ECE", "precision", "coverage", "of best", "false", "chat"]

LEGEND = """\
top-1      the best entry is the right one, of the questions that have one
typos      the same, with 10 % of the letters mistyped
AUROC      the score tells right from anything else: always 1, by chance 0.5
c@90 c@95  coverage, if the score alone decided, for a precision of 90 % and 95 %
ECE        how far the score is off as a probability; none where it is no probability
precision  right answers, of the answers, with the shipped threshold
coverage   right answers, of the questions that have one; of best: as a part of what the best threshold for the wanted
           precision (0.95; banking77oos 0.90) would reach; false: wrong answers, of all questions
chat       lines of real support chat that got an answer
load, MB   CPU seconds to build, and memory added (its imports: 17 MB more); p50, p99 of CPU ms a message"""

Question = tuple[str, str | None]
"""A text, and the entry that answers it, or None where none does."""

Rank = Callable[[str], list[tuple[str, float]]]
"""Entries and scores (0–1, or whatever the baseline has), best first."""

Make = Callable[[Sequence[Phrasings]], Rank]


def signpost(formula: Formula | None, encoder: Encoder | None = None) -> Make:
    """The matcher, with these weights or the shipped ones, calibrated on the knowledge base as the bot does it."""

    def make(base: Sequence[Phrasings]) -> Rank:
        trials = try_out(base, formula=formula, encoder=encoder)
        matcher = Matcher(base, formula=formula, encoder=encoder).calibrated(*trials.calibrations)
        return lambda text: [(match.entry_id, match.score) for match in matcher.rank(text)]

    return make


def extract_one(scorer: Callable[..., float]) -> Make:
    """rapidfuzz's nearest phrasing by `scorer`."""

    def make(base: Sequence[Phrasings]) -> Rank:
        owners = [entry.entry_id for entry in base for _ in entry.questions]
        choices = [utils.default_process(text) for entry in base for text in entry.questions]

        def rank(text: str) -> list[tuple[str, float]]:
            _, score, at = process.extractOne(utils.default_process(text), choices, scorer=scorer)
            return [(owners[at], score / 100)]

        return rank

    return make


def bm25(base: Sequence[Phrasings]) -> Rank:
    """The best phrasing by BM25."""
    owners = [entry.entry_id for entry in base for _ in entry.questions]
    index = bm25s.BM25()
    index.index([normalise(text) for entry in base for text in entry.questions], show_progress=False)

    def rank(text: str) -> list[tuple[str, float]]:
        words = normalise(text)
        scores = index.get_scores(words) if words else np.zeros(len(owners))
        return [(owners[int(scores.argmax())], float(scores.max()))]

    return rank


def regression(base: Sequence[Phrasings]) -> Rank:
    """scikit-learn: TF-IDF of words, word pairs and characters, and logistic regression."""
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
        ),
        LogisticRegression(C=30, max_iter=100),
    )
    model.fit(
        [text for entry in base for text in entry.questions],
        [entry.entry_id for entry in base for _ in entry.questions],
    )

    def rank(text: str) -> list[tuple[str, float]]:
        shares = model.predict_proba([text])[0]
        return [(str(model.classes_[shares.argmax()]), float(shares.max()))]

    return rank


BASELINES: dict[str, Make] = {
    "WRatio": extract_one(fuzz.WRatio),
    "token_set": extract_one(fuzz.token_set_ratio),
    "token_sort": extract_one(fuzz.token_sort_ratio),
    "bm25s": bm25,
    "TF-IDF + LR": regression,
}


def outcomes_of(rank: Rank, questions: Sequence[Question]) -> list[Outcome]:
    """What becomes of the questions with the settings as shipped."""
    settings = Faq()
    outcomes = []
    for text, expected in questions:
        ranked = rank(text)
        best = ranked[0][1] if ranked else 0.0
        is_long = len(normalise(text)) >= settings.min_words
        is_answered = bool(ranked) and is_long and best >= settings.threshold
        outcomes.append(Outcome(expected, tuple(entry for entry, _ in ranked), best, is_answered))
    return outcomes


def sample(questions: Sequence[Question], size: int) -> list[Question]:
    """The same `size` questions in every run."""
    return random.Random(SEED).sample(questions, min(size, len(questions)))


def questions_of(file: str, size: int) -> list[Question]:
    """A sample of the questions in a file of the shared data."""
    return sample([(row["text"], row.get("expected_id")) for row in rows_of(file)], size)


def cells_of(outcomes: Sequence[Outcome], wanted: float, *, is_probability: bool) -> Iterator[str]:
    """The columns of a row; a baseline's score is no probability, and it has no threshold."""
    found = evaluate(outcomes)
    shares = [found.auroc, found.coverage_at_90, found.coverage_at_95]
    if is_probability:
        best = coverage_at(outcomes, wanted)
        of_best = found.coverage / best if best and found.coverage is not None else None
        shares += [found.ece, found.precision, found.coverage, of_best, found.false_answer_rate]
    yield from ("–" if share is None else f"{share:.3f}" for share in shares)
    if not is_probability:
        yield from "–––––"


def sized(name: str, size: str) -> dict[str, list[str]]:
    """A knowledge base of the shared data; `k1` is the first phrasing of each entry."""
    if size == "k1":
        return {entry: texts[:1] for entry, texts in base_of(f"{name}/kb_k20.jsonl").items()}
    return base_of(f"{name}/kb_{size}.jsonl")


def judge_base(
    table: Table, name: str, size: str, formula: Formula, chat: Sequence[Question], encoder: Encoder | None = None
) -> None:
    """One row for each matcher on a knowledge base of the shared data."""
    base = phrasings_of(sized(name, size))
    file = f"{name}/queries_test.jsonl"
    rng = random.Random(SEED)
    asked = [(text, expected) for text, expected in questions_of(file, TEST_QUESTIONS) if expected]
    typos = [(mistyped(text, MISTYPED_LETTERS, rng), expected) for text, expected in asked[:TYPOS]]
    for label, make in {"signpost": signpost(formula, encoder), **(BASELINES if size in COMPARED else {})}.items():
        rank = make(base)
        is_ours = label == "signpost"
        outcomes = outcomes_of(rank, questions_of(file, TEST_QUESTIONS))
        mistaken = outcomes_of(rank, typos)
        answered = sum(outcome.answered for outcome in outcomes_of(rank, chat)) if is_ours else None
        table.add_row(
            f"{name} {size}" if is_ours else "",
            label,
            f"{evaluate(outcomes).top1:.3f}",
            f"{evaluate(mistaken).top1:.3f}",
            *cells_of(outcomes, NEAR_PRECISION if "oos" in name else PRECISION, is_probability=is_ours),
            "–" if answered is None else f"{answered}/{len(chat)}",
        )
    table.add_section()


def large_base(size: int) -> list[Phrasings]:
    """`size` phrasings: those of the shared sets, 40 an entry, filled up with chat."""
    entries = []
    for name in ("clinc150", "banking77", "hwu64"):
        for entry in phrasings_of(base_of(f"{name}/kb_full.jsonl")):
            entries.append(
                replace(entry, entry_id=f"{name}:{entry.entry_id}", questions=entry.questions[:PHRASINGS_EACH])
            )
    filler = [row["text"] for row in rows_of("chatnoise/pool.jsonl")]
    for first in range(0, size, PHRASINGS_EACH):
        entries.append(Phrasings(f"chat:{first}", tuple(filler[first : first + PHRASINGS_EACH])))
    base: list[Phrasings] = []
    for entry in entries:
        room = size - sum(len(one.questions) for one in base)
        if room <= 0:
            break
        base.append(replace(entry, questions=entry.questions[:room]))
    return base


def weigh(size: int) -> dict[str, float]:
    """Load and latency at a size, in this process, which must be a new one for the memory to be right."""
    base = large_base(size)
    given = _resident()
    start = time.thread_time()
    matcher = Matcher(base)
    load = time.thread_time() - start
    added = _resident() - given
    wratio = extract_one(fuzz.WRatio)(base)
    asked = [
        text
        for name in ("clinc150", "hwu64")
        for text, _ in questions_of(f"{name}/queries_test.jsonl", TIMED_QUESTIONS)
    ]
    asked += [text for text, _ in questions_of("chatnoise/queries_dev.jsonl", TIMED_QUESTIONS)]
    found = {"load": load, "MB": added}
    for label, ask in (("ours", matcher.rank), ("WRatio", wratio)):
        milliseconds = []
        for text in asked if label == "ours" else asked[:: max(1, size // 1000)]:
            start = time.thread_time()
            ask(text)
            milliseconds.append((time.thread_time() - start) * 1000)
        found |= {f"{label} p50": percentile(milliseconds, 0.5), f"{label} p99": percentile(milliseconds, 0.99)}
    return found


def _resident() -> float:
    """Memory of this process in MB; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as pages:
            return int(pages.read().split()[1]) * 4096 / 1e6
    except FileNotFoundError:
        return 0.0


def time_sizes(console: Console) -> None:
    """One row a size, each measured in a process of its own."""
    table = Table(title="Speed and memory", box=box.SIMPLE_HEAD, padding=0)
    for column in ("phrasings", "load s", "MB", "p50 ms", "p99 ms", "WRatio p50", "WRatio p99"):
        table.add_column(column, justify="right")
    for size in SIZES:
        code = f"import json, bench.matching as b; print(json.dumps(b.weigh({size})))"
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
        found = json.loads(ran.stdout.splitlines()[-1])
        table.add_row(
            f"{size:,}",
            f"{found['load']:.1f}",
            f"{found['MB']:.0f}",
            *(f"{found[f'{label} {share}']:.2f}" for label in ("ours", "WRatio") for share in ("p50", "p99")),
        )
    console.print(table)


def judge_shipped(console: Console, chat: Sequence[Question]) -> None:
    """`faq/`: each phrasing is asked of a knowledge base that lacks it."""
    library, problems = load_library(ROOT / "faq", ticket_types=None)
    if library is None:
        raise SystemExit("\n".join(map(str, problems)))
    base = [Phrasings.of(entry) for entry in library.entries]
    left_out = sample([(text, entry.entry_id) for entry in base for text in entry.questions], LEFT_OUT)
    outcomes = [
        outcome
        for text, expected in left_out
        for outcome in outcomes_of(signpost(None)(without(base, text)), [(text, expected)])
    ]
    found = evaluate(outcomes)
    answered = sum(outcome.answered for outcome in outcomes_of(signpost(None)(base), chat))
    start = time.thread_time()
    Matcher(base)
    console.print(
        f"Shipped faq/, each phrasing left out in turn: top-1 {found.top1:.3f}, top-3 {found.top3:.3f}, AUROC "
        f"{found.auroc:.3f}, precision {found.precision:.3f}, coverage {found.coverage:.3f}; chat answered "
        f"{answered}/{len(chat)}; built in {time.thread_time() - start:.2f} s."
    )


def without(base: Sequence[Phrasings], text: str) -> list[Phrasings]:
    """The knowledge base less one phrasing."""
    return [replace(entry, questions=tuple(q for q in entry.questions if q != text)) for entry in base]


def run(console: Console, encoder: Encoder | None = None) -> None:
    """Print the tables. Takes some minutes; without the shared data less than one."""
    chat: list[Question] = []
    if DATA.is_dir():
        chat = questions_of("chatnoise/pool.jsonl", CHAT_LINES)
        _, formulas = fit_all(encoder)
        by = "words" if encoder is None else "words and meaning"
        title = f"Matching by {by}: the FAQ answers from {Faq().threshold}"
        table = Table(title=title, box=box.SIMPLE_HEAD, padding=0)
        table.add_column("questions")
        table.add_column("matcher")
        for column in COLUMNS:
            table.add_column(column, justify="right")
        for name, size in BASES:
            family = next(family for family, names in FAMILIES.items() if name in names)
            judge_base(table, name, size, formulas[family], chat, encoder)
        console.print(table)
        time_sizes(console)
    else:
        console.print("There is no ../shared/matching beside this repository: only faq/ is measured.")
    judge_shipped(console, chat)
    console.print(LEGEND, style="dim")


def main() -> None:
    """With `--semantic` by meaning too, which takes many minutes."""
    encoder = None
    if "--semantic" in sys.argv[1:]:
        from bot.matching.encoder import load_encoder

        encoder = Remembering(load_encoder())
    run(Console(), encoder)


if __name__ == "__main__":
    main()
