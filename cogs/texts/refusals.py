"""What a person reads when the answer is no, and what to do instead."""

from __future__ import annotations

from typing import assert_never

from bot import errors
from cogs.texts import drafts, english
from cogs.texts.language import ENGLISH

Refusal = (
    errors.UnknownQuestion
    | errors.UnknownEntry
    | errors.NotTheAsker
    | errors.NotTrusted
    | errors.InvalidProposal
    | errors.UnknownDraft
    | errors.NotYourDraft
    | errors.DraftDecided
    | errors.DraftChanged
    | errors.AlreadyInFiles
    | errors.UnknownCategory
    | errors.BrokenKnowledge
    | errors.DoesNotFit
    | errors.NotWritable
    | errors.EntryElsewhere
    | errors.SuspectEntry
    | errors.JustShared
    | errors.MemberCannotWrite
    | errors.BotCannotWrite
    | errors.MessageNotFound
    | errors.AlreadyLabelled
    | errors.NotStaff
    | errors.UnknownTicket
    | errors.UnknownTicketType
    | errors.AlreadyOpen
    | errors.UnknownMessage
    | errors.BotRequester
    | errors.StillOpening
    | errors.AlreadyClaimed
    | errors.NotClaimed
    | errors.NotYourTicket
    | errors.TicketResolved
    | errors.TicketClosed
    | errors.TicketLive
    | errors.SelfAward
    | errors.BotAward
    | errors.NotTheQuestioner
    | errors.AlreadyAccepted
    | errors.NotAdministrator
    | errors.SetupIncomplete
)


def refusal(refused: errors.Refused) -> str:
    """Why not, and what to do instead."""
    return _refusal(refused)  # type: ignore[arg-type]  # every subclass is in Refusal: tested


def _refusal(refused: Refusal) -> str:
    match refused:
        case errors.UnknownQuestion():
            return "I no longer know which question this belongs to. Please ask again, or open a ticket."
        case errors.UnknownEntry(query):
            return f"I have no entry for {english.quoted(query)}. Try other words, or open a ticket with `/ticket open`."
        case errors.NotTheAsker(asker_id):
            return f"Only {english.member(asker_id)}, who asked, can press this. If you have the same problem, just ask!"
        case errors.NotTrusted():
            return "Only staff and helpers can do this. If an answer did not help you, press *Still need help*."
        case errors.InvalidProposal(problems):
            return f"This is no FAQ entry yet:{english.problem_lines(_in_the_form(problems))}Please correct it."
        case errors.UnknownDraft():
            return "I no longer know this draft."
        case errors.NotYourDraft(proposed_by):
            return f"Only staff or {english.member(proposed_by)}, who proposed it, can edit this draft."
        case errors.DraftDecided(decided_by, at):
            return f"{english.member(decided_by)} has decided about this draft already, {english.moment(at)}; its card says how."
        case errors.DraftChanged():
            return "Somebody has edited this draft meanwhile. Please look at it again: its card is up to date."
        case errors.AlreadyInFiles(place):
            return (
                f"This entry stands in {english.quoted(place)} already: an approval was interrupted. Press *Approve* to end"
                " it, or delete the entry there first."
            )
        case errors.UnknownCategory(name):
            return f"No FAQ file has the category {english.quoted(name)} (any more). Edit the draft and choose another one."
        case errors.BrokenKnowledge(problems):
            return f"The FAQ files have mistakes, so nothing can be added:{english.problem_lines(problems)}Correct them first."
        case errors.DoesNotFit(problems):
            return f"With this entry the FAQ files would have mistakes:{english.problem_lines(problems)}Edit the draft first."
        case errors.NotWritable(file, reason):
            return (
                f"I cannot write the FAQ file {english.quoted(file)}: {english.quoted(reason)}. The draft stays open; the operator"
                " can let me write there, and then press *Approve* again."
            )
        case errors.EntryElsewhere():
            return "This answer is for other channels, so it cannot be shared in this one."
        case errors.SuspectEntry():
            return (
                "Somebody has said that this answer is wrong. Until that is cleared up, only staff can share it."
            )
        case errors.JustShared():
            return "This was shared here just now, or you have just shared something. Please wait a minute."
        case errors.MemberCannotWrite():
            return "You cannot write in this channel, so you cannot share an answer here either."
        case errors.BotCannotWrite():
            return "I am not allowed to write in this channel, or to add embeds. An administrator can change that."
        case errors.MessageNotFound(reference):
            return (
                f"I find no message for {english.quoted(reference)}. Take *Copy Message Link* from the message's menu; the"
                " message must still be there, and in a channel that both of us can read."
            )
        case errors.AlreadyLabelled(labelled_by):
            return f"{english.member(labelled_by)} has judged this one already. Press *Skip* to go on."
        case errors.NotStaff():
            return "Only staff can do this."
        case errors.UnknownTicket(number):
            return (
                "There is no ticket here (any more)." if number is None else f"There is no ticket #{number} here."
            )
        case errors.UnknownTicketType(type_id):
            return f"There is no ticket type {english.quoted(type_id)} (any more). `/ticket open` lists what there is."
        case errors.AlreadyOpen(number, thread_id):
            where = english.channel(thread_id) if thread_id else f"ticket #{number}"
            return f"There is an open ticket of this kind already: {where}. Please go on there."
        case errors.UnknownMessage():
            return "That message is gone, so I cannot make a ticket of it."
        case errors.BotRequester():
            return "That message was written by a bot, so there is nobody to help."
        case errors.StillOpening(number):
            return f"Ticket #{number} is still being opened. Please try again in a moment."
        case errors.AlreadyClaimed(number, assignee_id):
            return f"{english.member(assignee_id)} has ticket #{number} already."
        case errors.NotClaimed(number):
            return f"Nobody has ticket #{number}, so there is nothing to release."
        case errors.NotYourTicket(number):
            return f"Only the requester of ticket #{number} or staff can do this."
        case errors.TicketResolved(number):
            return f"Ticket #{number} is resolved already. If it is not solved, reopen it."
        case errors.TicketClosed(number):
            return f"Ticket #{number} is closed. Staff can reopen it with `/ticket reopen`."
        case errors.TicketLive(number):
            return f"Ticket #{number} is open, so there is nothing to reopen."
        case errors.SelfAward():
            return "Nobody can be awarded for their own question or award themselves, so nothing was done."
        case errors.BotAward():
            return "That was a bot. Bots earn nothing."
        case errors.NotTheQuestioner(asker_id):
            who = (
                f"{english.member(asker_id)}, who asked,"
                if asker_id
                else "The person who asked (it must be a reply to them)"
            )
            return f"{who} or staff can accept an answer."
        case errors.AlreadyAccepted(member_id, at):
            return f"This question has its accepted answer: {english.member(member_id)} was awarded {english.moment(at)}."
        case errors.NotAdministrator():
            return "Only administrators of this server can set me up."
        case errors.SetupIncomplete(name):
            return f"The channel #{name} is missing here. `/setup` shows administrators what to do."
        case _:
            assert_never(refused)


def _in_the_form(problems: str) -> str:
    """What a file's author is told, in the words of the form."""
    names = {
        "title": drafts.ask_title(ENGLISH),
        "questions": drafts.ask_phrasings(ENGLISH),
        "answer": drafts.ask_answer(ENGLISH),
        "keywords": drafts.ask_keywords(ENGLISH),
    }
    for key, label in names.items():
        problems = problems.replace(f"`{key}`", f"“{label}”")
    return problems
