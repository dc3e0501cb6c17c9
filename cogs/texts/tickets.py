"""What is said of tickets: panel, form, thread, card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ticket_types import TicketType
from bot.tickets.expectation import Expectation
from bot.tickets.ticket import Status, Ticket
from cogs.texts import expectations, merges
from cogs.texts.forms import DESCRIPTION, channel, listed, member, quoted
from cogs.texts.language import Language
from cogs.texts.priorities import in_words
from cogs.texts.snoozes import for_requester

THREAD_NAME = 100
"""Characters."""


def about_ticket(t: Language) -> str:
    return t("Private help from staff")


def about_open(t: Language) -> str:
    return t("Open a private ticket with staff")


def about_type(t: Language) -> str:
    return t("What it is about")


def about_claim(t: Language) -> str:
    return t("Staff: take a ticket")


def about_release(t: Language) -> str:
    return t("Staff: put a ticket back into the queue")


def about_resolve(t: Language) -> str:
    return t("Say that a ticket is solved, and who helped")


def about_close(t: Language) -> str:
    return t("Close a ticket: nobody writes in it any more")


def about_reopen(t: Language) -> str:
    return t("Open a resolved or closed ticket again")


def about_number(t: Language) -> str:
    return t("The ticket's number; not needed in its thread")


def about_reason(t: Language) -> str:
    return t("Why, for the requester")


def choose_any_type(t: Language) -> str:
    return t("What is it about?")


def panel_title(t: Language, community: str) -> str:
    return t("{community}: get help from staff", community=community)


def panel_text(t: Language, text: str | None, types: Sequence[TicketType]) -> str:
    """The operator's words, or ours; and what each button is for."""
    intro = text or t("Choose what it is about. You get a private thread that only you and staff can read.")
    return (
        f"{intro}\n\n{listed(t, [_panel_line(t, kind) for kind in types], len(types), DESCRIPTION - len(intro))}"
    )


def _panel_line(t: Language, kind: TicketType) -> str:
    wording = kind.wording(t.code)
    return f"{kind.emoji or '•'} **{wording.label}** – {wording.description}"


def panel_footer(t: Language) -> str:
    return t("Please post no passwords, not even here.")


def community_instead(t: Language, kind: TicketType, places: Sequence[str]) -> str:
    label = kind.wording(t.code).label
    if not places:
        return t(
            "**{type}** is best asked in public: the help channels. Members and staff answer there.", type=label
        )
    return t(
        "**{type}** is best asked in public: {channels}. Members and staff answer there.",
        type=label,
        channels=", ".join(places),
    )


def hint_tick(t: Language) -> str:
    return t("This has to be ticked.")


def hint_files_again(t: Language) -> str:
    return t("Your files did not stay here: please add them again.")


def opening_title(t: Language, ticket: Ticket, type_label: str) -> str:
    return t("Ticket #{number} · {type}", number=ticket.number, type=type_label)


def opening_text(t: Language, ticket: Ticket, expected: Expectation, kind: TicketType | None) -> str:
    """What the opening message of a thread says; `kind` is None where the operator has removed the type since."""
    requester = member(ticket.requester_id)
    if ticket.status is Status.RESOLVED:
        return t(
            "Hello {requester}, this ticket is resolved; what has happened stands below.", requester=requester
        )
    if ticket.status is Status.WITHDRAWN:
        return t(
            "Hello {requester}, you closed this ticket. If you still need help, press *{reopen}* or write here.",
            requester=requester,
            reopen=button_reopen(t),
        )
    if ticket.status is Status.SILENT:
        return t(
            "Hello {requester}, this ticket is closed because staff got no answer. If you still need help, press *{reopen}* or"
            " write here.",
            requester=requester,
            reopen=button_reopen(t),
        )
    if ticket.merged_into is not None:
        return merges.opening(t, ticket)
    if ticket.status is Status.CLOSED:
        return t("Hello {requester}, this ticket is closed; what has happened stands below.", requester=requester)
    rest = t("Staff answer here, in this thread; add anything that helps, but no passwords.")
    answer = expectations.answer(t, expected, kind)
    return " ".join([_opening_of_live(t, ticket, expected.ahead), *for_requester(t, ticket), *answer, rest])


def _opening_of_live(t: Language, ticket: Ticket, ahead: int | None) -> str:
    if ticket.receipts.remade:
        return t(
            "Hello {requester}, the thread of your ticket was deleted, so here is a new one. What was written there"
            " is gone, your request is not.",
            requester=member(ticket.requester_id),
        )
    if ticket.assignee_id is not None:
        return t(
            "Hello {requester}, {staff} is looking after your ticket.",
            requester=member(ticket.requester_id),
            staff=member(ticket.assignee_id),
        )
    if ticket.is_snoozed:
        return t(
            "Hello {requester}, your ticket is open; its priority is **{priority}**.",
            requester=member(ticket.requester_id),
            priority=in_words(t, ticket.priority),
        )
    hello = t(
        "Hello {requester}, your ticket is in the queue; its priority is **{priority}**.",
        requester=member(ticket.requester_id),
        priority=in_words(t, ticket.priority),
    )
    return hello if ahead is None else f"{hello} {expectations.place(t, ahead)}"


def ticket_saved(t: Language, ticket: Ticket) -> str:
    if ticket.receipts.thread_id is None:
        return t("Ticket #{number} is saved.", number=ticket.number)
    return t("Ticket #{number} is open: {thread}", number=ticket.number, thread=channel(ticket.receipts.thread_id))


