"""How long a requester may leave staff without an answer, as the operator writes it in config.yaml."""

from __future__ import annotations

from pydantic import Field

from bot.settings import Settings

LONGEST = 90


class Silence(Settings):
    """A ticket in which it is the requester's turn: they are reminded twice, then it is closed, which they can undo."""

    closes: bool = Field(
        default=True,
        description="Whether such tickets are closed at all, and reminded of before; `false` for a type of which none is.",
    )
    first_reminder_days: int = Field(
        default=3, ge=1, le=LONGEST, description="Days without an answer after which the requester is reminded."
    )
    second_reminder_days: int = Field(
        default=4, ge=1, le=LONGEST, description="Days after the first reminder at which the last one comes."
    )
    close_days: int = Field(
        default=3, ge=1, le=LONGEST, description="Days after the last reminder at which the ticket is closed."
    )
