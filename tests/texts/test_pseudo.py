"""The language that nobody speaks: in brackets, longer, and filled as English is."""

from __future__ import annotations

from tests.texts.pseudo import PSEUDO


def test_a_sentence_is_in_brackets_two_fifths_longer_and_filled() -> None:
    assert PSEUDO("Open {it} now", it="#4") == "⟦Open #4 now······⟧"
    assert PSEUDO.c("a verb", "Open") == "⟦Open··⟧"


def test_what_is_counted_has_its_forms() -> None:
    said = [PSEUDO.n("One day", "{count} days", count) for count in (1, 2)]
    assert said == ["⟦One day···⟧", "⟦2 days·····⟧"]
