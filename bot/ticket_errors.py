"""What tickets say no to; see `bot/errors.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import Refused
from bot.ticket_fields import TicketField
from bot.ticket_tiers import Tier
from bot.ticket_types import TicketType


@dataclass
class NotTheAuthor(Refused):
    """Only `author_id`, who wrote a message or asked a question, or staff may do this with it."""

    author_id: int


@dataclass
class UnknownTicket(Refused):
    """No ticket has this number here, or the channel is no ticket's thread."""

    number: int | None


@dataclass
class NotReader(Refused):
    """Tickets of this type are for staff with one of these roles, by their ids; for nobody where none of them is there.

    `member_id` is who was to get the ticket, None where that is who asks.
    """

    roles: tuple[int, ...]
    member_id: int | None = None


@dataclass
class NotANumber(Refused):
    """What was typed is no number of a ticket."""

    typed: str


@dataclass
class UnknownTicketType(Refused):
    """The operator has no ticket type of this id (any more)."""

    type_id: str


@dataclass
class GoesToCommunity(Refused):
    """No ticket is opened of this type (any more): the community is asked."""

    kind: TicketType


@dataclass
class AlreadyOpen(Refused):
    """The requester has `count` live tickets of this type already, and no more may be; this is the newest.

    Its thread is None where they cannot go there yet.
    """

    number: int
    thread_id: int | None
    ticket_id: int
    count: int = 1


@dataclass
class OpenUnread(Refused):
    """The requester has as many live tickets of this type as may be, and who asks for one more on their behalf does not read
    them: staff with one of these roles do, by their ids.
    """

    roles: tuple[int, ...]


@dataclass
class EntrySent(Refused):
    """The entry was sent into the ticket before, by this member; whoever is sure may send it again."""

    number: int
    member_id: int
    sent_at: datetime


@dataclass
class SamePriority(Refused):
    """The ticket has the priority already that staff want to set."""

    number: int


@dataclass
class SameType(Refused):
    """The ticket is of the type already to which staff want to move it."""

    number: int


class NoReason(Refused):
    """A priority is set, and a promise moved or withdrawn, only with a reason: the requester reads it."""


@dataclass
class TooSoon(Refused):
    """The member has opened a ticket, and can open another one from `until` on: of this type, or of any."""

    until: datetime
    of_type: TicketType | None = None


@dataclass
class TooSoonAgain(Refused):
    """The requester has resolved (or closed, or reopened) a ticket, and can do so again from `until` on."""

    until: datetime


@dataclass
class WrongAnswers(Refused):
    """What was filled into these fields of a ticket's form is not what they ask for."""

    fields: tuple[TicketField, ...]


@dataclass
class UnknownMessage(Refused):
    """The message that a ticket should be made of has been deleted."""


@dataclass
class BotRequester(Refused):
    """A bot's message cannot become a ticket."""


@dataclass
class AlreadyClaimed(Refused):
    """Somebody has the ticket. `assignee_id` may be the one who asks."""

    number: int
    assignee_id: int


@dataclass
class NothingWaits(Refused):
    """No ticket waits for staff that nobody has; of this type, where one was named. Where one does at another tier, `own` are
    those at which none does.
    """

    type_id: str | None = None
    own: tuple[Tier, ...] = ()


@dataclass
class NotClaimed(Refused):
    """Nobody has the ticket, so nobody can release it."""

    number: int


@dataclass
class NotOnStaff(Refused):
    """Only staff can be given a ticket."""

    member_id: int


@dataclass
class MemberAway(Refused):
    """Who is away, until then or until they say otherwise, gets no ticket. It may be the one who asks."""

    member_id: int
    until: datetime | None
    is_self: bool = False


@dataclass
class HolderActive(Refused):
    """Who has the ticket did something in it at `active_at`, not long ago: is it to be taken from them all the same?"""

    number: int
    assignee_id: int
    to_id: int
    active_at: datetime


@dataclass
class AlreadyWaiting(Refused):
    """That is what the ticket waits for, and nothing more was said about it."""

    number: int


@dataclass
class NotSnoozed(Refused):
    """The ticket is not snoozed (any more), so it cannot be woken."""

    number: int


@dataclass
class UnknownMacro(Refused):
    """The operator has no macro of this id for tickets of this type (any more)."""

    macro_id: str


@dataclass
class NotYourTicket(Refused):
    """Only the requester or staff may do this to a ticket. Who belongs into its thread `is_heard` there, whatever is refused."""

    number: int
    is_heard: bool = False


@dataclass
class TicketResolved(Refused):
    """The ticket is resolved already."""

    number: int


@dataclass
class TicketClosed(Refused):
    """The ticket is closed; only staff can reopen it, unless it `is_withdrawn`: its requester closed it and time has not."""

    number: int
    is_withdrawn: bool = False


@dataclass
class TicketSilent(TicketClosed):
    """The ticket is closed because its requester did not answer; they and staff can reopen it."""


@dataclass
class AlreadyAskedToClose(Refused):
    """The requester has been asked whether it is solved, `asked_at`, and has not answered."""

    number: int
    asked_at: datetime


@dataclass
class CloseRequestOver(Refused):
    """Whether the ticket is solved was asked, but it has moved on since."""

    number: int


@dataclass
class TicketLive(Refused):
    """The ticket is neither resolved nor closed, so there is nothing to reopen."""

    number: int


@dataclass
class WentIntoTicket(Refused):
    """What was filled in is in this ticket by now: it was opened with it, or it `was_added`. Its thread is None until there is one."""

    number: int
    thread_id: int | None
    was_added: bool


@dataclass
class TicketMerged(Refused):
    """The ticket goes on in another one, `into`."""

    number: int
    into: int


@dataclass
class NotMerged(Refused):
    """The ticket is merged into no other, so there is nothing to take back."""

    number: int


@dataclass
class SameTicket(Refused):
    """A ticket can neither be merged into nor linked with itself."""

    number: int


@dataclass
class BelongsThere(Refused):
    """The member is in the ticket's thread by right: it, or one merged into it, is theirs, or they were added to it."""

    number: int
    member_id: int


@dataclass
class StaysThere(Refused):
    """The member cannot be taken out of the ticket: `of`, which is this one or goes on in it, is theirs, or where
    not `is_own`, they were added to that.
    """

    number: int
    member_id: int
    of: int
    is_own: bool


@dataclass
class NotAdded(Refused):
    """Nobody has added the member to the ticket, so they cannot be removed."""

    number: int
    member_id: int


@dataclass
class UnknownMember(Refused):
    """Somebody who is to be added to a ticket is not in the server (any more)."""

    member_id: int


@dataclass
class CannotSeeTickets(Refused):
    """The member does not see the channel of the tickets, so Discord lets them into no thread there."""

    member_id: int
    channel_id: int


@dataclass
class AlreadyLinked(Refused):
    """The two tickets are linked."""

    number: int
    other: int


@dataclass
class NotLinked(Refused):
    """The two tickets are not linked."""

    number: int
    other: int


@dataclass
class EmptyNote(Refused):
    """There is nothing in the note."""


@dataclass
class AlreadyAsking(Refused):
    """The community is asked about a form of theirs of this type already; in this thread, once there is one."""

    thread_id: int | None


@dataclass
class AskedTooSoon(Refused):
    """They have asked the community just now, and can again at this time."""

    until: datetime


@dataclass
class NoWords(Refused):
    """In what somebody looks for among tickets there is no word."""


@dataclass
class SearchForgotten(Refused):
    """What somebody looked for among tickets is not kept any more, or somebody else looked for it."""
