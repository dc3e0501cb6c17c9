"""The views of a ticket in Discord: what each needs, and which of them a change makes out of date. Pure."""

from __future__ import annotations

from enum import StrEnum

from bot.tickets.ticket import REVERSIBLE, Receipts, Status


class View(StrEnum):
    """What Discord shows of a ticket. Each is made by a job of this kind, and none waits for another.

    `thread`: the thread itself. `greeting`: the opening message, with the buttons; its own word, for the opening is
    what happens to the ticket. `parts`: what that message could not hold. `member`: the requester in the thread.
    `news`: what has happened, told in the thread. `offers`: the buttons of what was told, as far as they apply. `card`: what staff see in the queue channel. `notes`: staff's notes in the
    thread of the card. `lock`: the thread of
    a closed ticket is archived and locked, that of another is not.
    """

    THREAD = "ticket.thread"
    GREETING = "ticket.greeting"
    PARTS = "ticket.parts"
    MEMBER = "ticket.member"
    NEWS = "ticket.news"
    OFFERS = "ticket.offers"
    CARD = "ticket.card"
    LOCK = "ticket.lock"
    NOTES = "ticket.notes"


OF_A_NEW_TICKET = (View.THREAD, View.CARD)
"""The rest needs the thread: its receipt owes it."""

OF_A_NEW_THREAD = (View.GREETING, View.PARTS, View.MEMBER, View.NEWS, View.CARD, View.LOCK)
ON_CONTACT = (View.THREAD, View.LOCK, View.MEMBER)
"""What is seen to before somebody is sent to a ticket's thread."""

OF_A_CHANGE = (View.GREETING, View.NEWS, View.CARD)
OF_A_TURN = (View.GREETING, View.CARD)
"""The thread needs no news of it that somebody has written there."""

IN_DOUBT = (View.GREETING, View.CARD, View.LOCK)
"""What may show something else than is so, where somebody pressed what cannot be done."""

AFTER_A_RESTORE = (View.THREAD, View.MEMBER, *IN_DOUBT)
"""What may have become something else, or have gone, after the backup was made."""


def of_change(before: Status, after: Status) -> tuple[View, ...]:
    """What a change of status makes out of date."""
    turns = (before is Status.CLOSED) != (after is Status.CLOSED)
    ends_offers = before in REVERSIBLE and after not in REVERSIBLE
    return (*OF_A_CHANGE, *([View.OFFERS] if ends_offers else []), *([View.LOCK] if turns else []))


def in_order(status: Status) -> tuple[View, ...]:
    """The views as they are best made one after another: a thread is locked last, and unlocked before it is used."""
    inside = (View.GREETING, View.PARTS, View.MEMBER, View.NEWS, View.OFFERS)
    if status is Status.CLOSED:
        return (View.THREAD, *inside, View.CARD, View.NOTES, View.LOCK)
    return (View.THREAD, View.LOCK, *inside, View.CARD, View.NOTES)


def missing(receipts: Receipts, status: Status) -> tuple[View, ...]:
    """What has never been made, as far as the receipts tell: to be owed again."""
    found = []
    if receipts.thread_id is None:
        found.append(View.THREAD)
    else:
        if receipts.opening_message_id is None:
            found.append(View.GREETING)
        if not receipts.requester_added:
            found.append(View.MEMBER)
    if receipts.card_message_id is None and status is not Status.CLOSED:
        found.append(View.CARD)
    return tuple(found)
