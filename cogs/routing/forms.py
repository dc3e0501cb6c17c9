"""The form in which members say what they help with, and when they want to hear of nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.errors import FormChanged
from bot.forms.refused import RefusedForm
from bot.routing.refused import NotOpenToYou
from bot.routing.willing import Helper
from cogs.routing.contact import is_reached
from cogs.texts import routing as texts
from cogs.texts.language import Language
from cogs.ui.actors import actor
from cogs.ui.filled import TICKED, Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply

TOPICS, ALL, QUIET, ZONE = "topics", "all", "quiet", "zone"
TYPED = 60
"""Characters of hours, and of a time zone."""


class TopicsForm(ActionForm[Helper], action="routing:topics", subject="own"):
    """Which questions they are told of. Subject: `own`."""

    opens_again_unless = (NotOpenToYou,)

    def __init__(
        self, t: Language, topics: Sequence[str], zone_name: str, before: Mapping[str, Sequence[str]]
    ) -> None:
        super().__init__("own", title=texts.title_topics(t))
        chosen = set(before.get(TOPICS, ()))
        options = [discord.SelectOption(label=one, value=one, default=one in chosen) for one in topics]
        select = discord.ui.Select[Any](
            custom_id=TOPICS, options=options, required=False, min_values=0, max_values=len(options)
        )
        self.add_item(
            discord.ui.Label(text=texts.ask_topics(t), description=texts.hint_topics(t), component=select)
        )
        box = discord.ui.Checkbox[Any](custom_id=ALL, default=bool(before.get(ALL)))
        self.add_item(discord.ui.Label(text=texts.ask_all(t), description=texts.hint_all(t), component=box))
        for name, asks, hint in (
            (QUIET, texts.ask_quiet(t), texts.hint_quiet(t)),
            (ZONE, texts.ask_zone(t), texts.hint_zone(t, zone_name)),
        ):
            typed = discord.ui.TextInput[Any](
                custom_id=name, required=False, max_length=TYPED, default="".join(before.get(name, ())) or None
            )
            self.add_item(discord.ui.Label(text=asks, description=hint, component=typed))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Helper:
        services, topics = interaction.client.services, filled.choices(TOPICS)
        if not set(topics) <= set(services.routing.topics):
            raise FormChanged
        return await services.opting_in.help_with(
            topics,
            takes_all=bool(filled.tick(ALL)),
            quiet=filled.text(QUIET),
            zone_name=filled.text(ZONE),
            by=actor(interaction),
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Helper) -> None:
        settings = interaction.client.services.routing.settings
        await reply(
            interaction,
            texts.chosen(reader(interaction), result, is_on=settings.is_on, is_reached=is_reached(interaction)),
        )

    @classmethod
    async def again(cls, interaction: Interaction, refused: RefusedForm) -> TopicsForm:
        return form(interaction, refused.values)

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        t = reader(interaction)
        return {
            TOPICS: texts.ask_topics(t),
            ALL: texts.ask_all(t),
            QUIET: texts.ask_quiet(t),
            ZONE: texts.ask_zone(t),
        }


def form(interaction: Interaction, before: Mapping[str, Sequence[str]]) -> TopicsForm:
    """The form, filled in like this. Raises NotOpenToYou."""
    services = interaction.client.services
    services.opting_in.require_may(actor(interaction))
    return TopicsForm(reader(interaction), services.routing.topics, services.opting_in.zone_name, before)


def as_filled(helper: Helper | None) -> dict[str, Sequence[str]]:
    """What somebody has chosen before, as the form is filled in with it."""
    if helper is None:
        return {}
    wish = helper.wish
    return {
        TOPICS: wish.topics,
        ALL: (TICKED,) if wish.takes_all else (),
        QUIET: (f"{wish.quiet[0]}-{wish.quiet[1]}",) if wish.quiet else (),
        ZONE: (wish.time_zone,),
    }
