"""What a person reads when the answer is no, and what to do instead."""

from __future__ import annotations

from bot import errors
from bot.prevention import refused as prevention_errors
from bot.privacy import erasure
from bot.reputation import refused as mark_errors
from bot.reputation.answers import refused as accepted
from bot.reputation.boards import refused as board_errors
from bot.reputation.holds import refused as hold_errors
from bot.routing import refused as routing_errors
from cogs.texts import (
    accepting,
    boards,
    drafts,
    faq,
    holds,
    marks,
    prevention,
    privacy,
    routing,
    shadow,
    simulations,
    ticket_refusals,
)
from cogs.texts.forms import member, moment, problem_lines, quoted
from cogs.texts.language import Language

Refusal = (
    errors.DatabaseBusy
    | errors.UnknownForm
    | errors.FormForgotten
    | errors.FormChanged
    | errors.UnknownQuestion
    | errors.UnknownEntry
    | errors.NotTheAsker
    | errors.NotTrusted
    | errors.NotAnAuthor
    | errors.InvalidProposal
    | errors.UnknownDraft
    | errors.NotYourDraft
    | errors.DraftDecided
    | errors.DraftChanged
    | errors.AlreadyInFiles
    | errors.ChangesNothing
    | errors.EntryGone
    | errors.PostGone
    | errors.AlreadyDrafted
    | errors.UnknownCategory
    | errors.BrokenKnowledge
    | errors.DoesNotFit
    | errors.NotWritable
    | errors.EntryElsewhere
    | errors.SuspectEntry
    | errors.JustShared
    | errors.MemberCannotWrite
    | errors.BotCannotWrite
    | errors.BotCannotRead
    | errors.MessageNotFound
    | errors.AlreadyLabelled
    | errors.NotStaff
    | errors.SelfAward
    | errors.BotAward
    | errors.NotTheQuestioner
    | errors.AlreadyAccepted
    | errors.NotServed
    | errors.NotMember
    | errors.NotAdministrator
    | errors.SetupIncomplete
    | prevention.Refusal
    | holds.Refusal
    | boards.Refusal
    | simulations.Refusal
    | accepting.Refusal
    | routing.Refusal
    | marks.Refusal
    | erasure.TicketsOpen
    | erasure.TooMuch
    | ticket_refusals.Refusal
)


def refusal(t: Language, refused: errors.Refused) -> str:
    """Why not, and what to do instead."""
    return _refusal(t, refused)  # type: ignore[arg-type]  # every subclass is in Refusal: tested


