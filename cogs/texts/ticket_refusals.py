"""What a person reads when a ticket says no, and what to do instead."""

from __future__ import annotations

from bot import ticket_errors as errors
from bot import tier_errors
from bot.ticket_fields import FieldKind, TicketField
from bot.ticket_types import TicketType
from bot.tickets.costs.refused import NeverResolved
from bot.tickets.csat import refused as csat_errors
from cogs.texts import costs, csat, last_chances, promise_refusals, silences, tiers
from cogs.texts import tickets as texts
from cogs.texts.forms import channel, member, moment, quoted, roles
from cogs.texts.language import Language

Refusal = (
    errors.NotTheAuthor
    | errors.UnknownTicket
    | errors.NotANumber
    | errors.UnknownTicketType
    | errors.NotReader
    | errors.GoesToCommunity
    | errors.AlreadyOpen
    | errors.OpenUnread
    | errors.EntrySent
    | errors.SamePriority
    | errors.SameType
    | errors.WrongAnswers
    | errors.UnknownMessage
    | errors.BotRequester
    | errors.NoReason
    | errors.TooSoon
    | errors.TooSoonAgain
    | errors.AlreadyClaimed
    | errors.NothingWaits
    | errors.NotClaimed
    | errors.NotOnStaff
    | errors.MemberAway
    | errors.HolderActive
    | errors.AlreadyWaiting
    | errors.NotSnoozed
    | errors.UnknownMacro
    | errors.NotYourTicket
    | errors.TicketResolved
    | errors.TicketClosed
    | errors.TicketSilent
    | errors.AlreadyAskedToClose
    | errors.CloseRequestOver
    | errors.TicketLive
    | promise_refusals.Refusal
    | errors.WentIntoTicket
    | errors.TicketMerged
    | errors.NotMerged
    | errors.SameTicket
    | errors.BelongsThere
    | errors.StaysThere
    | errors.NotAdded
    | errors.UnknownMember
    | errors.CannotSeeTickets
    | errors.AlreadyLinked
    | errors.NotLinked
    | errors.EmptyNote
    | tiers.Refusal
    | csat.Refusal
    | NeverResolved
    | errors.NoWords
    | errors.SearchForgotten
    | errors.AlreadyAsking
    | errors.AskedTooSoon
)


