"""How sure a share is: Wilson's interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.proportion import wilson


@pytest.mark.parametrize(
    ("successes", "tries", "low"),
    # Newcombe 1998, table I: method 3 (Wilson without continuity correction), the 95 % intervals of 81/263,
    # 15/148, 0/20 and 1/29; and 10/10, whose lower end is 1 / (1 + z²/10).
    [(81, 263, 0.2553), (15, 148, 0.0624), (0, 20, 0.0), (1, 29, 0.0061), (10, 10, 0.7225)],
)
def test_the_lower_end_of_a_proportion_is_wilsons(successes: int, tries: int, low: float) -> None:
    assert wilson(successes, tries)[0] == pytest.approx(low, abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda tries: st.tuples(st.integers(0, tries), st.just(tries))))
def test_the_share_lies_within_its_interval(counts: tuple[int, int]) -> None:
    successes, tries = counts
    low, high = wilson(successes, tries)
    assert 0 <= low <= successes / tries + 1e-12
    assert successes / tries - 1e-12 <= high <= 1
    assert 0 < high - low < 1
