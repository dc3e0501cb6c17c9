"""The dump of Discord Tickets: pairs of a model's name and its rows, all of them in one list, or one a line. Pure.

It encrypts what people wrote with a key of its own, also in the dump: such texts are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.former.ticket import (
    FormerTicket,
    Found,
    NotSuchAFile,
    closed_in,
    id_in,
    in_order,
    needed_id,
    needed_time,
    number_in,
    rows_in,
    text_in,
    time_in,
)

_ENCRYPTED = re.compile("[0-9a-f]{192,}")
"""Salt, vector and tag are 96 bytes, before the first of the text."""


def read(content: str) -> Found:
    """The closed tickets of a dump. Raises NotSuchAFile."""
    models = _models(content)
    if "ticket" not in models:
        raise NotSuchAFile("it names no tickets")
    kinds = {
        row["id"]: row["name"]
        for row in rows_in(models.get("category"))
        if row is not None and type(row.get("id")) is int and isinstance(row.get("name"), str)
    }
    found, unreadable, still_open = closed_in(
        models["ticket"], "ticket", "number", lambda row: _ticket(row, kinds)
    )
    encrypted = sum(hidden for _, hidden in found)
    return Found(tuple(ticket for ticket, _ in found), unreadable, still_open, encrypted)


def _ticket(row: Mapping[str, Any], kinds: Mapping[int, str]) -> tuple[FormerTicket, int]:
    """The ticket, and how many of its texts are encrypted."""
    topic, reason = text_in(row, "topic"), text_in(row, "closedReason")
    hidden = [text for text in (topic, reason) if text is not None and _ENCRYPTED.fullmatch(text)]
    category = row.get("categoryId")
    handler_id, responded_at = id_in(row, "claimedById"), time_in(row, "firstResponseAt")
    ticket = FormerTicket(
        guild_id=needed_id(row, "guildId"),
        number=number_in(row, "number"),
        kind=kinds.get(category, "") if type(category) is int else "",
        requester_id=needed_id(row, "createdById"),
        handler_id=handler_id,
        opened_at=needed_time(row, "createdAt"),
        responded_at=responded_at,
        responder_id=handler_id if responded_at is not None else None,
        closed_at=needed_time(row, "closedAt"),
        closer_id=id_in(row, "closedById"),
        text="" if topic is None or topic in hidden else topic,
        reason=None if reason in hidden else reason,
    )
    return in_order(ticket), len(hidden)


def _models(content: str) -> dict[str, Any]:
    try:
        whole = json.loads(content)
        pairs = [whole] if _is_pair(whole) else whole
    except (ValueError, RecursionError):
        try:
            pairs = [json.loads(line) for line in content.split("\n") if line.strip()]
        except (ValueError, RecursionError) as error:
            raise NotSuchAFile("it is no JSON") from error
    if not isinstance(pairs, list) or not all(_is_pair(one) for one in pairs):
        raise NotSuchAFile("it does not consist of pairs of a name and rows")
    return dict(pairs)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)
