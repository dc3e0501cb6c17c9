"""The buttons under a question or an entry. They know only an id; the database knows the rest, however old the message is."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.faq.owed import ANSWER_JOB
from bot.faq.question import Question
from cogs.community import CommunityButton, ask_community
from cogs.knowledge.entries import ReadButton, ShareButton, private
from cogs.texts import faq as texts
from cogs.texts.language import Language
from cogs.tickets.controls import begin, type_buttons
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, regardless, reply
from cogs.ui.subjects import id_in


class SolvedButton(ActionButton, action="faq:solved"):
    """The answer helped. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        question = await interaction.client.services.pressing.feedback(
            id_in(self.subject), by=actor(interaction), helped=True
        )
        if interaction.user.id != question.asker_id:
            await reply(interaction, texts.noted_from_staff(reader(interaction), question.asker_id))
        elif question.id != id_in(self.subject):
            said = reply(interaction, texts.noted_as_yours(reader(interaction)))
            await regardless(said, lambda: interaction.client.services.jobs.run(ANSWER_JOB, question.id))
        else:
            await show(interaction, question)


class NeedHelpButton(ActionButton, action="faq:help"):
    """The answer did not help: on to a ticket or to the community. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        services = interaction.client.services
        question = await services.pressing.feedback(id_in(self.subject), by=actor(interaction), helped=False)
        wanted = ticket_type(interaction.client, question)
        if wanted is None:
            t = reader(interaction)
            await reply(interaction, texts.choose_ticket_type(t), view=people(t, interaction.client, question))
        elif services.tickets.type(wanted).goes_to == "community":
            await ask_community(interaction, question)
        else:
            await begin(interaction, wanted, question.id)


class WrongButton(ActionButton, action="faq:wrong"):
    """Staff or a helper say that the entry is wrong. Subject: `<question>`, or of two entries `<question>.<entry>`."""

    async def press(self, interaction: Interaction) -> None:
        question_id, _, entry_id = self.subject.partition(".")
        question = await interaction.client.services.pressing.mark_wrong(
            id_in(question_id), by=actor(interaction), entry_id=entry_id or None
        )
        said = reply(interaction, texts.marked_wrong(reader(interaction)))
        await regardless(said, lambda: interaction.client.services.jobs.run(ANSWER_JOB, question.id))


class ChooseButton(ActionButton, action="faq:choose"):
    """One of the suggested entries. Subject: `<question>.<entry>`."""

    async def press(self, interaction: Interaction) -> None:
        services = interaction.client.services
        question_id, _, entry_id = self.subject.partition(".")
        entry, is_by_asker = await services.pressing.choose(id_in(question_id), entry_id, by=actor(interaction))
        if is_by_asker:
            await show(interaction, await services.showing.question(id_in(question_id), interaction.guild_id or 0))
        else:
            await reply(interaction, embed=private(interaction, entry))


class NoneButton(ActionButton, action="faq:none"):
    """None of the suggestions is it. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        question = await interaction.client.services.pressing.dismiss(id_in(self.subject), by=actor(interaction))
        t = reader(interaction)
        said = reply(interaction, texts.none_of_these_said(t), view=people(t, interaction.client, question))
        await regardless(said, lambda: interaction.client.services.jobs.run(ANSWER_JOB, question.id))


class HintButton(ActionButton, action="faq:hint"):
    """The answer behind a quiet hint, for the eyes of who presses. Subject: `<question>.<entry>`."""

    async def press(self, interaction: Interaction) -> None:
        services = interaction.client.services
        question_id, _, entry_id = self.subject.partition(".")
        entry, is_by_asker = await services.pressing.choose(
            id_in(question_id), entry_id, by=actor(interaction), in_place=False
        )
        await reply(
            interaction,
            embed=private(interaction, entry),
            view=view(*answer_buttons(reader(interaction), id_in(question_id))) if is_by_asker else None,
        )


BUTTONS = (
    SolvedButton,
    NeedHelpButton,
    CommunityButton,
    WrongButton,
    ChooseButton,
    NoneButton,
    HintButton,
    ReadButton,
    ShareButton,
)


def answer_buttons(t: Language, question_id: int) -> tuple[ActionButton, ActionButton]:
    """What an asker may say of an answer."""
    return (
        SolvedButton(question_id, label=texts.button_solved(t), style=discord.ButtonStyle.success),
        NeedHelpButton(question_id, label=texts.button_still_need_help(t)),
    )


def ticket_type(bot: SupportBot, question: Question) -> str | None:
    """The ticket type that the answer leads to, if it names one; of two answers, if both name the same."""
    answered = [one for one in (question.entry_id, question.second_entry_id) if one is not None]
    entries = [bot.services.knowledge.entry(entry_id) for entry_id in answered]
    wanted = {entry.ticket_type if entry is not None else None for entry in entries}
    return wanted.pop() if len(wanted) == 1 else None


def people(t: Language, bot: SupportBot, question: Question | None) -> discord.ui.View:
    """Whom to turn to: a ticket of some type, or of the entry's; and with a question, which fills it in, the community."""
    wanted = ticket_type(bot, question) if question is not None else None
    kinds = [kind for kind in bot.services.tickets.types if kind.goes_to == "staff" and wanted in (None, kind.id)]
    if question is None:
        return type_buttons(t, kinds)
    made = type_buttons(t, kinds[:24], question.id)
    return made.add_item(CommunityButton(question.id, label=texts.button_ask_community(t), emoji="💬"))


async def show(interaction: Interaction, question: Question) -> None:
    """Bring our message under the question up to date; Discord gets its answer at once.

    An answer that was only for the asker's eyes, behind a hint, is no view of the question: it just loses its buttons.
    """
    is_private = interaction.message is not None and interaction.message.flags.ephemeral
    shown = redraw(interaction, view=None) if is_private else redraw(interaction)
    await regardless(shown, lambda: interaction.client.services.jobs.run(ANSWER_JOB, question.id))
