"""What has been made of tickets in Discord, and what is still owed: receipts, doubts, and what people have deleted."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.tickets import parts, store, views
from bot.tickets.guests import store as guests
from bot.tickets.links import store as links
from bot.tickets.merges import store as merges
from bot.tickets.notes import store as notes
from bot.tickets.owed import LOOK_JOB, PANELS_JOB, owe
from bot.tickets.panel import Panel
from bot.tickets.promises.owed import owe_in_new_thread
from bot.tickets.receipts import store as receipts
from bot.tickets.relations import Relations
from bot.tickets.silences.owed import owe_told_again
from bot.tickets.ticket import LIVE, REVERSIBLE, Detail, Event, EventKind, Status, StoredEvent, Ticket, Upload
from bot.tickets.views import View
from bot.use_cases import reads, writes


class Delivery:
    """The receipts of the views of tickets. Each method is one transaction; what it makes needful is owed in it."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    @writes
    def thread_made(self, tx: Transaction, ticket_id: int, thread_id: int, *, run_now: bool = False) -> None:
        """The ticket has this thread now; what belongs into it is owed, to be run by the caller with `run_now`."""
        ticket = store.known(tx, ticket_id)
        is_another = ticket.receipts.thread_id is not None
        receipts.save_thread(tx, ticket_id, thread_id, remade=is_another or ticket.receipts.remade)
        self._owe(tx, ticket, *views.OF_A_NEW_THREAD, run_now=run_now)
        owe_in_new_thread(self._jobs, tx, ticket, self._clock())
        owe_told_again(self._jobs, tx, ticket, self._clock())

    @writes
    def greeted(self, tx: Transaction, ticket_id: int, thread_id: int, message_id: int) -> None:
        """The opening message stands in this thread."""
        receipts.save_greeting(tx, ticket_id, thread_id, message_id)

    @writes
    def part_told(self, tx: Transaction, ticket_id: int, thread_id: int, told: int) -> None:
        """So many messages with what the opening message could not hold stand in this thread."""
        receipts.save_parts(tx, ticket_id, thread_id, told)

    @writes
    def member_added(self, tx: Transaction, ticket_id: int, thread_id: int) -> None:
        """The requester is in this thread."""
        receipts.save_member(tx, ticket_id, thread_id)

    @reads
    def guests_owed(self, reader: Reader, ticket: Ticket) -> tuple[list[int], list[int]]:
        """Who is to be added to the thread beside the requester, and who is to be taken out of it."""
        return guests.owed(reader, ticket)

    @writes
    def guest_seen(
        self, tx: Transaction, ticket_id: int, thread_id: int, member_id: int, *, is_there: bool
    ) -> None:
        """Somebody is in this thread now, or is not; nothing is stored where the ticket has another one by now."""
        ticket = store.known(tx, ticket_id)
        if ticket.receipts.thread_id == thread_id:
            receipts.save_guest(tx, ticket, member_id, is_there=is_there)

    @reads
    def relations(self, reader: Reader, ticket: Ticket) -> Relations:
        """What the card says of other tickets and other people."""
        ends = merges.above(reader, ticket)
        return Relations(
            survivor=ends[-1] if ends else None,
            merged=tuple(merges.merged_into(reader, ticket)),
            linked=tuple(links.linked(reader, ticket)),
            guests=tuple(sorted(guests.added(reader, ticket))),
            notes=notes.count(reader, ticket.id),
        )

    @writes
    def card_posted(self, tx: Transaction, ticket_id: int, channel_id: int, message_id: int) -> None:
        """The card stands here. The notes stand in a thread of it."""
        receipts.save_card(tx, ticket_id, channel_id, message_id)
        ticket = store.known(tx, ticket_id)
        if notes.untold(tx, ticket):
            self._owe(tx, ticket, View.NOTES)

    @writes
    def announced(
        self, tx: Transaction, ticket_id: int, thread_id: int, event_id: int, offer_id: int | None = None
    ) -> None:
        """Everything up to this event has been said in this thread, in the end by this message if it has a button."""
        receipts.save_announced(tx, ticket_id, thread_id, event_id)
        if offer_id is not None:
            self._offered(tx, ticket_id, thread_id, offer_id)

    @writes
    def offered(self, tx: Transaction, ticket_id: int, thread_id: int, message_id: int) -> None:
        """This message in the thread was found to have a button; that is taken from it if it does not apply."""
        self._offered(tx, ticket_id, thread_id, message_id)

    @writes
    def offer_withdrawn(self, tx: Transaction, ticket_id: int, thread_id: int, message_id: int) -> None:
        """This message has no button any more."""
        offers = store.known(tx, ticket_id).receipts.offer_ids
        receipts.save_offers(tx, ticket_id, thread_id, [other for other in offers if other != message_id])

    @reads
    def unannounced(self, reader: Reader, ticket: Ticket) -> list[StoredEvent]:
        """The events that the thread has not been told of, oldest first."""
        return store.events_after(reader, ticket.id, ticket.announced_event_id)

    @writes
    def files_gone(self, tx: Transaction, ticket_id: int, gone: Collection[Upload]) -> Ticket:
        """These files of its form cannot be sent on (any more): their names are left, without an address."""
        details = store.known(tx, ticket_id).details
        store.save_details(tx, ticket_id, parts.without(details, gone))
        return store.known(tx, ticket_id)

    @reads
    def replies(self, reader: Reader, ticket_id: int) -> list[Event]:
        """What staff have said in it through us, oldest first: who said it, when, and in `note` what."""
        events = [stored.event for stored in store.events_after(reader, ticket_id, 0)]
        return [event for event in events if event.kind is EventKind.REPLIED and event.note]

    @writes
    def thread_wakes(self, tx: Transaction, ticket_id: int) -> None:
        """The thread is about to be used although it is archived: that of a closed ticket is to be locked again."""
        ticket = store.known(tx, ticket_id)
        if ticket.status is Status.CLOSED:
            self._owe(tx, ticket, View.LOCK)

    @writes
    def lost(self, tx: Transaction, ticket_id: int, *found_missing: View, run_now: bool = False) -> None:
        """These views are not (or not any more) what they should be: they are owed."""
        self._owe(tx, store.known(tx, ticket_id), *found_missing, run_now=run_now)

    @writes
    def doubted(self, tx: Transaction, ticket_id: int) -> None:
        """Somebody is about to be sent to the ticket's thread: it and the requester's membership are owed anew, and
        run by the caller.
        """
        ticket = store.known(tx, ticket_id)
        receipts.save_doubt(tx, ticket_id)
        self._owe(tx, ticket, *views.ON_CONTACT, run_now=True)

    def restored(self, tx: Transaction) -> int:
        """Within a transaction that others have begun: the database is a backup, or was taken along, and Discord shows what
        has happened since. All that it shows of tickets that are not closed is owed anew, and what was owed may have been
        done; how many tickets these are.
        """
        found = store.all_unsettled(tx)
        for ticket in found:
            receipts.save_doubt(tx, ticket.id)
            self._owe(tx, ticket, *views.AFTER_A_RESTORE)
        self._jobs.doubt(tx)
        return len(found)

    @writes
    def thread_deleted(self, tx: Transaction, thread_id: int) -> None:
        """Somebody has deleted this thread; if a ticket waits in it, another one is owed."""
        ticket = store.by_thread(tx, thread_id)
        if ticket is not None and ticket.status in LIVE:
            self._owe(tx, ticket, View.THREAD)

    async def messages_deleted(self, guild_id: int, channel_id: int, message_ids: Collection[int]) -> None:
        """Somebody has deleted these messages; cards among them are owed again unless their ticket is closed, and panels, and
        what the thread was told and can be answered by a press.
        """

        def are_ours(reader: Reader) -> tuple[bool, bool, bool]:
            panels = receipts.panels_in(reader, guild_id).values()
            told_in = store.by_thread(reader, channel_id)
            return (
                bool(store.of_card(reader, message_ids)),
                any(one.message_id in message_ids for one in panels),
                told_in is not None and not set(message_ids).isdisjoint(told_in.receipts.offer_ids),
            )

        # few messages are ours: no need to keep the writer from others
        are_cards, are_panels, are_offers = await self._database.read(are_ours)
        if are_offers:
            await self._offers_deleted(channel_id, message_ids)
        if are_cards:
            await self._cards_deleted(message_ids)
        if are_panels:
            await self._panels_deleted(guild_id)

    @writes
    def _cards_deleted(self, tx: Transaction, message_ids: Collection[int]) -> None:
        for ticket in store.of_card(tx, message_ids):
            if ticket.status is not Status.CLOSED:
                self._owe(tx, ticket, View.CARD)

    @writes
    def _offers_deleted(self, tx: Transaction, thread_id: int, message_ids: Collection[int]) -> None:
        if (ticket := store.by_thread(tx, thread_id)) is not None:
            left = [one for one in ticket.receipts.offer_ids if one not in message_ids]
            receipts.save_offers(tx, ticket.id, thread_id, left)
            owe_told_again(self._jobs, tx, ticket, self._clock())

    @writes
    def _panels_deleted(self, tx: Transaction, guild_id: int) -> None:
        self._jobs.put(tx, guild_id=guild_id, kind=PANELS_JOB, subject_id=guild_id, due_at=self._clock())

    @writes
    def origin_kept(
        self, tx: Transaction, ticket_id: int, details: Sequence[Detail], *, run_now: bool = False
    ) -> None:
        """What the ticket was made of said this, too: the thread is to be told."""
        ticket = store.known(tx, ticket_id)
        store.save_details(tx, ticket_id, (*ticket.details, *details))
        self._owe(tx, ticket, View.PARTS, run_now=run_now)

    @reads
    def unsettled(self, reader: Reader, guild_id: int, after_id: int, limit: int) -> list[Ticket]:
        """Tickets that are not closed, in the order of their ids, after this one."""
        return store.unsettled(reader, guild_id, after_id, limit)

    @writes
    def look_again(self, tx: Transaction, guild_id: int) -> None:
        """Discord may have told nobody of something: all tickets that are not closed are looked at, as at a start."""
        self._jobs.put(tx, guild_id=guild_id, kind=LOOK_JOB, subject_id=guild_id, due_at=self._clock())

    @reads
    def panels(self, reader: Reader, guild_id: int) -> dict[str, Panel]:
        """Where the community's panels stand, by their ids."""
        return receipts.panels_in(reader, guild_id)

    @writes
    def save_panel(self, tx: Transaction, guild_id: int, panel_id: str, panel: Panel) -> None:
        """This panel stands here now."""
        receipts.save_panel(tx, guild_id, panel_id, panel)

    @writes
    def forget_panel(self, tx: Transaction, guild_id: int, panel_id: str) -> None:
        """This panel stands nowhere any more."""
        receipts.forget_panel(tx, guild_id, panel_id)

    def _offered(self, tx: Transaction, ticket_id: int, thread_id: int, message_id: int) -> None:
        ticket = store.known(tx, ticket_id)
        receipts.save_offers(tx, ticket_id, thread_id, [*{*ticket.receipts.offer_ids, message_id}])
        if ticket.status not in REVERSIBLE:
            self._owe(tx, ticket, View.OFFERS)

    def _owe(self, tx: Transaction, ticket: Ticket, *wanted: View, run_now: bool = False) -> None:
        owe(self._jobs, tx, ticket, wanted, self._clock(), run_now=run_now)
