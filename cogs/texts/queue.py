"""What is said of the queue."""

from __future__ import annotations

from bot.tickets.ticket import Ticket, WaitingOn
from cogs.texts.forms import channel, flat, member, moment
from cogs.texts.language import Language
from cogs.texts.priorities import PRIORITIES
from cogs.texts.turns import turn


def about_queue(t: Language) -> str:
    return t("Staff: who is waiting, the most urgent first")


def queue_title(t: Language, count: int) -> str:
    return t.n("Queue · {count} open", "Queue · {count} open", count) if count else t("Queue")


def queue_empty(t: Language) -> str:
    return t("Nobody is waiting. 🎉")


def queue_line(t: Language, ticket: Ticket, type_label: str) -> str:
    """Priority, place, since when, with whom, and whose turn it is unless it is staff's: facts beside each other.

    The thread's name begins with the number and the type.
    """
    thread_id = ticket.receipts.thread_id
    where = channel(thread_id) if thread_id else f"#{ticket.number} {type_label}: {flat(ticket.summary)}"
    who = t("with {assignee}", assignee=member(ticket.assignee_id)) if ticket.assignee_id else t("**unclaimed**")
    facts = [f"{PRIORITIES[ticket.priority]} {where}", moment(ticket.opened_at), who]
    if ticket.waiting_on is not WaitingOn.STAFF:
        facts.append(turn(t, ticket.waiting_on))
    return " · ".join(facts)


def queue_footer(t: Language, page: int, pages: int) -> str:
    return t("Page {page} of {pages}", page=page, pages=pages)


def button_page(t: Language, page: int) -> str:
    return t("Page {page}", page=page)
