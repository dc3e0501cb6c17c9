"""Every sentence the bot says, one typed function a sentence. FAQ answers live in faq/."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import assert_never

import discord

from bot import errors
from bot.config import Between, Faq, Priority, TicketType
from bot.drafts.draft import Draft
from bot.drafts.draft import Proposal as EntryProposal
from bot.drafts.draft import Status as DraftStatus
from bot.faq.question import Outcome, Question
from bot.faq.speaking import SPEAKING, Rule
from bot.insights.deflection import Deflection, Tally
from bot.insights.gaps import PEOPLE_AT_LEAST, Gaps, Group
from bot.insights.lift import Lift
from bot.insights.numbers import Suggestions
from bot.insights.staleness import Suspicion
from bot.knowledge.entry import Entry
from bot.matching.linting import Finding, FindingKind
from bot.matching.matcher import Judgement, Verdict, Veto, VetoKind
from bot.reputation.service import RankedStanding
from bot.requirements import ChannelKind, Gap, GapKind, Purpose
from bot.shadow.service import Digest
from bot.shadow.thresholds import ENOUGH_LABELS, WANTED_PRECISION, Proposal, Trial
from bot.tickets.lifecycle import Event, EventKind, Status, Ticket
from bot.tickets.priority import Impact

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


def member(member_id: int) -> str:
    """A mention; it pings only where the message allows it."""
    return f"<@{member_id}>"


def channel(channel_id: int) -> str:
    return f"<#{channel_id}>"


def moment(at: datetime, style: str = "R") -> str:
    """A time that Discord shows in the reader's own zone: R relative, f date and time, D date."""
    return f"<t:{int(at.timestamp())}:{style}>"


def message_link(guild_id: int, channel_id: int, message_id: int) -> str:
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def duration(span: timedelta | None) -> str:
    """A length of time, in its two largest units."""
    if span is None:
        return "–"
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    first = next((place for place, (amount, _) in enumerate(units) if amount), 3)
    shown = [f"{amount} {unit}" for amount, unit in units[first : first + 2] if amount]
    return " ".join(shown) or "0 s"


def plain(text: str) -> str:
    """A sentence for the operator's terminal: without Discord's Markdown."""
    return text.replace("**", "").replace("*", "").replace("`", "")


def share(part: float | None) -> str:
    return "–" if part is None else f"{part:.0%}"


# Refusals and failures


def refusal(refused: errors.Refused) -> str:
    """Why not, and what to do instead."""
    return _refusal(refused)  # type: ignore[arg-type]  # every subclass is in Refusal: tested


def _refusal(refused: Refusal) -> str:
    match refused:
        case errors.UnknownQuestion():
            return "I no longer know which question this belongs to. Please ask again, or open a ticket."
        case errors.UnknownEntry(query):
            return f"I have no entry for {quoted(query)}. Try other words, or open a ticket with `/ticket open`."
        case errors.NotTheAsker(asker_id):
            return f"Only {member(asker_id)}, who asked, can press this. If you have the same problem, just ask!"
        case errors.NotTrusted():
            return "Only staff and helpers can do this. If an answer did not help you, press *Still need help*."
        case errors.InvalidProposal(problems):
            return f"This is no FAQ entry yet:{_problem_lines(_in_the_form(problems))}Please correct it."
        case errors.UnknownDraft():
            return "I no longer know this draft."
        case errors.NotYourDraft(proposed_by):
            return f"Only staff or {member(proposed_by)}, who proposed it, can edit this draft."
        case errors.DraftDecided(decided_by, at):
            return f"{member(decided_by)} has decided about this draft already, {moment(at)}; its card says how."
        case errors.DraftChanged():
            return "Somebody has edited this draft meanwhile. Please look at it again: its card is up to date."
        case errors.AlreadyInFiles(place):
            return (
                f"This entry stands in {quoted(place)} already: an approval was interrupted. Press *Approve* to end"
                " it, or delete the entry there first."
            )
        case errors.UnknownCategory(name):
            return (
                f"No FAQ file has the category {quoted(name)} (any more). Edit the draft and choose another one."
            )
        case errors.BrokenKnowledge(problems):
            return f"The FAQ files have mistakes, so nothing can be added:{_problem_lines(problems)}Correct them first."
        case errors.DoesNotFit(problems):
            return f"With this entry the FAQ files would have mistakes:{_problem_lines(problems)}Edit the draft first."
        case errors.NotWritable(file, reason):
            return (
                f"I cannot write the FAQ file {quoted(file)}: {quoted(reason)}. The draft stays open; the operator"
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
                f"I find no message for {quoted(reference)}. Take *Copy Message Link* from the message's menu; the"
                " message must still be there, and in a channel that both of us can read."
            )
        case errors.AlreadyLabelled(labelled_by):
            return f"{member(labelled_by)} has judged this one already. Press *Skip* to go on."
        case errors.NotStaff():
            return "Only staff can do this."
        case errors.UnknownTicket(number):
            return (
                "There is no ticket here (any more)." if number is None else f"There is no ticket #{number} here."
            )
        case errors.UnknownTicketType(type_id):
            return f"There is no ticket type {quoted(type_id)} (any more). `/ticket open` lists what there is."
        case errors.AlreadyOpen(number, thread_id):
            where = channel(thread_id) if thread_id else f"ticket #{number}"
            return f"There is an open ticket of this kind already: {where}. Please go on there."
        case errors.UnknownMessage():
            return "That message is gone, so I cannot make a ticket of it."
        case errors.BotRequester():
            return "That message was written by a bot, so there is nobody to help."
        case errors.StillOpening(number):
            return f"Ticket #{number} is still being opened. Please try again in a moment."
        case errors.AlreadyClaimed(number, assignee_id):
            return f"{member(assignee_id)} has ticket #{number} already."
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
                f"{member(asker_id)}, who asked,"
                if asker_id
                else "The person who asked (it must be a reply to them)"
            )
            return f"{who} or staff can accept an answer."
        case errors.AlreadyAccepted(member_id, at):
            return f"This question has its accepted answer: {member(member_id)} was awarded {moment(at)}."
        case errors.NotAdministrator():
            return "Only administrators of this server can set me up."
        case errors.SetupIncomplete(name):
            return f"The channel #{name} is missing here. `/setup` shows administrators what to do."
        case _:
            assert_never(refused)


