"""The queue card as staff use it: a button stands below it, or behind *More*."""

from __future__ import annotations

import re

import discord
from simcord import InteractionResult, MemberActor

from tests.conftest import World, shown


def labels(text: str) -> list[str]:
    """What stands on the buttons of what was shown or said, in their order."""
    return re.findall(r"^\[(.+)\]$", text, re.MULTILINE)


async def press(
    world: World, person: MemberActor, label: str, card: discord.Message | None = None
) -> InteractionResult:
    """Press this button of the card, by default the newest message of the queue; through *More* where it stands there."""
    card = card or world.last(world.people.queue)
    if label in labels(shown(card)):
        return await world.sim.click(person, card, label)
    more = await world.sim.click(person, card, "More")
    assert more.response is not None
    return await world.sim.click(person, more.response, label)
