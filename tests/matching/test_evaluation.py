"""The figures of `signpost faq eval`: each against a case counted by hand, and against its definition."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.evaluation import (
    WANTED_PRECISION,
    Confusion,
    Fate,
    Outcome,
    auroc,
    calibration_error,
    confusions,
    coverage_at,
    evaluate,
    matthews,
    percentile,
    sweep,
)


def outcome(expected: str | None, ranked: str, score: float, *, answered: bool = False) -> Outcome:
    """`ranked` are ids of one letter: "ab" is a before b."""
    return Outcome(expected, tuple(ranked), score, answered)


TEN = [
    outcome("a", "abc", 0.95, answered=True),  # right
    outcome("a", "ab", 0.85, answered=True),  # right
    outcome("b", "ab", 0.85, answered=True),  # wrong, second place
    outcome("c", "c", 0.65, answered=True),  # right
    outcome(None, "b", 0.65, answered=True),  # nobody's question, answered
    outcome("c", "bac", 0.45),  # third place
    outcome("b", "b", 0.45),  # right, and kept silent
    outcome("d", "abcd", 0.35),  # fourth place
    outcome(None, "a", 0.15),  # rightly silent
    outcome("a", "", 0.0),  # nothing came near
]
"""Eight have an entry. Right first: 4 of them; answered: 5, of which 3 rightly."""

outcomes = st.lists(
    st.builds(
        lambda expected, ranked, score, answered: Outcome(
            expected, tuple(ranked), score if ranked else 0.0, answered and bool(ranked)
        ),
        st.sampled_from(["a", "b", "c", None]),
        st.lists(st.sampled_from("abc"), unique=True),
        st.one_of(st.sampled_from([0.1, 0.3, 0.5, 0.7, 1.0]), st.floats(0, 1)),
        st.booleans(),
    ),
    max_size=30,
)
perfect = st.lists(
    st.builds(lambda known: Outcome("a" if known else None, ("a",), float(known), known), st.booleans()),
    min_size=1,
)


def test_ten_questions_counted_by_hand() -> None:
    found = evaluate(TEN)
    assert found.top1 == 4 / 8
    assert found.top3 == 6 / 8
    assert found.precision == 3 / 5
    assert found.coverage == 3 / 8
    assert found.false_answer_rate == 2 / 10
    # From 0.95 on 1 of 1 is right, from 0.85 on 2 of 3, from 0.65 on 3 of 5, from 0.45 on 4 of 7, and so on.
    assert found.coverage_at_95 == found.coverage_at_90 == 1 / 8
    assert coverage_at(TEN, 0.66) == 2 / 8
    assert coverage_at(TEN, 0.6) == 3 / 8
    assert coverage_at(TEN, 0.57) == 4 / 8
    # Pairs of right (.95 .85 .65 .45) and not (.85 .65 .45 .35 .15 0): won 6, 5½, 4½, 3½ of 6 each.
    assert found.auroc == pytest.approx((6 + 5.5 + 4.5 + 3.5) / 24)
    # Answered and right 3, answered and not 2, silent though right 1, silent and not 4.
    assert found.mcc == pytest.approx((3 * 4 - 2 * 1) / math.sqrt(5 * 4 * 6 * 5))
    # |Σ score − right| by bin: .05, (1.7 − 1), (1.3 − 1), (.9 − 1), .35, .15, 0.
    assert found.ece == pytest.approx((0.05 + 0.7 + 0.3 + 0.1 + 0.35 + 0.15) / 10)
    assert found.confusions == (
        Confusion(None, "b", 1, 1),
        Confusion("b", "a", 1, 1),
        Confusion("c", "b", 1, 0),
        Confusion("d", "a", 1, 0),
    )


def test_what_cannot_be_divided_is_undefined() -> None:
    nothing = asdict(evaluate([]))
    assert nothing.pop("confusions") == ()
    swept = nothing.pop("sweep")
    assert {(one["answers"], one["precision"], one["coverage"], one["is_recommended"]) for one in swept} == {
        (0, None, None, False)
    }
    assert len(nothing) == 12
    assert set(nothing.values()) == {None}
    chat = evaluate([outcome(None, "a", 0.2), outcome(None, "", 0.0)])
    assert chat.top1 is chat.top3 is chat.precision is chat.coverage is chat.coverage_at_90 is None
    assert chat.auroc is chat.mcc is None
    assert chat.false_answer_rate == 0
    assert chat.ece == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("expected", "answered", "suggested", "fate"),
    [
        ("a", True, "", Fate.RIGHT_ANSWER),
        ("b", True, "", Fate.WRONG_ANSWER),
        (None, True, "", Fate.WRONG_ANSWER),
        ("c", False, "abc", Fate.RIGHT_SUGGESTED),
        ("d", False, "abc", Fate.WRONG_SUGGESTED),
        (None, False, "abc", Fate.WRONG_SUGGESTED),
        ("a", False, "", Fate.SILENT),
        (None, False, "", Fate.SILENT),
    ],
)
def test_what_an_asker_gets(expected: str | None, answered: bool, suggested: str, fate: Fate) -> None:
    assert Outcome(expected, ("a", "b", "c"), 0.5, answered, tuple(suggested)).fate is fate


def test_suggestions_and_silence_are_counted() -> None:
    found = evaluate(
        [
            outcome("a", "ab", 0.95, answered=True),
            Outcome("b", ("a", "b"), 0.6, False, ("a", "b")),
            Outcome("d", ("a", "b"), 0.6, False, ("a", "b")),
            outcome("a", "ab", 0.3),
            outcome(None, "ab", 0.2),
        ]
    )
    assert (found.coverage, found.suggested_right, found.silent) == (1 / 4, 1 / 4, 2 / 5)


def test_a_sweep_counts_what_each_threshold_would_have_answered() -> None:
    swept = {one.threshold: one for one in sweep(TEN)}
    assert min(swept) == 0.3  # config.yaml takes no lower one
    assert max(swept) == 0.99
    found = swept[0.65]
    assert (found.answers, found.precision, found.coverage) == (5, 3 / 5, 3 / 8)
    assert found.false_answer_rate == 2 / 10
    nothing = swept[0.96]
    assert (nothing.answers, nothing.precision, nothing.coverage) == (0, None, 0)
    assert [one.threshold for one in sweep(TEN) if one.is_recommended] == [0.86]


def test_a_sweep_leaves_out_what_no_threshold_would_answer() -> None:
    asked = [outcome("a", "a", 0.9), replace(outcome("b", "a", 0.9), is_eligible=False), outcome("a", "", 0.0)]
    assert [(one.answers, one.is_recommended) for one in sweep(asked)][:2] == [(1, True), (1, False)]


def test_no_threshold_is_recommended_where_none_is_precise() -> None:
    assert not any(one.is_recommended for one in sweep([outcome("b", "a", 0.9), outcome(None, "a", 0.5)]))


def test_a_question_that_no_entry_answers_is_never_right() -> None:
    assert not outcome(None, "", 0.0).is_right
    assert not outcome(None, "a", 1.0).is_right
    assert not outcome("a", "", 0.0).is_right


def test_equal_scores_are_answered_together_or_not_at_all() -> None:
    tied = [outcome("a", "a", 0.5), outcome("a", "a", 0.5), outcome("b", "a", 0.5)]
    assert coverage_at(tied, 0.9) == 0
    assert coverage_at(list(reversed(tied)), 0.9) == 0
    assert coverage_at(tied, 0.6) == 2 / 3


def test_a_threshold_below_a_bad_stretch_counts_where_the_precision_has_recovered() -> None:
    scores = [outcome("b", "a", 0.99)] + [outcome("a", "a", 0.5 + at / 100) for at in range(19)]
    assert coverage_at(scores, 0.95) == 19 / 20


def test_questions_without_a_match_are_no_answers_at_any_threshold() -> None:
    assert coverage_at([outcome("a", "a", 0.0), outcome("a", "", 0.0)], 1.0) == 1 / 2


@pytest.mark.parametrize("edge", [at / 10 for at in range(1, 10)])
def test_a_bin_holds_its_upper_edge(edge: float) -> None:
    right, below, above = outcome("a", "a", edge), outcome("b", "a", edge - 0.02), outcome("b", "a", edge + 0.02)
    in_one_bin, in_two = abs(edge + edge - 0.02 - 1) / 2, (1 - edge + edge + 0.02) / 2
    assert calibration_error([right, below]) == pytest.approx(in_one_bin)
    assert calibration_error([right, above]) == pytest.approx(in_two)


def test_the_first_and_the_last_bin_hold_the_ends() -> None:
    assert calibration_error([outcome("b", "a", 0.0), outcome("a", "a", 0.1)]) == pytest.approx(0.45)
    assert calibration_error([outcome("b", "a", 0.91), outcome("a", "a", 1.0)]) == pytest.approx(0.455)


def test_confusions_come_with_the_most_frequent_first() -> None:
    asked = [
        *[outcome("a", "b", 0.2)] * 2,
        *[outcome("b", "a", 0.2)] * 4,
        *[outcome("b", "c", 0.9, answered=True)] * 2,
        *[outcome(None, "a", 0.9, answered=True)] * 3,
        *[outcome(None, "b", 0.1)] * 9,
        *[outcome("a", "a", 0.9, answered=True)] * 9,
        *[outcome("a", "", 0.0)] * 9,
    ]
    assert confusions(asked) == [
        Confusion("b", "a", 4, 0),
        Confusion(None, "a", 3, 3),
        Confusion("b", "c", 2, 2),
        Confusion("a", "b", 2, 0),
    ]


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.2, 1.0), (0.21, 2.0), (0.5, 3.0), (0.99, 5.0), (1.0, 5.0)]
)
def test_a_percentile_is_the_value_that_so_many_do_not_exceed(share: float, value: float) -> None:
    assert percentile([5.0, 3.0, 1.0, 2.0, 4.0], share) == value


def test_nothing_has_no_percentile() -> None:
    assert percentile([], 0.5) is None


@given(outcomes)
def test_auroc_is_the_share_of_pairs_that_are_in_order(asked: list[Outcome]) -> None:
    right = [one.score for one in asked if one.is_right]
    wrong = [one.score for one in asked if not one.is_right]
    won = sum((r > w) + (r == w) / 2 for r in right for w in wrong)
    expected = won / (len(right) * len(wrong)) if right and wrong else None
    assert auroc(asked) == (None if expected is None else pytest.approx(expected))


@given(outcomes, st.floats(0.01, 1))
def test_coverage_at_a_precision_is_the_best_of_all_thresholds(asked: list[Outcome], precision: float) -> None:
    answerable = sum(one.expected_id is not None for one in asked)
    shares = [0.0]
    for threshold in {one.score for one in asked if one.ranked}:
        above = [one for one in asked if one.ranked and one.score >= threshold]
        right = sum(one.is_right for one in above)
        if right >= precision * len(above):
            shares.append(right / max(1, answerable))
    assert coverage_at(asked, precision) == (max(shares) if answerable else None)


@given(outcomes, st.floats(0.01, 1), st.floats(0.01, 1))
def test_more_precision_never_covers_more(asked: list[Outcome], one: float, other: float) -> None:
    lax, strict = coverage_at(asked, min(one, other)), coverage_at(asked, max(one, other))
    assert lax is strict is None or (lax is not None and strict is not None and strict <= lax)


@given(outcomes)
def test_no_precise_threshold_of_a_sweep_covers_more_than_the_recommended_one(asked: list[Outcome]) -> None:
    swept = sweep(asked)
    precise = [one for one in swept if one.precision is not None and one.precision >= WANTED_PRECISION]
    recommended = [one for one in swept if one.is_recommended]
    assert len(recommended) == min(1, len(precise))
    for one in precise:
        assert (recommended[0].coverage or 0) >= (one.coverage or 0)


@given(outcomes)
def test_every_figure_is_in_its_range(asked: list[Outcome]) -> None:
    found = evaluate(asked)
    shares = (found.top1, found.top3, found.precision, found.coverage, found.false_answer_rate, found.auroc)
    for share in (*shares, found.coverage_at_95, found.coverage_at_90):
        assert share is None or 0 <= share <= 1
    assert found.ece is None or 0 <= found.ece <= 1 + 1e-9
    assert found.mcc is None or -1 - 1e-9 <= found.mcc <= 1 + 1e-9
    assert found.top1 is None or found.top3 is None or found.top1 <= found.top3
    assert found.coverage is None or found.top1 is None or found.coverage <= found.top1


@given(outcomes, st.randoms())
def test_the_order_of_the_questions_does_not_matter(asked: list[Outcome], random: object) -> None:
    shuffled = sorted(asked, key=lambda _: random.random())  # type: ignore[attr-defined]  # hypothesis' Random
    before, after = evaluate(asked), evaluate(shuffled)
    assert replace(after, ece=None, auroc=None) == replace(before, ece=None, auroc=None)
    assert after.ece == (before.ece and pytest.approx(before.ece))
    assert after.auroc == (before.auroc and pytest.approx(before.auroc))


@given(perfect)
def test_a_perfect_matcher_has_perfect_figures(asked: list[Outcome]) -> None:
    found = evaluate(asked)
    known = any(one.expected_id is not None for one in asked)
    both = known and any(one.expected_id is None for one in asked)
    for share in (found.top1, found.top3, found.precision, found.coverage, found.coverage_at_95):
        assert share == (1 if known else None)
    assert found.auroc == found.mcc == (1 if both else None)
    assert found.ece == found.false_answer_rate == 0
    assert found.confusions == ()


@pytest.mark.parametrize("figure", [auroc, matthews])
def test_the_contrary_of_perfect_is_the_other_end(figure: Callable[[list[Outcome]], float | None]) -> None:
    contrary = [outcome("a", "a", 0.0), outcome(None, "a", 1.0, answered=True)]
    assert figure(contrary) == (0 if figure is auroc else -1)
