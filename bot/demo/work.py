"""What becomes of the tickets in the week of history: staff take, answer, promise, put off, merge and resolve them, customers
say how that was, and staff do something against the next ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from simcord import ChannelHandle, InteractionResult, MemberActor, ResponseMessage
from simcord.components import walk_components

from bot.demo.plan import DAY, HOUR, MINUTE, Plan
from bot.demo.troubles import Trouble
from bot.ticket_urgency import Priority
from bot.tickets.ticket import LIVE, Ticket

if TYPE_CHECKING:
    from bot.demo.playground import Playground

NOTES = (
    "The same customer wrote last month; see the mail of the 12th.",
    "A school with eighty mailboxes; the secretary answers until noon.",
    "They renew at the end of the month: quick, please.",
)
PROMISES = (
    ("I look into it and tell you what I find", "tomorrow 12:00"),
    ("You hear from me by then, whatever I have found", "tomorrow 18:00"),
    ("I ask a colleague who knows this best, and tell you what they say", "tomorrow 16:00"),
)
ESCALATED = (
    "Seen with their account and with mine, in two browsers.",
    "It should do what the manual says.",
    "Somebody who can read the code of that part.",
)
"""What was tried, what should have happened, and what is needed."""

PREVENTED = (
    (60, "Wrote the guide to moving mailboxes anew, with pictures"),
    (20, "Read what the FAQ lacks, and asked the colleagues who know"),
    (45, "Had the misleading error of the webmail put right"),
    (30, "Approved drafts, and split the entry on DNS in two"),
)
SCORES = (5, 5, 5, 5, 4, 4, 3, 2)
COMMENTS = ("Quick and friendly.", "It works again, thank you!", "Solved, but I had to ask twice.")

NOTHING = "Nothing more"
"""Becomes of how to handle the next one."""

SAME_TROUBLE = 2 * DAY
"""Who brings the same within so many seconds may have it from the same cause."""


class Work:
    """Two people of staff and their tickets."""

    def __init__(self, playground: Playground, plan: Plan, helpers: Sequence[MemberActor]) -> None:
        self._play = playground
        self._plan = plan
        self._helpers = helpers
        people = playground.community
        self._staff = (people.staff, people.colleague)
        self._queue = people.queue
        self._newest: dict[Trouble, Ticket] = {}
        """What it is about → the ticket that was opened last."""

    async def begin(self, ends_at: float) -> None:
        """One of them wants to read each morning what waits; on the last one both have just taken something up."""
        await self._staff[1].slash(self._queue, "digest on")
        for place, (minutes, what) in enumerate(PREVENTED):
            at = self._plan.start + place * 1.7 * DAY + self._plan.random.uniform(HOUR, 6 * HOUR)
            self._plan.at(at, partial(self._prevents, self._staff[place % 2], minutes, what))
        self._plan.at(ends_at - 40 * MINUTE, self._take_up)

    async def _prevents(self, staff: MemberActor, minutes: int, what: str) -> None:
        await staff.slash(self._queue, "prevention log", minutes=minutes, what=what)

    async def _take_up(self) -> None:
        for staff in self._staff:
            await staff.slash(self._queue, "next")
        for ticket in await self._play.live_tickets():
            if ticket.assignee_id == self._staff[0].id:
                text, due = PROMISES[0]
                await self._staff[0].slash(self._queue, "promise", text=text, by=due, number=ticket.number)
                return

    def plan(self, ticket: Ticket, requester: MemberActor, trouble: Trouble) -> None:
        """What becomes of a ticket that has just been opened."""
        before = self._newest.get(trouble)
        self._newest[trouble] = ticket
        # Bugs go to the first of them, who passes on what the other knows.
        staff = self._staff[0] if ticket.type_id == "bug" else self._plan.random.choice(self._staff)
        if before is not None and (ticket.opened_at - before.opened_at).total_seconds() < SAME_TROUBLE:
            if self._plan.chance(0.4):
                self._plan.when_staff_work(5 * MINUTE, HOUR, partial(self._merges, staff, ticket, before))
                return
            if self._plan.chance(0.5):
                self._plan.when_staff_work(5 * MINUTE, HOUR, partial(self._links, staff, ticket, before))
        if self._plan.chance(0.9):
            self._plan.when_staff_work(
                4 * MINUTE, 2 * HOUR, partial(self._claims, staff, ticket, requester, trouble)
            )

    async def _merges(self, staff: MemberActor, ticket: Ticket, before: Ticket) -> None:
        await staff.slash(self._queue, "ticket merge", number=ticket.number, into=before.number)

    async def _links(self, staff: MemberActor, ticket: Ticket, before: Ticket) -> None:
        await staff.slash(self._queue, "ticket link", number=ticket.number, other=before.number)

    async def _claims(self, staff: MemberActor, ticket: Ticket, requester: MemberActor, trouble: Trouble) -> None:
        await staff.slash(self._queue, "ticket claim", number=ticket.number)
        if self._plan.chance(0.2):
            form = await staff.slash(self._queue, "ticket note", number=ticket.number)
            await self._fill_in(staff, form, self._plan.random.choice(NOTES))
        if ticket.type_id in ("bug", "billing") and self._plan.chance(0.3):
            form = await staff.slash(self._queue, "ticket priority", number=ticket.number)
            await self._fill_in(staff, form, "P2", "They open on Monday and need it by then.")
        self._plan.after(2 * MINUTE, 25 * MINUTE, partial(self._responds, staff, ticket, requester, trouble))

    async def _responds(
        self, staff: MemberActor, ticket: Ticket, requester: MemberActor, trouble: Trouble
    ) -> None:
        thread, pick = self._thread(ticket), self._plan.random
        resolves = partial(self._resolves, staff, ticket, requester, trouble)
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
            await staff.send(thread, trouble.answer)
            if self._plan.chance(0.5):
                self._plan.after(5 * MINUTE, 16 * HOUR, partial(self._writes, requester, thread, trouble.reply))
        if ticket.type_id == "bug" and self._plan.chance(0.6):
            form = await staff.slash(thread, "ticket escalate")
            await self._fill_in(staff, form, *ESCALATED)
            self._plan.when_staff_work(HOUR, 6 * HOUR, partial(self._returns, ticket, trouble))
            self._plan.when_staff_work(8 * HOUR, 12 * HOUR, resolves)
            return
        if self._plan.chance(0.3):
            text, due = pick.choice(PROMISES)
            await staff.slash(thread, "promise", text=text, by=due)
            if self._plan.chance(0.85):
                self._plan.when_staff_work(30 * MINUTE, 5 * HOUR, resolves)
            return
        if self._plan.chance(0.12):
            reason = "We wait for a colleague who is back in the morning."
            await staff.slash(thread, "ticket snooze", until="tomorrow 10:00", reason=reason)
            self._plan.when_staff_work(DAY, DAY + 4 * HOUR, resolves)
            return
        if self._plan.chance(0.15):
            self._plan.after(5 * MINUTE, HOUR, partial(self._wants_a_call, requester, thread))
        if ticket.priority is Priority.P1 or self._plan.chance(0.8):
            self._plan.when_staff_work(30 * MINUTE, 9 * HOUR, resolves)

    async def _returns(self, ticket: Ticket, trouble: Trouble) -> None:
        """Whoever knows more gives it back with the answer."""
        knows = self._staff[1]
        form = await knows.slash(self._thread(ticket), "ticket return")
        await self._fill_in(
            knows, form, trouble.solution, "Ask which version it is, and say that it is mended.", NOTHING
        )

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

    async def _resolves(
        self, staff: MemberActor, ticket: Ticket, requester: MemberActor, trouble: Trouble
    ) -> None:
        thread, pick = self._thread(ticket), self._plan.random
        form = await staff.slash(thread, "ticket resolve")
        if form.modal is None:
            return
        asked = {row["component"]["custom_id"]: row for row in form.modal["components"]}
        answers: dict[str, str | list[MemberActor]] = {"note": trouble.solution}
        if self._plan.chance(0.35):
            others = [one for one in self._helpers if one.id not in (requester.id, staff.id)]
            answers["helper"] = [pick.choice(others)]
        for question, share in (("minutes", 0.8), ("cause", 0.7), ("finding", 0.6)):
            if question in asked and self._plan.chance(share):
                answers[question] = pick.choice(asked[question]["component"]["options"])["label"]
        filled = {asked[question]["label"]: answer for question, answer in answers.items()}
        await self._play.simulation.submit(staff, form, filled)
        if self._plan.chance(0.7):
            self._plan.after(2 * MINUTE, 5 * HOUR, partial(self._rates, requester, thread))

    async def _rates(self, requester: MemberActor, thread: ChannelHandle) -> None:
        """They say how good the help was, if their thread still asks, and now and then why."""
        score = self._plan.random.choice(SCORES)
        for message in reversed(list(self._play.backend.messages[thread.id].values())):
            for part in walk_components(message.components):
                custom_id = part.get("custom_id") or ""
                if custom_id.startswith("csat:rate:") and custom_id.endswith(f".{score}"):
                    form = await requester.click(
                        ResponseMessage(self._play.simulation.env, message), custom_id=custom_id
                    )
                    if self._plan.chance(0.4):
                        await self._fill_in(requester, form, self._plan.random.choice(COMMENTS))
                    return

    async def _fill_in(
        self, person: MemberActor, form: InteractionResult, *answers: str | list[MemberActor]
    ) -> None:
        """Send the form with these answers to its first fields; where there is none, it was refused."""
        if form.modal is not None:
            labels = [field.label for field in self._play.simulation.open_modal_values(form)]
            await self._play.simulation.submit(person, form, dict(zip(labels, answers, strict=False)))

    def _thread(self, ticket: Ticket) -> ChannelHandle:
        return self._play.channel(ticket.receipts.thread_id or 0)
