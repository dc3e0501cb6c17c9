"""What the engine tells by a name has words for people, whichever of its names it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.faq.speaking import Rule
from bot.locales import LOCALES
from bot.requirements import EVERY, TO_CREATE
from bot.ticket_errors import TooSoon
from bot.ticket_types import TicketType
from cogs.texts import insights, operations, queue
from cogs.texts.language import SHIPPED
from cogs.texts.languages import language_name
from cogs.texts.refusals import refusal


@pytest.mark.parametrize("code", SHIPPED)
def test_every_rule_has_its_words_in_the_numbers(code: str) -> None:
    words = [insights.silence(SHIPPED[code], rule) for rule in Rule]
    assert all(words)
    assert len(set(words)) == len(Rule)


@pytest.mark.parametrize("code", SHIPPED)
def test_every_permission_is_called_what_discord_calls_it(code: str) -> None:
    needed = {*EVERY, *TO_CREATE}
    names = [operations.permission_name(SHIPPED[code], name) for name in needed]
    assert all(names)
    assert len(set(names)) == len(needed)


@pytest.mark.parametrize("code", SHIPPED)
def test_every_language_that_discord_knows_has_a_name(code: str) -> None:
    assert len({language_name(SHIPPED[code], one) for one in LOCALES}) == len(LOCALES)


@pytest.mark.parametrize("code", SHIPPED)
def test_a_cooldown_of_a_type_is_not_told_as_one_of_all_tickets(code: str) -> None:
    kind = TicketType(id="billing", label="Billing", description="Money.", goes_to="community")
    until = datetime(2027, 3, 1, tzinfo=UTC)
    assert "`Billing`" in refusal(SHIPPED[code], TooSoon(until, kind))
    assert "`Billing`" not in refusal(SHIPPED[code], TooSoon(until))


@pytest.mark.parametrize("code", SHIPPED)
def test_the_queue_is_not_said_to_go_by_urgency_alone(code: str) -> None:
    said = queue.about_queue(SHIPPED[code]).casefold()
    assert "urgent" not in said
    assert "dringend" not in said
