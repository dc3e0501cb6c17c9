"""A ticket, what stands in it, and what happens to it: values. What may happen, `lifecycle.py` decides. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.ticket_urgency import Priority
from bot.tickets.priority import Grounds

LARGEST_NUMBER = 2**31 - 1
"""Of a ticket: what its column holds in every database."""


class Status(StrEnum):
    """Where a ticket stands. `withdrawn`: closed by its requester, who can still undo that. `silent`: closed because they did
    not answer, and they can undo that, too.
    """

    OPEN = "open"
    CLAIMED = "claimed"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    SILENT = "silent"
    CLOSED = "closed"


LIVE = frozenset({Status.OPEN, Status.CLAIMED})
"""Somebody waits. Of a type, a requester has at most as many live tickets as it allows."""

REVERSIBLE = frozenset({Status.RESOLVED, Status.WITHDRAWN, Status.SILENT})
"""Its requester opens it again by pressing or writing, until time closes it."""


class WaitingOn(StrEnum):
    """Whose turn it is in a live ticket. `third_party`: somebody else, who is neither staff nor the requester."""

    STAFF = "staff"
    REQUESTER = "requester"
    THIRD_PARTY = "third_party"
    FIX = "fix"


class EventKind(StrEnum):
    """What happened to a ticket; append-only."""

    OPENED = "opened"
    CLAIMED = "claimed"
    RELEASED = "released"
    RESPONDED = "responded"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"
    POINTED = "pointed"
    KNOCKED = "knocked"
    PRIORITISED = "prioritised"
    TURNED = "turned"
    EXPIRED = "expired"
    ASSIGNED = "assigned"
    ADDED = "added"
    LAPSED = "lapsed"
    BARRED = "barred"
    DELAYED = "delayed"
    PINGED = "pinged"
    MERGED = "merged"
    UNMERGED = "unmerged"
    ABSORBED = "absorbed"
    PARTED = "parted"
    GUEST_ADDED = "guest_added"
    GUEST_REMOVED = "guest_removed"
    MOVED = "moved"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    REPLIED = "replied"
    ESCALATED = "escalated"
    RETURNED = "returned"
    REMINDED = "reminded"
    FELL_SILENT = "fell_silent"
    ASKED_TO_CLOSE = "asked_to_close"
    OBJECTED = "objected"
    BREACHED = "breached"


ORIGIN = ":origin"
"""No field of a ticket type has this id: it stands for a link to the message that a ticket was made of."""

QUOTED = ":quoted"
"""Nor this one: what that message said, and the files that came with it."""

ADDED = ":added"
"""Nor this one: what its requester wrote elsewhere and added later, and the files that came with it."""

HAS_MESSAGES = frozenset({QUOTED, ADDED})
"""What stands in messages of its own, below the opening one."""


@dataclass(frozen=True)
class Upload:
    """A file that came with a form or with a quoted message. Discord keeps it at `url` for a day or so; `size` is in bytes.

    `url` is empty once it is known that the file cannot be sent on.
    """

    name: str
    url: str
    size: int


@dataclass(frozen=True)
class Detail:
    """One thing that was filled into the form, files too; or the link and the words of what a ticket came from.

    `field_id` names the field of the ticket type, so that each reader sees its label in their language; it is None
    for what is older than that, `ORIGIN` or `QUOTED` for what a ticket came from, and `ADDED` for what was added to it.
    """

    label: str
    text: str
    uploads: tuple[Upload, ...] = ()
    field_id: str | None = None


def with_quoted(details: tuple[Detail, ...], quoted: Detail) -> tuple[Detail, ...]:
    """The details, and what was quoted, as far as they do not say it: it was filled into the form, and perhaps left."""
    if any(quoted.text in detail.text for detail in details):
        quoted = replace(quoted, text="")
    return (*details, quoted) if quoted.text or quoted.uploads else details


@dataclass(frozen=True)
class Receipts:
    """What has been made of a ticket in Discord; None or False is still to be made.

    `told_parts` counts the messages that hold what its opening message could not; `remade` says that its first thread
    was deleted. `offer_ids` are the messages that told what happened and have a button still.
    """

    thread_id: int | None = None
    opening_message_id: int | None = None
    requester_added: bool = False
    card_channel_id: int | None = None
    card_message_id: int | None = None
    told_parts: int = 0
    remade: bool = False
    offer_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Snooze:
    """A ticket is out of the queue until then; without a time, until it is woken. A line of its requester always wakes it."""

    until: datetime | None


@dataclass(frozen=True)
class Ticket:
    """A ticket as it stands. `number` counts within the community; `id` within the database.

    `language` is the one in which the thread speaks, as Discord names it; None for that of the community. `slot` tells the
    requester's live tickets of the type apart, from 1. `grounds` are None for a ticket of which they are not known.
    `waits_since` is when it became staff's turn, None for when it was opened; `held_since` is from when on who has it is
    to write, None where nobody has it, or has had it since before that was kept and no claim was looked at yet. Tickets that differ in these alone are
    the same.
    `merged_into` is the number of the ticket in which this one goes on; it is closed then. `tier` is the id of the one to
    which it was passed on or returned, None where it never was: `Ladder.at` says at which it is. `due_at` is when the next
    of its SLA clocks runs out, or ran out; None while they stand, and without a target.
    """

    id: int
    guild_id: int
    number: int
    type_id: str
    status: Status
    priority: Priority
    requester_id: int
    assignee_id: int | None
    summary: str
    details: tuple[Detail, ...]
    question_id: int | None
    interaction_id: int
    opened_at: datetime
    receipts: Receipts
    announced_event_id: int
    language: str | None = None
    slot: int = 1
    grounds: Grounds | None = None
    waiting_on: WaitingOn = WaitingOn.STAFF
    waits_since: datetime | None = field(default=None, compare=False)
    held_since: datetime | None = field(default=None, compare=False)

    def without_holder(self) -> Ticket:
        """The live ticket, and nobody's."""
        return replace(self, status=Status.OPEN, assignee_id=None, held_since=None)

    merged_into: int | None = None
    snooze: Snooze | None = None
    tier: str | None = None
    due_at: datetime | None = field(default=None, compare=False)

    @property
    def is_snoozed(self) -> bool:
        """Whether it is out of the queue although somebody waits."""
        return self.snooze is not None and self.status in LIVE


