"""What is said of whose turn it is in a ticket, and of who is given it."""

from __future__ import annotations

from bot.tickets.ticket import Ticket, WaitingOn
from cogs.texts.forms import member
from cogs.texts.language import Language


def about_wait(t: Language) -> str:
    return t("Staff: say whose turn it is in a ticket")


def about_assign(t: Language) -> str:
    return t("Staff: give a ticket to a colleague, or take one over")


def about_member(t: Language) -> str:
    return t("Who is to have it; without this, you")


def button_assign(t: Language) -> str:
    return t.c("button", "Do it all the same")


def assigned(t: Language, ticket: Ticket) -> str:
    return t(
        "{assignee} has ticket #{number} now.", assignee=member(ticket.assignee_id or 0), number=ticket.number
    )


def button_wait(t: Language) -> str:
    return t.c("button", "Whose turn")


def label_turn(t: Language) -> str:
    return t("Turn")


def title_wait(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number}: whose turn?", number=ticket.number)


def ask_turn(t: Language) -> str:
    return t("Whose turn is it?")


def turn(t: Language, value: WaitingOn) -> str:
    """As staff see it."""
    match value:
        case WaitingOn.STAFF:
            return t.c("whose turn it is", "Waits for staff")
        case WaitingOn.REQUESTER:
            return t.c("whose turn it is", "Waits for the requester")
        case WaitingOn.THIRD_PARTY:
            return t.c("whose turn it is", "Waits for somebody else")
        case WaitingOn.FIX:
            return t.c("whose turn it is", "Waits for a fix")


def option_turn(t: Language, value: WaitingOn) -> str:
    return turn(t, value)


def for_requester(t: Language, ticket: Ticket) -> list[str]:
    """Whose turn it is, for its requester; nothing where that is said otherwise."""
    match ticket.waiting_on:
        case WaitingOn.STAFF:
            return [] if ticket.assignee_id is None else [t("It is staff's turn.")]
        case WaitingOn.REQUESTER:
            return [t("**It is your turn**: staff wait for your answer.")]
        case WaitingOn.THIRD_PARTY:
            return [t("Somebody else has to do something first; you need not do anything.")]
        case WaitingOn.FIX:
            return [t("It needs a fix first; you need not do anything.")]


def waits(t: Language, ticket: Ticket) -> str:
    match ticket.waiting_on:
        case WaitingOn.STAFF:
            return t("Ticket #{number} waits for staff.", number=ticket.number)
        case WaitingOn.REQUESTER:
            return t("Ticket #{number} waits for the requester.", number=ticket.number)
        case WaitingOn.THIRD_PARTY:
            return t("Ticket #{number} waits for somebody else.", number=ticket.number)
        case WaitingOn.FIX:
            return t("Ticket #{number} waits for a fix.", number=ticket.number)
