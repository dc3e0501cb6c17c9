"""Takes a ticket out of the queue for a while, and brings it back: by a button, or when its time has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.client import SupportBot
from bot.errors import FormChanged, NotStaff
from bot.forms.refused import RefusedForm
from bot.jobs.job import Job
from bot.ticket_errors import TicketClosed, TicketMerged, TicketResolved
from bot.tickets.lifecycle import require_work
from bot.tickets.snoozing import UNTIL
from bot.tickets.ticket import Ticket, WaitingOn
from cogs.texts import snoozes as texts
from cogs.texts import tickets as ticket_texts
from cogs.texts.language import Language
from cogs.tickets.answering import show
from cogs.tickets.contact import heal, healing, named
from cogs.tickets.decisions import REASON_LENGTH
from cogs.tickets.promises.times import time_choices
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form
from cogs.ui.subjects import ID, id_in

TIME, EVENT, REASON = "time", "event", "reason"
TIME_LENGTH = 100
"""Characters of a time as staff write it."""


class SnoozeButton(ActionButton, action="ticket:snooze"):
    """Staff are asked until when. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket = await named(interaction, self.subject)
            require_work(ticket, actor(interaction))
            zone_name = interaction.client.services.promises.zone_name
            await open_form(interaction, SnoozeForm(reader(interaction), ticket, zone_name))
            await heal(interaction.client, ticket)


class SnoozeForm(ActionForm[Ticket], action="ticket:snooze", subject=ID):
    """Until when nobody need look, or what it waits for; where a time is typed, that counts. Subject: the ticket."""

    opens_again_unless = (NotStaff, TicketMerged, TicketClosed, TicketResolved)

    def __init__(
        self, t: Language, ticket: Ticket, zone_name: str, typed: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__(ticket.id, title=texts.title_snooze(t, ticket))
        before = {name: "".join(values) for name, values in (typed or {}).items()}
        time = discord.ui.TextInput[Any](
            custom_id=TIME, required=False, max_length=TIME_LENGTH, default=before.get(TIME) or None
        )
        options = [
            discord.RadioGroupOption(label=label, value=value, default=value == before.get(EVENT))
            for value, label in _events(t)
        ]
        event = discord.ui.RadioGroup[Any](custom_id=EVENT, options=options, required=False)
        reason = discord.ui.TextInput[Any](
            custom_id=REASON,
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=REASON_LENGTH,
            default=before.get(REASON) or None,
        )
        self.add_item(
            discord.ui.Label(text=texts.ask_until(t), description=texts.hint_until(t, zone_name), component=time)
        )
        self.add_item(discord.ui.Label(text=texts.ask_event(t), component=event))
        self.add_item(discord.ui.Label(text=ticket_texts.ask_reason(t), component=reason))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        snoozing, by, event = interaction.client.services.snoozing, actor(interaction), filled.choice(EVENT)
        require_work(await named(interaction, subject), by)
        if event and event not in UNTIL:
            raise FormChanged
        until = filled.text(TIME).strip() or event
        return await snoozing.snooze(id_in(subject), until, by=by, note=filled.text(REASON).strip() or None)

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        await show(interaction, result, texts.snoozed(reader(interaction), result))

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> SnoozeForm:
        ticket = await named(interaction, refused.subject)
        require_work(ticket, actor(interaction))
        zone_name = interaction.client.services.promises.zone_name
        return cls(reader(interaction), ticket, zone_name, refused.values)

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {TIME: texts.ask_until(t), EVENT: texts.ask_event(t), REASON: ticket_texts.ask_reason(t)}


class WakeButton(ActionButton, action="ticket:wake"):
    """Staff look at it again."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            ticket = await interaction.client.services.snoozing.wake(id_in(self.subject), by=actor(interaction))
            await show(interaction, ticket, texts.woken(reader(interaction), ticket))


class Waking:
    """The handler of `ticket.wake`."""

    def __init__(self, bot: SupportBot) -> None:
        self._snoozing = bot.services.snoozing

    async def wake(self, job: Job) -> None:
        """What it makes out of date is owed with it."""
        await self._snoozing.wake_in_time(job.subject_id)


async def snooze(interaction: Interaction, ticket: Ticket, until: str, reason: str | None) -> None:
    """Out of the queue until then."""
    snoozed = await interaction.client.services.snoozing.snooze(
        ticket.id, until, by=actor(interaction), note=reason
    )
    await show(interaction, snoozed, texts.snoozed(reader(interaction), snoozed))


def until_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The time that is meant, and what a ticket can wait for without one."""
    t = reader(interaction)
    events = [app_commands.Choice(name=label, value=until) for until, label in _events(t)]
    meant = [event for event in events if typed.strip() and typed.casefold() in event.name.casefold()]
    return meant or [*time_choices(interaction, typed), *events]


def _events(t: Language) -> list[tuple[str, str]]:
    """What a ticket can wait for without a time: as it is stored, and as it is called."""
    names = {WaitingOn.REQUESTER: texts.option_reply(t), WaitingOn.FIX: texts.option_fix(t)}
    return [(until, names[on]) for until, on in UNTIL.items()]