def quoted(text: str, limit: int = 80) -> str:
    """What somebody typed, shown as code: Markdown and mentions in it do nothing."""
    shown = " ".join(text.replace("`", "ˋ").split())
    return f"`{shown[:limit] + '…' if len(shown) > limit else shown or ' '}`"


def listed(lines: Sequence[str], most: int = 10, length: int = 1500) -> str:
    """The first lines, as many as fit, and how many more there are."""
    shown: list[str] = []
    for line in lines[:most]:
        if sum(map(len, shown)) + len(shown) + len(line) > length:
            break
        shown.append(line)
    if not shown and lines:
        shown = [lines[0][:length] + "…"]
    if len(shown) < len(lines):
        shown.append(f"… and {len(lines) - len(shown)} more")
    return "\n".join(shown)


def as_code(text: str) -> str:
    """Several lines as a block of code: Markdown and mentions in it do nothing."""
    return f"```\n{text.replace('```', 'ˋˋˋ')}\n```"


def _problem_lines(problems: str) -> str:
    return f"\n{as_code(listed(problems.splitlines()))}"


def _in_the_form(problems: str) -> str:
    """What a file's author is told, in the words of the form."""
    names = {"title": label_title(), "questions": label_phrasings(), "answer": label_answer()}
    for key, label in {**names, "keywords": label_keywords()}.items():
        problems = problems.replace(f"`{key}`", f"“{label}”")
    return problems


def bug(code: str) -> str:
    return f"Sorry, something went wrong on my side. Staff can find it in the log as **{code}**."


def discord_forbids(code: str) -> str:
    return (
        "Discord did not let me do this: I lack a permission. An administrator can run `/setup` to see which."
        f" (**{code}**)"
    )


def discord_is_down(code: str) -> str:
    return f"Discord itself failed just now. Please try again in a minute. (**{code}**)"


def not_allowed_here() -> str:
    return "You cannot use this command here."


# FAQ


def automatic_answer(category: str) -> str:
    return f"Automatic answer from our FAQ · {category}"


def solved_it() -> str:
    return "Solved it"


def still_need_help() -> str:
    return "Still need help"


def marked_solved() -> str:
    return "✅ Marked as solved"


def not_translated(own: str) -> str:
    return f"not translated into your language yet, so in {own}"


def faq_wrong() -> str:
    return "FAQ wrong"


def marked_wrong() -> str:
    return (
        "Thank you. From now on this entry answers nobody by itself, until staff say in `/faq stale` that it is"
        " right again."
    )


def did_you_mean(titles: int) -> str:
    return f"{'Is it this?' if titles == 1 else 'Is it one of these?'} (I am a bot, and not sure.)"


def none_of_these(titles: int) -> str:
    return "No" if titles == 1 else "None of these"


def none_of_these_said() -> str:
    return "Sorry. Somebody here may know; or ask people now:"


def quiet_hint() -> str:
    return "-# I may know this. Only you see what the button shows."


def settled(outcome: Outcome | None, title: str | None) -> str:
    """The one line that is left of an answer."""
    name = f"FAQ: *{title}*" if title else "FAQ"
    match outcome:
        case Outcome.HUMAN:
            return f"-# {name} · a person has answered."
        case Outcome.HANDED_OVER:
            return f"-# {name} · it did not help, so people have been asked."
        case Outcome.WRONG:
            return f"-# {name} · withdrawn: staff or helpers say that this answer is wrong."
        case Outcome.SOLVED:
            return f"-# {name} · {marked_solved()}"
        case _:
            return f"-# {name} · this answer is no longer there."


def ask_community() -> str:
    return "Ask the community"


def community_asked(*, is_late: bool) -> str:
    if is_late:
        return "Saved. Discord does not let me ask the others right now; I keep trying."
    return "I have asked the community. Who knows something answers there."


def asks_community(asker_id: int, helpers: Sequence[str], entry: Entry | None) -> str:
    who = f"{' '.join(helpers)}: {member(asker_id)}" if helpers else member(asker_id)
    tried = f" Our FAQ's *{entry.title}* did not help." if entry else ""
    return f"{who} still needs help.{tried} Who knows more?"


