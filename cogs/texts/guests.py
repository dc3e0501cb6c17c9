"""What is said of who is in a ticket's thread beside its requester and staff."""

from __future__ import annotations

from bot.tickets.ticket import Event, EventKind, Ticket
from cogs.texts.forms import member
from cogs.texts.language import Language


def about_add(t: Language) -> str:
    return t("Staff: bring somebody into a ticket's thread")


def about_remove(t: Language) -> str:
    return t("Staff: take somebody out of a ticket's thread")


def about_member(t: Language) -> str:
    return t("Whom")


def button_add(t: Language) -> str:
    return t.c("button", "Add somebody")


def button_remove(t: Language) -> str:
    return t.c("button", "Remove somebody")


def title_add(t: Language, ticket: Ticket) -> str:
    return t("Add to ticket #{number}", number=ticket.number)


def title_remove(t: Language, ticket: Ticket) -> str:
    return t("Remove from ticket #{number}", number=ticket.number)


def ask_added(t: Language) -> str:
    return t("Who is to come in?")


def ask_removed(t: Language) -> str:
    return t("Who is to leave?")


def added(t: Language, ticket: Ticket, member_id: int) -> str:
    return t(
        "{member} belongs to ticket #{number} now, and reads all that stands in its thread.",
        member=member(member_id),
        number=ticket.number,
    )


def removed(t: Language, ticket: Ticket, member_id: int) -> str:
    return t("{member} belongs to ticket #{number} no longer.", member=member(member_id), number=ticket.number)


def requester_gone(t: Language, ticket: Ticket) -> str:
    """In the thread of a ticket whose requester could not be let in."""
    return t(
        "{requester}, whose ticket #{number} is, is not in this server, so nobody but staff reads this thread for now.",
        requester=member(ticket.requester_id),
        number=ticket.number,
    )


def happened(t: Language, event: Event) -> str:
    """What the thread is told."""
    actor, guest = member(event.actor_id or 0), member(event.member_id or 0)
    if event.kind is EventKind.GUEST_ADDED:
        return t("{actor} added {member}, who reads all that stands here.", actor=actor, member=guest)
    return t("{actor} removed {member} from this ticket.", actor=actor, member=guest)
