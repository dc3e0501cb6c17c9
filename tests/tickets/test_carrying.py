"""Which answers count for another type of ticket: by value, and whatever was answered before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ticket_fields import CHOSEN, FieldKind, Pattern, TicketField
from bot.ticket_types import TicketType
from bot.tickets.carrying import carried, counts_for, needed, suggested
from bot.tickets.ticket import Detail, Upload


def field(id: str, kind: FieldKind = FieldKind.SHORT, **more: Any) -> TicketField:
    """A field that asks for this."""
    choices = more.pop("choices", ["Free", "Paid"] if kind in CHOSEN else [])
    return TicketField(id=id, label=id.title(), kind=kind, choices=choices, **more)


def kind(*fields: TicketField) -> TicketType:
    return TicketType(id="bug", label="Bug", description="It fails.", fields=[field("what"), *fields])


def answer(id: str, text: str, *uploads: Upload) -> Detail:
    return Detail(id.title(), text, uploads, id)


NUMBER = Pattern(regex=r"\d+", example="4711", message="Write the number.")


@pytest.mark.parametrize(
    ("before", "after", "text", "counts"),
    [
        (field("it"), field("it"), "words", True),
        (field("it"), field("it", FieldKind.PARAGRAPH), "words", True),
        (field("it"), field("it", max_length=4), "words", False),
        (field("it"), field("it", pattern=NUMBER), "words", False),
        (field("it"), field("it", pattern=NUMBER), "12", True),
        (field("it"), field("it", FieldKind.CHOICE), "Free", False),
        (field("it", FieldKind.CHOICE), field("it", FieldKind.CHOICE), "Free", True),
        (field("it", FieldKind.CHOICE), field("it", FieldKind.CHOICE, choices=["Paid", "Gold"]), "Free", False),
        (field("it", FieldKind.MULTI_CHOICE), field("it", FieldKind.MULTI_CHOICE), "Free\nPaid", True),
        (field("it", FieldKind.MULTI_CHOICE), field("it", FieldKind.CHOICE), "Free", False),
        (field("it", FieldKind.USER), field("it", FieldKind.USER), "<@1>", True),
        (field("it"), field("it", FieldKind.USER), "Ann", False),
        (None, field("it"), "words", True),
        (None, field("it", FieldKind.CHOICE), "Free", True),
        (None, field("it", FieldKind.FILE), "a.png", False),
    ],
)
def test_an_answer_counts_where_it_could_have_been_given(
    before: TicketField | None, after: TicketField, text: str, counts: bool
) -> None:
    former = kind(before) if before else None
    assert counts_for(after, former, answer("it", text)) is counts
    assert counts_for(after, former, answer("other", text)) is False


def test_what_a_type_needs_is_asked_once_with_what_was_written_already() -> None:
    former = kind(field("invoice"), field("story", FieldKind.PARAGRAPH), field("box", FieldKind.CHECKBOX))
    said = [answer("what", "No money"), answer("invoice", "the red one"), answer("story", "It was cold.")]
    wanted = kind(
        field("invoice", pattern=NUMBER),
        field("steps", FieldKind.PARAGRAPH),
        field("more", FieldKind.PARAGRAPH, required=False),
        field("shot", FieldKind.FILE),
    )
    missing = needed(wanted, former, said)
    assert [one.id for one in missing] == ["invoice", "steps", "shot"]
    assert suggested(missing, former, said) == {"invoice": "the red one", "steps": "It was cold."}
    kept = carried(wanted, former, said, [answer("invoice", "4711")])
    assert kept == (said[0], replace(said[1], field_id=None), said[2], answer("invoice", "4711"))
    assert needed(kind(field("box", FieldKind.CHECKBOX)), former, said) == ()


fields = st.builds(
    field,
    st.sampled_from(["a", "b"]),
    st.sampled_from([one for one in FieldKind if one not in CHOSEN]),
    required=st.booleans(),
)
types = st.lists(fields, max_size=2, unique_by=lambda one: one.id).map(lambda found: kind(*found))
details = st.lists(
    st.builds(answer, st.sampled_from(["what", "a", "b", "c"]), st.sampled_from(["x", "<@1>"])), max_size=6
)


@given(types, st.none() | types, details)
def test_nothing_that_was_said_is_lost_and_no_field_has_two_answers_that_clash(
    wanted: TicketType, former: TicketType | None, said: list[Detail]
) -> None:
    answers = [answer(one.id, "new") for one in needed(wanted, former, said)]
    kept = carried(wanted, former, said, answers)
    assert [(one.label, one.text) for one in kept] == [(one.label, one.text) for one in (*said, *answers)]
    assert all(
        detail in answers or counts_for(one, former, detail)
        for one in wanted.fields
        for detail in kept
        if detail.field_id == one.id
    )