def community_thread(text: str | None, entry: Entry | None) -> str:
    """At most 100 characters, and never none."""
    name = flat(text or "") or (entry.title if entry else "") or "Question"
    return discord.utils.escape_mentions(name[:90])[:100]


def opted_out() -> str:
    return "From now on I stay silent when you ask in a channel. Mention me, or use `/faq search`, and I answer."


def opted_in() -> str:
    return "I answer again when you ask in a channel."


def noted_from_staff(asker_id: int) -> str:
    return f"Noted. The buttons stay for {member(asker_id)}, who asked."


def links_title() -> str:
    return "Read more"


def no_answer(tickets_channel: str) -> str:
    return f"I have no answer to that. Somebody here may know, or ask staff in {tickets_channel}."


def nothing_to_look_up() -> str:
    return "That message has no text to look up."


def share_button() -> str:
    return "Share"


def shared_by(member_id: int) -> str:
    return f"Shared by {member(member_id)}:"


def why_title(decided: Rule | None) -> str:
    return "Why I spoke" if decided in SPEAKING else "Why I was silent"


def rule(decided: Rule | None) -> str:
    """What made the FAQ speak or be silent; None for a message that it has never seen."""
    match decided:
        case None:
            return (
                "I have not looked at it: I was not there when it was written, or it followed a settled question."
            )
        case Rule.SURE:
            return "One entry fitted well enough, and much better than the second, so I answered."
        case Rule.BETWEEN:
            return "Something came near, but not near enough for an answer, so I only offered what it might be."
        case Rule.NOT_HERE:
            return "I do not listen in this channel, unless I am mentioned."
        case Rule.BOT:
            return "It was written by a bot or a webhook, and I answer only people."
        case Rule.SYSTEM:
            return "It is a line that Discord wrote, not a person."
        case Rule.TICKET:
            return "It stands in a ticket, where staff answer."
        case Rule.STAFF:
            return "Its author is staff, and staff are not answered."
        case Rule.HELPER:
            return "Its author is a helper, and helpers are not answered."
        case Rule.REPLY:
            return "It is a reply to somebody, so it was not meant for me."
        case Rule.NOT_FIRST:
            return "It is not the first message of its post, and only that is a question to me."
        case Rule.SETTLED:
            return "The post carries the tag of those that are solved or wait for people."
        case Rule.OPTED_OUT:
            return "Its author wants no automatic answers (`/faq opt-out`)."
        case Rule.TOO_SHORT:
            return "It has too few words to be a question; code, links and quotes do not count."
        case Rule.UNSURE:
            return "No entry scored high enough."
        case Rule.TOO_CLOSE:
            return "Two entries fitted almost equally well, and I do not guess."
        case Rule.UNKNOWN:
            return "No entry has anything to do with it."
        case Rule.SUSPECT:
            return "The entry that fits is marked as wrong, so it answers nobody until staff clear it in `/faq stale`."
        case Rule.MEMBER_CAP:
            return "Its author got this entry less than 24 hours ago."
        case Rule.ENTRY_CAP:
            return "This entry was given in this channel less than a minute ago."
        case Rule.CHANNEL_CAP:
            return "I had spoken ten times in this channel within the hour, which is as much as a channel bears."
        case Rule.SHADOW:
            return "This channel is in shadow mode: I only note what I would have said."
        case Rule.HELD_OUT:
            return "By lot: a few answers are withheld to measure what answering changes (`hold_out_percent`)."
        case _:
            assert_never(decided)


def why_question() -> str:
    return "The question"


def why_words(words: str | None, link: str, *, is_gone: bool) -> str:
    """What was asked, as far as it is still known, and where."""
    if words is not None:
        said = quoted(words)
    elif is_gone:
        said = "The message is gone, and with it its words."
    else:
        said = "I no longer keep its words, and find none in the message."
    return f"{said}\n{link}"


def why_then() -> str:
    return "What I found then"


def why_now(*, was_logged: bool, has_changed: bool) -> str:
    if not was_logged:
        return "What I make of its words"
    return "It would be different now" if has_changed else "It would be the same now"


def why_scores(score: float, margin: float) -> str:
    return f"Score **{score:.2f}**, ahead of the second by **{margin:.2f}**"


def why_limits(settings: Faq) -> str:
    suggests = "" if settings.between is Between.SILENT else f", suggest from {settings.suggest_from:.2f}"
    return (
        f"I answer from a score of {settings.threshold:.2f} and a lead of {settings.margin:.2f}{suggests}."
        f" A message needs {settings.min_words} words."
    )


def why_candidate(place: int, title: str, score: float) -> str:
    return f"{place}. {title} · {score:.2f}"


def why_nothing_near() -> str:
    return "No entry comes near."


def would(judgement: Judgement, titles: Sequence[str]) -> str:
    """What the matcher says to it now. `titles` are those it would answer with or suggest."""
    match judgement.verdict:
        case Verdict.ANSWER:
            return f"By its words it would be answered with *{titles[0]}*."
        case Verdict.SUGGEST:
            return f"By its words it would get suggestions: {', '.join(f'*{title}*' for title in titles)}."
        case Verdict.SILENT:
            return "By its words it would get no answer."


def why_corrected() -> str:
    return "Spelling that I took for another"


def correction(typed: str, read: str) -> str:
    return f"{quoted(typed, 40)} → {quoted(read, 40)}"


def why_vetoed() -> str:
    return "What must not answer it"


