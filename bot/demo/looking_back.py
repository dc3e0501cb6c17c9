"""What of the guided tour looks back: what the customer says of the help, and what the numbers say."""

from __future__ import annotations

from simcord import InteractionResult

from bot.actor import Actor
from bot.demo.found import button_of
from bot.demo.passing_on import PassingOn

PRAISE = "Quick and friendly, and now I know why."


class LookingBack(PassingOn):
    """Has it happened? Do it."""

    async def _was_rated(self) -> bool:
        ticket = await self._ticket()
        if ticket is None:
            return False
        by = Actor(self._person("sam").id, is_staff=True, guild_id=ticket.guild_id)
        return bool(await self._world.services.ratings.of_ticket(ticket.id, by=by))

    async def _rate(self) -> InteractionResult:
        ticket, ann = await self._ticket(), self._person("ann")
        assert ticket is not None
        asked = self._newest(self._thread(ticket), lambda one: button_of(one, "csat:rate:") is not None)
        best = (button_of(asked, "csat:rate:") or "").rpartition(".")[0] + ".5"
        form = await ann.click(self._handle(asked), custom_id=best)
        (comment,) = self._labels(form)
        return await self._world.simulation.submit(ann, form, {comment: PRAISE})

    async def _saw_stats(self) -> bool:
        return self._used("stats") is not None

    async def _see_stats(self) -> InteractionResult:
        return await self._person("sam").slash(self._world.community.queue, "stats")
