"""What is a question, and what people only say to each other."""

from __future__ import annotations

import pytest

from bot.matching.asking import wants_an_answer


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("how do i export my contacts?", True),
        ("how do i export my contacts", True),
        ("my mail does not arrive since yesterday", True),
        ("i get an error when i send", True),
        ("hi all, i can't log in any more", True),
        ("need help with my domain", True),
        ("wie kann ich meine adresse ändern", True),
        ("ich kann mich seit gestern nicht anmelden", True),
        ("das geht bei mir leider nicht", True),
        ("¿dónde está mi factura?", True),
        ("haha nice one everybody", False),
        ("i can't wait for the weekend", False),
        ("no problem at all", False),
        ("cool?", False),
        ("thanks, that worked for me", False),
        ("i do not like it at all", False),
        ("look at `how do i export?` in the docs", False),
        ("> how do i export my contacts?\nunder settings", False),
    ],
)
def test_a_message_wants_an_answer_if_it_asks_or_tells_of_trouble(text: str, wants: bool) -> None:
    assert wants_an_answer(text) is wants