def vetoed(title: str, veto: Veto) -> str:
    words = ", ".join(quoted(word, 40) for word in veto.words[:3])
    match veto.kind:
        case VetoKind.NOT_FOR:
            return f"{title}: it is too near to its `not_for` {words}"
        case VetoKind.NEGATION:
            return f"{title}: {words} turns the question round"
        case VetoKind.DISTINGUISHING:
            return f"{title}: {words} makes it another question"


def removed_entry(entry_id: str) -> str:
    return f"{quoted(entry_id)} (removed since)"


def shadow_title() -> str:
    return "Shadow mode"


def shadow_off() -> str:
    return (
        "No channel is in shadow mode. Name some in config.yaml under `faq.shadow`: there I say nothing, and here"
        " you judge what I would have said."
    )


def shadow_summary(places: Sequence[int], digest: Digest) -> str:
    return (
        f"{', '.join(channel(place) for place in places)}: **{digest.asked}** questions, of which I would have"
        f" answered **{digest.would_have_answered}**. Labelled: **{digest.labelled}**, still to label:"
        f" **{digest.unlabelled}**."
    )


def shadow_question() -> str:
    return "Does the entry answer the question?"


def shadow_case(question: Question, title: str) -> str:
    """A question, where it stands, and the entry that was found for it."""
    words = quoted(question.text, 300) if question.text is not None else "Its words are no longer kept."
    link = message_link(question.guild_id, question.channel_id, question.message_id)
    return f"{words}\n{link}\n→ **{title}** · score {question.score:.2f}"


def shadow_no_more(unlabelled: int) -> str:
    if unlabelled:
        return f"That was the last one. {unlabelled} skipped: `/faq shadow` begins again with the oldest."
    return "There is nothing to label."


def label_right() -> str:
    return "Right"


def label_wrong() -> str:
    return "Wrong"


def label_skip() -> str:
    return "Skip"


def shadow_thresholds() -> str:
    return "Thresholds, on what was labelled"


def shadow_too_few(labelled: int) -> str:
    return (
        f"From {ENOUGH_LABELS} labels on I show here which threshold would have been right. There are {labelled}."
    )


def shadow_trial(tried: Trial, *, is_current: bool, is_best: bool) -> str:
    mark = " ← now" * is_current + " ← proposed" * is_best
    if tried.precision is None or tried.precision_at_least is None:
        return f"`{tried.threshold:.2f}` answers nothing{mark}"
    return (
        f"`{tried.threshold:.2f}` answers {share(tried.answered_share)}, of which right: {share(tried.precision)}"
        f" (likely ≥ {share(tried.precision_at_least)}; {tried.right} of {tried.answered}){mark}"
    )


def shadow_advice(proposal: Proposal, settings: Faq) -> str:
    best = proposal.best
    if best is None:
        return f"With no threshold {share(WANTED_PRECISION)} of the answers would have been right. Better phrasings help."
    if best.threshold == proposal.current.threshold:
        return "The threshold is right as it is."
    also = f" and `suggest_from: {best.threshold:.2f}`" if best.threshold < settings.suggest_from else ""
    return (
        f"Write `threshold: {best.threshold:.2f}`{also} into config.yaml, under `faq`, if you agree: the lowest with which"
        f" {share(WANTED_PRECISION)} of the answers would have been right. Nothing changes by itself."
    )


def choose_ticket_type() -> str:
    return "Sorry that it did not help. What is it about?"


def choose_any_type() -> str:
    return "What is it about?"


# Making the FAQ


def faq_broken(problems: Sequence[str]) -> str:
    return (
        "⚠️ The FAQ files have mistakes, so I go on with what I read before:"
        f"{_problem_lines(chr(10).join(problems))}I look again at the next change, or with `/faq reload`."
    )


def faq_right(entries: int) -> str:
    return f"✅ The FAQ is right again: {entries} entries."


def faq_reloaded(entries: int) -> str:
    return f"The FAQ files are right, and in use: {entries} entries."


def preview_facts(entry: Entry, place: str) -> str:
    """What customers do not see of an entry."""
    translated = [len(it.questions) for it in entry.translations.values()]
    facts = {
        "Id": quoted(entry.id),
        "File": quoted(place),
        "Phrasings": str(len(entry.questions) + sum(translated)),
        "Translations": ", ".join(map(quoted, entry.translations)),
        "Channels": quoted(", ".join(f"#{name}" for name in entry.channels), 200) if entry.channels else "all",
        "Never answers": listed([quoted(refused) for refused in entry.not_for], length=500),
        "Keywords": quoted(", ".join(entry.keywords), 200) if entry.keywords else "",
        "Ticket type": quoted(entry.ticket_type) if entry.ticket_type else "the customer chooses",
        "Owner": quoted(entry.owner) if entry.owner else "",
        "Review by": day(entry.review_by) if entry.review_by else "",
    }
    return "\n".join(f"**{name}:** {value or '–'}" for name, value in facts.items())


def day(on: date) -> str:
    return on.isoformat()


def propose_title() -> str:
    return "Propose an FAQ entry"


def label_category() -> str:
    return "Category"


def label_title() -> str:
    return "Title"


def title_description() -> str:
    return "The question, as it is shown above the answer."


def label_phrasings() -> str:
    return "Phrasings"


