"""Which answers of a ticket count for another type of ticket, and what that still needs to know. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.ticket_fields import CHOSEN, WRITTEN, FieldKind, TicketField
from bot.ticket_types import TicketType
from bot.tickets.ticket import Detail

OF_THE_REQUESTER = frozenset({FieldKind.FILE, FieldKind.CHECKBOX})
"""What nobody fills in for somebody else."""


def counts_for(field: TicketField, former: TicketType | None, detail: Detail) -> bool:
    """Whether this answer, given to the `former` type, answers the field of another one: both have the same id, ask for the
    same sort of thing, and what was answered is what can be answered here.

    Of a type that the operator has removed it is not known what a field asked for: only words and choices count.
    """
    if detail.field_id != field.id:
        return False
    before = former.field(field.id) if former else None
    is_alike = field.kind in WRITTEN | CHOSEN
    if before is not None:
        is_alike = before.kind is field.kind or {before.kind, field.kind} <= WRITTEN
    if not is_alike:
        return False
    if field.kind in CHOSEN:
        return {*detail.text.split("\n")} <= {*field.choices}
    return field.kind not in WRITTEN or (len(detail.text) <= field.max_length and field.takes(detail.text))


def needed(kind: TicketType, former: TicketType | None, details: Sequence[Detail]) -> tuple[TicketField, ...]:
    """The required fields of the type that no answer counts for, in their order; without boxes that only the requester
    can tick.
    """
    return tuple(
        field
        for field in kind.fields
        if field.required
        and field.kind is not FieldKind.CHECKBOX
        and not any(counts_for(field, former, detail) for detail in details)
    )


def suggested(
    fields: Sequence[TicketField], former: TicketType | None, details: Sequence[Detail]
) -> Mapping[str, str]:
    """What could stand in these fields, by their ids, to be looked at: what was written into a field of the same id, or else
    into one of the same kind, each once.
    """
    left, found = list(details), dict[str, str]()
    for field in fields:
        if field.kind not in WRITTEN:
            continue
        same = [detail for detail in left if detail.field_id == field.id and not detail.uploads]
        alike = [detail for detail in left if former and _kind(former, detail) is field.kind]
        for detail in [*same, *alike][:1]:
            found[field.id] = detail.text
            left.remove(detail)
    return found


def carried(
    kind: TicketType, former: TicketType | None, details: Sequence[Detail], answers: Sequence[Detail]
) -> tuple[Detail, ...]:
    """All that was answered before and the new answers after it; what is no answer to a field of the same id goes by its
    label alone.
    """
    answered = {answer.field_id for answer in answers}

    def kept(detail: Detail) -> Detail:
        field = kind.field(detail.field_id)
        if field is None or (field.id not in answered and counts_for(field, former, detail)):
            return detail
        return replace(detail, field_id=None)

    return (*map(kept, details), *answers)


def _kind(former: TicketType, detail: Detail) -> FieldKind | None:
    field = former.field(detail.field_id)
    return field.kind if field else None
