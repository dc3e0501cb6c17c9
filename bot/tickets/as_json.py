"""What tickets and their events hold beside columns of their own, as JSON and back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.moments import moment
from bot.ticket_urgency import Priority
from bot.tickets.priority import Grounds, Impact
from bot.tickets.request import Request, Ruling, Source
from bot.tickets.ticket import Detail, Event, Upload, WaitingOn

_OF_EVENTS: Mapping[str, Callable[[Any], Any]] = {
    "priority": Priority,
    "waiting_on": WaitingOn,
    "until": moment,
    "asked": tuple,
    "words": tuple,
}


def of_details(details: Sequence[Detail]) -> list[dict[str, Any]]:
    """The details of a ticket."""
    return [asdict(detail) for detail in details]


def detail_of(item: dict[str, Any]) -> Detail:
    """What is stored as this JSON."""
    uploads = tuple(Upload(**upload) for upload in item["uploads"])
    return Detail(item["label"], item["text"], uploads, item.get("field_id"))


def of_grounds(grounds: Grounds | None) -> dict[str, Any] | None:
    """What the priority of a ticket rests on."""
    return None if grounds is None else asdict(grounds)


def grounds_of(item: dict[str, Any] | None) -> Grounds | None:
    """What is stored as this JSON; None for a ticket that is older than its grounds."""
    if item is None:
        return None
    impact = item["impact"]
    return Grounds(**{**item, "impact": Impact(impact) if impact else None})


def of_event(event: Event) -> dict[str, Any]:
    """What an event says that few events say."""
    said = {
        "wrote": event.wrote or None,
        "number": event.number,
        "priority": event.priority,
        "waiting_on": event.waiting_on,
        "is_late": event.is_late or None,
        "type_id": event.type_id,
        "former_type_id": event.former_type_id,
        "asked": event.asked or None,
        "tier": event.tier,
        "former_tier": event.former_tier,
        "clock": event.clock,
        "words": event.words or None,
        "until": event.until.isoformat() if event.until else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def more_of(data: dict[str, Any]) -> dict[str, Any]:
    """What is stored as this JSON."""
    return {name: _OF_EVENTS[name](value) if name in _OF_EVENTS else value for name, value in data.items()}


def of_request(request: Request, ruling: Ruling) -> dict[str, Any]:
    """A filled-in form that is kept, and what its type made of it."""
    return {"request": asdict(request), "ruling": asdict(ruling)}


def request_of(item: dict[str, Any]) -> tuple[Request, Ruling]:
    """What is stored as this JSON."""
    said, ruled = item["request"], item["ruling"]
    impact, source = said["impact"], said["source"]
    request = Request(
        **said
        | {
            "details": tuple(map(detail_of, said["details"])),
            "context": tuple(map(detail_of, said["context"])),
            "impact": Impact(impact) if impact else None,
            "source": Source(**source) if source else None,
        }
    )
    grounds = grounds_of(ruled["grounds"]) or Grounds()
    return request, Ruling(ruled["summary"], Priority(ruled["priority"]), grounds)
