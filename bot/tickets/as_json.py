"""What tickets and their events hold beside columns of their own, as JSON and back. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.tickets.lifecycle import Detail, Event, Upload, WaitingOn


def of_details(details: Sequence[Detail]) -> list[dict[str, Any]]:
    """The details of a ticket."""
    return [asdict(detail) for detail in details]


def detail_of(item: dict[str, Any]) -> Detail:
    """What is stored as this JSON."""
    uploads = tuple(Upload(**upload) for upload in item["uploads"])
    return Detail(item["label"], item["text"], uploads, item.get("field_id"))


def of_event(event: Event) -> dict[str, Any]:
    """What an event says that few events say."""
    said = {"wrote": event.wrote or None, "number": event.number, "waiting_on": event.waiting_on}
    return {name: value for name, value in said.items() if value is not None}


def more_of(data: dict[str, Any]) -> dict[str, Any]:
    """What is stored as this JSON."""
    return data | ({"waiting_on": WaitingOn(data["waiting_on"])} if "waiting_on" in data else {})
