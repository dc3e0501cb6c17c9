"""A few people in two places, and how they ask."""

from __future__ import annotations

from itertools import count
from typing import Any

from bot.client import Services
from bot.config import Faq
from bot.faq.question import Asked, Standing
from bot.faq.speaking import Message, Place, Rule
from tests.services import HERE, member

ANN, BOB, SAM = 1, 2, 3
STAFF, HELPER = member(SAM, is_staff=True), member(4, is_helper=True)
PASSWORD = "how do i reset my password"
INVOICE = "how do i pay an invoice"
CAKE = "does anybody have a recipe for lemon cake"
CHANNEL = Place(HERE, 9, 9, frozenset({9, "help"}))
POST = Place(HERE, 900, 90, frozenset({90, "forum"}))
NOT_SURE = Faq(threshold=1.0, suggest_from=0.1)
"""So strict that a question which is only near to an entry is never answered."""

NEAR = "i think i forgot the password again"

messages = count(1000)


async def ask(
    services: Services,
    text: str = PASSWORD,
    message_id: int | None = None,
    *,
    by: int = ANN,
    place: Place = CHANNEL,
    **facts: bool,
) -> Asked | None:
    """Somebody asks, Ann in a channel unless it is said otherwise."""
    message_id = message_id or next(messages)
    return await services.asking.ask(place, Message(text, **facts), message_id=message_id, asker_id=by)


async def rule_of(services: Services, text: str = PASSWORD, **how: Any) -> Rule | None:
    """What the FAQ does with a question; None where it leaves it alone."""
    asked = await ask(services, text, **how)
    return asked.rule if asked is not None else None


async def question_of(services: Services, text: str = PASSWORD, message_id: int | None = None, **how: Any) -> int:
    asked = await ask(services, text, message_id, **how)
    assert asked is not None
    await services.asking.gathering.written()
    return asked.question_id


async def stands(services: Services, question_id: int) -> Standing:
    view = await services.showing.view(question_id)
    assert view is not None
    return view.standing
