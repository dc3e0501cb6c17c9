"""Each person of the demo has a language, and the bot answers them in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.demo import frames, languages, protocol
from bot.demo.playground import Playground
from bot.demo.world import Declined
from cogs.texts.commands import described
from cogs.texts.language import SHIPPED, Language
from cogs.ui.readers import reader
from tests.demo.test_playground import Eyes

DEFAULT = "Who answers"


class Marked(NullTranslations):
    """Everything translated, so that one sees it."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"


def hello(t: Language) -> str:
    return t("Good morning.")


def about_hello(t: Language) -> str:
    return t("Says good morning")


def about_name(t: Language) -> str:
    return t("Whose name")


@app_commands.command(name="hello", description=described(about_hello))
@app_commands.describe(name=described(about_name))
async def say_hello(interaction: discord.Interaction[Any], name: str) -> None:
    await interaction.response.send_message(hello(reader(interaction)), ephemeral=True)


@pytest.fixture
async def play(home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Playground]:
    """A playground whose bot speaks German, and has a command more, `/hello`."""
    monkeypatch.setitem(SHIPPED, "de", Language("de", Marked()))
    playground = Playground(home)
    playground.bot.tree.add_command(say_hello)
    await playground.start()
    yield playground
    await playground.stop()
    playground.simulation.env._raise_errors_since(playground.simulation.env._errors_acknowledged)


async def choose(eyes: Eyes, locale: str) -> None:
    request = frames.parse(f'{{"n": 1, "do": "language", "locale": "{locale}"}}')
    assert await protocol.perform(request, eyes.window, eyes.play) == {}


def hello_command(eyes: Eyes) -> dict[str, Any]:
    """As the page gets it with what is new."""
    commands = next(frame for frame in eyes.look() if frame["is"] == "commands")
    return next(command for command in commands["slash"] if command["name"] == "hello")


async def test_a_german_customer_gets_german_answers_and_nobody_else_does(play: Playground) -> None:
    ann, noor = Eyes(play, "ann", "lounge"), Eyes(play, "noor", "lounge")
    await choose(ann, "de")
    for eyes, said in ((ann, "⟦Good morning.⟧"), (noor, "Good morning.")):
        await play.slash(eyes.me, eyes.id("lounge"), "hello", {"name": "x"})
        assert (eyes.last()["content"], eyes.last()["ephemeral"]) == (said, True)
    await play.cause("restart")
    choices = await play.complete(ann.me, ann.id("lounge"), "faq search", "question", "spf", {})
    assert "Wie richte ich SPF ein?" in [choice["name"] for choice in choices]


async def test_every_window_knows_who_reads_which_language(play: Playground) -> None:
    ann, noor = Eyes(play, "ann", "lounge"), Eyes(play, "noor", "lounge")
    await choose(ann, "de")
    noor.look()
    assert noor.members[str(ann.me.id)]["locale"] == "de"
    assert noor.members[str(noor.me.id)]["locale"] == "en-US"
    assert noor.members[str(play.backend.bot_user.id)]["locale"] is None
    await choose(ann, "en-US")
    noor.look()
    assert noor.members[str(ann.me.id)]["locale"] == "en-US"


async def test_commands_are_described_in_the_language_of_who_looks(play: Playground) -> None:
    ann = Eyes(play, "ann", "lounge")
    await choose(ann, "de")
    german = hello_command(ann)
    assert (german["description"], german["options"][0]["description"]) == ("⟦Says good morning⟧", "⟦Whose name⟧")
    await choose(ann, "fr")
    french = hello_command(ann)
    assert (french["description"], french["options"][0]["description"]) == ("Says good morning", "Whose name")


async def test_a_language_that_is_not_offered_is_refused_and_changes_nothing(play: Playground) -> None:
    ann = Eyes(play, "ann", "lounge")
    await choose(ann, "de")
    for locale in ("tlh", "", "DE", "ja"):
        with pytest.raises(Declined, match="only the languages that the page offers"):
            await choose(ann, locale)
    ann.look()
    assert ann.members[str(ann.me.id)]["locale"] == "de"


async def test_the_tour_can_be_done_for_people_of_any_language(play: Playground) -> None:
    for user in play.people:
        await choose(Eyes(play, user), "de")
    for step in play.guide.steps:
        await play.follow_guide(step)
        assert play.guide.steps[step].done, step


@pytest.mark.parametrize(
    ("shipped", "offered"),
    [
        ((), {"en-US": True, "fr": False}),
        (("de",), {"en-US": True, "de": True, "fr": False}),
        (("es-419", "fr", "sv"), {"en-US": True, "es-419": True, "fr": True, "sv-SE": True, "it": False}),
        (("fr", "it", "pl"), {"en-US": True, "fr": True, "it": True, "pl": True}),
    ],
)
def test_what_the_bot_speaks_is_offered_and_one_language_that_it_does_not(
    monkeypatch: pytest.MonkeyPatch, shipped: tuple[str, ...], offered: dict[str, bool]
) -> None:
    for code in set(SHIPPED) - {"en"}:
        monkeypatch.delitem(SHIPPED, code)
    for code in shipped:
        monkeypatch.setitem(SHIPPED, code, Language(code, Marked()))
    assert languages.offered() == offered


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("de", "Wer antwortet"),
        ("es-419", "Quién responde"),
        ("es-ES", "Quién responde"),
        ("en-US", "Who answers, mate"),
        ("pt-BR", DEFAULT),
    ],
)
def test_a_description_falls_back_as_on_discord(locale: str, shown: str) -> None:
    translated = {"de": "Wer antwortet", "es-ES": "Quién responde", "en-GB": "Who answers, mate"}
    option = {"name": "who", "type": 3, "description": DEFAULT, "description_localizations": translated}
    command = {**option, "options": [{**option, "options": [option, {"name": "x", "description": "As it is"}]}]}
    plain = {"name": "who", "type": 3, "description": shown}
    assert languages.as_shown(command, locale) == {
        **plain,
        "options": [{**plain, "options": [plain, {"name": "x", "description": "As it is"}]}],
    }
