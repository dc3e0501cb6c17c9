"""What was filled into a ticket's form is all in the ticket, or all given back, however the form has changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FormChanged
from bot.ticket_fields import CHOSEN, FieldKind, TicketField
from bot.ticket_types import TicketType
from cogs.texts.language import ENGLISH
from cogs.tickets.forms import TicketForm, details_of
from cogs.ui.filled import Filled

SHOWN_AS = {
    FieldKind.SHORT: 4,
    FieldKind.PARAGRAPH: 4,
    FieldKind.CHOICE: 21,
    FieldKind.MULTI_CHOICE: 22,
    FieldKind.CHECKBOX: 23,
    FieldKind.FILE: 19,
    FieldKind.USER: 5,
}
"""The type of Discord's component for each kind."""

STORED = {
    FieldKind.FILE: "invoice.pdf",
    FieldKind.CHOICE: "yes",
    FieldKind.MULTI_CHOICE: "yes\nno",
    FieldKind.CHECKBOX: "✅",
    FieldKind.USER: "<@77>",
}
"""What comes of each kind but of those that are written."""

FILE = {"filename": "invoice.pdf", "url": "https://cdn.example/invoice.pdf", "size": 12}

TYPED = {"one": ["yes", "no"], "two": ["✅"], "three": ["77"]}

fields = st.dictionaries(st.sampled_from(["one", "two", "three"]), st.sampled_from(FieldKind), max_size=3)


def asking(kinds: dict[str, FieldKind]) -> TicketType:
    """A type that asks these, beside what it needs to be one."""
    asked = [
        TicketField(id=name, label=name, kind=kind, choices=["yes", "no"] if kind in CHOSEN else [])
        for name, kind in kinds.items()
    ]
    return TicketType(
        id="billing", label="Billing", description="Money", fields=[TicketField(id="what", label="What?"), *asked]
    )


def sent(kinds: dict[str, FieldKind], empty: set[str]) -> Filled:
    """Everything filled in but what is empty, as Discord sends it."""
    components: list[dict[str, Any]] = [{"type": 4, "custom_id": "field:what", "value": "An invoice"}]
    for name, kind in kinds.items():
        component: dict[str, Any] = {"type": SHOWN_AS[kind], "custom_id": f"field:{name}"}
        match kind:
            case FieldKind.FILE:
                component["values"] = [] if name in empty else ["7"]
            case FieldKind.CHOICE:
                component["value"] = None if name in empty else "yes"
            case FieldKind.MULTI_CHOICE:
                component["values"] = [] if name in empty else ["yes", "no"]
            case FieldKind.CHECKBOX:
                component["value"] = name not in empty
            case FieldKind.USER:
                component["values"] = [] if name in empty else ["77"]
            case FieldKind.SHORT | FieldKind.PARAGRAPH:
                component["value"] = "" if name in empty else f"words in {name}"
        components.append({"type": 18, "component": component})
    return Filled.of(
        {"components": components, "resolved": {"attachments": {"7": FILE}, "users": {"77": {"id": "77"}}}}
    )


@given(then=fields, now=fields, empty=st.sets(st.sampled_from(["one", "two", "three"])))
def test_what_was_filled_in_is_all_in_the_ticket_or_all_given_back(
    then: dict[str, FieldKind], now: dict[str, FieldKind], empty: set[str]
) -> None:
    filled = sent(then, empty)
    given_in = {name: kind for name, kind in then.items() if name not in empty}
    is_as_it_was = all(name in now and SHOWN_AS[now[name]] == SHOWN_AS[kind] for name, kind in given_in.items())
    try:
        details = {detail.field_id: detail for detail in details_of(asking(now), filled)}
    except FormChanged:
        assert not is_as_it_was
        return
    assert is_as_it_was
    assert details.keys() == {"what", *given_in}
    for name, kind in given_in.items():
        assert bool(details[name].uploads) == (kind is FieldKind.FILE)
        assert details[name].text == STORED.get(kind, f"words in {name}")


def test_a_form_that_is_opened_again_shows_what_was_typed() -> None:
    kind = asking({"one": FieldKind.MULTI_CHOICE, "two": FieldKind.CHECKBOX, "three": FieldKind.USER})
    typed = {f"field:{name}": values for name, values in TYPED.items()}
    form = TicketForm(ENGLISH, kind, "billing", typed=typed | {"field:what": ["An invoice"]})
    what, one, two, three = (label["component"] for label in form.to_dict()["components"])
    assert what["value"] == "An invoice"
    assert [option.get("default") for option in one["options"]] == [True, True]
    assert two["default"] is True
    assert three["default_values"] == [{"id": 77, "type": "user"}]


def test_what_was_typed_before_a_field_asked_for_a_member_chooses_nobody() -> None:
    kind = asking({"three": FieldKind.USER})
    _, three = TicketForm(ENGLISH, kind, "billing", typed={"field:three": ["call me maybe"]}).to_dict()[
        "components"
    ]
    assert not three["component"].get("default_values")


def test_a_box_that_has_to_be_ticked_says_so_but_not_to_staff_who_fill_in_for_others() -> None:
    kind = asking({"one": FieldKind.CHECKBOX})
    for on_behalf, hint in ((False, "This has to be ticked."), (True, None)):
        _, box = TicketForm(ENGLISH, kind, "billing", on_behalf=on_behalf).to_dict()["components"]
        assert box.get("description") == hint


@pytest.mark.parametrize(("kind", "given"), [(FieldKind.CHOICE, "yes"), (FieldKind.MULTI_CHOICE, "yes\nno")])
def test_what_was_chosen_is_no_answer_where_it_is_not_offered_any_more(kind: FieldKind, given: str) -> None:
    filled, now = sent({"one": kind}, set()), asking({"one": kind})
    assert [detail.text for detail in details_of(now, filled)] == ["An invoice", given]
    now.fields[1].__dict__["choices"] = ["no", "perhaps"]
    with pytest.raises(FormChanged):
        details_of(now, filled)


def test_facts_count_only_where_the_type_asks_for_them() -> None:
    kind = asking({})
    filled = Filled.of(
        {
            "components": [
                {"type": 4, "custom_id": "field:what", "value": "An invoice"},
                {"type": 21, "custom_id": "impact", "value": "all"},
            ]
        }
    )
    with pytest.raises(FormChanged):
        details_of(kind, filled)
    kind.__dict__["ask_impact"] = True
    assert len(details_of(kind, filled)) == 1


def test_files_that_did_not_stay_are_asked_for_again() -> None:
    kind = asking({"one": FieldKind.FILE})
    for typed, hint in (
        ({"field:one": ["7"]}, "Your files did not stay here: please add them again."),
        ({}, None),
    ):
        form = TicketForm(ENGLISH, kind, "billing", typed={"field:what": ["An invoice"], **typed})
        assert form.to_dict()["components"][1].get("description") == hint