def phrasings_description() -> str:
    return "How people ask it, in their words: one a line, at least two."


def label_answer() -> str:
    return "Answer"


def answer_description() -> str:
    return "In Discord's Markdown, up to 3500 characters."


def label_keywords() -> str:
    return "Keywords"


def keywords_description() -> str:
    return "Words that only this entry is about, with commas between them. Not needed."


def proposed(draft: Draft, *, is_late: bool) -> str:
    name = quoted(draft.entry.title)
    if is_late:
        return f"{name} is saved and cannot get lost. Discord does not let me show it to staff yet; I keep trying."
    return f"{name} is proposed. Staff read it in their queue, and you hear what they decide."


def edited(draft: Draft) -> str:
    return f"{quoted(draft.entry.title)} is changed."


def to_copy() -> str:
    return "Here is what you typed, to copy:"


def typed_file() -> str:
    return "proposal.txt"


def typed(proposal: EntryProposal) -> str:
    """All that somebody has typed into the form."""
    parts = {
        label_title(): proposal.title,
        label_phrasings(): proposal.phrasings,
        label_answer(): proposal.answer,
        label_keywords(): proposal.keywords,
    }
    return "\n\n".join(f"{label}:\n{text}" for label, text in parts.items() if text)


def draft_title(draft: Draft) -> str:
    return f"FAQ draft #{draft.id}"


def draft_facts(draft: Draft) -> str:
    """What staff should know of a draft, beside what customers will see."""
    lines = [
        f"**Status:** {draft_status(draft)}",
        f"**Proposed by:** {member(draft.proposed_by)}, {moment(draft.proposed_at)}",
    ]
    origin = draft.origin
    if origin.message_id is not None:
        link = message_link(draft.guild_id, origin.channel_id, origin.message_id)
        author = f" by {member(origin.author_id)}" if origin.author_id else ""
        lines.append(f"**Made of:** {link}{author}")
    lines.append(f"**Category:** {quoted(draft.category)}")
    lines.append(f"**Phrasings:**\n{listed([quoted(one, 300) for one in draft.entry.questions], 50, 1000)}")
    if draft.entry.keywords:
        lines.append(f"**Keywords:** {quoted(', '.join(draft.entry.keywords), 300)}")
    return "\n".join(lines)


def draft_status(draft: Draft) -> str:
    if draft.decided_by is None or draft.decided_at is None:
        return "Waits for staff"
    what = "Approved" if draft.status is DraftStatus.APPROVED else "Rejected"
    return f"{what} by {member(draft.decided_by)}, {moment(draft.decided_at)}"


def label_approve() -> str:
    return "Approve"


def label_approve_anyway() -> str:
    return "Approve anyway"


def label_reject() -> str:
    return "Reject"


def label_edit() -> str:
    return "Edit"


def reject_title() -> str:
    return "Reject this draft"


def label_reject_note() -> str:
    return "Why?"


def reject_note_description() -> str:
    return "Who proposed it reads this. Not needed."


def approved(draft: Draft) -> str:
    return f"{quoted(draft.entry.title)} stands in its file, and I answer with it from now on."


def rejected(draft: Draft) -> str:
    return f"{quoted(draft.entry.title)} is rejected."


def doubts(findings: Sequence[Finding]) -> str:
    return (
        "The new entry and the others would stand in each other's way:\n"
        f"{listed([f'- {doubt(finding)}' for finding in findings])}\n"
        "*Edit* the draft, or approve it all the same."
    )


def doubt(finding: Finding) -> str:
    asked, own = quoted(finding.phrasing), quoted(finding.entry_id)
    other, theirs = quoted(finding.other_entry_id or ""), quoted(finding.other_phrasing or "")
    match finding.kind:
        case FindingKind.STOLEN:
            return f"{asked} of {own} would find {other} first, by its {theirs}."
        case FindingKind.UNFOUND:
            return f"{asked} of {own} would find no entry at all."
        case FindingKind.VETOED:
            return f"{asked} would not be answered by {own}, because of the words {theirs}."
        case FindingKind.NOT_SILENT:
            return f"{asked} must never be answered by {own}, and would be."
        case FindingKind.NEAR_DUPLICATE:
            return f"{asked} of {own} is nearly the same as {theirs} of {other}."
        case FindingKind.ANSWERED_ELSEWHERE:
            return f"{asked}, which {own} must never answer, would be answered by {other}."


def in_the_faq(draft: Draft, points: int | None) -> str:
    """What is said where the draft was proposed; `points` are what the answer's author has earned."""
    text = f"📗 {quoted(draft.entry.title)} is in the FAQ now, proposed by {member(draft.proposed_by)}."
    if draft.origin.author_id is not None:
        earned = f" (+{points} points)" if points else ""
        text += f" Thanks to {member(draft.origin.author_id)}, whose answer it is{earned}!"
    return text


def not_in_the_faq(draft: Draft) -> str:
    why = f"\n> {quoted(draft.note, 1000)}" if draft.note else ""
    return f"Staff decided not to take {quoted(draft.entry.title)} into the FAQ.{why}"


def drafts_title(count: int) -> str:
    return "One FAQ draft waits" if count == 1 else f"{count} FAQ drafts wait"


def no_drafts() -> str:
    return "Nothing has been proposed that waits for a decision. `/faq propose` proposes something."


