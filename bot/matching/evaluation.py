"""How good were the answers to questions whose right entry is known? Pure: outcomes → figures."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby

BINS = 10
"""Of the calibration error; equally wide."""

THRESHOLDS = tuple(hundredths / 100 for hundredths in range(30, 100))
"""What `sweep` tries: config.yaml takes no lower one, and no score reaches 1."""

WANTED_PRECISION = 0.95
"""Of the threshold that is recommended."""


class Fate(Enum):
    """What an asker gets."""

    RIGHT_ANSWER = auto()
    WRONG_ANSWER = auto()
    RIGHT_SUGGESTED = auto()  # the right entry is among the suggestions
    WRONG_SUGGESTED = auto()
    SILENT = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    `expected_id` is the entry that answers it, None where none does. `ranked` are the matches, best first and
    after the vetoes. `score` is the best one's, the probability that it is right; 0 where there is no match.
    `answered` says that the best one was served. A suggestion is no answer; `suggested` are the entries whose titles
    were shown instead. `is_eligible` says that nothing but the threshold may stand against an answer: it has words
    enough.
    """

    expected_id: str | None
    ranked: tuple[str, ...]
    score: float
    answered: bool
    suggested: tuple[str, ...] = ()
    is_eligible: bool = True

    @property
    def is_right(self) -> bool:
        """The best match is the entry that was expected."""
        return self.expected_id is not None and self.ranked[:1] == (self.expected_id,)

    @property
    def fate(self) -> Fate:
        """What the asker gets; to a question that no entry answers any answer is wrong, and any suggestion."""
        if self.answered:
            return Fate.RIGHT_ANSWER if self.is_right else Fate.WRONG_ANSWER
        if self.suggested:
            return Fate.RIGHT_SUGGESTED if self.expected_id in self.suggested else Fate.WRONG_SUGGESTED
        return Fate.SILENT


@dataclass(frozen=True, slots=True)
class Confusion:
    """`count` questions for which `given_id` came first instead of `expected_id`; `answered` of them with it.

    Of the questions that no entry answers (`expected_id` is None) only the answered are counted: a match that
    nobody sees confuses nobody.
    """

    expected_id: str | None
    given_id: str
    count: int
    answered: int


