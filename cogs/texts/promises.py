"""What is said of promises and call-backs."""

from __future__ import annotations

from datetime import timedelta

from bot.tickets.promises.promise import CONTACT_LENGTH, Promise, Says, State
from bot.tickets.promises.times import Unclear
from bot.tickets.ticket import Ticket
from bot.visible import is_blank
from cogs.texts.forms import channel, duration, flat, member, moment, quoted
from cogs.texts.language import Language

CHOICE = 100
"""Characters that a suggestion of a command holds."""


def about_promise(t: Language) -> str:
    return t("Staff: promise something by a time; the customer reads it")


def about_text(t: Language) -> str:
    return t("What is promised, as the customer reads it")


def about_by(t: Language) -> str:
    return t("When: tomorrow 10:00, fri 14:00, in 2 h, 2026-12-01 09:00")


def about_promises(t: Language) -> str:
    return t("Staff: what was promised in a ticket, and whether it was kept")


def about_callback(t: Language) -> str:
    return t("Ask in your ticket to be called back")


def button_keep(t: Language) -> str:
    return t.c("button: a promise", "Kept")


def button_move(t: Language) -> str:
    return t.c("button: a promise", "New time")


def button_withdraw(t: Language) -> str:
    return t.c("button: a promise", "Withdraw")


def button_numbered(number: int, label: str, merged: int | None) -> str:
    return f"{_numbered(number, merged)} {label}"


def _numbered(number: int, merged: int | None) -> str:
    """`merged` is the number of its ticket, where that goes on in the one that is looked at."""
    return f"{number}." if merged is None else f"#{merged}, {number}."


def button_propose(t: Language) -> str:
    return t.c("button: a call-back", "Propose a time")


def button_agree(t: Language) -> str:
    return t.c("button: a call-back", "That suits me")


def button_other_times(t: Language) -> str:
    return t.c("button: a call-back", "Name other times")


def button_call(t: Language) -> str:
    return t.c("button: a call-back", "Call me back")


def promise_title(t: Language, promise: Promise) -> str:
    """What stands above it in the ticket's thread."""
    match promise.state:
        case State.ASKED:
            return t("📞 Call-back wanted")
        case State.PROPOSED:
            return t("📞 Call-back: does this time suit you?")
        case State.OPEN:
            return t("📞 We call you back") if promise.is_call else t("🤝 Promised")
        case State.KEPT:
            return t("✅ Called back") if promise.is_call else t("✅ Promised and done")
        case State.WITHDRAWN:
            return t("Call-back withdrawn") if promise.is_call else t("Promise withdrawn")


def body(t: Language, promise: Promise) -> list[str]:
    """Of a promise or a call-back all that may be read in the ticket's thread: not how to call somebody, for others may be
    there.
    """
    lines = [f"> {flat(promise.text)}"] if promise.text else []
    if promise.state in (State.PROPOSED, State.OPEN):
        lines.append(f"{moment(promise.due_at, 'F')} · {moment(promise.due_at)}")
    lines += _wished(t, promise)
    if promise.note:
        lines.append(_why(t, promise, flat(promise.note)))
    if promise.state is State.ASKED:
        lines.append(t("Staff choose one of the times, or propose another one."))
    return lines


def wishes(t: Language, promise: Promise) -> list[str]:
    """How a customer wants to be called, while that matters; and when, until that is agreed."""
    if promise.call is None or promise.state in (State.KEPT, State.WITHDRAWN):
        return []
    contact = t("**Contact:** {contact}", contact=quoted(promise.call.contact, CONTACT_LENGTH))
    return [contact, *_wished(t, promise)]


def _wished(t: Language, promise: Promise) -> list[str]:
    """Who it is, where that is not the ticket's requester; and when, until that is agreed."""
    if promise.call is None:
        return []
    lines = []
    if promise.call.member_id is not None:
        lines.append(t("**Customer:** {customer}", customer=member(promise.call.member_id)))
    if promise.state is State.ASKED:
        slots = " · ".join(moment(slot, "f") for slot in promise.call.slots)
        lines.append(t("**Times:** {slots}", slots=slots))
        lines.append(t("**Time zone:** {zone}", zone=quoted(promise.call.time_zone)))
    return lines


def _why(t: Language, promise: Promise, note: str) -> str:
    match promise.state:
        case State.OPEN if promise.is_moved:
            return t("Sorry, it takes longer than promised: {note}", note=note)
        case State.WITHDRAWN:
            return t("Sorry, this will not be done: {note}", note=note)
        case _:
            return note


def foot(t: Language, ticket: Ticket, promise: Promise) -> str:
    """By it a promise is known again."""
    return t("Ticket #{number} · promise {promise}", number=ticket.number, promise=promise.number)


def line(t: Language, ticket: Ticket, promise: Promise, says: Says) -> str:
    """What staff read of it in their queue channel, and who of them."""
    where = place(ticket)
    who = member(ticket.assignee_id) if ticket.assignee_id is not None else t("Nobody has this ticket")
    due = moment(promise.due_at, "f" if says is Says.OVERDUE else "R")
    match says:
        case Says.ASKED:
            said = t("📞 {who}: a call-back is wanted in {where}.", who=who, where=where)
        case Says.SOON if promise.state is State.ASKED:
            said = t("📞 {who}: a call-back is wanted in {where}, first {due}.", who=who, where=where, due=due)
        case Says.SOON if promise.is_call:
            said = t("📞 {who}: a call-back is due {due} in {where}.", who=who, where=where, due=due)
        case Says.SOON:
            said = t("⏰ {who}: a promise is due {due} in {where}.", who=who, where=where, due=due)
        case Says.OVERDUE if promise.state is State.PROPOSED:
            said = t("📞 {who}: nobody agreed to the call-back proposed in {where}.", who=who, where=where)
        case Says.OVERDUE if promise.is_call:
            said = t("📞 {who}: the call-back in {where} is overdue, since {due}.", who=who, where=where, due=due)
        case Says.OVERDUE:
            said = t("⏰ {who}: a promise in {where} is overdue, since {due}.", who=who, where=where, due=due)
    return "\n".join([said, *([f"> {flat(promise.text)}"] if promise.text else []), *wishes(t, promise)])


