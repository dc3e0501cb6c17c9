"""The buttons by which customers say how good the help was, and staff follow up where it was not."""

from __future__ import annotations

import discord

from bot.tickets.csat.following import FOLLOW_UP_JOB
from bot.tickets.csat.rating import SCORES, FollowUp
from bot.tickets.ticket import Ticket
from cogs.texts import csat as texts
from cogs.texts.language import Language
from cogs.tickets.csat.forms import CommentForm
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, regardless, reply
from cogs.ui.subjects import id_in


class RateButton(ActionButton, action="csat:rate"):
    """A customer presses a number: it counts, and they may say why. Subject: `<resolution>.<score>`."""

    async def press(self, interaction: Interaction) -> None:
        t, (resolution_id, _, score) = reader(interaction), self.subject.partition(".")
        rated = await interaction.client.services.ratings.rate(
            id_in(resolution_id), id_in(score), by=actor(interaction)
        )
        late = texts.rated_late(t, rated.rating, is_followed=rated.is_followed)
        await open_form(interaction, CommentForm(t, rated), or_say=late)


class FollowUpButton(ActionButton, action="csat:follow-up"):
    """Somebody of staff, who did not have the ticket, looks at it. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        ticket = await interaction.client.services.follow_ups.claim(id_in(self.subject), by=actor(interaction))
        await _show(interaction, ticket, texts.claimed(reader(interaction), ticket))


class DoneButton(ActionButton, action="csat:done"):
    """Somebody has followed up. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        ticket = await interaction.client.services.follow_ups.finish(id_in(self.subject), by=actor(interaction))
        await _show(interaction, ticket, texts.finished(reader(interaction), ticket))


def rate_buttons(resolution_id: int) -> list[ActionButton]:
    """One a score."""
    return [
        RateButton(f"{resolution_id}.{score}", label=str(score), emoji=face)
        for score, face in zip(SCORES, texts.FACES, strict=True)
    ]


def asked_by(message: discord.Message) -> discord.ui.View | None:
    """What is left of a message's buttons where nothing but the score can be said any more."""
    names = (
        str(getattr(item, "custom_id", "")) for row in message.components for item in getattr(row, "children", [])
    )
    asked = next((name for name in names if name.startswith(f"{RateButton.action}:")), None)
    return view(*rate_buttons(id_in(asked.split(":")[2].partition(".")[0]))) if asked else None


def follow_up_view(t: Language, wanted: FollowUp) -> discord.ui.View | None:
    """Below the line in the queue channel: what comes next."""
    if wanted.done_by is not None:
        return None
    if wanted.claimed_by is not None:
        return view(DoneButton(wanted.ticket_id, label=texts.button_done(t)))
    return view(FollowUpButton(wanted.ticket_id, label=texts.button_follow_up(t)))


def own_custom_ids(ticket_id: int) -> tuple[str, ...]:
    """By which its line is known again."""
    return tuple(f"{button.action}:{ticket_id}" for button in (FollowUpButton, DoneButton))


async def _show(interaction: Interaction, ticket: Ticket, done: str) -> None:
    jobs = interaction.client.services.jobs
    await regardless(reply(interaction, done), lambda: jobs.run(FOLLOW_UP_JOB, ticket.id))
