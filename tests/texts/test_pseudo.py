"""The language that nobody speaks shows which words are in no sentence."""

from __future__ import annotations

import pytest

from tests.texts.pseudo import PSEUDO, unbracketed


def test_a_sentence_is_in_brackets_two_fifths_longer_and_filled() -> None:
    assert PSEUDO("Open {it} now", it="#4") == "⟦Open #4 now······⟧"
    assert PSEUDO.c("a verb", "Open") == "⟦Open··⟧"


def test_what_is_counted_has_its_forms() -> None:
    said = [PSEUDO.n("One day", "{count} days", count) for count in (1, 2)]
    assert said == ["⟦One day···⟧", "⟦2 days·····⟧"]


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("⟦Open··⟧", ""),
        ("⟦Press *⟦Open··⟧* now······⟧\n- <@1> ⟦says··⟧", "\n- <@1> "),
        ("Closed by ⟦nobody···⟧", "Closed by "),
        ("", ""),
    ],
)
def test_words_outside_of_a_sentence_are_found(text: str, outside: str) -> None:
    assert unbracketed(text) == outside


@pytest.mark.parametrize("text", ["⟦Open it and", "Open··⟧", "⟧⟦", "⟦Press *⟦Open··⟧* no"])
def test_a_sentence_that_was_cut_is_noticed(text: str) -> None:
    with pytest.raises(ValueError, match="cut"):
        unbracketed(text)
