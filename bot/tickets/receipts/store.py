"""The receipts in the `tickets` table, and the `panels` table: what stands in Discord, and where."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select, update

from bot.database import Reader, Transaction
from bot.ticket_tables import panels, ticket_guests, tickets
from bot.tickets.panel import Panel
from bot.tickets.ticket import Ticket

_SAVE = update(tickets).where(tickets.c.id == bindparam("which"))
_SAVE_IN_THREAD = _SAVE.where(tickets.c.thread_id == bindparam("in_thread"))
"""What was done in a thread counts only while it is the ticket's."""

_SAVE_GUESTS = update(ticket_guests).where(ticket_guests.c.ticket_id == bindparam("of_ticket"))


def _receive(tx: Transaction, ticket_id: int, in_thread: int | None = None, **receipt: object) -> None:
    if in_thread is None:
        tx.execute(_SAVE, {"which": ticket_id, **receipt})
    else:
        tx.execute(_SAVE_IN_THREAD, {"which": ticket_id, "in_thread": in_thread, **receipt})


def save_thread(tx: Transaction, ticket_id: int, thread_id: int, *, remade: bool) -> None:
    """The ticket has this thread now, and nothing stands in it yet."""
    _receive(
        tx,
        ticket_id,
        thread_id=thread_id,
        opening_message_id=None,
        requester_added=False,
        told_parts=0,
        remade=remade,
        offer_ids=[],
    )
    tx.execute(_SAVE_GUESTS, {"of_ticket": ticket_id, "is_there": False})


def save_greeting(tx: Transaction, ticket_id: int, thread_id: int, message_id: int) -> None:
    """The opening message stands in this thread; nothing is stored where the ticket has another one by now."""
    _receive(tx, ticket_id, thread_id, opening_message_id=message_id)


def save_parts(tx: Transaction, ticket_id: int, thread_id: int, told: int) -> None:
    """So many of the further messages stand in this thread."""
    _receive(tx, ticket_id, thread_id, told_parts=told)


def save_member(tx: Transaction, ticket_id: int, thread_id: int) -> None:
    """The requester is in this thread."""
    _receive(tx, ticket_id, thread_id, requester_added=True)


def save_doubt(tx: Transaction, ticket_id: int) -> None:
    """Whether the requester is in the thread is not known any more, nor of the others who were."""
    _receive(tx, ticket_id, requester_added=False)
    tx.execute(_SAVE_GUESTS.where(ticket_guests.c.is_there), {"of_ticket": ticket_id, "is_there": None})


def save_guest(tx: Transaction, ticket: Ticket, member_id: int, *, is_there: bool) -> None:
    """Somebody else than its requester is in the ticket's thread, or is not."""
    seen = _SAVE_GUESTS.where(ticket_guests.c.member_id == bindparam("which_member"))
    found = tx.execute(seen, {"of_ticket": ticket.id, "which_member": member_id, "is_there": is_there})
    if not found.rowcount:
        tx.execute(
            insert(ticket_guests).values(
                ticket_id=ticket.id,
                member_id=member_id,
                guild_id=ticket.guild_id,
                is_added=False,
                is_there=is_there,
            )
        )


def save_card(tx: Transaction, ticket_id: int, channel_id: int, message_id: int) -> None:
    """The card stands here."""
    _receive(tx, ticket_id, card_channel_id=channel_id, card_message_id=message_id)


def save_announced(tx: Transaction, ticket_id: int, thread_id: int, event_id: int) -> None:
    """Everything up to this event has been said in this thread."""
    _receive(tx, ticket_id, thread_id, announced_event_id=event_id)


def save_offers(tx: Transaction, ticket_id: int, thread_id: int, message_ids: Sequence[int]) -> None:
    """These messages in this thread have a button that may have to be taken from them."""
    _receive(tx, ticket_id, thread_id, offer_ids=message_ids)


def panels_in(reader: Reader, guild_id: int) -> dict[str, Panel]:
    """Where the community's panels stand, by their ids."""
    rows = reader.execute(select(panels).where(panels.c.guild_id == guild_id))
    return {row.panel_id: Panel(row.channel_id, row.message_id) for row in rows}


def save_panel(tx: Transaction, guild_id: int, panel_id: str, panel: Panel) -> None:
    """This panel stands here from now on."""
    forget_panel(tx, guild_id, panel_id)
    where = {"channel_id": panel.channel_id, "message_id": panel.message_id}
    tx.execute(insert(panels).values(guild_id=guild_id, panel_id=panel_id, **where))


def forget_panel(tx: Transaction, guild_id: int, panel_id: str) -> None:
    """This panel stands nowhere any more."""
    tx.execute(delete(panels).where(panels.c.guild_id == guild_id, panels.c.panel_id == panel_id))
