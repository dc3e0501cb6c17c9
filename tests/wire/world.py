"""The example community on the wire, as the journeys have it, in the time that it is."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.config import Config
from bot.simulated.community import Community, build
from bot.simulated.corrections import DiscordBackend
from bot.simulated.simulation import Simulation
from tests.wire.people import Person
from tests.wire.server import WallClock, WireDiscord


@dataclass(frozen=True)
class WireWorld:
    """One Discord with one community in it, not yet served."""

    wire: WireDiscord
    community: Community

    @property
    def backend(self) -> DiscordBackend:
        return self.wire.backend

    @property
    def guild_id(self) -> int:
        return int(self.community.customer.guild.id)

    def person(self, name: str) -> Person:
        """Somebody of the community, by their part in it, such as `customer` or `staff`."""
        return self.wire.person(self.guild_id, getattr(self.community, name).id)

    def newcomer(self, name: str) -> Person:
        """One more member."""
        user = self.backend.make_user(name)
        self.backend.add_member(self.guild_id, user.id)
        return self.wire.person(self.guild_id, user.id)


def world_of(config: Config) -> WireWorld:
    """A community with everything that config.yaml names."""
    simulation = Simulation(lambda: discord.Client(intents=discord.Intents.none()))  # it is never started
    backend = simulation.env.backend
    backend.clock = WallClock()
    return WireWorld(WireDiscord(backend), build(simulation, config))
