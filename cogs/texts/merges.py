"""What is said of tickets that go on in other tickets."""

from __future__ import annotations

from collections.abc import Sequence

from bot.tickets.relations import Other, Relations
from bot.tickets.ticket import Event, EventKind, Ticket
from cogs.texts import notes
from cogs.texts.forms import channel, member
from cogs.texts.language import Language

TOLD = frozenset({EventKind.MERGED, EventKind.UNMERGED, EventKind.ABSORBED, EventKind.PARTED, EventKind.KNOCKED})
"""The events that name another ticket, and are told with it."""


def about_merge(t: Language) -> str:
    return t("Staff: let a ticket go on in another one")


def about_unmerge(t: Language) -> str:
    return t("Staff: take a merge back")


def about_into(t: Language) -> str:
    return t("The ticket in which it goes on")


def button_merge(t: Language) -> str:
    return t.c("button", "Merge")


def title_merge(t: Language, ticket: Ticket) -> str:
    return t("Merge ticket #{number}", number=ticket.number)


def ask_into(t: Language) -> str:
    return t("In which ticket does it go on?")


def button_unmerge(t: Language) -> str:
    return t.c("button", "Take the merge back")


def merged(t: Language, ticket: Ticket, into: Ticket) -> str:
    return t(
        "Ticket #{number} goes on in ticket #{other} now, and so do its customers; they read there what was written before.",
        number=ticket.number,
        other=into.number,
    )


def unmerged(t: Language, ticket: Ticket, into: Ticket) -> str:
    return t(
        "Ticket #{number} goes on by itself again. What its customers wrote in ticket #{other} stays there.",
        number=ticket.number,
        other=into.number,
    )


def opening(t: Language, ticket: Ticket) -> str:
    """The opening message of a ticket that is merged."""
    return t(
        "Hello {requester}, this ticket goes on in ticket #{number}; what has happened stands below.",
        requester=member(ticket.requester_id),
        number=ticket.merged_into or 0,
    )


def happened(t: Language, event: Event, other: Ticket) -> str:
    """What the thread is told of a merge, with the other ticket of it."""
    actor = member(event.actor_id or 0)
    match event.kind:
        case EventKind.MERGED if other.receipts.thread_id is None:
            return t(
                "{actor} merged this ticket into ticket #{number}, which is about the same. Its thread follows; you will be"
                " notified there, and need not write anything again.",
                actor=actor,
                number=other.number,
            )
        case EventKind.MERGED:
            return t(
                "{actor} merged this ticket into another one, which is about the same. Please go on in {thread}; you need"
                " not write anything again.",
                actor=actor,
                thread=channel(other.receipts.thread_id or 0),
            )
        case EventKind.UNMERGED:
            return t("{actor} took the merge back: this ticket goes on here.", actor=actor)
        case EventKind.ABSORBED:
            return t(
                "{actor} merged ticket #{number} of {requester} into this one.",
                actor=actor,
                number=other.number,
                requester=member(other.requester_id),
            )
        case EventKind.PARTED:
            return t(
                "{actor} took ticket #{number} of {requester} out of this one again.",
                actor=actor,
                number=other.number,
                requester=member(other.requester_id),
            )
        case _:
            return _nobody_reads(t, other)


def _nobody_reads(t: Language, other: Ticket) -> str:
    if other.receipts.thread_id is None:
        return t(
            "Nobody reads here any more: this ticket goes on in ticket #{number}. Please write there.",
            number=other.number,
        )
    return t(
        "Nobody reads here any more: this ticket goes on in {thread}. Please write there.",
        thread=channel(other.receipts.thread_id),
    )


def relations(t: Language, found: Relations) -> Sequence[tuple[str, str]]:
    """What stands on a card beside the ticket: labels, and what they say."""
    said = []
    if found.survivor is not None:
        said.append((t("Goes on in"), _named(t, found.survivor)))
    if found.goes_on_unread:
        said.append((t("Goes on in"), t("a ticket that others read")))
    if found.merged:
        said.append((t("Merged into this"), _listed(t, found.merged)))
    if found.linked:
        said.append((t.c("tickets that have to do with this one", "Linked"), _listed(t, found.linked)))
    if found.guests:
        said.append((t("Added"), ", ".join(member(guest) for guest in found.guests)))
    if found.notes:
        said.append((notes.label_notes(t), notes.counted(t, found.notes)))
    return said


def _listed(t: Language, others: Sequence[Other]) -> str:
    return "\n".join(_named(t, other) for other in others)


def _named(t: Language, other: Other) -> str:
    if other.thread_id is None:
        return t("#{number} of {requester}", number=other.number, requester=member(other.requester_id))
    return t(
        "#{number} of {requester}: {thread}",
        number=other.number,
        requester=member(other.requester_id),
        thread=channel(other.thread_id),
    )
