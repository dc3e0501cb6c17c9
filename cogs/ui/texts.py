"""Every sentence the bot says, one typed function a sentence. FAQ answers live in faq/."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from bot import errors
from bot.config import Priority, TicketType
from bot.reputation.service import RankedStanding
from bot.requirements import ChannelKind, Gap, GapKind, Purpose
from bot.tickets.lifecycle import Event, EventKind, Status, Ticket
from bot.tickets.priority import Impact

Refusal = (
    errors.UnknownQuestion
    | errors.UnknownEntry
    | errors.NotTheAsker
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


def quoted(text: str) -> str:
    """What somebody typed, shown as code: Markdown and mentions in it do nothing."""
    shown = " ".join(text.replace("`", "ˋ").split())
    return f"`{shown[:80] + '…' if len(shown) > 80 else shown or ' '}`"


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


def noted_from_staff(asker_id: int) -> str:
    return f"Noted. The buttons stay for {member(asker_id)}, who asked."


def links_title() -> str:
    return "Read more"


def no_answer(tickets_channel: str) -> str:
    return f"I have no answer to that. Somebody here may know, or ask staff in {tickets_channel}."


def nothing_to_look_up() -> str:
    return "That message has no text to look up."


def choose_ticket_type() -> str:
    return "Sorry that it did not help. What is it about?"


def choose_any_type() -> str:
    return "What is it about?"


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
    return "Deflected: the asker pressed Solved it and opened no ticket (share of answers)."


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
