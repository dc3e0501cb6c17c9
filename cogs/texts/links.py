"""What is said of tickets that have to do with each other."""

from __future__ import annotations

from bot.tickets.ticket import Ticket
from cogs.texts.language import Language


def about_link(t: Language) -> str:
    return t("Staff: say that two tickets have to do with each other")


def about_unlink(t: Language) -> str:
    return t("Staff: say that they do not")


def about_other(t: Language) -> str:
    return t("The number of the other ticket")


def button_link(t: Language) -> str:
    return t.c("button", "Link")


def title_link(t: Language, ticket: Ticket) -> str:
    return t("Link ticket #{number}", number=ticket.number)


def ask_other(t: Language) -> str:
    return t("To which ticket?")


def hint_number(t: Language) -> str:
    return t("Its number, such as 12.")


def linked(t: Language, ticket: Ticket, other: Ticket) -> str:
    return t("Tickets #{number} and #{other} are linked.", number=ticket.number, other=other.number)


def unlinked(t: Language, ticket: Ticket, other: Ticket) -> str:
    return t("Tickets #{number} and #{other} are linked no longer.", number=ticket.number, other=other.number)
