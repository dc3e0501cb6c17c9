"""How long what was written in closed tickets is kept, as the operator writes it in config.yaml."""

from __future__ import annotations

from pydantic import Field

from bot.settings import Settings

LONGEST = 3650


class Keeping(Settings):
    """Days after a ticket is closed for good; then the words go, and the facts stay."""

    answers_days: int = Field(
        default=0,
        ge=0,
        le=LONGEST,
        description="Days for which what it is about is kept, with notes, promises and comments; 0 for no end.",
    )
    messages_days: int = Field(
        default=0,
        ge=0,
        le=LONGEST,
        description="Days for which what was said in its threads is kept; 0 for no end.",
    )
    files_days: int = Field(
        default=0, ge=0, le=LONGEST, description="Days for which the files from there are kept; 0 for no end."
    )
