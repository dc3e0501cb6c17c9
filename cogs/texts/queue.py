"""What is said of the queue."""

from __future__ import annotations

from bot.ticket_tiers import Tier
from bot.tickets.queue import ALL_OF_IT, Wanted, Whose
from bot.tickets.ticket import Ticket, WaitingOn
from cogs.texts import snoozes
from cogs.texts.clocks import due
from cogs.texts.forms import channel, flat, member, moment
from cogs.texts.language import Language
from cogs.texts.priorities import PRIORITIES
from cogs.texts.tickets import claimed
from cogs.texts.turns import turn


def about_queue(t: Language) -> str:
    return t("Staff: who is waiting, in the order in which to look at them")


def about_whose(t: Language) -> str:
    return t("Only tickets that you have, that nobody has, or that are snoozed")


def about_waiting_on(t: Language) -> str:
    return t("Only tickets that wait for this")


def about_only_type(t: Language) -> str:
    return t("Only tickets of this type")


def about_next(t: Language) -> str:
    return t("Staff: take the ticket that should be looked at next")


def about_show(t: Language) -> str:
    return t("Staff: what a ticket says, with its buttons")


def whose(t: Language, value: Whose) -> str:
    """The choices of `/queue`; below a page, which of them was chosen."""
    match value:
        case Whose.ALL:
            return t.c("tickets in the queue", "Everybody's")
        case Whose.MINE:
            return t.c("tickets in the queue", "Only mine")
        case Whose.UNCLAIMED:
            return t.c("tickets in the queue", "Only unclaimed ones")
        case Whose.SNOOZED:
            return t.c("tickets in the queue", "Only snoozed ones")


def wanted(t: Language, asked: Wanted, type_label: str | None) -> list[str]:
    """What a page is restricted to; nothing where it is not."""
    said = [] if asked.whose is Whose.ALL else [whose(t, asked.whose)]
    if type_label is not None:
        said.append(type_label)
    if asked.waiting_on is not None:
        said.append(turn(t, asked.waiting_on))
    return said


def dealt(t: Language, ticket: Ticket, type_label: str) -> str:
    """Whoever asked for the next ticket has this one."""
    return f"{claimed(t, ticket)}\n{_facts(ticket, type_label)} · {moment(ticket.waits_since or ticket.opened_at)}"


def queue_title(t: Language, count: int) -> str:
    return t.n("Queue · {count} open", "Queue · {count} open", count) if count else t("Queue")


def queue_empty(t: Language, asked: Wanted) -> str:
    return t("Nobody is waiting. 🎉") if asked == ALL_OF_IT else t("There is no such ticket in the queue.")


def queue_line(t: Language, ticket: Ticket, type_label: str, tier: Tier | None = None) -> str:
    """Priority, place, since when, with whom, at which tier where there are some, when it is due, and whose turn it is unless
    it is staff's, or until when it is snoozed: facts beside each other.

    The thread's name begins with the number and the type.
    """
    who = t("with {assignee}", assignee=member(ticket.assignee_id)) if ticket.assignee_id else t("**unclaimed**")
    facts = [_facts(ticket, type_label), moment(ticket.opened_at), who]
    if tier is not None:
        facts.append(tier.wording(t.code).label)
    if ticket.due_at is not None:
        facts.append(due(t, ticket.due_at))
    if ticket.is_snoozed or ticket.waiting_on is not WaitingOn.STAFF:
        facts.append(snoozes.turn(t, ticket))
    return " · ".join(facts)


def _facts(ticket: Ticket, type_label: str) -> str:
    thread_id = ticket.receipts.thread_id
    where = channel(thread_id) if thread_id else f"#{ticket.number} {type_label}: {flat(ticket.summary)}"
    return f"{PRIORITIES[ticket.priority]} {where}"


def queue_footer(t: Language, page: int, pages: int) -> str:
    return t("Page {page} of {pages}", page=page, pages=pages)


def button_page(t: Language, page: int) -> str:
    return t("Page {page}", page=page)
