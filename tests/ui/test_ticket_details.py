"""What was filled into a ticket's form is all in the ticket, or all given back, however the form has changed."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FormChanged
from bot.ticket_types import FieldKind, TicketField, TicketType
from cogs.tickets.forms import details_of
from cogs.ui.filled import Filled

SHOWN_AS = {FieldKind.SHORT: 4, FieldKind.PARAGRAPH: 4, FieldKind.CHOICE: 21, FieldKind.FILE: 19}
"""The type of Discord's component for each kind."""

FILE = {"filename": "invoice.pdf", "url": "https://cdn.example/invoice.pdf", "size": 12}

fields = st.dictionaries(st.sampled_from(["one", "two", "three"]), st.sampled_from(FieldKind), max_size=3)


def asking(kinds: dict[str, FieldKind]) -> TicketType:
    """A type that asks these, beside what it needs to be one."""
    asked = [
        TicketField(id=name, label=name, kind=kind, choices=["yes", "no"] if kind is FieldKind.CHOICE else [])
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
            case FieldKind.SHORT | FieldKind.PARAGRAPH:
                component["value"] = "" if name in empty else f"words in {name}"
        components.append({"type": 18, "component": component})
    return Filled.of({"components": components, "resolved": {"attachments": {"7": FILE}}})


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
        assert details[name].text == {FieldKind.FILE: "invoice.pdf", FieldKind.CHOICE: "yes"}.get(
            kind, f"words in {name}"
        )
