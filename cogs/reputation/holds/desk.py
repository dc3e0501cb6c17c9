"""Shows staff the cards of cases, and does what the ledger owes to time: what vests, and the look of each night.

A repeated run first adopts the card that an earlier one has sent: the process may have died before the receipt.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.reputation.holds.service import Shown
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.reputation.holds import embeds
from cogs.reputation.holds.controls import card_view, own_custom_ids
from cogs.ui.controls import carries
from cogs.ui.readers import public
from cogs.ui.recognising import own_messages

log = logging.getLogger(__name__)


class HoldsDesk:
    """The handlers of `reputation.card`, `reputation.vest` and `reputation.rings`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._cases = bot.services.cases

    async def card(self, job: Job) -> datetime | None:
        """Send it or bring it up to date; of an order come again when its time is over. One that is deleted while somebody
        has to look is sent anew.
        """
        await self._cases.expire(job.subject_id)
        shown = await self._cases.shown(job.subject_id)
        if shown is None:
            return None
        guild = self._bot.guild_of(shown.case.guild_id)
        if not await self._redrawn(guild, shown) and shown.can_be_decided:
            await self._send(guild, shown, adopt=job.attempts > 1)
        return shown.case.expires_at if shown.case.decision is None else None

    async def vest(self, job: Job) -> datetime | None:
        """Unless who gave it was banned meanwhile, it comes to count."""
        line = await self._bot.services.reputation.award(job.subject_id)
        if line is None or line.vests_at is None:
            return None
        if line.vests_at > self._bot.clock():
            return line.vests_at
        guild = self._bot.guild_of(line.guild_id)
        if line.by_id is not None and await _is_banned(guild, line.by_id):
            await self._cases.banned(guild.id, line.by_id)
        else:
            await self._cases.vest(line.id)
        return None

    async def look(self, job: Job) -> datetime:
        """Hold what staff are to look at; again tomorrow."""
        await self._bot.services.nightly.look(job.subject_id)
        return self._bot.services.nightly.next_at()

    async def _redrawn(self, guild: discord.Guild, shown: Shown) -> bool:
        """False where there is no card (any more)."""
        case = shown.case
        if case.card_channel_id is None or case.card_message_id is None:
            return False
        place = self._bot.get_partial_messageable(case.card_channel_id, guild_id=guild.id)
        try:
            with at(guild.get_channel(case.card_channel_id) or place):
                await place.get_partial_message(case.card_message_id).edit(**self._content(guild, shown))
        except discord.NotFound:
            log.info("the card of case %d has been deleted", case.id)
            return False
        return True

    async def _send(self, guild: discord.Guild, shown: Shown, *, adopt: bool) -> None:
        queue, case = queue_channel(guild, self._bot.services.places), shown.case
        content = self._content(guild, shown)
        with at(queue):
            card = await self._own_card(queue, case.id) if adopt else None
            if card is None:
                # In place of a deleted card: Discord refuses the nonce of a message that is gone.
                card = await queue.send(**content, nonce=f"case-{case.card_message_id or case.id}")
            else:
                await card.edit(**content)
        await self._cases.card_stands(case.id, queue.id, card.id)

    def _content(self, guild: discord.Guild, shown: Shown) -> dict[str, Any]:
        t = public(guild, self._bot.config)
        return {"embed": embeds.card(t, shown), "view": card_view(t, shown)}

    async def _own_card(self, queue: discord.TextChannel, case_id: int) -> discord.Message | None:
        ids = own_custom_ids(case_id)
        found = [message async for message in own_messages(queue, self._bot.user) if carries(message, *ids)]
        return found[0] if found else None


async def _is_banned(guild: discord.Guild, member_id: int) -> bool:
    """Without *Ban Members* Discord does not tell; then it counts as no: leaving is no offence."""
    try:
        await guild.fetch_ban(discord.Object(member_id))
    except (discord.NotFound, discord.Forbidden):
        return False
    return True
