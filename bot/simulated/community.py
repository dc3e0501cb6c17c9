"""The demo's community, built from config.yaml: its channels, its roles, and the people who play the story."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import discord
from simcord import ChannelHandle, MemberActor, RoleHandle, UserHandle

from bot.config import Config
from bot.errors import StartupError
from bot.requirements import needed_tags, pinged_roles
from bot.simulated.simulation import Simulation

STAFF_COLOUR, HELPER_COLOUR, ADMINISTRATOR_COLOUR, RANK_COLOUR = 0x3BA55D, 0x5B8DEF, 0xD9822B, 0x9B59B6
FORUM_TAGS = ("DNS", "Mail apps", "Deliverability", "Billing")


@dataclass(frozen=True)
class Community:
    """The world of a simulation: `customer` asks, `neighbour` asks too, `helper` answers, `staff` resolve.

    `helper` has a helpers' role; `member` helps without one; `newcomer` has done nothing yet.
    """

    customer: MemberActor
    neighbour: MemberActor
    newcomer: MemberActor
    member: MemberActor
    helper: MemberActor
    staff: MemberActor
    colleague: MemberActor
    administrator: MemberActor
    help: ChannelHandle
    forum: ChannelHandle
    tickets: ChannelHandle
    queue: ChannelHandle
    lounge: ChannelHandle


def shipped_home() -> Path:
    """The folder with the example config.yaml and faq/: the checkout, or the copy inside an installed package.

    Raises StartupError where neither is there.
    """
    here = Path(__file__).resolve().parent
    for folder in (here.parent.parent, here / "example"):
        if (folder / "config.yaml").is_file() and (folder / "faq").is_dir():
            return folder
    raise StartupError("The example community (config.yaml and faq/) is missing from this installation.")


def copy_home(target: Path) -> Path:
    """Put the example community's files into a folder, leaving what is there already; returns the folder."""
    source = shipped_home()
    target.mkdir(parents=True, exist_ok=True)
    if not (target / "config.yaml").exists():
        shutil.copy(source / "config.yaml", target / "config.yaml")
    if not (target / "faq").exists():
        shutil.copytree(source / "faq", target / "faq")
    return target


def build(simulation: Simulation, config: Config, *, channels: bool = True) -> Community:
    """A server with everything that config.yaml names, and eight people in it.

    Without `channels` the server is as bare as a new one, for `/setup` to fill; then every channel is the lounge.
    """
    env = simulation.env
    guild = env.create_guild(config.community.name)
    colours = {
        **dict.fromkeys(config.reputation.named_roles, RANK_COLOUR),
        **dict.fromkeys((*config.roles.staff, *config.roles.leads), STAFF_COLOUR),
        **dict.fromkeys(config.roles.helpers, HELPER_COLOUR),
    }
    needed = config.discord.staff_needs
    of_staff = discord.Permissions(**{needed: True}) if needed is not None else discord.Permissions.none()
    hears = (*config.roles.helpers, *pinged_roles(config))
    roles = (
        {
            str(name): guild.create_role(
                str(name),
                color=colour,
                mentionable=name in hears,
                permissions=of_staff if name in config.roles.staff else discord.Permissions.none(),
            )
            for name, colour in colours.items()
        }
        if channels
        else {}
    )
    staff_roles = [roles[str(name)] for name in config.roles.staff if str(name) in roles]
    helper_roles = [roles[str(name)] for name in config.roles.helpers if str(name) in roles]
    administrators = guild.create_role(
        "Administrators", permissions=discord.Permissions(administrator=True), color=ADMINISTRATOR_COLOUR
    )

    def person(name: str, shown: str, *with_roles: RoleHandle) -> MemberActor:
        return guild.add_member(env.create_user(name, global_name=shown), roles=with_roles)

    people = {
        "customer": person("ann", "Ann"),
        "neighbour": person("noor", "Noor"),
        "newcomer": person("nils", "Nils"),
        "member": person("lena", "Lena"),
        "helper": person("hugo", "Hugo", *helper_roles),
        "staff": person("sam", "Sam", *staff_roles[:1]),
        "colleague": person("kim", "Kim", *staff_roles),
        "administrator": person("ada", "Ada", administrators),
    }
    if not channels:
        lounge = guild.create_text_channel("lounge")
        return Community(**people, help=lounge, forum=lounge, tickets=lounge, queue=lounge, lounge=lounge)

    everyone = guild.default_role
    own = UserHandle(env, env.backend.bot_user)
    help_channels = [guild.create_text_channel(str(name)) for name in config.channels.help]
    lounge = guild.create_text_channel("lounge")
    tags = (*FORUM_TAGS, *needed_tags(config))
    forums = [simulation.create_forum(guild, str(name), tags) for name in config.channels.forums]
    tickets = guild.create_text_channel(
        str(config.channels.tickets),
        overwrites={
            everyone: discord.PermissionOverwrite(send_messages=False, send_messages_in_threads=True),
            own: discord.PermissionOverwrite(
                send_messages=True,
                create_private_threads=True,
                send_messages_in_threads=True,
                manage_threads=True,
            ),
            **{role: discord.PermissionOverwrite(manage_threads=True) for role in staff_roles},
        },
    )
    queue = guild.create_text_channel(
        str(config.channels.queue),
        overwrites={
            everyone: discord.PermissionOverwrite(view_channel=False),
            own: discord.PermissionOverwrite(view_channel=True),
            **{role: discord.PermissionOverwrite(view_channel=True) for role in staff_roles},
        },
    )
    forum = forums[0] if forums else lounge
    return Community(**people, help=help_channels[0], forum=forum, tickets=tickets, queue=queue, lounge=lounge)
