"""What is said of who is in a ticket's thread beside its requester and staff."""

from __future__ import annotations

from bot.tickets.ticket import Event, EventKind
from cogs.texts.forms import member
from cogs.texts.language import Language


def happened(t: Language, event: Event) -> str:
    """What the thread is told."""
    actor, guest = member(event.actor_id or 0), member(event.member_id or 0)
    if event.kind is EventKind.ADDED:
        return t("{actor} added {member}, who reads all that stands here.", actor=actor, member=guest)
    return t("{actor} removed {member} from this ticket.", actor=actor, member=guest)
