"""What is said no to about what tickets cost."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Refused


@dataclass
class NeverResolved(Refused):
    """What a ticket cost is said of its resolution, and it has none that anybody made."""

    number: int
