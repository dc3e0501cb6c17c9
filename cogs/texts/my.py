"""What staff read of their own work: `/my`, and the digest of it."""

from __future__ import annotations

from datetime import datetime

from bot.tickets.promises.promise import Promise, State
from bot.tickets.ticket import Ticket
from cogs.texts.clocks import due
from cogs.texts.forms import flat, moment
from cogs.texts.language import Language
from cogs.texts.priorities import PRIORITIES
from cogs.texts.promises import place


def about_my(t: Language) -> str:
    return t("Staff: what waits for you")


def about_digest(t: Language) -> str:
    return t("Staff: one message a day with what waits for you")


def about_digest_on(t: Language) -> str:
    return t("Staff: get it, each day at an hour of yours")


def about_digest_off(t: Language) -> str:
    return t("Staff: get it no more")


def about_hour(t: Language) -> str:
    return t("The hour, 0 to 23; without this, 8")


def about_zone(t: Language) -> str:
    return t("Your time zone, such as Berlin; without this, the server's")


def my_title(t: Language) -> str:
    return t("What waits for you")


def nothing(t: Language) -> str:
    return t("Nothing waits for you. 🎉")


def calls(t: Language) -> str:
    return t("**Call-backs today**")


def promises(t: Language) -> str:
    return t("**Promises**")


def tickets(t: Language) -> str:
    return t("**Your turn, the oldest first**")


def promise_line(t: Language, promise: Promise, ticket: Ticket, now: datetime) -> str:
    """When, where, what: facts beside each other."""
    facts = [moment(promise.due_at, "f") if promise.due_at > now else _late(t, promise), place(ticket)]
    if promise.state is State.ASKED:
        facts.append(t("a call-back is wanted"))
    elif promise.is_call:
        facts.append(t("call back"))
    else:
        facts.append(flat(promise.text))
    if ticket.assignee_id is None:
        facts.append(t("**unclaimed**"))
    return " · ".join(facts)


def _late(t: Language, promise: Promise) -> str:
    return t("⚠️ **overdue**, since {due}", due=moment(promise.due_at, "f"))


def ticket_line(t: Language, ticket: Ticket) -> str:
    times = [moment(ticket.opened_at), *([due(t, ticket.due_at)] if ticket.due_at else [])]
    return " · ".join([PRIORITIES[ticket.priority], place(ticket), *times, flat(ticket.summary)])


def foot(t: Language, page: int, pages: int) -> str:
    return t("Page {page} of {pages}", page=page, pages=pages)


def undelivered(t: Language, at: datetime) -> str:
    return t(
        "⚠️ Your digest could not be delivered {when}: Discord lets me send you no direct message. Allow direct messages of"
        " this server's members, or turn it off with `/digest off`.",
        when=moment(at),
    )


def digest_on(t: Language, hour: int, zone: str, next_at: datetime) -> str:
    return t(
        "You get one message a day at {hour}:00 ({zone}), the next {when}; none on a day on which nothing waits for you.",
        hour=hour,
        zone=zone,
        when=moment(next_at),
    )


def digest_off(t: Language) -> str:
    return t("You get no digest any more.")


def digest_title(t: Language, guild: str) -> str:
    return t("What waits for you in {guild}", guild=guild)


def digest_foot(t: Language) -> str:
    return t("One message a day, because you asked for it. /digest off there ends that.")
