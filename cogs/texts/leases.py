"""What is said of claims that lapse, and of who is away."""

from __future__ import annotations

from datetime import datetime

from bot.tickets.ticket import Ticket
from cogs.texts.forms import channel, member, moment
from cogs.texts.language import Language


def lapsed(t: Language, ticket: Ticket, at: datetime, hours: int) -> str:
    """To who had the ticket."""
    said = t.n(
        "Ticket #{number} is back in the queue since {when}: for {count} hour after it became staff's turn, nobody of staff"
        " wrote in it. If you go on with it, claim it again.",
        "Ticket #{number} is back in the queue since {when}: for {count} hours after it became staff's turn, nobody of staff"
        " wrote in it. If you go on with it, claim it again.",
        hours,
        number=ticket.number,
        when=moment(at, "f"),
    )
    thread_id = ticket.receipts.thread_id
    return f"{said} {channel(thread_id)}" if thread_id else said


def label_lapsed(t: Language) -> str:
    return t("Back in the queue")


def lapsed_from(t: Language, member_id: int, at: datetime) -> str:
    """On the card: who had it."""
    return t("{member} had it and nobody wrote · {when}", member=member(member_id), when=moment(at))


def about_away(t: Language) -> str:
    return t("Staff: say that you are away, or back")


def about_away_on(t: Language) -> str:
    return t("Get no tickets meanwhile")


def about_away_off(t: Language) -> str:
    return t("You are back, and get tickets again")


def about_days(t: Language) -> str:
    return t("For how many days; without this, until you say that you are back")


def is_away(t: Language, until: datetime | None) -> str:
    """What it means; what they hold is theirs until its lease ends."""
    kept = t("What you have stays yours until you release it, or nobody has written in it for too long.")
    if until is None:
        said = t(
            "You are away until you say `/away off`: nobody can give you a ticket, and none that opens again is yours."
        )
    else:
        said = t(
            "You are away until {when}: nobody can give you a ticket, and none that opens again is yours.",
            when=moment(until, "f"),
        )
    return f"{said}\n{kept}"


def is_back(t: Language) -> str:
    return t("You are here, and get tickets again.")
