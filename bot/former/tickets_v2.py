"""The export of Tickets v2: `data.json` in a zip, everything of one server. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.former.ticket import (
    FormerTicket,
    Found,
    NotSuchAFile,
    Wrong,
    closed_in,
    id_in,
    in_order,
    needed_id,
    needed_time,
    number_in,
    rows_in,
    text_in,
)

NAME = "data.json"


def read(content: str) -> Found:
    """The closed tickets in `data.json`. Raises NotSuchAFile."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotSuchAFile(f"{NAME} in it is no JSON") from error
    if not isinstance(data, dict) or not isinstance(data.get("tickets"), list):
        raise NotSuchAFile(f"{NAME} in it names no tickets")
    try:
        guild_id = needed_id(data, "guild_id")
    except Wrong as wrong:
        raise NotSuchAFile(f"{NAME} in it does not say of which server it is") from wrong
    about = _About(data)
    found, unreadable, still_open = closed_in(
        data["tickets"], "tickets", "id", lambda row: about.ticket(row, guild_id)
    )
    return Found(tuple(found), unreadable, still_open)


class _About:
    """What the other lists say of tickets, by their numbers."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._kinds = {
            row["panel_id"]: row["title"]
            for row in rows_in(data.get("panels"))
            if row is not None and type(row.get("panel_id")) is int and isinstance(row.get("title"), str)
        }
        self._closings = _by_ticket(data.get("close_reasons"))
        self._claims = _by_ticket(data.get("ticket_claims"))
        self._responses = _by_ticket(data.get("first_response_times"))

    def ticket(self, row: Mapping[str, Any], guild_id: int) -> FormerTicket:
        """Raises Wrong."""
        number, panel = number_in(row, "id"), row.get("panel_id")
        closing = self._closings.get(number, {}).get("data")
        closing = closing if isinstance(closing, dict) else {}
        opened_at, response = needed_time(row, "open_time"), self._responses.get(number, {})
        took = response.get("response_time")
        if took is not None and (type(took) is not int or not 0 <= took < 2**62):
            raise Wrong("`response_time` is no time")
        return in_order(
            FormerTicket(
                guild_id=guild_id,
                number=number,
                kind=self._kinds.get(panel, "") if type(panel) is int else "",
                requester_id=needed_id(row, "user_id"),
                handler_id=id_in(self._claims.get(number, {}), "data"),
                opened_at=opened_at,
                responded_at=None if took is None else opened_at + timedelta(microseconds=took // 1000),
                responder_id=id_in(response, "user_id"),
                closed_at=needed_time(row, "close_time"),
                closer_id=id_in(closing, "closed_by"),
                text="",
                reason=text_in(closing, "reason"),
            )
        )


def _by_ticket(rows: Any) -> dict[int, Mapping[str, Any]]:
    return {
        row["ticket_id"]: row for row in rows_in(rows) if row is not None and type(row.get("ticket_id")) is int
    }
