"""The form below a score: why, if somebody likes to say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.forms.refused import RefusedForm
from bot.ticket_errors import UnknownTicket
from bot.tickets.csat.rating import COMMENT_LENGTH
from bot.tickets.csat.refused import NotRated, NotTheCustomer, RatingNotAsked, RatingOver
from bot.tickets.csat.service import Rated
from cogs.texts import csat as texts
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.subjects import ID, id_in

COMMENT = "comment"


class CommentForm(ActionForm[Rated], action="csat:comment", subject=ID):
    """What a customer adds to their score, which counts without it. Subject: the resolution."""

    opens_again_unless = (UnknownTicket, NotTheCustomer, RatingNotAsked, RatingOver, NotRated)

    def __init__(self, t: Language, rated: Rated, typed: str | None = None) -> None:
        super().__init__(rated.rating.resolution_id, title=texts.title_comment(t, rated.rating.score))
        box = discord.ui.TextInput[Any](
            custom_id=COMMENT,
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=COMMENT_LENGTH,
            default=typed or rated.rating.comment,
        )
        hint = texts.hint_comment(t, is_followed=rated.is_followed)
        self.add_item(discord.ui.Label(text=texts.ask_comment(t), description=hint, component=box))

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> CommentForm:
        rated = await interaction.client.services.ratings.given(id_in(refused.subject), by=actor(interaction))
        if rated is None:
            raise NotRated
        return cls(reader(interaction), rated, "".join(refused.values.get(COMMENT, ())))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Rated:
        return await interaction.client.services.ratings.comment(
            id_in(subject), filled.text(COMMENT), by=actor(interaction)
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Rated) -> None:
        t = reader(interaction)
        await reply(interaction, texts.rated(t, result.rating, is_followed=result.is_followed))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {COMMENT: texts.ask_comment(reader(interaction))}
