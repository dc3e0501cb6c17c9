"""What was filled in is found by the names of its fields, whatever wraps them and whatever was left empty."""

from __future__ import annotations

from typing import Any

import pytest

from bot.tickets.ticket import Upload
from cogs.ui.filled import Chosen, Filled

TEXT, USER, FILE, RADIO, CHECKS = 4, 5, 19, 21, 22


def field(kind: int, name: str, **given: Any) -> dict[str, Any]:
    return {"type": 18, "id": 1, "component": {"type": kind, "id": 2, "custom_id": name, **given}}


SENT = {
    "custom_id": "form:ticket:new:billing",
    "components": [
        {"type": 10, "id": 9},
        field(TEXT, "field:subject", value="An invoice"),
        {"type": 1, "id": 3, "components": [{"type": TEXT, "custom_id": "note", "value": "On page two"}]},
        field(TEXT, "field:empty", value=""),
        field(RADIO, "impact", value=None),
        field(CHECKS, "days", values=["Monday", "Friday"]),
        field(FILE, "field:screenshot", values=["7", "8"]),
        field(USER, "helper", values=["5"]),
        field(USER, "nobody", values=[]),
    ],
    "resolved": {
        "users": {"5": {"id": "5", "bot": True}},
        "attachments": {
            "7": {"id": "7", "filename": "a.png", "url": "https://cdn.example/a.png", "size": 12},
            "8": {"id": "8", "filename": "b.png", "url": "https://cdn.example/b.png", "size": 34},
        },
    },
}


def test_each_field_is_found_by_its_name() -> None:
    filled = Filled.of(SENT)
    assert filled.text("field:subject") == "An invoice"
    assert filled.text("note") == "On page two"
    assert filled.member("helper") == Chosen(5, is_bot=True)
    assert filled.files("field:screenshot") == (
        Upload("a.png", "https://cdn.example/a.png", 12),
        Upload("b.png", "https://cdn.example/b.png", 34),
    )


def test_what_was_left_empty_or_never_asked_is_empty() -> None:
    filled = Filled.of(SENT)
    assert (filled.text("field:empty"), filled.text("impact"), filled.text("never-asked")) == ("", "", "")
    assert filled.member("nobody") is None
    assert filled.files("note") == ()
    assert filled.choice("impact") == ""
    assert "field:empty" in filled.names


@pytest.mark.parametrize("blank", ["   ", "\n\t\n", "\u200b", "\u2800\u3164", " \u00a0\ufeff\u2060 "])
def test_what_shows_nothing_is_left_empty(blank: str) -> None:
    filled = Filled.of(
        {"components": [field(TEXT, "note", value=blank), field(TEXT, "why", value=f"{blank}a{blank}")]}
    )
    assert filled.text("note") == ""
    assert filled.given == {"why"}
    assert filled.text("why") == f"{blank}a{blank}"


def test_all_words_come_back_under_what_stood_above_them_or_else_under_their_names() -> None:
    assert Filled.of(SENT).words({"field:subject": "What is it about?"}) == (
        "What is it about?\nAn invoice\n\n"
        "note:\nOn page two\n\n"
        "days:\nMonday\nFriday\n\n"
        "screenshot:\na.png: https://cdn.example/a.png\nb.png: https://cdn.example/b.png\n\n"
        "helper:\n<@5>"
    )


def test_a_form_without_fields_has_no_words() -> None:
    assert Filled.of({"custom_id": "x"}).words({}) == ""


def test_what_was_typed_is_no_choice_and_a_file_has_no_words() -> None:
    filled = Filled.of({**SENT, "components": [*SENT["components"], field(RADIO, "how-many", values=["all"])]})
    assert (filled.choice("how-many"), filled.text("how-many")) == ("all", "")
    assert (filled.choice("note"), filled.text("field:screenshot"), filled.choice("field:screenshot")) == (
        "",
        "",
        "",
    )
    assert filled.choice("helper") == ""
    assert filled.given == {"field:subject", "note", "days", "field:screenshot", "helper", "how-many"}


def test_what_cannot_be_stored_or_sent_is_cleaned_where_it_comes_in() -> None:
    file = {"id": "7", "filename": "a\ud800.png", "url": "https://cdn.example/a.png", "size": 12}
    filled = Filled.of(
        {
            "components": [field(TEXT, "note", value="half a \ud83d sign\0"), field(FILE, "proof", values=["7"])],
            "resolved": {"attachments": {"7": file}},
        }
    )
    assert filled.text("note") == "half a \N{REPLACEMENT CHARACTER} sign"
    assert filled.words({}).encode()
