"""What waits for one member of staff, as they see it: `/my`, and the digest."""

from __future__ import annotations

from bot.client import SupportBot
from bot.tickets.mine.digest import DIGEST_JOB
from cogs.tickets.mine.cog import MineCog
from cogs.tickets.mine.controls import MyButton
from cogs.tickets.mine.desk import DigestDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.services.jobs.handle(DIGEST_JOB, DigestDesk(bot).send)
    bot.add_dynamic_items(MyButton)
    await bot.add_cog(MineCog(bot))
