"""What becomes of the tickets in the week of history: staff take, answer, promise, put off, merge and resolve them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from simcord import ChannelHandle, InteractionResult, MemberActor, ResponseMessage
from simcord.components import walk_components

from bot.demo.plan import DAY, HOUR, MINUTE, Plan
from bot.ticket_urgency import Priority
from bot.tickets.ticket import LIVE, Ticket

if TYPE_CHECKING:
    from bot.demo.playground import Playground

ANSWERS = (
    "Thank you for the details. I am looking at the logs of that hour now.",
    "I see it. One record is in the way; I will tell you which in a minute.",
    "That should not happen. May I look at the mailbox while you try once more?",
    "Here is what I would try first: sign out everywhere, then once in again.",
)
REPLIES = (
    "Yes, please do. It is still the same here.",
    "I have tried that, and it comes back after a while.",
    "It happens on my colleague's machine, too.",
)
NOTES = (
    "The same customer wrote last month; see the mail of the 12th.",
    "Their domain is with a registrar that shows DNS changes after a day.",
    "They are about to move forty mailboxes to us: quick, please.",
)
PROMISES = (
    ("I look at the logs and tell you what I find", "tomorrow 12:00"),
    ("You hear from me by then, whatever I have found", "tomorrow 18:00"),
    ("I ask the other provider, and tell you what they say", "tomorrow 16:00"),
)
SOLUTIONS = (
    "A second SPF record was in the way.",
    "An old rule moved the mail; it is gone now.",
    "The invoice was corrected and sent again.",
    "The app had kept an old password.",
    "A restart of the sync fixed it, and the cause is filed.",
)
SAME_TROUBLE = 18 * HOUR
"""Tickets of one type that are opened within so many seconds may be about the same."""


class Work:
    """Two people of staff and their tickets."""

    def __init__(self, playground: Playground, plan: Plan, helpers: Sequence[MemberActor]) -> None:
        self._play = playground
        self._plan = plan
        self._helpers = helpers
        people = playground.community
        self._staff = (people.staff, people.colleague)
        self._queue = people.queue
        self._newest: dict[str, Ticket] = {}
        """Type → the ticket of it that was opened last."""

    async def begin(self, ends_at: float) -> None:
        """One of them wants to read each morning what waits; on the last one both have just taken something up."""
        await self._staff[1].slash(self._queue, "digest on")
        self._plan.at(ends_at - 40 * MINUTE, self._take_up)

    async def _take_up(self) -> None:
        for staff in self._staff:
            await staff.slash(self._queue, "next")
        for ticket in await self._play.live_tickets():
            if ticket.assignee_id == self._staff[0].id:
                text, due = PROMISES[0]
                await self._staff[0].slash(self._queue, "promise", text=text, by=due, number=ticket.number)
                return

    def plan(self, ticket: Ticket, requester: MemberActor) -> None:
        """What becomes of a ticket that has just been opened."""
        before = self._newest.get(ticket.type_id)
        self._newest[ticket.type_id] = ticket
        staff = self._plan.random.choice(self._staff)
        if before is not None and (ticket.opened_at - before.opened_at).total_seconds() < SAME_TROUBLE:
            if self._plan.chance(0.25):
                self._plan.when_staff_work(5 * MINUTE, HOUR, partial(self._merges, staff, ticket, before))
                return
            if self._plan.chance(0.3):
                self._plan.when_staff_work(5 * MINUTE, HOUR, partial(self._links, staff, ticket, before))
        if self._plan.chance(0.9):
            self._plan.when_staff_work(4 * MINUTE, 2 * HOUR, partial(self._claims, staff, ticket, requester))

    async def _merges(self, staff: MemberActor, ticket: Ticket, before: Ticket) -> None:
        await staff.slash(self._queue, "ticket merge", number=ticket.number, into=before.number)

    async def _links(self, staff: MemberActor, ticket: Ticket, before: Ticket) -> None:
        await staff.slash(self._queue, "ticket link", number=ticket.number, other=before.number)

    async def _claims(self, staff: MemberActor, ticket: Ticket, requester: MemberActor) -> None:
        await staff.slash(self._queue, "ticket claim", number=ticket.number)
        if self._plan.chance(0.2):
            form = await staff.slash(self._queue, "ticket note", number=ticket.number)
            await self._fill_in(staff, form, self._plan.random.choice(NOTES))
        if ticket.type_id in ("bug", "billing") and self._plan.chance(0.3):
            form = await staff.slash(self._queue, "ticket priority", number=ticket.number)
            await self._fill_in(staff, form, "P2", "They open on Monday and need it by then.")
        self._plan.after(2 * MINUTE, 25 * MINUTE, partial(self._responds, staff, ticket, requester))

    async def _responds(self, staff: MemberActor, ticket: Ticket, requester: MemberActor) -> None:
        thread, pick = self._thread(ticket), self._plan.random
        resolves = partial(self._resolves, staff, ticket, requester)
        if ticket.type_id == "billing" and self._plan.chance(0.5):
            await staff.slash(thread, "macro", id="which-invoice")
            self._plan.after(
                10 * MINUTE, 3 * HOUR, partial(self._writes, requester, thread, "It is LM-2026-00412.")
            )
        elif self._plan.chance(0.12):
            await staff.slash(thread, "macro", id="looked-at")
            self._plan.when_staff_work(20 * HOUR, 26 * HOUR, resolves)
            return
        else:
            await staff.send(thread, pick.choice(ANSWERS))
            if self._plan.chance(0.5):
                self._plan.after(
                    5 * MINUTE, 16 * HOUR, partial(self._writes, requester, thread, pick.choice(REPLIES))
                )
        if self._plan.chance(0.3):
            text, due = pick.choice(PROMISES)
            await staff.slash(thread, "promise", text=text, by=due)
            if self._plan.chance(0.85):
                self._plan.when_staff_work(30 * MINUTE, 5 * HOUR, resolves)
            return
        if self._plan.chance(0.12):
            reason = "We wait for the registrar, who answers in the morning."
            await staff.slash(thread, "ticket snooze", until="tomorrow 10:00", reason=reason)
            self._plan.when_staff_work(DAY, DAY + 4 * HOUR, resolves)
            return
        if self._plan.chance(0.15):
            self._plan.after(5 * MINUTE, HOUR, partial(self._wants_a_call, requester, thread))
        if ticket.priority is Priority.P1 or self._plan.chance(0.8):
            self._plan.when_staff_work(30 * MINUTE, 9 * HOUR, resolves)

    async def _writes(self, requester: MemberActor, thread: ChannelHandle, text: str) -> None:
        ticket = await self._play.services.tickets.in_thread(thread.id)
        if ticket is not None and ticket.status in LIVE:
            await requester.send(thread, text)

    async def _wants_a_call(self, requester: MemberActor, thread: ChannelHandle) -> None:
        form = await requester.slash(thread, "callback")
        await self._fill_in(
            requester, form, "+31 20 555 0123", "Europe/Amsterdam", "tomorrow 10:00\ntomorrow 15:00"
        )
        if self._plan.chance(0.7):
            self._plan.when_staff_work(20 * MINUTE, 3 * HOUR, partial(self._press_newest, "promise:accept:"))
            self._plan.tomorrow(8 * HOUR, 9 * HOUR, partial(self._press_newest, "promise:keep:"))

    async def _press_newest(self, prefix: str) -> None:
        """The newest such button among the last lines of the queue channel, if there is one."""
        for message in reversed(list(self._play.backend.messages[self._queue.id].values())[-30:]):
            for part in walk_components(message.components):
                if (part.get("custom_id") or "").startswith(prefix):
                    shown = ResponseMessage(self._play.simulation.env, message)
                    await self._plan.random.choice(self._staff).click(shown, custom_id=part["custom_id"])
                    return

    async def _resolves(self, staff: MemberActor, ticket: Ticket, requester: MemberActor) -> None:
        form = await staff.slash(self._thread(ticket), "ticket resolve")
        pick = self._plan.random
        answers: list[str | list[MemberActor]] = [pick.choice(SOLUTIONS)]
        if self._plan.chance(0.35):
            answers.append([pick.choice([one for one in self._helpers if one.id not in (requester.id, staff.id)])])
        await self._fill_in(staff, form, *answers)

    async def _fill_in(
        self, person: MemberActor, form: InteractionResult, *answers: str | list[MemberActor]
    ) -> None:
        """Send the form with these answers to its first fields; where there is none, it was refused."""
        if form.modal is not None:
            labels = [field.label for field in self._play.simulation.open_modal_values(form)]
            await self._play.simulation.submit(person, form, dict(zip(labels, answers, strict=False)))

    def _thread(self, ticket: Ticket) -> ChannelHandle:
        return self._play.channel(ticket.receipts.thread_id or 0)
