"""What has been made of tickets in Discord, and what is still owed: receipts, doubts, and what people have deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence

from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import store, views
from bot.tickets.lifecycle import LIVE, Detail, Status, StoredEvent, Ticket
from bot.tickets.owed import owe
from bot.tickets.panel import Panel
from bot.tickets.views import View


class Delivery:
    """The receipts of the views of tickets. Each method is one transaction; what it makes needful is owed in it."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    async def thread_made(self, ticket_id: int, thread_id: int, *, run_now: bool = False) -> None:
        """The ticket has this thread now; what belongs into it is owed, to be run by the caller with `run_now`."""

        async def save(tx: Transaction, ticket: Ticket) -> None:
            is_another = ticket.receipts.thread_id is not None
            await store.save_thread(tx, ticket_id, thread_id, remade=is_another or ticket.receipts.remade)
            await self._owe(tx, ticket, *views.OF_A_NEW_THREAD, run_now=run_now)

        await self._receive(ticket_id, save)

    async def greeted(self, ticket_id: int, thread_id: int, message_id: int) -> None:
        """The opening message stands in this thread."""
        async with self._database.tx() as tx:
            await store.save_greeting(tx, ticket_id, thread_id, message_id)

    async def part_told(self, ticket_id: int, thread_id: int, told: int) -> None:
        """So many messages with what the opening message could not hold stand in this thread."""
        async with self._database.tx() as tx:
            await store.save_parts(tx, ticket_id, thread_id, told)

    async def member_added(self, ticket_id: int, thread_id: int) -> None:
        """The requester is in this thread."""
        async with self._database.tx() as tx:
            await store.save_member(tx, ticket_id, thread_id)

    async def card_posted(self, ticket_id: int, channel_id: int, message_id: int) -> None:
        """The card stands here."""
        async with self._database.tx() as tx:
            await store.save_card(tx, ticket_id, channel_id, message_id)

    async def announced(self, ticket_id: int, thread_id: int, event_id: int) -> None:
        """Everything up to this event has been said in this thread."""
        async with self._database.tx() as tx:
            await store.save_announced(tx, ticket_id, thread_id, event_id)

    async def unannounced(self, ticket: Ticket) -> list[StoredEvent]:
        """The events that the thread has not been told of, oldest first."""
        async with self._database.read() as reader:
            return await store.events_after(reader, ticket.id, ticket.announced_event_id)

    async def thread_wakes(self, ticket_id: int) -> None:
        """The thread is about to be used although it is archived: that of a closed ticket is to be locked again."""

        async def save(tx: Transaction, ticket: Ticket) -> None:
            if ticket.status is Status.CLOSED:
                await self._owe(tx, ticket, View.LOCK)

        await self._receive(ticket_id, save)

    async def lost(self, ticket_id: int, *found_missing: View, run_now: bool = False) -> None:
        """These views are not (or not any more) what they should be: they are owed."""
        await self._receive(ticket_id, lambda tx, ticket: self._owe(tx, ticket, *found_missing, run_now=run_now))

    async def doubted(self, ticket_id: int) -> None:
        """Somebody is about to be sent to the ticket's thread: it and the requester's membership are owed anew, and
        run by the caller.
        """

        async def save(tx: Transaction, ticket: Ticket) -> None:
            await store.save_doubt(tx, ticket_id)
            await self._owe(tx, ticket, *views.ON_CONTACT, run_now=True)

        await self._receive(ticket_id, save)

    async def restored(self) -> int:
        """The database is a backup: Discord shows what has happened since. All that it shows of tickets that are not
        closed is owed anew, and what was owed may have been done; how many tickets these are.
        """
        async with self._database.tx() as tx:
            found = await store.all_unsettled(tx)
            for ticket in found:
                await store.save_doubt(tx, ticket.id)
                await self._owe(tx, ticket, *views.AFTER_A_RESTORE)
            await self._jobs.doubt(tx)
        return len(found)

    async def thread_deleted(self, thread_id: int) -> None:
        """Somebody has deleted this thread; if a ticket waits in it, another one is owed."""
        async with self._database.tx() as tx:
            ticket = await store.by_thread(tx, thread_id)
            if ticket is not None and ticket.status in LIVE:
                await self._owe(tx, ticket, View.THREAD)

    async def messages_deleted(self, message_ids: Collection[int]) -> None:
        """Somebody has deleted these messages; cards among them are owed again unless their ticket is closed."""
        async with self._database.read() as reader:
            if not await store.of_card(reader, message_ids):
                return  # as most messages are: no need to keep the writer from others
        async with self._database.tx() as tx:
            for ticket in await store.of_card(tx, message_ids):
                if ticket.status is not Status.CLOSED:
                    await self._owe(tx, ticket, View.CARD)

    async def origin_kept(self, ticket_id: int, details: Sequence[Detail], *, run_now: bool = False) -> None:
        """What the ticket was made of said this, too: the thread is to be told."""

        async def save(tx: Transaction, ticket: Ticket) -> None:
            await store.save_details(tx, ticket_id, (*ticket.details, *details))
            await self._owe(tx, ticket, View.PARTS, run_now=run_now)

        await self._receive(ticket_id, save)

    async def unsettled(self, guild_id: int, after_id: int, limit: int) -> list[Ticket]:
        """Tickets that are not closed, in the order of their ids, after this one."""
        async with self._database.read() as reader:
            return await store.unsettled(reader, guild_id, after_id, limit)

    async def panel(self, guild_id: int) -> Panel | None:
        """Where the community's panel stands."""
        async with self._database.read() as reader:
            return await store.panel(reader, guild_id)

    async def save_panel(self, guild_id: int, panel: Panel) -> None:
        """The panel stands here now."""
        async with self._database.tx() as tx:
            await store.save_panel(tx, guild_id, panel)

    async def _receive(self, ticket_id: int, save: Callable[[Transaction, Ticket], Awaitable[None]]) -> None:
        async with self._database.tx() as tx:
            await save(tx, await store.known(tx, ticket_id))

    async def _owe(self, tx: Transaction, ticket: Ticket, *wanted: View, run_now: bool = False) -> None:
        await owe(self._jobs, tx, ticket, wanted, self._clock(), run_now=run_now)
