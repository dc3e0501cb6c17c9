"""Saves the files that people send in tickets before Discord's links to them die."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.record.message import KeptFile


class FileDesk:
    """The handler of the job `record.file`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._recording = bot.services.recording

    async def save(self, job: Job) -> None:
        """Fetch it and put it on our disk. A link that has died is asked for anew."""
        file = await self._recording.owed_file(job.subject_id)
        if file is None:
            return
        content = await self._content(file.file.url)
        if content is None and (url := await self._fresh_url(file)) is not None:
            content = await self._content(url)
        if content is None:
            await self._recording.file_gone(file)
        else:
            await self._recording.save_file(file, content)

    async def _content(self, url: str) -> bytes | None:
        try:
            return await self._bot.http.get_from_cdn(url)
        except (discord.NotFound, discord.Forbidden):
            return None

    async def _fresh_url(self, file: KeptFile) -> str | None:
        """As the message has it now; None where it was deleted, or does not have the file any more."""
        thread = self._bot.get_partial_messageable(file.thread_id, guild_id=file.guild_id)
        try:
            message = await thread.fetch_message(file.message_id)
        except (discord.NotFound, discord.Forbidden):
            return None
        forwarded = [one for snapshot in message.message_snapshots for one in snapshot.attachments]
        return next((one.url for one in (*message.attachments, *forwarded) if one.id == file.file.id), None)