def draft_line(draft: Draft) -> str:
    what = f"{quoted(draft.entry.title)} by {member(draft.proposed_by)}, {moment(draft.proposed_at)}"
    if draft.card_channel_id is None or draft.card_message_id is None:
        return f"- {what} (its card is not there yet)"
    return f"- {what}: {message_link(draft.guild_id, draft.card_channel_id, draft.card_message_id)}"


def reviews_due(lines: Sequence[str]) -> str:
    return "🗓️ Is this still right? The day by which to read these entries again has passed:\n" + "\n".join(lines)


def review_line(entry: Entry, place: str) -> str:
    by = day(entry.review_by) if entry.review_by else "–"
    owner = f", owner {quoted(entry.owner)}" if entry.owner else ""
    return f"- {quoted(entry.title, 100)} ({quoted(place)}{owner}): {by}"


# Tickets


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
        f"Hello {member(ticket.requester_id)}, your ticket is in the queue with priority **{ticket.priority}**."
        f" {line}. Staff answer here, in this thread; add anything that helps, but no passwords."
    )


def opening_again(ticket: Ticket) -> str:
    return (
        f"Hello {member(ticket.requester_id)}, the thread of your ticket was deleted, so here is a new one. What was"
        " written there is gone, your request is not. Staff answer here."
    )


def ticket_saved(ticket: Ticket) -> str:
    if ticket.receipts.thread_id is None:
        return f"Ticket #{ticket.number} is saved."
    return f"Ticket #{ticket.number} is open: {channel(ticket.receipts.thread_id)}"


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
    by = member(event.actor_id) if event.actor_id else None
    match event.kind:
        case EventKind.OPENED | EventKind.RESPONDED:
            return None
        case EventKind.CLAIMED:
            return f"{by} is looking after this ticket now."
        case EventKind.RELEASED:
            return f"{by} put this ticket back into the queue; a colleague will take over."
        case EventKind.RESOLVED:
            thanks = f" Thanks to {member(event.member_id)} for helping!" if event.member_id else ""
            note = f"\n> {flat(event.note)}" if event.note else ""
            return f"✅ {by} marked this ticket as resolved.{thanks} Not solved? Press *Reopen*.{note}"
        case EventKind.CLOSED:
            note = f"\n> {flat(event.note)}" if event.note else ""
            if by is None:
                return "This ticket stayed resolved, so it is closed now. For anything new, open another one."
            return f"🔒 {by} closed this ticket.{note}"
        case EventKind.REOPENED:
            return f"{by} reopened this ticket; it is back in the queue."


def flat(text: str) -> str:
    """Several lines as one, for a quote."""
    return " ".join(text.split())


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
    named = f"#{ticket.number} {kind_label}: {flat(ticket.summary)}"
    where = channel(ticket.receipts.thread_id) if ticket.receipts.thread_id else named
    who = f"with {member(ticket.assignee_id)}" if ticket.assignee_id else "**unclaimed**"
    return f"{priority(ticket.priority)} {where} · {moment(ticket.opened_at)} · {who}"


def queue_more(count: int) -> str:
    return f"… and {count} more."


# Reputation


def answer_accepted(helper_id: int, by_id: int, points: int, balance: int) -> str:
    return (
        f"✅ {member(by_id)} accepted {member(helper_id)}'s answer."
        f" **+{points}** reputation, {balance} in all. Thank you!"
    )


def no_standing(member_id: int) -> str:
    return f"{member(member_id)} has no reputation yet. An accepted answer brings the first points."


def standing_title(name: str) -> str:
    return f"Reputation of {name}"


def standing_text(ranked: RankedStanding) -> str:
    standing = ranked.standing
    lines = [
        f"**{standing.balance}** points from {standing.awards} award{'s' if standing.awards != 1 else ''},"
        f" place {standing.place}"
    ]
    if ranked.rank:
        lines.append(f"Rank: **{ranked.rank.name}**")
    if ranked.next_rank:
        missing = ranked.next_rank.points - standing.balance
        lines.append(f"{missing} more to **{ranked.next_rank.name}**")
    return "\n".join(lines)


def leaderboard_title(community: str) -> str:
    return f"{community}: who helps most"


def leaderboard_empty() -> str:
    return "Nobody has been awarded yet. Accept a good answer: right-click it → Apps → *Accept answer*."


def leaderboard_line(ranked: RankedStanding) -> str:
    standing = ranked.standing
    place = {1: "🥇", 2: "🥈", 3: "🥉"}.get(standing.place, f"{standing.place}.")
    rank = f" · {ranked.rank.name}" if ranked.rank else ""
    return f"{place} {member(standing.member_id)} · **{standing.balance}**{rank}"


# Insights


def report_title(days: int) -> str:
    return "Report of the last day" if days == 1 else f"Report of the last {days} days"


def report_questions() -> str:
    return "Questions"


def report_answered() -> str:
    return "Answered by the FAQ"


def report_deflected() -> str:
    return "Deflected"


def report_opened() -> str:
    return "Tickets opened"


def report_resolved() -> str:
    return "Tickets resolved"


def report_waiting() -> str:
    return "Open now"


def report_first_response() -> str:
    return "First response (median)"


def report_resolution() -> str:
    return "Resolution (median)"


def report_helpers() -> str:
    return "Helpers credited"


