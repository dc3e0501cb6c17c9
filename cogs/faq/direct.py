"""The FAQ's answer in direct messages: whole, with the same buttons as in a channel, which count in the server."""

from __future__ import annotations

from typing import Any

import discord

from bot.client import SupportBot
from bot.faq.owed import ANSWER_JOB
from bot.faq.question import Standing
from bot.faq.showing import View
from cogs.faq.controls import ChooseButton, NoneButton, SolvedButton, ticket_type
from cogs.knowledge.entries import answer, title_on_button
from cogs.texts import faq as texts
from cogs.texts.language import Language
from cogs.tickets.direct import ask_type, begin_directly
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.direct import FromDirectMessage
from cogs.ui.interactions import Interaction
from cogs.ui.replies import regardless
from cogs.ui.subjects import id_in


class DirectSolvedButton(FromDirectMessage, SolvedButton, action="direct:solved"):
    """The answer helped. Subject: `<server>.<question>`."""


class DirectChooseButton(FromDirectMessage, ChooseButton, action="direct:choose"):
    """One of the suggested entries. Subject: `<server>.<question>.<entry>`."""


class DirectHelpButton(FromDirectMessage, ActionButton, action="direct:help"):
    """The answer did not help: on to a ticket. Subject: `<server>.<question>`."""

    async def press(self, interaction: Interaction) -> None:
        bot = interaction.client
        question = await bot.services.pressing.feedback(id_in(self.subject), by=actor(interaction), helped=False)
        wanted = ticket_type(bot, question)
        if wanted is not None:
            await begin_directly(interaction, wanted, question.id)
            return
        await ask_type(interaction, question.id)


class DirectNoneButton(FromDirectMessage, NoneButton, action="direct:none"):
    """None of the suggestions is it. Subject: `<server>.<question>`."""

    async def press(self, interaction: Interaction) -> None:
        bot = interaction.client
        question = await bot.services.pressing.dismiss(id_in(self.subject), by=actor(interaction))
        said = ask_type(interaction, question.id)
        await regardless(said, lambda: bot.services.jobs.run(ANSWER_JOB, question.id))


BUTTONS = (DirectSolvedButton, DirectChooseButton, DirectHelpButton, DirectNoneButton)


def content(t: Language, bot: SupportBot, shown: View) -> dict[str, Any]:
    """Our message in reply to a question, as `send` and `edit` take it."""
    question = shown.question
    subject = f"{question.guild_id}.{question.id}"
    match shown.standing:
        case Standing.ANSWER | Standing.SOLVED:
            is_solved = shown.standing is Standing.SOLVED
            outcome = texts.marked_solved(t) if is_solved else None
            cards = [_card(t, bot, shown, entry_at, outcome) for entry_at in (0, 1)]
            buttons = () if is_solved else _answer_buttons(t, subject)
            return {
                "content": None,
                "embeds": [card for card in cards if card is not None],
                "view": view(*buttons) if buttons else None,
            }
        case Standing.SUGGESTIONS | Standing.HINT:
            choices = [
                DirectChooseButton(
                    f"{subject}.{entry.id}", label=title_on_button(entry.wording(question.language).title)
                )
                for entry in shown.suggested
            ]
            none = DirectNoneButton(subject, label=texts.button_none_of_these(t, len(choices)))
            return {"content": texts.did_you_mean(t, len(choices)), "embed": None, "view": view(*choices, none)}
        case _:
            return {"content": texts.settled(t, question.outcome, shown.title), "embed": None, "view": None}


def own_custom_ids(guild_id: int, question_id: int) -> tuple[str, ...]:
    """By which of these a message of ours shows that it belongs to this question."""
    subject = f"{guild_id}.{question_id}"
    return f"{DirectSolvedButton.action}:{subject}", f"{DirectNoneButton.action}:{subject}"


def _answer_buttons(t: Language, subject: str) -> tuple[ActionButton, ...]:
    return (
        DirectSolvedButton(subject, label=texts.button_solved(t), style=discord.ButtonStyle.success),
        DirectHelpButton(subject, label=texts.button_still_need_help(t)),
    )


def _card(t: Language, bot: SupportBot, shown: View, which: int, outcome: str | None) -> discord.Embed | None:
    entry = (shown.entry, shown.second)[which]
    if entry is None:
        return None
    category = bot.services.knowledge.category(entry.id)
    return answer(t, entry, category, outcome, locale=shown.question.language, own=bot.config.faq.language)