def refusal(t: Language, refused: Refusal) -> str:
    """Why not, and what to do instead."""
    match refused:
        case errors.NotTheAuthor(author_id):
            return t("Only {author}, who wrote this, or staff can do this.", author=member(author_id))
        case errors.UnknownTicket(None):
            return t(
                "There is no ticket here (any more). Outside of a ticket's thread, a command needs its `number`."
            )
        case errors.UnknownTicket(number):
            return t("There is no ticket #{number} here.", number=number)
        case errors.NotReader(()):
            return t(
                "Nobody of staff reads tickets of this type: the roles that should are gone from the server. `/setup` says"
                " which."
            )
        case errors.NotReader(ids, int(member_id)):
            return t(
                "{member} does not read tickets of this type: they are for {roles} only.",
                member=member(member_id),
                roles=roles(ids),
            )
        case errors.NotReader(ids):
            return t("Tickets of this type are for {roles} only.", roles=roles(ids))
        case errors.NotANumber(typed):
            return t("No ticket has the number {typed}; `12` would be one.", typed=quoted(typed))
        case errors.UnknownTicketType(type_id):
            return t(
                "There is no ticket type {type} (any more). `/ticket open` lists what there is.",
                type=quoted(type_id),
            )
        case errors.GoesToCommunity(kind):
            return texts.community_instead(t, kind, [])
        case errors.AlreadyOpen(_, int(thread_id), _, count) if count > 1:
            return t.n(
                "There is {count} open ticket of this kind already, and no more can be. The newest is {thread}.",
                "There are {count} open tickets of this kind already, and no more can be. The newest is {thread}.",
                count,
                thread=channel(thread_id),
            )
        case errors.AlreadyOpen(_, int(thread_id)):
            return t(
                "There is an open ticket of this kind already: {thread}. Please go on there.",
                thread=channel(thread_id),
            )
        case errors.AlreadyOpen(number, _):
            return t(
                "There is an open ticket of this kind already: ticket #{number}. Its thread cannot be opened for you"
                " yet: it follows as soon as it can. Staff can work on it meanwhile.",
                number=number,
            )
        case errors.OpenUnread(()):
            return t(
                "There is an open ticket of this kind already, and no more can be. Nobody of staff reads it: the roles that"
                " should are gone from the server. `/setup` says which."
            )
        case errors.OpenUnread(ids):
            return t(
                "There is an open ticket of this kind already, and no more can be. It is for {roles} only: they go on there.",
                roles=roles(ids),
            )
        case errors.EntrySent(number, member_id, sent_at):
            return t(
                "Nothing is sent: {member} sent this entry into ticket #{number} {when}. Shall it be sent once more?",
                member=member(member_id),
                number=number,
                when=moment(sent_at),
            )
        case errors.SamePriority(number):
            return t("Ticket #{number} has this priority already.", number=number)
        case errors.SameType(number):
            return t("Ticket #{number} is of this type already.", number=number)
        case errors.WrongAnswers(fields):
            return "\n".join([t("This cannot be sent yet."), *(_wrong_answer(t, field) for field in fields)])
        case errors.UnknownMessage():
            return t("That message is gone, so I cannot make a ticket of it.")
        case errors.BotRequester():
            return t("That message was written by a bot, so there is nobody to help.")
        case errors.NoReason():
            return t("Please say why: the customer reads it.")
        case errors.TooSoon(until, TicketType() as kind):
            return t(
                "You have opened a ticket of the kind {type} already, and can open another one of it {when}.",
                type=quoted(kind.wording(t.code).label),
                when=moment(until),
            )
        case errors.TooSoon(until):
            return t("You have opened a ticket already, and can open another one {when}.", when=moment(until))
        case errors.TooSoonAgain(until):
            return t(
                "You have done that already, and can do it again {when}; what you write in the ticket is heard at any time.",
                when=moment(until),
            )
        case errors.AlreadyClaimed(number, assignee_id):
            return t("{staff} has ticket #{number} already.", staff=member(assignee_id), number=number)
        case errors.NothingWaits(_, (_, *_) as own):
            return tiers.nothing_at(t, own)
        case errors.NothingWaits(None):
            return t("No ticket waits for staff that nobody has. 🎉")
        case errors.NothingWaits():
            return t("No ticket of this type waits for staff that nobody has. 🎉")
        case errors.NotClaimed(number):
            return t("Nobody has ticket #{number}, so there is nothing to release.", number=number)
        case errors.NotOnStaff(member_id):
            return t("{member} is not on staff, so they cannot have a ticket.", member=member(member_id))
        case errors.MemberAway(_, _, is_self=True):
            return t("You have said that you are away. When you are back, say so with `/away off`.")
        case errors.MemberAway(member_id, until):
            if until is None:
                return t("{member} is away and gets no tickets meanwhile.", member=member(member_id))
            return t(
                "{member} is away and gets no tickets meanwhile. They are back {when}.",
                member=member(member_id),
                when=moment(until),
            )
        case errors.HolderActive(number, assignee_id, to_id, active_at):
            return t(
                "{staff} has ticket #{number} and was at it {when}. Shall {member} have it all the same?",
                staff=member(assignee_id),
                number=number,
                when=moment(active_at),
                member=member(to_id),
            )
        case errors.AlreadyWaiting(number):
            return t("Ticket #{number} waits for that already. If there is news of it, say what.", number=number)
        case errors.NotSnoozed(number):
            return t("Ticket #{number} is not snoozed (any more).", number=number)
        case errors.UnknownMacro(""):
            return t("There are no prepared texts for tickets of this type (any more).")
        case errors.UnknownMacro(macro_id):
            return t("There is no prepared text {macro} for tickets of this type.", macro=quoted(macro_id))
        case errors.NotYourTicket(number, True):
            return t(
                "Only the requester of ticket #{number} or staff can do this. Write in its thread what you need: staff read it"
                " there, and a resolved ticket is open again then.",
                number=number,
            )
        case errors.NotYourTicket(number):
            return t("Only the requester of ticket #{number} or staff can do this.", number=number)
        case errors.TicketResolved(number):
            return t("Ticket #{number} is resolved already. If it is not solved, reopen it.", number=number)
        case errors.TicketSilent(number):
            return silences.is_silent(t, number)
        case errors.AlreadyAskedToClose(number, asked_at):
            return silences.already_asked(t, number, asked_at)
        case errors.CloseRequestOver(number):
            return silences.is_over(t, number)
        case errors.TicketClosed(number, True):
            return t(
                "Ticket #{number} was closed by its requester, who can reopen it with `/ticket reopen` or by writing there; so"
                " can staff.",
                number=number,
            )
        case errors.TicketClosed(number):
            return t("Ticket #{number} is closed. Staff can reopen it with `/ticket reopen`.", number=number)
        case errors.TicketLive(number):
            return t("Ticket #{number} is open, so there is nothing to reopen.", number=number)
        case errors.WentIntoTicket():
            return last_chances.went_into(t, refused)
        case errors.TicketMerged(number, into):
            return t(
                "Ticket #{number} goes on in ticket #{into}, with everybody who belongs to it. Write there what you need, or that it is"
                " solved: staff read it there. They can take the merge back with `/ticket unmerge`.",
                number=number,
                into=into,
            )
        case errors.NotMerged(number):
            return t("Ticket #{number} is not merged into another one.", number=number)
        case errors.SameTicket(number):
            return t("Those are one and the same ticket, #{number}. Name two.", number=number)
        case errors.BelongsThere(number, member_id):
            return t(
                "{member} belongs to ticket #{number} already, or a ticket merged into it is theirs.",
                member=member(member_id),
                number=number,
            )
        case errors.StaysThere(number, member_id, of, True) if of == number:
            return t(
                "Ticket #{number} belongs to {member}. Only who was added can be removed.",
                number=number,
                member=member(member_id),
            )
        case errors.StaysThere(number, member_id, of, True):
            return t(
                "Ticket #{of}, which goes on in #{number}, belongs to {member}. Only who was added can be removed; to part the two"
                " again, use `/ticket unmerge`.",
                of=of,
                number=number,
                member=member(member_id),
            )
        case errors.StaysThere(number, member_id, of):
            return t(
                "{member} was added to ticket #{of}, which goes on in #{number}. Remove them from #{of}.",
                member=member(member_id),
                of=of,
                number=number,
            )
        case errors.NotAdded(number, member_id):
            return t("Nobody has added {member} to ticket #{number}.", member=member(member_id), number=number)
        case errors.UnknownMember(member_id):
            return t("{member} is not in this server any more.", member=member(member_id))
        case errors.CannotSeeTickets(member_id, channel_id):
            return t(
                "{member} does not see {channel}, so Discord lets them into no thread there. Let them see that channel first.",
                member=member(member_id),
                channel=channel(channel_id),
            )
        case errors.AlreadyLinked(number, other):
            return t("Tickets #{number} and #{other} are linked already.", number=number, other=other)
        case errors.NotLinked(number, other):
            return t("Tickets #{number} and #{other} are not linked.", number=number, other=other)
        case errors.EmptyNote():
            return t("There is nothing in this note.")
        case (
            tier_errors.NoTiers()
            | tier_errors.UnknownTier()
            | tier_errors.LastTier()
            | tier_errors.FirstTier()
            | tier_errors.NotOfTier()
        ):
            return tiers.refusal(t, refused)
        case tier_errors.TierChanged() | tier_errors.WordsMissing() | tier_errors.TitleMissing():
            return tiers.refusal(t, refused)
        case csat_errors.NotTheCustomer() | csat_errors.RatingOver() | csat_errors.RatingNotAsked():
            return csat.refusal(t, refused)
        case csat_errors.NotRated() | csat_errors.UnknownFollowUp() | csat_errors.NotForYou():
            return csat.refusal(t, refused)
        case csat_errors.FollowUpTaken() | csat_errors.FollowUpDone():
            return csat.refusal(t, refused)
        case NeverResolved():
            return costs.refusal(t, refused)
        case errors.AlreadyAsking(None):
            return t("The community is being asked about a form of yours of this kind already.")
        case errors.NoWords():
            return t("There is no word in that by which a ticket could be found.")
        case errors.SearchForgotten():
            return t("What was looked for here is not kept any more. `/ticket search` finds it again.")
        case errors.AlreadyAsking(thread_id):
            return t(
                "The community is asked about a form of yours of this kind already: {thread}.",
                thread=channel(thread_id or 0),
            )
        case errors.AskedTooSoon(until):
            return t(
                "You have just asked the community, and can ask it about another form {when}.", when=moment(until)
            )
        case _:
            return promise_refusals.refusal(t, refused)


def _wrong_answer(t: Language, field: TicketField) -> str:
    """What is asked of an answer that was refused: the operator's own sentence, how long it has to be, or that there has to be one."""
    wording = field.wording(t.code)
    asked = [] if wording.message is None else [wording.message]
    if field.min_length:
        asked.append(
            t.n(
                "This takes at least {count} character.",
                "This takes at least {count} characters.",
                field.min_length,
            )
        )
    if not asked:
        if field.kind is not FieldKind.CHECKBOX:
            return t("**{field}** has to be filled in.", field=wording.label)
        return t("**{field}** has to be ticked.", field=wording.label)
    return f"**{wording.label}**: {' '.join(asked)}"
