"""What is said of tickets: panel, form, thread, queue."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ticket_types import Priority, TicketType
from bot.tickets.lifecycle import Event, EventKind, Status, Ticket
from bot.tickets.priority import Impact
from cogs.texts import english


def choose_any_type() -> str:
    return "What is it about?"


def panel_title(community: str) -> str:
    return f"{community}: get help from staff"


def panel_text(types: Sequence[TicketType]) -> str:
    lines = [f"{kind.emoji or '•'} **{kind.label}** – {kind.description}" for kind in types]
    return "Choose what it is about. You get a private thread that only you and staff can read.\n\n" + "\n".join(
        lines
    )


def panel_footer() -> str:
    return "Please post no passwords, not even here."


def community_instead(kind: TicketType, places: Sequence[str]) -> str:
    where = ", ".join(places) or "the help channels"
    return f"**{kind.label}** is best asked in public: {where}. Members and staff answer there."


def impact_question() -> str:
    return "Who is affected?"


def impact(value: Impact) -> str:
    match value:
        case Impact.ONE:
            return "Only me"
        case Impact.SEVERAL:
            return "Several people"
        case Impact.ALL:
            return "Nobody can work"


def asked_in_label() -> str:
    return "Asked in"


def thread_name(ticket: Ticket, kind_label: str) -> str:
    """Starts with the number, by which an interrupted opening finds its own thread again."""
    return f"{thread_prefix(ticket)}{kind_label}: {ticket.summary}"[:100]


def thread_prefix(ticket: Ticket) -> str:
    return f"#{ticket.number} "


def opening_title(ticket: Ticket, kind_label: str) -> str:
    return f"Ticket #{ticket.number} · {kind_label}"


def opening_text(ticket: Ticket, ahead: int) -> str:
    line = {0: "You are next in line", 1: "One ticket is ahead of yours"}.get(
        ahead, f"{ahead} tickets are ahead of yours"
    )
    return (
        f"Hello {english.member(ticket.requester_id)}, your ticket is in the queue with priority **{ticket.priority}**."
        f" {line}. Staff answer here, in this thread; add anything that helps, but no passwords."
    )


def opening_again(ticket: Ticket) -> str:
    return (
        f"Hello {english.member(ticket.requester_id)}, the thread of your ticket was deleted, so here is a new one. What was"
        " written there is gone, your request is not. Staff answer here."
    )


def ticket_saved(ticket: Ticket) -> str:
    if ticket.receipts.thread_id is None:
        return f"Ticket #{ticket.number} is saved."
    return f"Ticket #{ticket.number} is open: {english.channel(ticket.receipts.thread_id)}"


def ticket_opens_later(ticket: Ticket) -> str:
    return (
        f"Ticket #{ticket.number} is saved and cannot get lost, but Discord does not let me open its thread"
        " right now. I keep trying; you will be notified in the thread."
    )


def shown_later(ticket: Ticket) -> str:
    return f"Done. Discord is slow to take it; ticket #{ticket.number} will look right in a moment."


def status(value: Status) -> str:
    match value:
        case Status.OPENING:
            return "Being opened"
        case Status.OPEN:
            return "Open"
        case Status.CLAIMED:
            return "Claimed"
        case Status.RESOLVED:
            return "Resolved"
        case Status.CLOSED:
            return "Closed"


def priority(value: Priority) -> str:
    return {
        Priority.P1: "🔴 P1",
        Priority.P2: "🟠 P2",
        Priority.P3: "🟡 P3",
        Priority.P4: "⚪ P4",
    }[value]


def happened(event: Event) -> str | None:
    """What the thread is told of an event; None for what it need not be told."""
    by = english.member(event.actor_id) if event.actor_id else None
    match event.kind:
        case EventKind.OPENED | EventKind.RESPONDED:
            return None
        case EventKind.CLAIMED:
            return f"{by} is looking after this ticket now."
        case EventKind.RELEASED:
            return f"{by} put this ticket back into the queue; a colleague will take over."
        case EventKind.RESOLVED:
            thanks = f" Thanks to {english.member(event.member_id)} for helping!" if event.member_id else ""
            note = f"\n> {english.flat(event.note)}" if event.note else ""
            return f"✅ {by} marked this ticket as resolved.{thanks} Not solved? Press *Reopen*.{note}"
        case EventKind.CLOSED:
            note = f"\n> {english.flat(event.note)}" if event.note else ""
            if by is None:
                return "This ticket stayed resolved, so it is closed now. For anything new, open another one."
            return f"🔒 {by} closed this ticket.{note}"
        case EventKind.REOPENED:
            return f"{by} reopened this ticket; it is back in the queue."


def event_footer(ticket: Ticket, event_id: int) -> str:
    """Marks the message of an event, so that an interrupted announcement is not made twice."""
    return f"Ticket #{ticket.number} · update {event_id}"


def claimed(ticket: Ticket) -> str:
    return f"Ticket #{ticket.number} is yours."


def released(ticket: Ticket) -> str:
    return f"Ticket #{ticket.number} is back in the queue."


def resolved(ticket: Ticket) -> str:
    return f"Ticket #{ticket.number} is resolved."


def closed(ticket: Ticket) -> str:
    return f"Ticket #{ticket.number} is closed."


def reopened(ticket: Ticket) -> str:
    return f"Ticket #{ticket.number} is open again."


def label_claim() -> str:
    return "Claim"


def label_release() -> str:
    return "Release"


def label_resolve() -> str:
    return "Resolve"


def label_close() -> str:
    return "Close"


def label_reopen() -> str:
    return "Reopen"


def label_priority() -> str:
    return "Priority"


def label_status() -> str:
    return "Status"


def label_assignee() -> str:
    return "Assignee"


def label_requester() -> str:
    return "Requester"


def label_thread() -> str:
    return "Thread"


def label_opened_at() -> str:
    return "Opened"


def resolve_title(ticket: Ticket) -> str:
    return f"Resolve ticket #{ticket.number}"


def resolve_note_label() -> str:
    return "What solved it?"


def resolve_note_description() -> str:
    return "The requester reads this."


def resolve_helper_label() -> str:
    return "Did somebody in the community help?"


def resolve_helper_description() -> str:
    return "They are thanked and earn reputation."


def queue_title(count: int) -> str:
    return f"Queue · {count} open" if count else "Queue"


def queue_empty() -> str:
    return "Nobody is waiting. 🎉"


def queue_line(ticket: Ticket, kind_label: str) -> str:
    """The thread's name begins with the number and the kind."""
    named = f"#{ticket.number} {kind_label}: {english.flat(ticket.summary)}"
    where = english.channel(ticket.receipts.thread_id) if ticket.receipts.thread_id else named
    who = f"with {english.member(ticket.assignee_id)}" if ticket.assignee_id else "**unclaimed**"
    return f"{priority(ticket.priority)} {where} · {english.moment(ticket.opened_at)} · {who}"


def queue_more(count: int) -> str:
    return f"… and {count} more."
