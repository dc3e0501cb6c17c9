"""What of tickets is kept on our own disk, as the operator writes it in config.yaml."""

from __future__ import annotations

from pydantic import Field

from bot.settings import Settings

MEGABYTE = 1024 * 1024


class Record(Settings):
    """What is said in the threads of tickets is kept as it comes, so that it outlives Discord's."""

    kept: bool = Field(
        default=True, description="Whether what is said in the threads of tickets is kept in the database."
    )
    attachment_megabytes: int = Field(
        default=25,
        ge=0,
        le=500,
        description="Up to which size a file that somebody sends in a ticket is saved, in megabytes; 0 for none.",
    )

    @property
    def most_bytes(self) -> int:
        """The size of the largest file that is saved; less than any where none is."""
        return self.attachment_megabytes * MEGABYTE or -1
