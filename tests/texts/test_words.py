"""What the engine tells by a name has words for people, whichever of its names it is."""

from __future__ import annotations

import pytest

from bot.faq.speaking import Rule
from bot.locales import LOCALES
from bot.requirements import EVERY, TO_CREATE
from cogs.texts import insights, operations
from cogs.texts.language import SHIPPED
from cogs.texts.languages import language_name


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
