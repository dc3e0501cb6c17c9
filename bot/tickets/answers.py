"""What the answers of a filled-in form come to: which cannot be, and the line by which the ticket is known. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ticket_fields import FieldKind, TicketField
from bot.ticket_types import TicketType
from bot.tickets.ticket import Detail

SUMMARY_LENGTH = 90
"""Characters; a summary stands in lists and thread names, which Discord cuts at 100."""


def wrong(kind: TicketType, details: Sequence[Detail], *, on_behalf: bool) -> tuple[TicketField, ...]:
    """The fields whose answers are not what they ask for, in their order.

    What has to be there, Discord sees to itself, but for boxes that have to be ticked; who fills in a form `on_behalf` of
    somebody cannot tick for them.
    """
    given = {detail.field_id: detail.text for detail in details}
    found = []
    for field in kind.fields:
        answer = given.get(field.id)
        is_unticked = field.kind is FieldKind.CHECKBOX and field.required and not on_behalf and not answer
        if is_unticked or (answer and not field.takes(answer)):
            found.append(field)
    return tuple(found)


def summary(kind: TicketType, details: Sequence[Detail]) -> str:
    """One line: what was written into the field that names the ticket, or into the next that can; else the type's name."""
    given = {detail.field_id: " ".join(detail.text.split()) for detail in details}
    text = next((given[field.id] for field in kind.titles if given.get(field.id)), kind.label)
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1].rstrip() + "…"
