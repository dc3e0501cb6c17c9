"""What a threshold would have done with the questions that staff have judged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.shadow.thresholds import ENOUGH_LABELS, WANTED_PRECISION, Labelled, propose, trial


def labels(*groups: tuple[int, float, bool]) -> list[Labelled]:
    return [Labelled(score, is_right) for count, score, is_right in groups for _ in range(count)]


def test_a_trial_answers_what_reaches_the_threshold() -> None:
    tried = trial(labels((1, 0.8, True), (1, 0.6, False), (2, 0.59, True)), 0.6)
    assert (tried.labelled, tried.answered, tried.right) == (4, 2, 1)
    assert (tried.precision, tried.answered_share) == (0.5, 0.5)


def test_where_nothing_would_be_answered_there_is_no_precision() -> None:
    tried = trial(labels((3, 0.5, True)), 0.9)
    assert (tried.precision, tried.precision_at_least, tried.answered_share) == (None, None, 0.0)
    assert trial([], 0.5).answered_share == 0.0


def test_under_twenty_labels_nothing_is_proposed() -> None:
    assert ENOUGH_LABELS == 20
    assert propose(labels((19, 0.9, True)), current=0.5) is None
    assert propose(labels((20, 0.9, True)), current=0.5) is not None


def test_the_lowest_threshold_with_the_wanted_precision_is_proposed() -> None:
    judged = labels((10, 0.9, True), (9, 0.704, True), (1, 0.65, False), (10, 0.4, False))
    proposal = propose(judged, current=0.72)
    assert proposal is not None
    assert proposal.best is not None
    # With 0.65 it would be 19 of 20, which is still 0.95; with 0.4 it would be 19 of 30.
    assert (proposal.best.threshold, proposal.best.right, proposal.best.answered) == (0.65, 19, 20)
    assert (proposal.current.threshold, proposal.current.answered) == (0.72, 10)
    assert [tried.threshold for tried in proposal.trials] == [0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.72, 0.8, 0.9]


def test_the_present_threshold_stays_where_raising_it_would_make_nothing_righter() -> None:
    proposal = propose(labels((20, 0.98, True)), current=0.58)
    assert proposal is not None
    assert proposal.best == proposal.current


def test_a_threshold_below_the_present_one_can_be_proposed_but_none_that_config_yaml_refuses() -> None:
    low = propose(labels((20, 0.45, True)), current=0.58)
    assert low is not None
    assert low.best is not None
    assert low.best.threshold == 0.45
    lowest = propose(labels((20, 0.31, True), (20, 0.1, True)), current=0.58)
    assert lowest is not None
    assert lowest.best is not None
    assert (lowest.best.threshold, lowest.best.answered) == (0.3, 20)


def test_where_no_threshold_is_precise_enough_none_is_proposed() -> None:
    nothing = propose(labels((20, 0.8, False), (10, 0.7, True)), current=0.58)
    assert nothing is not None
    assert nothing.best is None


judged = st.lists(st.builds(Labelled, st.floats(0, 1), st.booleans()), min_size=ENOUGH_LABELS, max_size=60)


@given(judged, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_never_answers_more(labelled: list[Labelled], one: float, other: float) -> None:
    low, high = (trial(labelled, threshold) for threshold in sorted((one, other)))
    assert high.answered <= low.answered
    assert high.right <= low.right
    assert low.right <= low.answered <= low.labelled == len(labelled)


@given(judged, st.floats(0.3, 1))
def test_what_is_proposed_is_as_precise_as_it_says_and_nothing_lower_is(
    labelled: list[Labelled], current: float
) -> None:
    proposal = propose(labelled, current=current)
    assert proposal is not None
    assert proposal.current in proposal.trials
    best = proposal.best
    if best is not None:
        answered = [one.is_right for one in labelled if one.score >= best.threshold]
        assert (best.answered, best.right) == (len(answered), sum(answered))
        assert best.precision is not None
        assert best.precision >= WANTED_PRECISION
        assert best.threshold >= 0.3
        assert best in proposal.trials
    for threshold in [current, *(int(one.score * 100) / 100 for one in labelled)]:
        if threshold >= 0.3 and (best is None or threshold < best.threshold):
            precision = trial(labelled, threshold).precision
            assert precision is None or precision < WANTED_PRECISION