def ticket_opens_later(t: Language, ticket: Ticket) -> str:
    return t(
        "Ticket #{number} is saved and cannot get lost, and staff can work on it. Its thread cannot be opened for you"
        " yet: it follows as soon as it can, and you will be notified there.",
        number=ticket.number,
    )


def shown_later(t: Language, done: str, ticket: Ticket) -> str:
    """Said where Discord has not taken all of it: what is done is done."""
    later = t(
        "The thread or the card of ticket #{number} does not show it yet; it follows as soon as Discord lets it.",
        number=ticket.number,
    )
    return f"{done} {later}"


def status(t: Language, value: Status) -> str:
    match value:
        case Status.OPEN:
            return t.c("status of a ticket", "Unclaimed")
        case Status.CLAIMED:
            return t.c("status of a ticket", "Claimed")
        case Status.RESOLVED:
            return t.c("status of a ticket", "Resolved")
        case Status.WITHDRAWN:
            return t.c("status of a ticket", "Closed by the requester")
        case Status.SILENT:
            return t.c("status of a ticket", "Closed: its requester did not answer")
        case Status.CLOSED:
            return t.c("status of a ticket", "Closed")


def thread_name(t: Language, ticket: Ticket, type_label: str, *, with_summary: bool = True) -> str:
    """What is known of it beside each other, as far as a name may be long."""
    name = f"#{ticket.number} {type_label}"
    if with_summary:
        name = f"{name}: {ticket.summary}"
    return name if len(name) <= THREAD_NAME else name[: THREAD_NAME - 1].rstrip() + "…"


def plain_thread_name(t: Language, ticket: Ticket) -> str:
    """The name of a thread for which Discord takes no better one; it begins with the number as all do."""
    return t("#{number} Ticket", number=ticket.number)


def part_footer(t: Language, ticket: Ticket, number: int, total: int) -> str:
    """Marks a further message of a ticket, so that an interrupted one is not sent twice."""
    return t("Ticket #{number} · part {part} of {total}", number=ticket.number, part=number, total=total)


def not_sent_on(t: Language, names: Sequence[str]) -> str:
    return t(
        "These files came with it, but they cannot be sent on here: {names}",
        names=", ".join(quoted(name) for name in names),
    )


def label_gone(t: Language) -> str:
    """Above the files that are not there, though they were sent."""
    return t("Not here")


def files_gone(t: Language, names: Sequence[str]) -> str:
    return t.n(
        "{names}: Discord does not have this file any more, or does not take it here. Please send it once more.",
        "{names}: Discord does not have these files any more, or does not take them here. Please send them once more.",
        len(names),
        names=", ".join(quoted(name, 60) for name in names),
    )


def what_has_no_text(t: Language, names: Sequence[str], *, is_forwarded: bool) -> str:
    """What the form of a ticket begins with that is made of a message without words."""
    if not names:
        return t("(A message without text)")
    files = ", ".join(names)
    if is_forwarded:
        return t("(A forwarded message without text; files: {files})", files=files)
    return t("(A message without text; files: {files})", files=files)


def event_footer(t: Language, ticket: Ticket, update: int) -> str:
    """Marks the message of an event, so that an interrupted announcement is not made twice."""
    return t("Ticket #{number} · update {update}", number=ticket.number, update=update)


def claimed(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number} is yours.", number=ticket.number)


def released(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number} is back in the queue.", number=ticket.number)


def resolved(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number} is resolved.", number=ticket.number)


def closed(t: Language, ticket: Ticket) -> str:
    if ticket.status is Status.WITHDRAWN:
        return t(
            "Ticket #{number} is closed. If that was a mistake, press *{reopen}* in its thread, or write there.",
            number=ticket.number,
            reopen=button_reopen(t),
        )
    return t("Ticket #{number} is closed.", number=ticket.number)


def reopened(t: Language, ticket: Ticket) -> str:
    return t("Ticket #{number} is open again.", number=ticket.number)


def button_claim(t: Language) -> str:
    return t.c("button", "Claim")


def button_release(t: Language) -> str:
    return t.c("button", "Release")


def button_resolve(t: Language) -> str:
    return t.c("button", "Resolve")


def button_close(t: Language) -> str:
    return t.c("button", "Close")


def button_reopen(t: Language) -> str:
    return t.c("button", "Reopen")


def label_asked_in(t: Language) -> str:
    return t("Asked in")


def label_status(t: Language) -> str:
    return t("Status")


def label_assignee(t: Language) -> str:
    return t("Assignee")


def label_requester(t: Language) -> str:
    return t("Requester")


def label_thread(t: Language) -> str:
    return t("Thread")


def label_opened_at(t: Language) -> str:
    return t.c("when a ticket was opened", "Opened")


def title_resolve(t: Language, ticket: Ticket) -> str:
    return t("Resolve ticket #{number}", number=ticket.number)


def title_close(t: Language, ticket: Ticket) -> str:
    return t("Close ticket #{number}?", number=ticket.number)


def hint_close(t: Language, days: int) -> str:
    return t.n(
        "Staff stop looking at it. You can reopen it for one day.",
        "Staff stop looking at it. You can reopen it for {count} days.",
        days,
    )


def ask_reason(t: Language) -> str:
    return t("Why?")


def ask_note(t: Language) -> str:
    return t("What solved it?")


def hint_note(t: Language) -> str:
    return t("The requester reads this.")


def ask_helper(t: Language) -> str:
    return t("Who in the community helped?")


def hint_helper(t: Language) -> str:
    return t("They are thanked and earn reputation.")
