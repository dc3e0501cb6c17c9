"""What is said where requesters do not answer, and where they are asked whether it is solved."""

from __future__ import annotations

from datetime import datetime

from bot.tickets.silences.silence import awaits_requester
from bot.tickets.ticket import Event, EventKind, Ticket
from cogs.texts.forms import flat, member, moment
from cogs.texts.language import Language
from cogs.texts.tickets import button_reopen


def about_close_request(t: Language) -> str:
    return t("Staff: ask the requester whether a ticket is solved")


def about_until(t: Language) -> str:
    return t("Without an answer it counts as solved then, such as in 3 days")


def about_reason(t: Language) -> str:
    return t("Why you think so; the requester reads it")


def button_ask(t: Language) -> str:
    return t.c("button", "Ask if solved")


def button_yes(t: Language) -> str:
    return t.c("button", "Yes, it is solved")


def button_no(t: Language) -> str:
    return t.c("button", "No, it is not")


def button_still(t: Language) -> str:
    return t.c("button", "Still a problem")


def title_ask(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number}: is it solved?", number=ticket.number)


def ask_until(t: Language) -> str:
    return t("When is silence a yes?")


def hint_until(t: Language, zone_name: str) -> str:
    return t("Such as in 3 days; {zone}. Left empty: never of itself.", zone=zone_name)


def ask_reason(t: Language) -> str:
    return t("Why do you think so?")


def hint_reason(t: Language) -> str:
    return t("The requester reads this.")


def asked(t: Language, ticket: Ticket, until: datetime | None) -> str:
    if until is None:
        return t("The requester of ticket #{number} is asked whether it is solved.", number=ticket.number)
    return t(
        "The requester of ticket #{number} is asked whether it is solved. Without an answer it counts as solved {when}.",
        number=ticket.number,
        when=moment(until),
    )


def objected(t: Language, ticket: Ticket) -> str:
    return t(
        "It is staff's turn in ticket #{number} now. Please write in its thread what is still wrong.",
        number=ticket.number,
    )


def happened(t: Language, event: Event, ticket: Ticket) -> str | None:
    """What the thread is told; None for a reminder that has come too late."""
    requester = member(ticket.requester_id)
    match event.kind:
        case EventKind.REMINDED if awaits_requester(ticket):
            return _reminder(t, event, requester)
        case EventKind.FELL_SILENT:
            return t(
                "🔒 Staff have waited for an answer and been left without one, so this ticket is closed now. If you still need help,"
                " press *{reopen}* or write here: it is open again then, with all that stands here.",
                reopen=button_reopen(t),
            )
        case EventKind.ASKED_TO_CLOSE:
            return _question(t, event, requester)
        case EventKind.OBJECTED:
            return t("{actor} says that it is not solved. It is staff's turn.", actor=member(event.actor_id or 0))
        case _:
            return None


def accepted_in_time(t: Language) -> str:
    return t(
        "✅ Nobody has said that it is not solved, so this ticket counts as resolved now. Not solved? Press *{reopen}*, or"
        " write here.",
        reopen=button_reopen(t),
    )


def label_request(t: Language) -> str:
    return t("Asked if solved")


def request(t: Language, asked_at: datetime, until: datetime | None) -> str:
    """On the card: when the requester was asked, and when it counts as solved."""
    if until is None:
        return moment(asked_at)
    return t("{asked}, solved {when} without an answer", asked=moment(asked_at), when=moment(until))


def label_fell_silent(t: Language) -> str:
    return t("Closed without an answer")


def is_silent(t: Language, number: int) -> str:
    return t(
        "Ticket #{number} is closed because its requester did not answer. They can reopen it with `/ticket reopen` or by writing"
        " there; so can staff.",
        number=number,
    )


def already_asked(t: Language, number: int, asked_at: datetime) -> str:
    return t(
        "The requester of ticket #{number} was asked {when} whether it is solved, and has not answered yet. To take that back,"
        " say whose turn it is with `/ticket wait`.",
        number=number,
        when=moment(asked_at),
    )


def is_over(t: Language, number: int) -> str:
    return t(
        "Ticket #{number} has moved on since that was asked. Write in its thread what you need.", number=number
    )


def _reminder(t: Language, event: Event, requester: str) -> str:
    if event.until is None:
        return t(
            "⏳ {requester}, staff wait for your answer. Please write here, or press *{still}* if you cannot say more.",
            requester=requester,
            still=button_still(t),
        )
    return t(
        "⏳ {requester}, staff still wait for your answer, and this is the last reminder: without one this ticket is closed"
        " {when}. Write here or press *{still}*, and it stays open.",
        requester=requester,
        when=moment(event.until),
        still=button_still(t),
    )


def _question(t: Language, event: Event, requester: str) -> str:
    asked = t(
        "{requester}, {actor} asks: is this solved? Press *{yes}* or *{no}*, or write here what is missing.",
        requester=requester,
        actor=member(event.member_id or event.actor_id or 0),
        yes=button_yes(t),
        no=button_no(t),
    )
    lines = [asked]
    if event.note:
        lines.append(f"> {flat(event.note)}")
    if event.until is not None:
        lines.append(t("Without an answer it counts as solved {when}.", when=moment(event.until, "f")))
    return "\n".join(lines)
