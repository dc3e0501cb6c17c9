"""What tickets owe to Discord and to time: the jobs that their cog handles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.database import Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_types import TicketType
from bot.tickets import as_json
from bot.tickets.community import store as posts
from bot.tickets.community.post import Post
from bot.tickets.csat import rating
from bot.tickets.csat import store as csat
from bot.tickets.csat.following import owe_followed_up
from bot.tickets.happening import changed, policy_in
from bot.tickets.merges.store import merged_into
from bot.tickets.pinging import ping_of
from bot.tickets.promises.owed import owe_followed
from bot.tickets.request import Request
from bot.tickets.silences.owed import owe_silence
from bot.tickets.ticket import LIVE, REVERSIBLE, Event, EventKind, Status, Ticket, with_quoted
from bot.tickets.views import View, of_change

ORIGIN_JOB = "ticket.origin"
"""Keeps what the message said that a ticket is made of. Subject: the ticket; data: `channel` and `message`."""

SETTLE_QUESTION_JOB = "ticket.settle_question"
"""Says below a question that it has become a ticket. Subject: the question."""

QUESTION_JOB = "ticket.question"
"""Shows at the question from which a ticket came whether the ticket is settled. Subject: the question."""

KEPT_JOB = "ticket.kept"
"""Keeps what a message says while a form is filled in to make a ticket of it: due in an hour, it only has to be forgotten.
Subject: the message; data: `channel`, and `said`, a detail.
"""

KEPT_FOR = timedelta(hours=1)

LAST_CHANCE_JOB = "ticket.last_chance"
"""Opens the ticket of a form whose sender presses nothing, or forgets the form. Subject: the last chance."""

ASKED_JOB = "ticket.asked"
"""Asks the community about a form, and shows there what has become of it. Subject: the last chance."""

ASKED_TAG_JOB = "ticket.asked_tag"
"""Shows by the tags of such a post whether it is solved. Subject: its thread."""

SETTLED_JOB = "ticket.asked_settled"
"""Tells who asked the community that somebody else has called it solved. Subject: the last chance; data: `by`, or None."""

LOOK_ASKED_JOB = "ticket.look_asked"
"""Looks for such posts that were deleted while the bot was off. Subject: the community."""

HELPED_JOB = "ticket.helped"
"""Quotes in a ticket what the community wrote before it was opened. Subject: the ticket; data: `thread` and `link`."""

AUTO_CLOSE_JOB = "ticket.auto_close"
"""Closes a ticket that stayed resolved, or that its requester closed, for good. Subject: the ticket."""

HOLDERS_JOB = "ticket.holders"
"""Takes tickets back into the queue whose holders do not read them (any more). Subject: the community."""

HOLDER_JOB = "ticket.holder"
"""The same of one ticket that has come back to who had it: they may be on staff no more. Subject: the ticket."""

LEASES_JOB = "lease.sweep"
"""Takes back into the queue what nobody of staff writes in. Subject: the community."""

LAPSED_JOB = "ticket.lapsed"
"""Tells who had a ticket that it was taken back. Subject: the ticket; data: `member`, and `at`."""

BACK_JOB = "ticket.back"
"""Tells who has a ticket again that a higher tier has returned it. Subject: the ticket; data: `member`, `by`, and `at`."""

PANELS_JOB = "ticket.panels"
"""Brings the panels into line with the settings, where there are any. Subject: the community."""

PLACES_JOB = "ticket.places"
"""Brings the opening messages up to date that name another place in the queue than there is. Subject: the community."""

PLACES_EVERY = timedelta(minutes=5)

PING_JOB = "ticket.ping"
"""Lets a role hear of a new ticket when it is time. Subject: the ticket."""

PING_AFTER = timedelta(seconds=5)
"""The thread is there by then, and can be named."""

PING_LINE_JOB = "ticket.ping_line"
"""Says so. Subject: the ticket; data: how many `more` came meanwhile."""

DELAY_JOB = "ticket.delay"
"""Says that an answer will be late, before it is. Subject: the ticket."""
WAKE_JOB = "ticket.wake"
"""Brings a snoozed ticket back into the queue. Subject: the ticket."""

LOOK_JOB = "ticket.look"
"""Looks for what has gone missing of tickets while the bot was off. Subject: the community."""

LOCK_AFTER = timedelta(seconds=5)
"""Where nobody waits for it, a thread is locked so long after the rest is owed, which then need not wake it."""


def owe(
    jobs: JobRunner,
    tx: Transaction,
    ticket: Ticket,
    wanted: Iterable[View],
    now: datetime,
    *,
    run_now: bool = False,
) -> None:
    """These views of the ticket are to be brought up to date."""
    for view in wanted:
        comes_last = view is View.LOCK and ticket.status is Status.CLOSED
        jobs.put(
            tx,
            guild_id=ticket.guild_id,
            kind=view.value,
            subject_id=ticket.id,
            due_at=now + LOCK_AFTER if comes_last else now,
            run_now=run_now,
        )


def record(jobs: JobRunner, tx: Transaction, before: Ticket, ticket: Ticket, event: Event) -> None:
    """Store what a decision returned, and owe what it makes out of date."""
    changed(jobs, tx, before, ticket, event)
    owe_change(jobs, tx, before, ticket, event)


def owe_change(jobs: JobRunner, tx: Transaction, before: Ticket, ticket: Ticket, event: Event) -> None:
    """What a decision makes out of date; to be run by the caller where it was a person's."""
    wanted = of_change(before.status, ticket.status)
    owe(jobs, tx, ticket, wanted, event.at, run_now=event.actor_id is not None)
    owe_followed(jobs, tx, before, ticket, event)
    owe_followed_up(jobs, tx, before, ticket, event.at)
    if (resolved := rating.resolution(before, ticket, event)) is not None:
        csat.add_resolution(tx, resolved)
    owe_silence(jobs, tx, before, ticket, event)
    if ticket.status in REVERSIBLE:
        owe_closing(jobs, tx, ticket, event.at)
    elif before.status in REVERSIBLE:
        jobs.cancel(tx, AUTO_CLOSE_JOB, ticket.id)
    comes_back = before.status not in LIVE and ticket.status in LIVE
    is_given_back = comes_back or event.kind in (EventKind.RETURNED, EventKind.WOKEN)
    if ticket.assignee_id is not None and (is_given_back or before.type_id != ticket.type_id):
        # What they are by now only Discord can say: `Holders` asks.
        jobs.put(tx, guild_id=ticket.guild_id, kind=HOLDER_JOB, subject_id=ticket.id, due_at=event.at)
    if (before.status in LIVE) != (ticket.status in LIVE):
        for question_id in [ticket.question_id, *(other.question_id for other in merged_into(tx, ticket))]:
            if question_id is not None:
                jobs.put(tx, guild_id=ticket.guild_id, kind=QUESTION_JOB, subject_id=question_id, due_at=event.at)
    owe_places(jobs, tx, ticket.guild_id, event.at)