def report_accepted() -> str:
    return "Answers accepted"


def report_footer() -> str:
    return "Deflected: Solved it, or 24 h of silence; not if the asker came back (of all answers)."


def report_deflections(answers: Tally, fraction: float | None) -> str:
    confirmed, assumed = answers[Deflection.CONFIRMED], answers[Deflection.ASSUMED]
    return f"{part_of(answers.deflected, fraction)}: {confirmed} confirmed, {assumed} assumed"


def numbers_title(days: int) -> str:
    return "The FAQ in the last day" if days == 1 else f"The FAQ in the last {days} days"


def numbers_total(questions: int, answers: Tally) -> str:
    """All states, those with nothing in them too: this is the legend of the lines below."""
    states = " · ".join(f"{state_mark(state)} {answers[state]} {state.value}" for state in Deflection)
    staff = f"👍 {answers.staff_right} · 👎 {answers.staff_wrong} is what staff and helpers say of them"
    answered = f"**{answers.answers}** answer{'' if answers.answers == 1 else 's'}"
    asked = f"**{questions}** question{'' if questions == 1 else 's'}"
    return f"{answered} to {asked}\n{states}\n{staff}"


def numbers_line(name: str, answers: Tally) -> str:
    """One entry or channel, in the marks of `numbers_total`."""
    marks = [f"{state_mark(state)} {answers[state]}" for state in Deflection if answers[state]]
    marks += [
        f"{mark} {count}" for mark, count in (("👍", answers.staff_right), ("👎", answers.staff_wrong)) if count
    ]
    return f"{name} · **{answers.answers}** · {' · '.join(marks)}"


def state_mark(state: Deflection) -> str:
    return {
        Deflection.CONFIRMED: "✅",
        Deflection.ASSUMED: "☑️",
        Deflection.RETRACTED: "↩️",
        Deflection.UNHELPED: "❌",
        Deflection.OVERTAKEN: "👤",
        Deflection.OPEN: "⏳",
    }[state]


def numbers_by_entry() -> str:
    return "By entry"


def numbers_by_place() -> str:
    return "By channel"


def numbers_suggestions_title() -> str:
    return "Suggestions"


def numbers_suggestions(counted: Suggestions) -> str:
    return f"{counted.shown} shown · {counted.chosen} chosen · {counted.dismissed} dismissed"


def numbers_silence_title() -> str:
    return "Silent"


def numbers_silence(decided: Rule, count: int) -> str:
    """The rules under which a question is noted; what is left alone altogether leaves no trace."""
    why = {
        Rule.UNSURE: "nothing near enough",
        Rule.UNKNOWN: "no word of it in any entry",
        Rule.TOO_CLOSE: "two entries too close to each other",
        Rule.SUSPECT: "the entry is marked as wrong",
        Rule.MEMBER_CAP: "the member had that answer within 24 h",
        Rule.ENTRY_CAP: "the channel had that answer within 60 s",
        Rule.CHANNEL_CAP: "ten answers in the channel within an hour",
        Rule.SHADOW: "a channel in shadow mode",
        Rule.HELD_OUT: "held out by lot",
        Rule.TOO_SHORT: "edited to less than a question",
    }
    return f"{count} × {why.get(decided, decided.value.replace('_', ' '))}"


def numbers_lift_title() -> str:
    return "Does answering save tickets?"


def numbers_lift(measured: Lift) -> str:
    """Percentage points: a share less a share."""
    lines = [
        f"{group}: {of.ticketed} of {of.askers} askers opened a ticket within 72 h ({share(of.part)})"
        for group, of in (("Answered", measured.answered), ("Held out", measured.held_out))
    ]
    if measured.difference is None:
        lines.append("Too few to tell.")
    else:
        points, low, high = (round(100 * part) for part in measured.difference)
        lines.append(f"Tickets saved: **{points}** in 100 askers (95 % interval {low} to {high}).")
        if low <= 0 <= high:
            lines.append("That may be chance.")
    return "\n".join(lines)


def numbers_footer() -> str:
    return (
        "confirmed: the asker pressed Solved it · assumed: 24 h without a word · retracted: the asker came back"
        " within 72 h · unhelped: the asker said so · overtaken: a person was quicker, or it was withdrawn · open:"
        " too early to tell"
    )


def gaps_title() -> str:
    return "What the FAQ could not answer in the last 30 days"


def gaps_line(group: Group, nearest: str | None) -> str:
    """One group; what people wrote stands in code, where it does nothing."""
    words = ", ".join(word[:30] for word in group.words)
    lines = [f"**{group.people} people**, {group.questions} questions: {words}"]
    lines += [f"> {quoted(example)}" for example in group.examples]
    if nearest:
        lines.append(f"Nearest entry: *{nearest}* ({group.nearest_to} of {group.questions})")
    return "\n".join(lines)


def gaps_none() -> str:
    return f"Nothing that {PEOPLE_AT_LEAST} different people asked went unanswered."


def gaps_footer(found: Gaps) -> str:
    lines = []
    if found.ungrouped:
        lines.append(
            f"Not shown: {found.ungrouped} more questions, in groups of fewer than {PEOPLE_AT_LEAST} people."
        )
    if found.forgotten:
        lines.append(f"{found.forgotten} more whose words are forgotten.")
    return " ".join(lines)


