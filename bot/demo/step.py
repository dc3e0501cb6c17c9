"""One step of the guided tour, and what its people write."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from simcord import InteractionResult

from bot.tickets.priority import Impact

QUESTION = "how do i set up spf"
DELIVERY = "delivery"
HARD_FACTS = (Impact.SEVERAL.value, "no")
"""Who is affected, and whether there is another way for now."""
OTHER_QUESTIONS = ("how to set up dkim for my domain", "how to set up dmarc", "which mx records do i need")
"""For a visitor who has asked the first already: the FAQ gives a member an answer once a day."""

HARD_QUESTION = "does the webmail have a dark theme somewhere?"
HELP_ANSWER = "Yes: the gear at the top right → Display → Theme."
STAFF_ANSWER = "Your record starts with `spf1`. It must start with `v=spf1`."
DIRECT_QUESTION = "ann and i share a domain, all our mail comes back since this morning"


@dataclass
class Step:
    """One thing to try. `person` is the user name of who does it; `happened` decides from what is there.

    `needs` is the step without which `do` has nothing to work on.
    """

    id: str
    person: str
    text: str
    happened: Callable[[], Awaitable[bool]]
    do: Callable[[], Awaitable[InteractionResult | None]]
    needs: str | None = None
    done: bool = False