@dataclass(frozen=True, slots=True)
class Swept:
    """What a threshold would have done: how many answers, and `precision`, `coverage` and `false_answer_rate` as in
    `Evaluation`. At most one threshold of a sweep `is_recommended`.
    """

    threshold: float
    answers: int
    precision: float | None
    coverage: float | None
    false_answer_rate: float | None
    is_recommended: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of many outcomes; None where there is nothing to divide by.

    Of the questions that have an entry: `top1` and `top3`, the share whose entry came first, or among the first
    three; `coverage`, the share that got its right answer; `suggested_right`, the share that got suggestions, the
    right one among them; `coverage_at_95` and `coverage_at_90`, see `coverage_at`. Of the answers: `precision`, the
    share that was right. Of all questions: `false_answer_rate`, the share that got an answer which was not right,
    because another entry is right or none is; `silent`, the share that got neither answer nor suggestion. Of the
    score: `auroc`, `ece`. Of the decision to answer: `mcc`. Of other thresholds: `sweep`.
    """

    top1: float | None
    top3: float | None
    precision: float | None
    coverage: float | None
    false_answer_rate: float | None
    suggested_right: float | None
    silent: float | None
    coverage_at_95: float | None
    coverage_at_90: float | None
    auroc: float | None
    mcc: float | None
    ece: float | None
    sweep: tuple[Swept, ...]
    confusions: tuple[Confusion, ...]


def evaluate(outcomes: Sequence[Outcome]) -> Evaluation:
    """All figures of these outcomes."""
    answerable = [one for one in outcomes if one.expected_id is not None]
    answers = [one for one in outcomes if one.answered]
    right_answers = sum(one.is_right for one in answers)
    fates = Counter(one.fate for one in outcomes)
    return Evaluation(
        top1=_share(sum(one.is_right for one in answerable), len(answerable)),
        top3=_share(sum(one.expected_id in one.ranked[:3] for one in answerable), len(answerable)),
        precision=_share(right_answers, len(answers)),
        coverage=_share(right_answers, len(answerable)),
        false_answer_rate=_share(len(answers) - right_answers, len(outcomes)),
        suggested_right=_share(fates[Fate.RIGHT_SUGGESTED], len(answerable)),
        silent=_share(fates[Fate.SILENT], len(outcomes)),
        coverage_at_95=coverage_at(outcomes, 0.95),
        coverage_at_90=coverage_at(outcomes, 0.90),
        auroc=auroc(outcomes),
        mcc=matthews(outcomes),
        ece=calibration_error(outcomes),
        sweep=tuple(sweep(outcomes)),
        confusions=tuple(confusions(outcomes)),
    )


def coverage_at(outcomes: Sequence[Outcome], precision: float) -> float | None:
    """The largest coverage that a threshold on the score alone can reach with at least this precision.

    For a threshold, whatever scores it or more counts as answered, whether or not an entry answers it. Its
    precision is the share of these that is right; its coverage is the right ones' share of the questions that
    have an entry. 0 where no threshold is precise enough, None where no question has an entry.
    """
    answerable = sum(one.expected_id is not None for one in outcomes)
    matched = sorted((one for one in outcomes if one.ranked), key=lambda one: -one.score)
    most = right = answered = 0
    for _, same_score in groupby(matched, key=lambda one: one.score):
        for one in same_score:
            answered += 1
            right += one.is_right
        if right >= precision * answered:
            most = right  # It only grows, so the last is the largest.
    return _share(most, answerable)


def sweep(outcomes: Sequence[Outcome]) -> list[Swept]:
    """What each of `THRESHOLDS` would have done, all else being as it is; rising.

    Recommended is the lowest with a precision of at least `WANTED_PRECISION`, and so, of those, one with the highest
    coverage. None is where no threshold is so precise, or would answer anything.
    """
    answerable = sum(one.expected_id is not None for one in outcomes)
    eligible = [one for one in outcomes if one.is_eligible and one.ranked]
    swept = []
    for threshold in THRESHOLDS:
        answers = [one for one in eligible if one.score >= threshold]
        right = sum(one.is_right for one in answers)
        shares = (
            _share(right, len(answers)),
            _share(right, answerable),
            _share(len(answers) - right, len(outcomes)),
        )
        swept.append(Swept(threshold, len(answers), *shares))
    best = next((one for one in swept if (one.precision or 0.0) >= WANTED_PRECISION), None)
    return [replace(one, is_recommended=one is best) for one in swept]


def auroc(outcomes: Iterable[Outcome]) -> float | None:
    """The probability that a question whose best match is right scores higher than one whose is not, or has none.

    Equal scores count half. It is the area under the ROC curve, computed from ranks (Mann and Whitney 1947).
    """
    ordered = sorted(outcomes, key=lambda one: one.score)
    right = sum(one.is_right for one in ordered)
    pairs = right * (len(ordered) - right)
    won = 0.0
    wrong_below = 0
    for _, group in groupby(ordered, key=lambda one: one.score):
        same_score = list(group)
        right_here = sum(one.is_right for one in same_score)
        wrong_here = len(same_score) - right_here
        won += right_here * (wrong_below + wrong_here / 2)
        wrong_below += wrong_here
    return won / pairs if pairs else None


def matthews(outcomes: Iterable[Outcome]) -> float | None:
    """How well the decision to answer agrees with whether the best match is right: 1 always, 0 as if by chance.

    The correlation of the two (Matthews 1975), from −1 to 1; None where one of them is always the same.
    """
    table = Counter((one.answered, one.is_right) for one in outcomes)
    tp, fp, fn, tn = table[True, True], table[True, False], table[False, True], table[False, False]
    scale = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / math.sqrt(scale) if scale else None


def calibration_error(outcomes: Sequence[Outcome]) -> float | None:
    """By how much the score is off as a probability: the expected calibration error, 0 to 1.

    In each of ten bins of scores, (0, 0.1] to (0.9, 1], the mean score is compared with the share of questions
    whose best match is right; the differences are averaged by the number of questions. A question without a match
    has score 0 and is not right. Source: Guo et al. 2017, On Calibration of Modern Neural Networks, equation 3.
    """
    edges = [at / BINS for at in range(1, BINS)]
    bins: list[list[Outcome]] = [[] for _ in range(BINS)]
    for one in outcomes:
        bins[bisect_left(edges, one.score)].append(one)
    gaps = (abs(math.fsum(one.score for one in held) - sum(one.is_right for one in held)) for held in bins)
    return math.fsum(gaps) / len(outcomes) if outcomes else None


def confusions(outcomes: Iterable[Outcome]) -> list[Confusion]:
    """Every pair of entries that was confused: the most questions first, then the most answers, then by id."""
    counts: Counter[tuple[str | None, str]] = Counter()
    answered: Counter[tuple[str | None, str]] = Counter()
    for one in outcomes:
        if one.ranked and not one.is_right and (one.answered or one.expected_id is not None):
            counts[one.expected_id, one.ranked[0]] += 1
            answered[one.expected_id, one.ranked[0]] += one.answered
    found = [Confusion(*pair, count, answered[pair]) for pair, count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, -one.answered, one.expected_id or "", one.given_id))


def percentile(values: Iterable[float], share: float) -> float | None:
    """The smallest of the values that at least this share of them does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
