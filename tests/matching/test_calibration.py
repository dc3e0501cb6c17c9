"""How far the shipped weights are trusted on one knowledge base, by what its trial told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.calibration import FLATTEST, UNCHANGED, Calibration, Kind, Trial, calibrate

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
