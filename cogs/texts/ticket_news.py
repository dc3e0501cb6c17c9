"""What a ticket's thread is told of what happens to it."""

from __future__ import annotations

from bot.tickets.ticket import Event, EventKind, Status, Ticket, WaitingOn
from cogs.texts import guests, macros, silences, snoozes, tiers
from cogs.texts.expectations import late
from cogs.texts.forms import channel, flat, member
from cogs.texts.language import Language
from cogs.texts.priorities import in_words
from cogs.texts.tickets import button_reopen


def happened(t: Language, event: Event, ticket: Ticket) -> str | None:
    """What the thread is told of an event, and below it what was noted; None for what it need not be told."""
    actor = member(event.actor_id) if event.actor_id else "–"
    match event.kind:
        case EventKind.OPENED | EventKind.RESPONDED | EventKind.POINTED | EventKind.EXPIRED | EventKind.PINGED:
            return None
        case EventKind.BREACHED:
            return None  # it is staff's to know
        case EventKind.MERGED | EventKind.UNMERGED | EventKind.ABSORBED | EventKind.PARTED:
            return None
        case EventKind.GUEST_ADDED | EventKind.GUEST_REMOVED:
            return guests.happened(t, event)
        case EventKind.SNOOZED:
            return _noted(snoozes.told(t, event, ticket.requester_id), event.note)
        case EventKind.WOKEN if event.actor_id is not None:
            return snoozes.told_woken(t, event.actor_id)
        case EventKind.WOKEN:
            return None
        case EventKind.ESCALATED | EventKind.RETURNED:
            return tiers.happened(t, event)
        case EventKind.REPLIED:
            return macros.told(event.actor_id or 0, event.note or "")
        case EventKind.MOVED:
            return None  # that needs the names of its types: cogs/texts/moves.py
        case EventKind.TURNED if event.waiting_on is not None and not event.wrote:
            return _noted(_turned(t, actor, event.waiting_on, member(ticket.requester_id)), event.note)
        case EventKind.TURNED:
            return None
        case EventKind.CLAIMED:
            return t("{actor} is looking after this ticket now.", actor=actor)
        case EventKind.ASSIGNED if event.member_id in (None, event.actor_id):
            return t("{actor} is looking after this ticket now.", actor=actor)
        case EventKind.ASSIGNED:
            return t("{actor} gave this ticket to {assignee}.", actor=actor, assignee=member(event.member_id or 0))
        case EventKind.ADDED if event.priority is not None:
            return t(
                "➕ {actor} added to this ticket what they were about to open another one with, of priority **{priority}**.",
                actor=actor,
                priority=in_words(t, event.priority),
            )
        case EventKind.ADDED:
            return t(
                "➕ {actor} added to this ticket what they wrote elsewhere, instead of opening another one.",
                actor=actor,
            )
        case EventKind.RELEASED:
            return t("{actor} put this ticket back into the queue; a colleague will take over.", actor=actor)
        case EventKind.LAPSED:
            return t(
                "Nobody of staff has written here for too long, so this ticket is back in the queue; a colleague will take"
                " over. Sorry for the wait."
            )
        case EventKind.BARRED:
            return t(
                "{member} does not look after such tickets any more, so this one is back in the queue; a colleague will take"
                " over.",
                member=member(event.member_id or 0),
            )
        case EventKind.REMINDED | EventKind.FELL_SILENT | EventKind.ASKED_TO_CLOSE | EventKind.OBJECTED:
            return silences.happened(t, event, ticket)
        case EventKind.RESOLVED if event.actor_id is None:
            return silences.accepted_in_time(t)
        case EventKind.RESOLVED:
            return _noted(_resolved(t, actor, event.member_id), event.note)
        case EventKind.CLOSED if event.number is not None:
            return None
        case EventKind.CLOSED if event.actor_id is None:
            return t("This ticket stayed resolved, so it is closed now. For anything new, open another one.")
        case EventKind.CLOSED if ticket.status is Status.WITHDRAWN and event.actor_id == ticket.requester_id:
            closed = t(
                "🔒 {actor} closed this ticket. Was that a mistake? Press *{reopen}*, or write here.",
                actor=actor,
                reopen=button_reopen(t),
            )
            return _noted(closed, event.note)
        case EventKind.CLOSED:
            return _noted(t("🔒 {actor} closed this ticket.", actor=actor), event.note)
        case EventKind.KNOCKED:
            return t(
                "This ticket is closed, and nobody reads here any more. If it is not solved or you need anything else, open"
                " another one with `/ticket open`."
            )
        case EventKind.PRIORITISED:
            words = in_words(t, event.priority) if event.priority else "–"
            return _noted(
                t("{actor} set the priority to **{priority}**.", actor=actor, priority=words), event.note
            )
        case EventKind.DELAYED:
            return late(t, event)
        case EventKind.REOPENED if event.wrote:
            return t("{actor} wrote here, so this ticket is open again.", actor=actor)
        case EventKind.REOPENED:
            return t("{actor} reopened this ticket.", actor=actor)


def goes_on_elsewhere(t: Language, newer: Ticket) -> str:
    """Where the requester writes in an old ticket and has a newer one."""
    thread_id = newer.receipts.thread_id
    if thread_id is None:
        return t(
            "Nobody reads here any more. Your newer ticket #{number} is open: please go on there.",
            number=newer.number,
        )
    return t(
        "Nobody reads here any more. Your newer ticket is open: please go on in {thread}.",
        thread=channel(thread_id),
    )


def _turned(t: Language, actor: str, to: WaitingOn, requester: str) -> str:
    match to:
        case WaitingOn.STAFF:
            return t("{actor} says that it is staff's turn.", actor=actor)
        case WaitingOn.REQUESTER:
            return t("{actor} says that it is your turn, {requester}.", actor=actor, requester=requester)
        case WaitingOn.THIRD_PARTY:
            return t("{actor} says that somebody else has to do something first.", actor=actor)
        case WaitingOn.FIX:
            return t("{actor} says that it needs a fix first.", actor=actor)


def _resolved(t: Language, actor: str, helper_id: int | None) -> str:
    if helper_id is None:
        return t(
            "✅ {actor} marked this ticket as resolved. Not solved? Press *{reopen}*.",
            actor=actor,
            reopen=button_reopen(t),
        )
    return t(
        "✅ {actor} marked this ticket as resolved. Thanks to {helper} for helping! Not solved? Press *{reopen}*.",
        actor=actor,
        helper=member(helper_id),
        reopen=button_reopen(t),
    )


def _noted(text: str, note: str | None) -> str:
    return f"{text}\n> {flat(note)}" if note else text
