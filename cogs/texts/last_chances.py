"""What is said before a ticket is opened: what may answer it, and which tickets there are already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.insights.numbers import LastChances
from bot.ticket_errors import AlreadyOpen, WentIntoTicket
from bot.tickets.ticket import Ticket
from cogs.texts.faq import button_still_need_help
from cogs.texts.forms import channel, member, moment, quoted
from cogs.texts.language import Language


def may_answer(t: Language, count: int) -> str:
    return t.n(
        "Before your ticket is opened: does this answer it?",
        "Before your ticket is opened: does one of these {count} answer it?",
        count,
    )


def own_tickets(t: Language, tickets: Sequence[Ticket]) -> str:
    """Their tickets that are open, a line each."""
    heading = t.n(
        "You have an open ticket. Does it belong there?",
        "You have open tickets. Does it belong to one of them?",
        len(tickets),
    )
    return "\n".join([heading, *(_line(ticket) for ticket in tickets)])


def _line(ticket: Ticket) -> str:
    thread_id = ticket.receipts.thread_id
    return f"• **#{ticket.number}** {quoted(ticket.summary)} {channel(thread_id) if thread_id else ''}".rstrip()


def opens_by_itself(t: Language, opens_at: datetime) -> str:
    return t(
        "What you wrote is kept, and no ticket is open yet. *{still}* opens it; if you press nothing, it opens by itself"
        " {when}.",
        still=button_still_need_help(t),
        when=moment(opens_at),
    )


def button_add(t: Language, number: int) -> str:
    return t.c("button", "Add it to #{number}", number=number)


def button_another(t: Language) -> str:
    return t.c("button", "Open another ticket")


def solved(t: Language, until: datetime) -> str:
    return t(
        "Good to hear! No ticket is opened. If it is not solved after all, press *{still}*: until {when}, nothing has to be"
        " typed again.",
        still=button_still_need_help(t),
        when=moment(until, "f"),
    )


def added(t: Language, ticket: Ticket) -> str:
    thread_id = ticket.receipts.thread_id
    if thread_id is None:
        return t("It is in ticket #{number} now, and staff read it there.", number=ticket.number)
    return t("It is in your ticket now: {thread}. Staff read it there.", thread=channel(thread_id))


def added_for(t: Language, ticket: Ticket) -> str:
    """The same to staff, who added it for somebody."""
    return t(
        "It is in ticket #{number} of {requester} now.",
        number=ticket.number,
        requester=member(ticket.requester_id),
    )


def added_elsewhere(t: Language, meant: Ticket, ticket: Ticket) -> str:
    """The same where the ticket that was meant goes on in another one by now."""
    thread_id = ticket.receipts.thread_id
    if thread_id is None:
        return t(
            "Ticket #{meant} goes on in ticket #{number}, so it is there now, and staff read it there.",
            meant=meant.number,
            number=ticket.number,
        )
    return t(
        "Ticket #{meant} goes on in ticket #{number}, so it is there now: {thread}. Staff read it there.",
        meant=meant.number,
        number=ticket.number,
        thread=channel(thread_id),
    )


def went_into(t: Language, refused: WentIntoTicket) -> str:
    """Where what was filled in has gone meanwhile."""
    number, thread = refused.number, channel(refused.thread_id) if refused.thread_id else None
    match refused.was_added, thread:
        case True, None:
            return t("What you wrote is in your ticket #{number} already.", number=number)
        case True, _:
            return t("What you wrote is in your ticket #{number} already. {thread}", number=number, thread=thread)
        case False, None:
            return t("Your ticket #{number} was opened already, with all that you wrote.", number=number)
        case _:
            return t(
                "Your ticket #{number} was opened already, with all that you wrote. {thread}",
                number=number,
                thread=thread,
            )


def still_kept(t: Language, opens_at: datetime | None) -> str:
    """Below a refusal to open the ticket now."""
    if opens_at is None:
        return t("What you wrote is still kept.")
    return t(
        "What you wrote is still kept. If you press nothing, staff get it {when}: in the ticket that is open, or in a new"
        " one.",
        when=moment(opens_at),
    )


def has_no_room(t: Language, asker_id: int, refused: AlreadyOpen) -> str:
    """To staff who want to open a ticket for somebody who can have no more of its type."""
    return t.n(
        "{asker} has {count} open ticket of this kind already, and no more can be: #{number}.",
        "{asker} has {count} open tickets of this kind already, and no more can be. The newest is #{number}.",
        refused.count,
        asker=member(asker_id),
        number=refused.number,
    )


def has_open_ticket(t: Language, tickets: Sequence[Ticket], asker_id: int, *, is_own: bool) -> str:
    """Before a question becomes a ticket, where one of the type is open already."""
    if is_own:
        heading = t("You have an open ticket of this kind. What shall become of your question?")
    else:
        requester = member(asker_id)
        heading = t(
            "{requester} has an open ticket of this kind. What shall become of the question?", requester=requester
        )
    return "\n".join([heading, *(_line(ticket) for ticket in tickets)])


def label_last_chances(t: Language) -> str:
    return t("Before a ticket")


def numbers_last_chances(t: Language, counted: LastChances) -> str:
    """What came of the forms below which entries were shown."""
    return t.n(
        "Entries were shown for {count} filled-in form. Solved by one of them, without a ticket: {solved}; came back with a"
        " ticket within 72 h: {retracted}.",
        "Entries were shown for {count} filled-in forms. Solved by one of them, without a ticket: {solved}; came back with a"
        " ticket within 72 h: {retracted}.",
        counted.shown,
        solved=counted.solved,
        retracted=counted.retracted,
    )
