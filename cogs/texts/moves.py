"""What is said where a ticket is moved to another type."""

from __future__ import annotations

from collections.abc import Sequence

from bot.tickets.ticket import Ticket
from cogs.texts.forms import channel, member
from cogs.texts.language import Language


def about_move(t: Language) -> str:
    return t("Staff: move a ticket to another type, with all that was said")


def about_type(t: Language) -> str:
    return t("The type that it should be of")


def title_move(t: Language, ticket: Ticket) -> str:
    return t("Move ticket #{number}", number=ticket.number)


def button_move(t: Language) -> str:
    return t.c("button", "Move")


def choose_type(t: Language, ticket: Ticket) -> str:
    return t("To which type should ticket #{number} be moved?", number=ticket.number)


def nowhere(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number} cannot be moved: there is no other type for staff.", number=ticket.number)


def hint_field(t: Language) -> str:
    return t("Left empty, the requester is asked.")


def hint_fact(t: Language) -> str:
    return t("If you know.")


def moved(t: Language, ticket: Ticket, type_label: str) -> str:
    return t("Ticket #{number} is now of the type {type}.", number=ticket.number, type=f"**{type_label}**")


def thread_stays(t: Language, channel_id: int) -> str:
    """Discord moves no thread."""
    return t(
        "Its thread stays in {channel}: whoever sees all threads there goes on reading it.",
        channel=channel(channel_id),
    )


def told(t: Language, actor_id: int, requester_id: int, type_label: str, asked: Sequence[str]) -> str:
    """What the thread is told; `asked` are the labels of what nobody has filled in."""
    actor, label = member(actor_id), f"**{type_label}**"
    moved_to = t("{actor} moved this ticket to the type {type}.", actor=actor, type=label)
    if not asked:
        return moved_to
    please = t("{requester}, please write here what staff need for that:", requester=member(requester_id))
    return "\n".join([f"{moved_to} {please}", *(f"• {one}" for one in asked)])
