"""What customers press below a reminder, and where they are asked whether it is solved."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.tickets.silences.silence import asked, awaits_requester, name_of
from bot.tickets.ticket import EventKind, StoredEvent, Ticket
from cogs.texts import silences as texts
from cogs.texts import tickets as ticket_texts
from cogs.texts.language import Language
from cogs.tickets.answering import show
from cogs.tickets.contact import healing, leading
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.subjects import id_in


class StillButton(ActionButton, action="ticket:still"):
    """It is still a problem: staff's turn; a ticket that was closed meanwhile is open again. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)), leading(interaction.client):
            requests = interaction.client.services.close_requests
            done = await requests.object_to(id_in(self.subject), by=actor(interaction))
            said = ticket_texts.reopened if done.is_reopened else texts.objected
            await show(interaction, done.ticket, said(reader(interaction), done.ticket))


class SolvedButton(ActionButton, action="ticket:solved"):
    """It is solved, to a question of staff. Subject: `<ticket>.<its name>`."""

    async def press(self, interaction: Interaction) -> None:
        ticket_id, question = _asked(self.subject)
        async with healing(interaction, ticket_id):
            requests = interaction.client.services.close_requests
            ticket = await requests.accept(ticket_id, question, by=actor(interaction))
            await show(interaction, ticket, ticket_texts.resolved(reader(interaction), ticket))


class UnsolvedButton(ActionButton, action="ticket:unsolved"):
    """It is not. Subject: `<ticket>.<its name>`."""

    async def press(self, interaction: Interaction) -> None:
        ticket_id, question = _asked(self.subject)
        async with healing(interaction, ticket_id):
            requests = interaction.client.services.close_requests
            ticket = await requests.deny(ticket_id, question, by=actor(interaction))
            await show(interaction, ticket, texts.objected(reader(interaction), ticket))


BUTTONS = (StillButton, SolvedButton, UnsolvedButton)


def closing_view(
    t: Language, ticket: Ticket, stored: StoredEvent, events: Sequence[StoredEvent]
) -> discord.ui.View | None:
    """Below a reminder or a question, as long as it is the requester's turn; `events` are all that have happened since."""
    if stored.event.kind is EventKind.REMINDED and awaits_requester(ticket):
        return view(StillButton(ticket.id, label=texts.button_still(t)))
    if stored.event.kind is EventKind.ASKED_TO_CLOSE and asked(ticket, events) == stored:
        subject = f"{ticket.id}.{name_of(stored)}"
        return view(
            SolvedButton(subject, label=texts.button_yes(t), style=discord.ButtonStyle.success),
            UnsolvedButton(subject, label=texts.button_no(t)),
        )
    return None


def closing_custom_ids(ticket: Ticket, live: StoredEvent | None) -> list[str]:
    """Of these buttons, as far as they can be pressed now; `live` is the question that waits for an answer."""
    if not awaits_requester(ticket):
        return []
    question = [f"{SolvedButton.action}:{ticket.id}.{name_of(live)}"] if live else []
    return [f"{StillButton.action}:{ticket.id}", *question]


def _asked(subject: str) -> tuple[int, int]:
    ticket_id, _, question = subject.partition(".")
    return id_in(ticket_id), id_in(question)
