"""What a trial says of a knowledge base, for who keeps it."""

from __future__ import annotations

import pytest

from bot.matching.calibration import UNCHANGED, Calibration, Kind, Trial
from bot.matching.trust import BySize, Trust, trust

SURE, UNSURE = 3.0, 0.0

TRIALS = [
    Trial(Kind.OWN, SURE, is_right=True, phrasings=1),
    Trial(Kind.OWN, SURE, is_right=False, phrasings=2),
    Trial(Kind.OWN, UNSURE, is_right=True, phrasings=4),
    Trial(Kind.OWN, SURE, is_right=True, phrasings=30),
    Trial(Kind.NEAR, SURE, is_right=False),
    Trial(Kind.NEAR, UNSURE, is_right=False),
    Trial(Kind.CHAT, SURE, is_right=False),
    Trial(Kind.CHAT, UNSURE, is_right=False),
]


def test_a_trial_is_summed_up() -> None:
    assert trust(TRIALS, UNCHANGED, 0.8) == Trust(
        found_first=3 / 4,
        answered=2 / 4,
        precision=2 / 5,
        chat=(2, 1),
        by_size=(BySize(1, 2, 2, 0.5, 0.5), BySize(3, 5, 1, 1.0, 0.0), BySize(11, None, 1, 1.0, 1.0)),
    )


def test_where_nothing_was_asked_or_answered_there_is_no_share() -> None:
    assert trust([], UNCHANGED, 0.8) == Trust(None, None, None, (0, 0), ())
    found = trust([Trial(Kind.OWN, UNSURE, is_right=True, phrasings=6)], UNCHANGED, 0.8)
    assert (found.found_first, found.answered, found.precision) == (1.0, 0.0, None)


@pytest.mark.parametrize(
    ("logit", "factor", "calibration", "threshold", "is_answered"),
    [
        (SURE, 1.0, UNCHANGED, 0.9, True),
        (SURE, 0.5, UNCHANGED, 0.9, False),
        (SURE, 1.0, Calibration(1.0, -2.0), 0.9, False),
        (UNSURE, 1.0, Calibration(1.0, 2.5), 0.9, True),
        (20.0, 1.0, UNCHANGED, 0.98, True),
        (20.0, 1.0, UNCHANGED, 0.981, False),
        (20.0, 0.9, UNCHANGED, 0.9, False),
    ],
)
def test_it_is_answered_as_the_matcher_would(
    logit: float, factor: float, calibration: Calibration, threshold: float, *, is_answered: bool
) -> None:
    found = trust([Trial(Kind.OWN, logit, is_right=True, factor=factor)], calibration, threshold)
    assert found.answered == float(is_answered)
