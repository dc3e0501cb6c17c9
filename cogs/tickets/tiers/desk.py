"""What tickets owe that went up or down the tiers: a word to the next tier's role, and a draft of what that said."""

from __future__ import annotations

import logging
from datetime import datetime

import discord

from bot.actor import Actor
from bot.client import SupportBot
from bot.drafts.draft import Origin, Proposal
from bot.errors import InvalidProposal
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered, Obstacle, ObstacleKind
from bot.moments import moment
from bot.tickets.ticket import Ticket
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.texts import tiers as texts
from cogs.tickets import embeds
from cogs.tickets.reaching import Reach
from cogs.ui.recognising import can_tell_of, says_the_same

log = logging.getLogger(__name__)


class TierDesk:
    """The handlers of `tier.tell` and `tier.draft`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._tiers = bot.services.tiers
        self._reach = Reach(bot)

    async def tell(self, job: Job) -> datetime | None:
        """Say once to the role that a ticket is theirs, unless somebody has it already; or when to try again."""
        ticket = await self._tiers.to_tell(job.subject_id, job.data)
        if not isinstance(ticket, Ticket):
            return ticket
        tier, guild, places = (
            self._tiers.tier(job.data["tier"]),
            self._reach.guild(ticket),
            self._bot.services.places,
        )
        role = guild.get_role(places.of(guild.id).tiers.get(tier.id, 0))
        if role is None:
            raise Hindered(Obstacle(ObstacleKind.ROLE_MISSING, f"@{tier.role}"))
        queue, t = queue_channel(guild, places, ticket.type_id), self._reach.staff(ticket)
        label = embeds.type_label(t, ticket, self._bot.config.tickets)
        text, escalated_at = (
            texts.line(t, role.mention, ticket, label, tier.wording(t.code).label),
            moment(job.data["at"]),
        )

        def tells(message: discord.Message) -> bool:
            return can_tell_of(message, escalated_at) and says_the_same(message.content, text)

        if job.attempts > 1 and await self._reach.first(queue, tells) is not None:
            return None
        mentions = discord.AllowedMentions(everyone=False, users=False, roles=[role], replied_user=False)
        with at(queue):
            await queue.send(text, allowed_mentions=mentions, nonce=f"tier-{snowflake(escalated_at, ticket.id)}")
        return None

    async def draft(self, job: Job) -> None:
        """Propose the entry in the name of who returned the ticket: the same submission is the same draft. It comes from the
        queue channel: there it is said what becomes of it, and not to a customer.
        """
        drafts, said = self._bot.services.drafts, job.data
        guild = self._bot.guild_of(job.guild_id)
        queue = queue_channel(guild, self._bot.services.places)
        category = await drafts.category_for(f"{said['title']} {said['answer']}")
        by = Actor(said["by"], is_staff=True, guild_id=job.guild_id)
        try:
            await drafts.propose(
                Proposal(category, said["title"], "", said["answer"]),
                Origin(queue.id),
                guild_id=job.guild_id,
                interaction_id=job.subject_id,
                by=by,
                language=said["locale"],
            )
        except InvalidProposal:  # the rules of entries have changed since the form was held against them
            log.warning("what was said when a ticket was returned cannot be a draft (any more)")