def owe_word_of_return(jobs: JobRunner, tx: Transaction, ticket: Ticket, event: Event) -> None:
    """Whoever has it now, and has not returned it to themselves, hears of it."""
    if ticket.assignee_id not in (None, event.actor_id):
        data = {"member": ticket.assignee_id, "by": event.actor_id, "at": event.at.isoformat()}
        jobs.put(tx, guild_id=ticket.guild_id, kind=BACK_JOB, subject_id=ticket.id, due_at=event.at, data=data)


def owe_places(jobs: JobRunner, tx: Transaction, guild_id: int, now: datetime) -> None:
    """The queue has moved. Whatever else moves it until the next full five minutes is seen to at once then."""
    every = int(PLACES_EVERY.total_seconds())
    next_at = datetime.fromtimestamp((int(now.timestamp()) // every + 1) * every, tz=UTC)
    jobs.put(tx, guild_id=guild_id, kind=PLACES_JOB, subject_id=guild_id, due_at=next_at)


def owe_ping(jobs: JobRunner, tx: Transaction, ticket: Ticket, kind: TicketType) -> None:
    """A role is to hear of a new ticket, if its type and priority say so."""
    if ping_of(kind, ticket.priority) is not None:
        jobs.put(
            tx, guild_id=ticket.guild_id, kind=PING_JOB, subject_id=ticket.id, due_at=ticket.opened_at + PING_AFTER
        )


def owe_waking(jobs: JobRunner, tx: Transaction, ticket: Ticket) -> None:
    """Time wakes the ticket when its snooze is over; not when an earlier one would have been."""
    jobs.cancel(tx, WAKE_JOB, ticket.id)
    if ticket.snooze is not None and ticket.snooze.until is not None:
        jobs.put(tx, guild_id=ticket.guild_id, kind=WAKE_JOB, subject_id=ticket.id, due_at=ticket.snooze.until)


def owe_post(jobs: JobRunner, tx: Transaction, chance_id: int, guild_id: int, now: datetime) -> None:
    """What the community was asked about this form, if it was, shows by its words and tags what has become of it; so does
    the half that is left of it.
    """
    asked = posts.get(tx, chance_id)
    if asked is None or (asked.is_gone and asked.thread_id is None):
        return
    jobs.put(tx, guild_id=guild_id, kind=ASKED_JOB, subject_id=chance_id, due_at=now)
    if asked.thread_id is not None:
        jobs.put(tx, guild_id=guild_id, kind=ASKED_TAG_JOB, subject_id=asked.thread_id, due_at=now)


def owe_quoting(jobs: JobRunner, tx: Transaction, ticket: Ticket, asked: Post, now: datetime) -> None:
    """What the community wrote comes into the ticket."""
    jobs.put(
        tx,
        guild_id=ticket.guild_id,
        kind=HELPED_JOB,
        subject_id=ticket.id,
        due_at=now,
        data={"thread": asked.thread_id, "link": asked.link},
    )


def owe_closing(jobs: JobRunner, tx: Transaction, ticket: Ticket, since: datetime) -> None:
    """Time closes the ticket `auto_close_days` after this, unless it moves on."""
    at = since + timedelta(days=policy_in(tx).settings.auto_close_days)
    jobs.put(tx, guild_id=ticket.guild_id, kind=AUTO_CLOSE_JOB, subject_id=ticket.id, due_at=at)


def with_source(jobs: JobRunner, tx: Transaction, request: Request) -> Request:
    """The request with what its source said when its form was opened; as it is, where that is not known (any more)."""
    source = request.source
    if source is None:
        return request
    data = jobs.data_of(tx, KEPT_JOB, source.message_id, request.guild_id)
    if data is None or data["channel"] != source.channel_id:
        return request
    said = with_quoted(request.details + request.context, as_json.detail_of(data["said"]))
    return replace(request, context=said[len(request.details) :], source=None)