def place(ticket: Ticket) -> str:
    thread_id = ticket.receipts.thread_id
    return channel(thread_id) if thread_id is not None else f"#{ticket.number}"


def made(t: Language, ticket: Ticket, promise: Promise) -> str:
    return t(
        "Promised in ticket #{number}, due {when} ({due}).",
        number=ticket.number,
        when=moment(promise.due_at, "F"),
        due=moment(promise.due_at),
    )


def asked(t: Language) -> str:
    return t("Staff read your wish. The message in your ticket says which time they choose.")


def done(t: Language, promise: Promise) -> str:
    """What who decided about it reads."""
    due = moment(promise.due_at, "F")
    match promise.state:
        case State.OPEN if promise.is_moved:
            return t("It is due {due} now; the customer reads your reason.", due=due)
        case State.OPEN:
            return t("The call-back is agreed: {due}.", due=due)
        case State.PROPOSED:
            return t("You have proposed {due}; the customer is asked whether that suits them.", due=due)
        case State.KEPT:
            return t("Noted: that is done.")
        case State.WITHDRAWN:
            return t("It is withdrawn; the customer reads your reason.")
        case State.ASKED:
            return asked(t)


def shown_later(t: Language, said: str) -> str:
    return t("{said}\nDiscord does not show it yet: that follows as soon as it can.", said=said)


def list_title(t: Language, ticket: Ticket) -> str:
    return t("Promises in ticket #{number}", number=ticket.number)


def list_none(t: Language) -> str:
    return t("Nothing was promised here.")


def list_line(t: Language, promise: Promise, merged: int | None) -> str:
    """Number, what, when, and how it stands: facts beside each other."""
    facts = [
        f"**{_numbered(promise.number, merged)}** {flat(promise.text) if promise.text else t('call-back')}",
        moment(promise.due_at, "f"),
        _standing(t, promise),
        *wishes(t, promise),
    ]
    return " · ".join(facts)


def _standing(t: Language, promise: Promise) -> str:
    match promise.state:
        case State.ASKED:
            return t.c("a promise", "asked for")
        case State.PROPOSED:
            return t.c("a promise", "proposed")
        case State.OPEN if promise.missed_at is not None:
            return t.c("a promise", "**overdue**")
        case State.OPEN:
            return t.c("a promise", "open")
        case State.KEPT if promise.missed_at is not None:
            return t.c("a promise", "done too late")
        case State.KEPT:
            return t.c("a promise", "kept")
        case State.WITHDRAWN:
            return t.c("a promise", "withdrawn")


def understood(t: Language, local: str, zone: str, ahead: timedelta) -> str:
    """How what is being typed is understood, beside it."""
    return t("{local} ({zone}), in {ahead}", local=local, zone=zone, ahead=duration(t, ahead))[:CHOICE]


def not_understood(t: Language, why: Unclear, unread: str, on: str) -> str:
    """The same where it is not."""
    match why:
        case Unclear.UNREAD if unread:
            return t("I do not understand “{unread}”", unread=unread)[:CHOICE]
        case Unclear.UNREAD:
            return t("Say when, such as: tomorrow 10:00")
        case Unclear.NO_HOUR:
            return t("{day}, and at what time?", day=on)
        case Unclear.SKIPPED:
            return t("{day}: the clocks are put forward over that time", day=on)
        case Unclear.PAST:
            return t("That is over ({day})", day=on)
        case Unclear.TOO_FAR:
            return t("That is more than a year away ({day})", day=on)


def unclear_time(t: Language, typed: str, why: Unclear, unread: str, on: str) -> str:
    if is_blank(typed):
        return t(
            "Please say when. What I understand: `tomorrow 10:00`, `fri 14:00`, `in 2 h`, `2026-12-01 09:00`; where there is"
            " a choice below, one of that will do."
        )
    return t(
        "I do not know when {typed} is. {why}. What I understand: `tomorrow 10:00`, `fri 14:00`, `in 2 h`,"
        " `2026-12-01 09:00`.",
        typed=quoted(typed),
        why=not_understood(t, why, unread, on),
    )


def title_move(t: Language) -> str:
    return t("A new time")


def title_withdraw(t: Language) -> str:
    return t("Withdraw")


def title_call(t: Language) -> str:
    return t("Call-back")


def ask_when(t: Language) -> str:
    return t("By when?")


def hint_when(t: Language, zone: str) -> str:
    return t("Such as tomorrow 10:00, fri 14:00 or in 2 h; in {zone}", zone=zone)


def ask_why(t: Language) -> str:
    return t("Why? The customer reads it")


def ask_contact(t: Language) -> str:
    return t("How do we reach you?")


def hint_contact(t: Language) -> str:
    return t("A phone number, or what you use to call; only you and staff see it")


def ask_zone(t: Language) -> str:
    return t("Your time zone")


def hint_zone(t: Language) -> str:
    return t("A city such as Berlin or New York, or UTC+2")


def ask_slots(t: Language) -> str:
    return t("When does it suit you?")


def hint_slots(t: Language) -> str:
    return t("One to three times, a line each: tomorrow 10:00, fri 14:00")


def label_kept(t: Language) -> str:
    return t("Promises kept")
