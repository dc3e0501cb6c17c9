"""Takes a ticket out of the queue for a while, and brings it back: by a button, or when its time has come."""

from __future__ import annotations

from discord import app_commands

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.snoozing import UNTIL
from bot.tickets.ticket import Ticket, WaitingOn
from cogs.texts import snoozes as texts
from cogs.tickets.answering import show
from cogs.tickets.contact import healing
from cogs.tickets.promises.times import time_choices
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.subjects import id_in


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
    names = {WaitingOn.REQUESTER: texts.option_reply(t), WaitingOn.FIX: texts.option_fix(t)}
    events = [app_commands.Choice(name=names[on], value=until) for until, on in UNTIL.items()]
    meant = [event for event in events if typed.strip() and typed.casefold() in event.name.casefold()]
    return meant or [*time_choices(interaction, typed), *events]
