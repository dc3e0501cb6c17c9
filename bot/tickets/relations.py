"""What a ticket has to do with other tickets and other people: values. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.tickets.ticket import Status


@dataclass(frozen=True)
class Other:
    """As much of another ticket as is said where it is named."""

    id: int
    number: int
    requester_id: int
    thread_id: int | None
    question_id: int | None
    status: Status


@dataclass(frozen=True)
class Relations:
    """What stands on a ticket's card beside the ticket: the one that it goes on in, those merged into it or linked with it,
    who was
    added, and how many notes of staff there are.
    """

    survivor: Other | None = None
    merged: tuple[Other, ...] = ()
    linked: tuple[Other, ...] = ()
    guests: tuple[int, ...] = ()
    notes: int = 0
