"""What of the guided tour passes a matter on: up a tier and back, and to the community before staff have it."""

from __future__ import annotations

from simcord import ChannelHandle, InteractionResult

from bot.demo.filling_in import button_in
from bot.demo.found import Found, button_of
from bot.demo.world import World
from bot.tickets.ticket import LIVE

TRIED = (
    "The record starts with v=spf1 by now, and it is the only one.",
    "Mail is taken.",
    "Somebody who can read what the other server logs.",
)
KNOWN = (
    "Their DNS still hands out the record of yesterday, for another hour.",
    "A new SPF record can take a day to be seen everywhere. Wait for that before you change it again.",
)
TITLE = "Why is my mail still rejected after I changed SPF?"
WISH = "Write a mail on Friday that leaves on Monday morning"


class PassingOn(Found):
    """Has it happened? Do it."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._was_passed_on = False

    async def _live_thread(self) -> ChannelHandle:
        """That of Ann's ticket, which is opened again if need be."""
        ticket = await self._ticket()
        assert ticket is not None
        thread = self._world.channel(self._thread(ticket))
        if ticket.status not in LIVE:
            await self._person("sam").slash(thread, "ticket reopen")
        return thread

    async def _is_above(self) -> bool:
        """Whether Ann's ticket is at a tier that has one below."""
        ticket, ladder = await self._ticket(), self._world.services.tiers.ladder
        here = None if ticket is None else ladder.at(ticket)
        return here is not None and ladder.below(here) is not None

    async def _escalated(self) -> bool:
        self._was_passed_on = self._was_passed_on or await self._is_above()
        return self._was_passed_on

    async def _escalate(self) -> InteractionResult:
        sam, thread = self._person("sam"), await self._live_thread()
        modal = await sam.slash(thread, "ticket escalate")
        answers = dict(zip(self._labels(modal), TRIED, strict=True))
        return await self._world.simulation.submit(sam, modal, answers)

    async def _returned(self) -> bool:
        return self._was_passed_on and not await self._is_above()

    async def _return(self) -> InteractionResult:
        kim, thread = self._person("kim"), await self._live_thread()
        modal = await kim.slash(thread, "ticket return")
        assert modal.modal is not None
        becomes = modal.modal["components"][2]["component"]["options"]
        answers = dict(zip(self._labels(modal), (*KNOWN, becomes[0]["value"], TITLE), strict=False))
        return await self._world.simulation.submit(kim, modal, answers)

    async def _was_asked_first(self) -> bool:
        """The community reads a form in its forum."""
        forum, channels = self._world.community.forum.id, list(self._backend.channels.values())
        return any(
            self._newest(one.id, lambda message: button_of(message, "asked:") is not None) is not None
            for one in channels
            if one.is_thread and one.parent_id == forum
        )

    async def _ask_first(self) -> InteractionResult:
        noor, world = self._person("noor"), self._world
        modal = await noor.slash(world.community.lounge, "ticket open", type="feature")
        wanted, *_ = self._labels(modal)
        sent = await world.simulation.submit(noor, modal, {wanted: WISH})
        for further in ("chance:still:", "chance:ask:"):
            if (button := button_in(sent, further)) is not None and sent.response is not None:
                sent = await noor.click(sent.response, custom_id=button)
        return sent
