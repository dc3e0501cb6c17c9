"""How far the shipped weights are trusted on one knowledge base, by what its trial told."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.matching.calibration import FLATTEST, LIKE_SHIPPED, SHARES, UNCHANGED, Calibration, Kind, Trial, calibrate

LOGITS = (-3.0, -1.0, 0.0, 1.0, 2.0, 3.0)
CHAT = [Trial(Kind.CHAT, -4.0, is_right=False)] * 50


def own(is_right: bool, *logits: float) -> list[Trial]:
    return [Trial(Kind.OWN, logit, is_right) for logit in logits]


def near(*logits: float) -> list[Trial]:
    return [Trial(Kind.NEAR, logit, is_right=False) for logit in logits]


def test_without_trials_nothing_changes() -> None:
    assert calibrate([]) == UNCHANGED
    assert UNCHANGED.of(1.25) == 1.25
    assert UNCHANGED.probability(0.0) == 0.5


def test_slope_and_shift_are_of_the_logit() -> None:
    assert Calibration(2.0, -1.0).of(0.75) == 0.5
    assert Calibration(2.0, -1.0).probability(0.5) == 0.5


@pytest.mark.parametrize("logits", [LOGITS, (-2.0,), (-4.0,) * 40, (3.0,) * 40], ids=str)
def test_near_misses_and_chat_alone_only_lower_it(logits: tuple[float, ...]) -> None:
    found = calibrate([*near(*logits), *CHAT])
    assert found.slope == 1.0
    assert found.shift < 0.0


def test_a_base_whose_phrasings_are_always_found_raises_it() -> None:
    found = calibrate([*own(True, *LOGITS * 10), *near(*(-3.0,) * 30), *CHAT])
    assert all(found.of(logit) > logit for logit in (0.0, 1.0, 2.0, 3.0))


def test_a_base_whose_phrasings_find_others_lowers_it() -> None:
    found = calibrate([*own(False, *LOGITS * 10), *near(*(-3.0,) * 30), *CHAT])
    assert all(found.of(logit) < logit for logit in (0.0, 1.0, 2.0, 3.0))


def test_phrasings_that_are_found_from_afar_do_not_make_sure_of_what_is_far_off() -> None:
    """As in a base of five entries, whose calibration once was 0.30 · logit + 7.53."""
    found = calibrate([*own(True, -2.3, -8.5), *near(-9.2, -5.5, -2.3, -8.3, -3.6, -1.3), *CHAT, *CHAT])
    assert found.slope == pytest.approx(FLATTEST)
    assert 0 < found.shift < 1
    assert found.probability(-4.0) < 0.5


@given(
    st.lists(st.tuples(st.sampled_from(Kind), st.floats(-15, 15), st.booleans()), min_size=1, max_size=40),
    st.sampled_from([(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01)]),
)
def test_no_other_slope_and_shift_near_by_are_likelier(
    told: list[tuple[Kind, float, bool]], off: tuple[float, float]
) -> None:
    trials = [Trial(kind, logit, is_right and kind is Kind.OWN) for kind, logit, is_right in told]
    found = calibrate(trials)
    assume(found.slope > FLATTEST + 0.01 and any(one.kind is Kind.OWN for one in trials))
    near_by = Calibration(found.slope + off[0], found.shift + off[1])
    assert surprise(trials, found) <= surprise(trials, near_by) + 1e-6


def surprise(trials: list[Trial], tried: Calibration) -> float:
    """−ln of how likely these trials are with it, and it among knowledge bases."""
    counts = Counter(trial.kind for trial in trials)
    prior = ((tried.slope - 1) / LIKE_SHIPPED[0]) ** 2 / 2 + (tried.shift / LIKE_SHIPPED[1]) ** 2 / 2
    return prior + sum(
        len(trials)
        * SHARES[one.kind]
        / counts[one.kind]
        * -math.log(tried.probability(one.logit) if one.is_right else 1 - tried.probability(one.logit))
        for one in trials
    )


def test_few_trials_tell_less_than_many() -> None:
    few, many = (calibrate(own(True, *(1.0,) * count)).of(1.0) for count in (2, 100))
    assert 1.0 < few < many


def test_of_two_hundred_trials_on_more_tell_no_more() -> None:
    some, more = (calibrate([*own(True, *(1.0,) * n), *near(*(0.0,) * n)]) for n in (100, 1000))
    assert (some.slope, some.shift) == (pytest.approx(more.slope), pytest.approx(more.shift))


def test_costs_and_sizes_of_a_trial_change_nothing() -> None:
    trials = [*own(True, *LOGITS), *near(*LOGITS)]
    assert calibrate([replace(one, factor=0.2, phrasings=7) for one in trials]) == calibrate(trials)


TRIALS = st.builds(
    lambda kind, logit, is_right: Trial(kind, logit, is_right and kind is Kind.OWN),
    st.sampled_from(Kind),
    st.floats(-25, 25),
    st.booleans(),
)


@given(st.lists(TRIALS, max_size=40), st.floats(-20, 20), st.floats(0.01, 20))
def test_whatever_was_tried_the_slope_is_never_flat_and_what_scored_more_scores_more(
    trials: list[Trial], logit: float, more: float
) -> None:
    found = calibrate(trials)
    assert FLATTEST <= found.slope < 10
    assert found.of(logit) < found.of(logit + more)
    assert 0 < found.probability(logit) <= 1