def _refusal(t: Language, refused: Refusal) -> str:
    match refused:
        case errors.DatabaseBusy():
            return t("My database is busy, so nothing was done. Please try again in a minute.")
        case errors.UnknownForm():
            return t("I have been updated, and no longer know this form. Please open it again.")
        case errors.FormForgotten():
            return t(
                "I keep what was typed into a form for a day, and only for who typed it. Please open the form again."
            )
        case errors.FormChanged():
            return t("This form has changed since you opened it. Please open it again.")
        case errors.UnknownQuestion():
            return t("I no longer know which question this belongs to. Please ask again, or open a ticket.")
        case errors.UnknownEntry(query):
            return t(
                "I have no entry for {query}. Try other words, or open a ticket with `/ticket open`.",
                query=quoted(query),
            )
        case errors.NotTheAsker(asker_id):
            return t(
                "Only {asker}, who asked, can press this. If you have the same problem, just ask!",
                asker=member(asker_id),
            )
        case errors.NotTrusted():
            return t(
                "Only staff and helpers can do this. If an answer did not help you, press *{help}*.",
                help=faq.button_still_need_help(t),
            )
        case errors.NotAnAuthor():
            return t(
                "Only staff and helpers can propose an entry of the FAQ. Tell one of them what is missing there."
            )
        case errors.InvalidProposal(flaws):
            return t(
                "This is no FAQ entry yet:\n{problems}Please correct it.",
                problems=problem_lines(t, "\n".join(drafts.flaw(t, one) for one in flaws)),
            )
        case errors.UnknownDraft():
            return t("I no longer know this draft.")
        case errors.NotYourDraft(proposed_by):
            return t(
                "Only staff or {proposer}, who proposed it, can edit this draft.", proposer=member(proposed_by)
            )
        case errors.DraftDecided(decided_by, at):
            return t(
                "{staff} has decided about this draft already, {when}; its card says how.",
                staff=member(decided_by),
                when=moment(at),
            )
        case errors.DraftChanged():
            return t("Somebody has edited this draft meanwhile. Please look at it again: its card is up to date.")
        case errors.AlreadyInFiles(place):
            return t(
                "This entry stands in {place} already: an approval was interrupted. Press *{approve}* to end it,"
                " or delete the entry there first.",
                place=quoted(place),
                approve=drafts.button_approve(t),
            )
        case errors.ChangesNothing():
            return t("The entry says exactly this already, so there is nothing to change.")
        case errors.EntryGone(entry_id):
            return t(
                "The entry {entry}, which this draft changes, is not in the FAQ files any more. Reject the draft, and propose"
                " a new entry.",
                entry=quoted(entry_id),
            )
        case errors.PostGone():
            return t("This post is gone, so I cannot make a draft of it.")
        case errors.AlreadyDrafted():
            return t("Somebody has made a draft of this post meanwhile. Its card is in staff's queue.")
        case errors.UnknownCategory(name):
            return t(
                "No FAQ file has the category {category} (any more). Edit the draft and choose another one.",
                category=quoted(name),
            )
        case errors.BrokenKnowledge(problems):
            return t(
                "The FAQ files have mistakes, so nothing can be added:\n{problems}Correct them first.",
                problems=problem_lines(t, problems),
            )
        case errors.DoesNotFit(problems):
            return t(
                "With this entry the FAQ files would have mistakes:\n{problems}Edit the draft first.",
                problems=problem_lines(t, problems),
            )
        case errors.NotWritable(file, reason):
            return t(
                "I cannot write the FAQ file {file}: {reason}. The draft stays open; the operator can let me write"
                " there, and then press *{approve}* again.",
                file=quoted(file),
                reason=quoted(reason),
                approve=drafts.button_approve(t),
            )
        case errors.EntryElsewhere():
            return t("This answer is for other channels, so it cannot be shared in this one.")
        case errors.SuspectEntry():
            return t(
                "Somebody has said that this answer is wrong. Until that is cleared up, only staff can share it."
            )
        case errors.JustShared():
            return t("This was shared here just now, or you have just shared something. Please wait a minute.")
        case errors.MemberCannotWrite():
            return t("You cannot write in this channel, so you cannot share an answer here either.")
        case errors.BotCannotWrite():
            return t(
                "I am not allowed to write in this channel, or to add embeds. An administrator can change that."
            )
        case errors.BotCannotRead():
            return t(
                "I am not allowed to read this channel: I need *View Channel* and *Read Message History*. An administrator can"
                " change that."
            )
        case errors.MessageNotFound(reference):
            return t(
                "I find no message for {reference}. Take *Copy Message Link* from the message's menu; the message"
                " must still be there, and in a channel that both of us can read.",
                reference=quoted(reference),
            )
        case errors.AlreadyLabelled(labelled_by):
            return t(
                "{staff} has judged this one already. Press *{skip}* to go on.",
                staff=member(labelled_by),
                skip=shadow.button_skip(t),
            )
        case errors.NotStaff():
            return t("Only staff can do this.")
        case errors.WrittenByDiscord():
            return t("Discord wrote that line, not a person.")
        case errors.OthersWords():
            return t(
                "That was forwarded, and I cannot see who wrote it. Accept the answer where it was written, so that its"
                " author is thanked."
            )
        case errors.SelfAward():
            return t("Nobody can be awarded for their own question or award themselves, so nothing was done.")
        case errors.BotAward():
            return t("That was a bot. Bots earn nothing.")
        case errors.NotTheQuestioner(int(asker_id)):
            return t("{asker}, who asked, or staff can accept an answer.", asker=member(asker_id))
        case errors.NotTheQuestioner():
            return t("The person who asked (it must be a reply to them) or staff can accept an answer.")
        case errors.AlreadyAccepted(member_id, at):
            return t(
                "This question has its accepted answer: {helper} was awarded {when}.",
                helper=member(member_id),
                when=moment(at),
            )
        case errors.NotServed(None):
            return t("I work only in the servers that I serve.")
        case errors.NotServed(guild_id):
            return t(
                "I do not serve this server. Whoever runs me can change that: its id {server} belongs under"
                " `discord.servers` in config.yaml.",
                server=quoted(str(guild_id)),
            )
        case errors.NotMember():
            return t("You are no member of that server any more, so you cannot go on from here.")
        case errors.NotAdministrator():
            return t("Only administrators of this server can set me up.")
        case errors.SetupIncomplete(name):
            return t(
                "The channel #{channel} is missing here. `/setup` shows administrators what to do.", channel=name
            )
        case board_errors.StandingHidden() | board_errors.UnknownTopic():
            return boards.refusal(t, refused)
        case board_errors.SimulationRunning() | board_errors.WrongNumbers():
            return simulations.refusal(t, refused)
        case (
            accepted.AnswerGone()
            | accepted.NoQuestion()
            | accepted.NotQualified()
            | accepted.AskerIsHere()
            | accepted.AssistsFull()
            | accepted.NothingAccepted()
            | accepted.InReview()
            | accepted.Overruled()
        ):
            return accepting.refusal(t, refused)
        case prevention_errors.NoWork() | prevention_errors.UnknownWork():
            return prevention.refusal(t, refused)
        case (
            hold_errors.OnOneself()
            | hold_errors.NoReason()
            | hold_errors.NoPoints()
            | hold_errors.UnknownAward()
            | hold_errors.AwardGone()
            | hold_errors.UnknownCase()
            | hold_errors.CaseDecided()
            | hold_errors.NotAlone()
            | hold_errors.EnoughAlone()
        ):
            return holds.refusal(t, refused)
        case (
            routing_errors.NotOpenToYou()
            | routing_errors.NoHelper()
            | routing_errors.NothingChosen()
            | routing_errors.UnclearHours()
            | routing_errors.RouteOver()
            | routing_errors.AlreadyTaken()
            | routing_errors.HadBefore()
            | routing_errors.OwnQuestion()
            | routing_errors.NotTakenByYou()
        ):
            return routing.refusal(t, refused)
        case mark_errors.AlreadyCommended() | mark_errors.PromptGone() | mark_errors.NotTheirs():
            return marks.refusal(t, refused)
        case erasure.TicketsOpen(numbers):
            return privacy.tickets_open(t, numbers)
        case erasure.TooMuch(size, most):
            return privacy.too_much(t, size, most)
        case _:
            return ticket_refusals.refusal(t, refused)
