"""What is said of macros, and how a reply made of one looks."""

from __future__ import annotations

from bot.tickets.ticket import Ticket
from cogs.texts.forms import member
from cogs.texts.language import Language


def about_macro(t: Language) -> str:
    return t("Staff: reply to a ticket with a prepared text")


def about_id(t: Language) -> str:
    return t("Which text")


def button_reply(t: Language) -> str:
    return t.c("button", "Reply")


def title_reply(t: Language, ticket: Ticket) -> str:
    return t("Reply to ticket #{number}", number=ticket.number)


def ask_macro(t: Language) -> str:
    return t("Which text?")


def replied(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number} has your reply.", number=ticket.number)


def told(actor_id: int, text: str) -> str:
    """The reply in the thread, and whose it is."""
    return f"{text}\n\n– {member(actor_id)}"
