"""What the answers of a form come to: which are refused, and the line by which the ticket is known."""

from __future__ import annotations

import pytest

from bot.ticket_fields import FieldKind, Pattern, TicketField
from bot.ticket_types import TicketType
from bot.tickets.answers import summary, wrong
from bot.tickets.ticket import Detail

PHONE = Pattern(regex="[+0-9 ]{6,}", example="+31 20 555 0123", message="A number, please.")


def callback(title: str | None = None) -> TicketType:
    return TicketType(
        id="callback",
        label="Call-back",
        description="We ring.",
        title=title,
        fields=[
            TicketField(
                id="when", label="When?", kind=FieldKind.CHOICE, choices=["In the early morning", "Later"]
            ),
            TicketField(id="hint", label="A hint", required=False),
            TicketField(id="phone", label="Phone", pattern=PHONE),
            TicketField(id="about", label="What about?", kind=FieldKind.PARAGRAPH),
            TicketField(id="terms", label="I agree", kind=FieldKind.CHECKBOX),
        ],
    )


def answers(**texts: str) -> tuple[Detail, ...]:
    return tuple(Detail(field_id, text, field_id=field_id) for field_id, text in texts.items())


def test_what_does_not_match_and_what_has_to_be_ticked_are_named_together() -> None:
    given = {"when": "Later", "phone": "+31 20 555", "about": "Mail", "terms": "✅"}
    assert wrong(callback(), answers(**given), on_behalf=False) == ()
    found = wrong(callback(), answers(**given | {"phone": "call me maybe", "terms": ""}), on_behalf=False)
    assert [field.id for field in found] == ["phone", "terms"]


def test_what_is_required_has_to_be_there_also_where_a_form_did_not_ask_for_it_yet() -> None:
    found = wrong(callback(), answers(hint="ask for Ann"), on_behalf=False)
    assert [field.id for field in found] == ["when", "phone", "about", "terms"]
    assert [field.id for field in wrong(callback(), answers(phone="+31 20 555"), on_behalf=True)] == ["about"]


def test_staff_tick_nothing_for_others_and_what_they_leave_empty_matches() -> None:
    assert wrong(callback(), answers(about="Mail"), on_behalf=True) == ()
    assert [field.id for field in wrong(callback(), answers(phone="?", about="Mail"), on_behalf=True)] == ["phone"]


@pytest.mark.parametrize(
    ("title", "given", "line"),
    [
        (None, {"when": "In the early morning", "hint": "ask for Ann", "phone": "+31 20", "about": "x"}, "+31 20"),
        ("about", {"phone": "+31 20", "about": " My\n invoice \t is wrong "}, "My invoice is wrong"),
        ("hint", {"phone": "+31 20", "about": "Mail"}, "+31 20"),
        (None, {"hint": "ask for Ann"}, "ask for Ann"),
        ("about", {"when": "In the early morning", "terms": "✅"}, "Call-back"),
        ("about", {"about": "x" * 90}, "x" * 90),
        ("about", {"about": "x" * 91}, "x" * 89 + "…"),
        ("about", {"about": "x" * 88 + " yz"}, "x" * 88 + "…"),
    ],
)
def test_a_ticket_is_known_by_its_title_else_by_what_was_required_and_never_by_a_choice(
    title: str | None, given: dict[str, str], line: str
) -> None:
    assert summary(callback(title), answers(**given)) == line


def test_nothing_turns_the_line_round_by_which_a_ticket_is_known() -> None:
    assert summary(callback("hint"), answers(hint="My \u202ecod.exe", about="Mail")) == "My cod.exe"
    assert summary(callback("hint"), answers(hint="\u200b\u202e", about="Mail")) == "Mail"
