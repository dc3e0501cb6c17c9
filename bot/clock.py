"""The one clock: a function that says what time it is, handed down from `create_bot`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Returns now as an aware UTC time. The bot is given `discord.utils.utcnow`, which simulations can turn."""
