"""What a ticket has to do with other tickets and other people: values. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

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
    type_id: str = ""


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
    goes_on_unread: bool = False
    """It goes on in a ticket that not all who see its card read."""

    def beside(self, hidden: Collection[str]) -> Relations:
        """The same without what is said of tickets of the types that not all who see the card read."""

        def seen(others: tuple[Other, ...]) -> tuple[Other, ...]:
            return tuple(other for other in others if other.type_id not in hidden)

        is_unread = self.survivor is not None and self.survivor.type_id in hidden
        return replace(
            self,
            survivor=None if is_unread else self.survivor,
            merged=seen(self.merged),
            linked=seen(self.linked),
            goes_on_unread=is_unread,
        )
