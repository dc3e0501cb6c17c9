"""A closed ticket of another bot, and what could not be read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.ids import EPOCH, LARGEST, born_at

LARGEST_NUMBER = 2_000_000_000
"""Below `bot.tickets.ticket.LARGEST_NUMBER`: ours go on after it."""

LATEST = born_at(LARGEST)
"""Ours have ids until then, and Discord has had some since `EPOCH`."""


@dataclass(frozen=True)
class FormerTicket:
    """What is known of it. `kind` is what the other bot called its type; `handler_id` who had claimed it."""

    guild_id: int
    number: int
    kind: str
    requester_id: int
    handler_id: int | None
    opened_at: datetime
    responded_at: datetime | None
    responder_id: int | None
    closed_at: datetime
    closer_id: int | None
    text: str
    """What it was about; empty where the file does not say."""
    reason: str | None
    """Why it was closed."""


@dataclass(frozen=True)
class Unreadable:
    """Where something stands in the file, and what is wrong with it."""

    where: str
    why: str


@dataclass(frozen=True)
class Found:
    """What a file holds; `still_open` tickets are left to the other bot, `encrypted` texts cannot be read."""

    tickets: tuple[FormerTicket, ...]
    unreadable: tuple[Unreadable, ...] = ()
    still_open: int = 0
    encrypted: int = 0


class NotSuchAFile(Exception):
    """The file is not what the other bot writes; the text says why."""


class Wrong(Exception):
    """A value that cannot be; the text says which."""


T = TypeVar("T")


def closed_in(
    rows: Any, table: str, number: str, read: Callable[[Mapping[str, Any]], T]
) -> tuple[list[T], tuple[Unreadable, ...], int]:
    """What is read of the closed tickets of a list, what could not be read, and how many are open still.

    `table` is what the other bot calls the list, `number` the key under which a ticket has its own; `read` may raise Wrong.
    """
    found, unreadable, still_open = list[T](), list[Unreadable](), 0
    for place, row in enumerate(rows_in(rows), start=1):
        try:
            if row is None:
                raise Wrong("it is no object")
            if row.get("open") is not False:
                still_open += 1
                continue
            found.append(read(row))
        except Wrong as wrong:
            of = f", #{row[number]}" if row is not None and type(row.get(number)) is int else ""
            unreadable.append(Unreadable(f"`{table}`, row {place}{of}", str(wrong)))
    return found, tuple(unreadable), still_open


def id_in(row: Mapping[str, Any], key: str) -> int | None:
    """An id of Discord's, which some write as text; None where there is none. Raises Wrong."""
    value = row.get(key)
    if value is None or value in ("", 0, "0"):
        return None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 20:
        value = int(value)
    if type(value) is not int or not 0 < value <= LARGEST:
        raise Wrong(f"`{key}` is no id")
    return value


def needed_id(row: Mapping[str, Any], key: str) -> int:
    """The same, which must be there. Raises Wrong."""
    value = id_in(row, key)
    if value is None:
        raise Wrong(f"`{key}` is missing")
    return value


def number_in(row: Mapping[str, Any], key: str) -> int:
    """The number of a ticket. Raises Wrong."""
    value = row.get(key)
    if type(value) is not int or not 0 < value <= LARGEST_NUMBER:
        raise Wrong(f"`{key}` is no number of a ticket")
    return value


def time_in(row: Mapping[str, Any], key: str) -> datetime | None:
    """A time; None where there is none. Raises Wrong."""
    value = row.get(key)
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
        at = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise Wrong(f"`{key}` is no time") from error
    if not EPOCH <= at < LATEST:
        raise Wrong(f"`{key}` is not from {EPOCH.year} to {LATEST.year}")
    return at


def needed_time(row: Mapping[str, Any], key: str) -> datetime:
    """The same, which must be there. Raises Wrong."""
    at = time_in(row, key)
    if at is None:
        raise Wrong(f"`{key}` is missing")
    return at


def text_in(row: Mapping[str, Any], key: str) -> str | None:
    """Words; None where there are none. Raises Wrong."""
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise Wrong(f"`{key}` is no text")
    return value or None


def in_order(ticket: FormerTicket) -> FormerTicket:
    """The ticket, unless its times contradict each other. Raises Wrong."""
    if not ticket.opened_at <= ticket.closed_at:
        raise Wrong("it was closed before it was opened")
    if ticket.responded_at is not None and not ticket.opened_at <= ticket.responded_at <= ticket.closed_at:
        raise Wrong("its first response was not while it was open")
    return ticket


def rows_in(value: Any) -> list[Mapping[str, Any] | None]:
    """The rows of a list; None for what is none."""
    if not isinstance(value, list):
        return []
    return [row if isinstance(row, dict) else None for row in value]
