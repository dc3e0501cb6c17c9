"""Between a form and its ticket the community can be asked: what all would read is shown first, and nothing before a press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from zlib import crc32

import discord

from bot.ticket_errors import AlreadyAsking, AskedTooSoon
from bot.ticket_types import TicketType
from bot.tickets.community.post import Question, Shown, Standing, title_of
from bot.tickets.owed import ASKED_JOB
from cogs.places import community_channel
from cogs.texts import community as texts
from cogs.texts import faq as faq_texts
from cogs.texts import last_chances as chance_texts
from cogs.texts import tickets as ticket_texts
from cogs.texts.language import Language
from cogs.texts.refusals import refusal
from cogs.tickets.kept import open_kept, settling
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.direct import is_direct
from cogs.ui.interactions import Interaction
from cogs.ui.readers import public, reader
from cogs.ui.replies import redraw, redraw_again, regardless, reply
from cogs.ui.style import BRAND
from cogs.ui.subjects import id_in

Place = discord.TextChannel | discord.ForumChannel

NEEDED = discord.Permissions(view_channel=True, send_messages=True, embed_links=True, read_message_history=True)
FOR_A_THREAD = discord.Permissions(create_public_threads=True, send_messages_in_threads=True)
OF_MEMBERS = discord.Permissions(view_channel=True, send_messages=True)
"""Who may not write there themselves, or not now, does not do so through us."""


@dataclass(frozen=True)
class Words:
    """What all would read. What was pressed names its `digest`, so that nothing else is shown than what was seen."""

    title: str
    text: str
    digest: str

    @classmethod
    def of(cls, t: Language, question: Question, place: Place) -> Self:
        """The public answers, in the language of who reads that channel."""
        answers = []
        for detail in question.details:
            field = question.kind.field(detail.field_id)
            if field is not None:
                wording = field.wording(t.code)
                lines = (wording.choices.get(line, line) for line in detail.text.split("\n"))
                answers.append((wording.label, "\n".join(lines)))
        title = faq_texts.community_thread(t, title_of(question.kind, question.details), None)
        text = texts.body(answers)
        seen = crc32(text.encode(), crc32(title.encode(), place.id & 0xFFFFFFFF))
        return cls(title, text, f"{seen:08x}")

    @property
    def embed(self) -> discord.Embed:
        """As it is shown."""
        return discord.Embed(title=self.title, description=self.text, colour=BRAND)


class AskButton(ActionButton, action="chance:ask"):
    """What was shown is asked in public. Subject: `<last chance>.<digest of the words>`."""

    async def press(self, interaction: Interaction) -> None:
        subject, _, digest = self.subject.partition(".")
        chance_id, t, by = id_in(subject), reader(interaction), actor(interaction)
        community = interaction.client.services.community
        question = await community.question(chance_id, by=by)
        if question is None and (shown := await community.shown(chance_id)) is not None:
            await redraw(interaction, content=await _come_of_it(t, interaction, shown), embeds=[], view=None)
            return
        async with settling(interaction):
            place = place_for(interaction, question.kind) if question is not None else None
            if question is None or place is None:
                await open_kept(interaction, chance_id)
                return
            words = Words.of(public(interaction.guild, interaction.client.config), question, place)
            if words.digest != digest:
                await _offer(interaction, chance_id, question, place, words, is_changed=True)
                return
            try:
                await community.ask(chance_id, place.id, words.title, words.text, by=by)
            except (AlreadyAsking, AskedTooSoon) as refused:
                kept = chance_texts.still_kept(t, question.opens_at)
                await reply(interaction, f"{refusal(t, refused)}\n{kept}", view=view(_private(t, chance_id)))
                return
        said = redraw(interaction, content=texts.is_being_asked(t, place.id), embeds=[], view=None)
        await regardless(said, lambda: interaction.client.services.jobs.run(ASKED_JOB, chance_id))
        shown = await community.shown(chance_id)
        if shown is not None:
            await redraw_again(interaction, await _come_of_it(t, interaction, shown))


class PrivateButton(ActionButton, action="chance:private"):
    """Nothing of it is for all to read: the ticket is opened. Subject: the last chance."""

    async def press(self, interaction: Interaction) -> None:
        async with settling(interaction):
            await open_kept(interaction, id_in(self.subject))


class SolvedThereButton(ActionButton, action="asked:solved"):
    """Below what is asked: it is solved, and staff need not take it. Subject: the last chance."""

    async def press(self, interaction: Interaction) -> None:
        services, chance_id = interaction.client.services, id_in(self.subject)
        t, by = reader(interaction), actor(interaction)
        until = await services.community.solve(chance_id, by=by)
        asker = await services.community.asker(chance_id, by=by)
        done = texts.solved(t, until) if asker.id == by.id else texts.solved_for(t, asker.id, until)
        said = reply(interaction, done)
        await regardless(said, lambda: services.jobs.run(ASKED_JOB, chance_id))


class StaffButton(ActionButton, action="asked:staff"):
    """There, too: the ticket is opened now. Subject: the last chance."""

    async def press(self, interaction: Interaction) -> None:
        chance_id, by = id_in(self.subject), actor(interaction)
        asker = await interaction.client.services.community.asker(chance_id, by=by)
        is_own = asker.id == by.id
        await open_kept(interaction, chance_id, by=None if is_own else asker, is_in_place=False)


BUTTONS = (AskButton, PrivateButton, SolvedThereButton, StaffButton)


async def ask_first(interaction: Interaction, chance_id: int, *, is_in_place: bool = False) -> bool:
    """Offer to ask the community, where its type does so and it can be asked; False where it cannot, or is being asked."""
    question = await interaction.client.services.community.question(chance_id, by=actor(interaction))
    place = place_for(interaction, question.kind) if question is not None else None
    if question is None or place is None or not question.is_free:
        return False
    words = Words.of(public(interaction.guild, interaction.client.config), question, place)
    await _offer(interaction, chance_id, question, place, words, is_in_place=is_in_place)
    return True


def place_for(interaction: Interaction, kind: TicketType) -> Place | None:
    """Where this member may ask in public, and we for them; None where that cannot be, or it was written to us
    alone.
    """
    guild, member, first = interaction.guild, interaction.user, kind.community_first
    if guild is None or first is None or is_direct(interaction) or not isinstance(member, discord.Member):
        return None
    place = community_channel(guild, interaction.client.services.places, first.channel)
    if place is None or not place.permissions_for(member) >= OF_MEMBERS:
        return None
    needed = NEEDED if isinstance(place, discord.ForumChannel) else NEEDED | FOR_A_THREAD
    return place if place.permissions_for(guild.me) >= needed else None


def controls(t: Language, shown: Shown) -> discord.ui.View | None:
    """What who asked may press below it."""
    chance_id = shown.post.chance_id
    staff = StaffButton(chance_id, label=texts.button_staff(t))
    match shown.standing:
        case Standing.WAITING:
            style = discord.ButtonStyle.success
            return view(SolvedThereButton(chance_id, label=faq_texts.button_solved(t), style=style), staff)
        case Standing.SOLVED:
            return view(staff)
        case _:
            return None


async def _offer(
    interaction: Interaction,
    chance_id: int,
    question: Question,
    place: Place,
    words: Words,
    *,
    is_in_place: bool = True,
    is_changed: bool = False,
) -> None:
    t, first = reader(interaction), question.kind.community_first
    until = interaction.client.clock() + timedelta(hours=first.hours if first else 0)
    said = texts.offer(t, place.id, until, question.opens_at)
    if is_changed:
        said = f"{texts.is_changed(t)}\n\n{said}"
    label, style = faq_texts.button_ask_community(t), discord.ButtonStyle.primary
    ask = AskButton(f"{chance_id}.{words.digest}", label=label, style=style, emoji="💬")
    buttons = view(ask, _private(t, chance_id))
    if is_in_place:
        await redraw(interaction, content=said, embeds=[words.embed], view=buttons)
    else:
        await reply(interaction, said, embed=words.embed, view=buttons)


async def _come_of_it(t: Language, interaction: Interaction, shown: Shown) -> str:
    """Where it is asked; or which ticket it is, since it cannot be."""
    if shown.standing is Standing.WAITING:
        return texts.asked(t, shown)
    chances = interaction.client.services.last_chances
    ticket = await chances.open(shown.post.chance_id, by=actor(interaction))
    said = ticket_texts.ticket_saved(t, ticket)
    return texts.cannot_ask(t, said) if shown.post.is_gone else said


def _private(t: Language, chance_id: int) -> PrivateButton:
    return PrivateButton(chance_id, label=texts.button_private(t), emoji="🔒")