def stale_title() -> str:
    return "Entries to look at again"


def stale_none() -> str:
    return "No entry is marked as wrong, fails, or is past its review date."


def stale_suspect_title() -> str:
    return "🚩 Marked as wrong; they answer nobody"


def stale_suspect(one: Suspicion, title: str | None, link: str | None) -> str:
    """`title` is None where the entry is gone, `link` where the question is."""
    name = title or f"{quoted(one.entry_id)}, which is no longer there"
    where = f" · [the question]({link})" if link else ""
    return f"**{name}** · by {member(one.marked_by)} {moment(one.marked_at)}{where}"


def stale_failing_title() -> str:
    return "📉 Help less than half of the askers (90 days)"


def stale_failing(title: str, counted: Tally) -> str:
    return f"**{title}** · {counted.deflected} of {counted.judged} deflected"


def stale_overdue_title() -> str:
    return "📅 Past their review date"


def stale_overdue(title: str, due: date | None, owner: str | None) -> str:
    return f"**{title}** · {due}" + (f" · {owner}" if owner else "")


def stale_unused_title() -> str:
    return "💤 Not served for 90 days"


def stale_unused(title: str) -> str:
    return title


def it_is_right(title: str) -> str:
    """A button's label."""
    return f"It is right: {title}"


def and_more(count: int) -> str:
    return f"… and {count} more"


def part_of(part: int, fraction: float | None) -> str:
    return str(part) if fraction is None else f"{part} ({share(fraction)})"


# Operations


def setup_title(complete: bool) -> str:
    return "Everything is in place" if complete else "What is missing"


def setup_complete() -> str:
    return "Channels, roles and permissions are as config.yaml wants them."


def setup_panel(panel: str | None) -> str:
    return f"The panel stands in {panel}." if panel else "The panel is not posted yet: press the button."


def gap(missing: Gap) -> str:
    """One thing that is missing, and what to do."""
    names = ", ".join(permission_name(name) for name in missing.permissions)
    match missing.kind:
        case GapKind.CHANNEL:
            return f"❌ Channel **#{missing.name}** ({purpose(missing.purpose)}) is missing."
        case GapKind.CHANNEL_KIND:
            return f"❌ **#{missing.name}** must be a {channel_kind(missing.wanted)}; rename it or name another in config.yaml."
        case GapKind.ROLE:
            return f"❌ Role **{missing.name}** is missing."
        case GapKind.PERMISSION:
            return f"❌ In **#{missing.name}** I lack: {names}."
        case GapKind.STAFF_ACCESS:
            return f"❌ In **#{missing.name}** the role {missing.role} lacks: {names}."
        case GapKind.INTENT:
            return (
                "⚠️ The intent *Message Content* is off: the FAQ answers only when it is mentioned or asked by a"
                " command. Switch it on in Discord's developer portal and in config.yaml."
            )


def purpose(value: Purpose | None) -> str:
    """What a channel of config.yaml is for."""
    match value:
        case Purpose.HELP:
            return "help"
        case Purpose.HELP_FORUM:
            return "help forum"
        case Purpose.TICKETS:
            return "panel and ticket threads"
        case Purpose.QUEUE:
            return "staff queue"
        case None:
            return "–"


def channel_kind(value: ChannelKind | None) -> str:
    """As Discord calls it."""
    return "forum" if value is ChannelKind.FORUM else "text channel"


def permission_name(name: str) -> str:
    """As Discord's settings call it."""
    special = {
        "view_channel": "View Channel",
        "send_messages": "Send Messages",
        "send_messages_in_threads": "Send Messages in Threads",
        "create_private_threads": "Create Private Threads",
        "create_public_threads": "Create Public Threads",
        "manage_threads": "Manage Threads",
        "embed_links": "Embed Links",
        "attach_files": "Attach Files",
        "read_message_history": "Read Message History",
        "manage_channels": "Manage Channels",
        "manage_roles": "Manage Roles",
    }
    return special.get(name, name.replace("_", " ").title())


def setup_can_create() -> str:
    return "I can create the channels and roles, and post the panel. Existing ones are left as they are."


def setup_cannot_create(permissions: Sequence[str]) -> str:
    names = " and ".join(permission_name(name) for name in permissions)
    return f"To create them for you I need {names}. Give me these for a moment, or create them yourself."


def label_setup_create() -> str:
    return "Create what is missing"


def label_setup_panel() -> str:
    return "Post or refresh the panel"


def setup_done(created: Sequence[str], panel: str | None) -> str:
    lines = [f"✅ Created {name}" for name in created]
    if panel:
        lines.append(f"✅ The panel stands in {panel}")
    return "\n".join(lines) or "Nothing had to be created."


def setup_reason() -> str:
    """Stands in the server's audit log."""
    return "Created by /setup as config.yaml wants it"


def setup_failed(name: str, why: str) -> str:
    return f"❌ Discord refused to create {name}: {why}"


def odd_option() -> str:
    return "I could not make sense of one of the options. Please choose from what Discord offers."


def no_guilds() -> str:
    return "The bot is in no server yet. Invite it: signpost check --invite prints the link."


def gap_here(guild_id: int, missing: Gap) -> str:
    """A line for the log at start-up."""
    return f"server {guild_id}: {plain(gap(missing))} /setup helps."
