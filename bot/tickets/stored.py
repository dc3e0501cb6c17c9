"""Values of a ticket as the JSON that is stored of them, and back. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.ticket_types import Priority
from bot.tickets.lifecycle import Detail, Event, Upload
from bot.tickets.priority import Grounds, Impact


def as_json(details: Sequence[Detail]) -> list[dict[str, Any]]:
    return [asdict(detail) for detail in details]


def detail_of(item: dict[str, Any]) -> Detail:
    """What is stored as this JSON."""
    uploads = tuple(Upload(**upload) for upload in item["uploads"])
    return Detail(item["label"], item["text"], uploads, item.get("field_id"))


def grounds_json(grounds: Grounds | None) -> dict[str, Any] | None:
    return None if grounds is None else asdict(grounds)


def grounds_of(item: dict[str, Any] | None) -> Grounds | None:
    """None for a ticket that is older than its grounds."""
    if item is None:
        return None
    impact = item["impact"]
    return Grounds(**{**item, "impact": Impact(impact) if impact else None})


def event_json(event: Event) -> dict[str, Any]:
    """What an event says beside its columns."""
    beside = {"wrote": event.wrote or None, "number": event.number, "priority": event.priority}
    return {name: value for name, value in beside.items() if value is not None}


def beside_of(item: dict[str, Any]) -> dict[str, Any]:
    """The same, as an event has it."""
    return {**item, "priority": Priority(item["priority"])} if "priority" in item else item
