"""What is said of tickets that are out of the queue for a while."""

from __future__ import annotations

from bot.tickets.ticket import Event, Ticket, WaitingOn
from cogs.texts import turns
from cogs.texts.forms import member, moment
from cogs.texts.language import Language


def about_snooze(t: Language) -> str:
    return t("Staff: take a ticket out of the queue for a while")


def about_until(t: Language) -> str:
    return t("Such as tomorrow 9:00 or in 2 h, or what it waits for")


def option_reply(t: Language) -> str:
    return t("until the requester writes")


def option_fix(t: Language) -> str:
    return t("until there is a fix")


def button_snooze(t: Language) -> str:
    return t.c("button", "Snooze")


def title_snooze(t: Language, ticket: Ticket) -> str:
    return t("Snooze ticket #{number}", number=ticket.number)


def ask_until(t: Language) -> str:
    return t("Until when?")


def hint_until(t: Language, zone_name: str) -> str:
    return t("Such as tomorrow 9:00 or in 2 h; {zone}.", zone=zone_name)


def ask_event(t: Language) -> str:
    return t("Or, without a time:")


def button_wake(t: Language) -> str:
    return t.c("button", "Wake")


def snoozed(t: Language, ticket: Ticket) -> str:
    if ticket.snooze is not None and ticket.snooze.until is not None:
        return t(
            "Ticket #{number} is out of the queue until {when}, or until the requester writes.",
            number=ticket.number,
            when=moment(ticket.snooze.until, "f"),
        )
    if ticket.waiting_on is WaitingOn.FIX:
        return t(
            "Ticket #{number} is out of the queue until you wake it, or the requester writes.",
            number=ticket.number,
        )
    return t("Ticket #{number} is out of the queue until the requester writes.", number=ticket.number)


def woken(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number} is back in the queue.", number=ticket.number)


def turn(t: Language, ticket: Ticket) -> str:
    """Whose turn it is, as staff see it, and how long nobody need look."""
    if not ticket.is_snoozed or ticket.snooze is None:
        return turns.turn(t, ticket.waiting_on)
    if ticket.snooze.until is not None:
        return t("💤 Snoozed until {when}", when=moment(ticket.snooze.until, "f"))
    if ticket.waiting_on is WaitingOn.FIX:
        return t("💤 Snoozed until there is a fix")
    return t("💤 Snoozed until the requester writes")


def for_requester(t: Language, ticket: Ticket) -> list[str]:
    """Whose turn it is, for its requester."""
    if ticket.is_snoozed and ticket.snooze is not None and ticket.snooze.until is not None:
        when = moment(ticket.snooze.until, "f")
        return [t("Staff look at it again {when}, and at once if you write here.", when=when)]
    return turns.for_requester(t, ticket)


def told(t: Language, event: Event, requester_id: int) -> str:
    """What the thread is told."""
    actor = member(event.actor_id or 0)
    if event.until is not None:
        return t(
            "{actor} put this ticket off until {when}. If you write here, staff look at it at once.",
            actor=actor,
            when=moment(event.until, "f"),
        )
    if event.waiting_on is WaitingOn.FIX:
        return t(
            "{actor} put this ticket off until there is a fix. If you write here, staff look at it at once.",
            actor=actor,
        )
    return t(
        "{actor} put this ticket off until you write here, {requester}.",
        actor=actor,
        requester=member(requester_id),
    )


def told_woken(t: Language, actor_id: int) -> str:
    return t("{actor} put this ticket back into the queue.", actor=member(actor_id))