@dataclass(frozen=True)
class Event:
    """What happened, when and by whom; `actor_id` is None for time itself.

    `member_id` is the helper who is credited, who is given the ticket (also one that is returned), who is added to it or
    removed, who asked what is asked again or, on a release, where the claim lapsed, it was escalated or they do not read its type any more, who had it.
    `wrote` says that it came of a line in the thread: the ticket is open again, or it is another's turn; of a
    merge, that staff had not answered the last one in what came in. `number` is that of the requester's newer ticket, to which they were pointed, or of the other ticket
    of a merge. `priority` is the one that staff set, or to which what was added would have led, where that is more urgent.
    `waiting_on` says whose turn it is since. `until` is the new time that its requester was given where an answer is
    delayed, how long it is snoozed, when at the earliest it is closed if nobody answers the last reminder, or when a close
    request counts as accepted; `is_late` says that the old time was past. `type_id` is the type to which it was
    moved from `former_type_id`, and `asked` are the fields of it that nobody has filled in. `tier` is that to which it was
    escalated or returned from `former_tier`, and `words` are what staff said at that, for staff: `Escalation` or `Return`.
    `clock` is the `ClockKind` of the one that ran out, `until` when it was due, and `is_late` says that a target that it had
    not had before left it no time; `at` is when the target was missed, which may be noted later.
    """

    kind: EventKind
    actor_id: int | None
    at: datetime
    note: str | None = None
    member_id: int | None = None
    wrote: bool = False
    number: int | None = None
    priority: Priority | None = None
    waiting_on: WaitingOn | None = None
    until: datetime | None = None
    is_late: bool = False
    type_id: str | None = None
    former_type_id: str | None = None
    asked: tuple[str, ...] = ()
    tier: str | None = None
    former_tier: str | None = None
    words: tuple[str, ...] = ()
    clock: str | None = None

    @property
    def is_answer(self) -> bool:
        """Whether staff answered by it: by a line in the thread, the first one or one that made it the requester's turn, or
        through the bot. Who only says whose turn it is answers nothing.
        """
        is_line = self.kind is EventKind.TURNED and self.wrote and self.waiting_on is WaitingOn.REQUESTER
        return is_line or self.kind in (EventKind.RESPONDED, EventKind.REPLIED)


@dataclass(frozen=True)
class StoredEvent:
    """An event with its place in the order of events; `number` counts within the ticket."""

    id: int
    event: Event
    number: int
