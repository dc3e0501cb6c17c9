"""What is said in tickets, kept as it comes: the ears, the reading up, and the saving of files."""

from __future__ import annotations

from bot.client import SupportBot
from bot.tickets.record.service import FILE_JOB
from cogs.tickets.record.cog import RecordCog
from cogs.tickets.record.desk import FileDesk


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.services.jobs.handle(FILE_JOB, FileDesk(bot).save)
    await bot.add_cog(RecordCog(bot))
