"""What the features need of a Discord server, and what of it is missing. Pure: permissions are names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.config import Config, StaffPermission

_SPEAK = ("view_channel", "send_messages", "embed_links", "read_message_history")
HELP = (*_SPEAK, "create_public_threads", "send_messages_in_threads", "add_reactions")
"""A question that the FAQ cannot answer gets a thread, in which members and helpers do."""

FORUM = (
    "view_channel",
    "send_messages_in_threads",
    "embed_links",
    "read_message_history",
    "manage_threads",
    "add_reactions",
)
ASKING = (*FORUM, "send_messages")
"""Where the community is asked before staff take a ticket, that is a post."""

TICKETS = (*_SPEAK, "attach_files", "create_private_threads", "send_messages_in_threads", "manage_threads")
QUEUE = (*_SPEAK, "create_public_threads", "send_messages_in_threads")
"""Below the card of a ticket stands a thread, if staff have noted anything about it."""

STAFF_IN_TICKETS = ("view_channel", "manage_threads")
"""Manage Threads is what lets staff see private threads they have not been added to."""

STAFF_IN_QUEUE = ("view_channel",)
KNOWLEDGE = ("view_channel", "send_messages", "read_message_history")
STAFF_IN_KNOWLEDGE = ("view_channel", "send_messages")
MENTION_ROLES = "mention_everyone"
"""What lets us ping a role that not everybody may mention."""

EVERY = frozenset(
    {
        *HELP,
        *ASKING,
        *TICKETS,
        *QUEUE,
        *STAFF_IN_TICKETS,
        *STAFF_IN_QUEUE,
        *KNOWLEDGE,
        *STAFF_IN_KNOWLEDGE,
        MENTION_ROLES,
        *(one.value for one in StaffPermission if one is not StaffPermission.NONE),
    }
)
TO_CREATE = ("manage_channels", "manage_roles")
"""Only for `/setup` to create what is missing; they can be taken away afterwards."""


MANAGE_ROLES = "manage_roles"
"""What lets us give the roles of ranks, for as long as there are any."""

POWERS = frozenset(
    {
        "administrator",
        "ban_members",
        "deafen_members",
        "kick_members",
        "mention_everyone",
        "moderate_members",
        "move_members",
        "mute_members",
        "view_audit_log",
    }
)


def is_power(permission: str) -> bool:
    """Whether nobody may come by this permission through points."""
    return permission in POWERS or permission.startswith("manage_")


class Kind(StrEnum):
    """What sort of thing a name in config.yaml is for: a channel and a forum may have the same."""

    TEXT = "text"
    FORUM = "forum"
    ROLE = "role"


class Purpose(StrEnum):
    """What the bot needs a channel for."""

    HELP = "help"
    HELP_FORUM = "help_forum"
    TICKETS = "tickets"
    QUEUE = "queue"
    KNOWLEDGE = "knowledge"
    PANEL = "panel"
    THREADS = "threads"
    CARDS = "cards"
    THANKS = "thanks"


class GapKind(StrEnum):
    """What sort of thing is missing."""

    CHANNEL = "channel"
    CHANNEL_KIND = "channel_kind"
    ROLE = "role"
    TAG = "tag"
    MENTION = "mention"
    PING = "ping"
    PERMISSION = "permission"
    STAFF_ACCESS = "staff_access"
    ONLOOKER = "onlooker"
    STAFF_COMMANDS = "staff_commands"
    ROLE_OUT_OF_REACH = "role_out_of_reach"
    ROLE_POWERFUL = "role_powerful"
    INTENT = "intent"
    NAMESAKE = "namesake"


@dataclass(frozen=True)
class NeededChannel:
    """A channel that config.yaml names, what it is for, and what the bot must be allowed to do there. `readers` are the
    roles of staff that need theirs, where not all do.
    """

    name: str | int
    kind: Kind
    purpose: Purpose
    permissions: tuple[str, ...]
    staff_permissions: tuple[str, ...] = ()
    readers: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class FoundChannel:
    """What is there: its kind (None for any other), what the bot and each staff role may do, and a forum's tags."""

    kind: Kind | None
    permissions: frozenset[str]
    staff_permissions: Mapping[str, frozenset[str]]
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, and what of the rest its kind has: the channel's purpose or the kind it should
    be, the permissions that are lacking, and the staff role that lacks them; or the forum's tags. Of a name by which
    something else is called by now: its kind, and how what it means is called. Of a role that sees tickets which are not
    for it: the channel's purpose, the permission by which it does, and the labels of their types.
    """

    kind: GapKind
    name: str | int = ""
    purpose: Purpose | None = None
    wanted: Kind | None = None
    permissions: tuple[str, ...] = ()
    role: str = ""
    tags: tuple[str, ...] = ()
    called: str = ""
    types: tuple[str, ...] = ()

    @property
    def can_be_created(self) -> bool:
        """A channel or role that config.yaml names, or a tag; what it gives by id must exist already."""
        return self.kind is GapKind.TAG or (
            self.kind in (GapKind.CHANNEL, GapKind.ROLE) and isinstance(self.name, str)
        )


def needed_channels(config: Config) -> list[NeededChannel]:
    """Every channel of config.yaml, in its order; that of a panel only where it is none of the others."""
    asked_in = {kind.community_first.channel for kind in config.tickets.types if kind.community_first is not None}
    needed = [
        *(NeededChannel(name, Kind.TEXT, Purpose.HELP, HELP) for name in config.channels.help),
        *(
            NeededChannel(name, Kind.FORUM, Purpose.HELP_FORUM, ASKING if name in asked_in else FORUM)
            for name in config.channels.forums
        ),
        NeededChannel(config.channels.tickets, Kind.TEXT, Purpose.TICKETS, TICKETS, STAFF_IN_TICKETS),
        NeededChannel(config.channels.queue, Kind.TEXT, Purpose.QUEUE, QUEUE, STAFF_IN_QUEUE),
        *(
            NeededChannel(name, Kind.TEXT, Purpose.KNOWLEDGE, KNOWLEDGE, STAFF_IN_KNOWLEDGE)
            for name in (config.channels.knowledge,)
            if name is not None
        ),
    ]
    names = {channel.name for channel in needed}
    needed += [channel for channel in channels_of_types(config) if channel.name not in names]
    names |= {channel.name for channel in needed}
    places = dict.fromkeys(panel.channel for panel in config.tickets.panels if panel.channel is not None)
    needed += [NeededChannel(name, Kind.TEXT, Purpose.PANEL, _SPEAK) for name in places if name not in names]
    thanks = config.reputation.weekly.thanks
    if thanks is not None and thanks not in {channel.name for channel in needed}:
        needed.append(NeededChannel(thanks, Kind.TEXT, Purpose.THANKS, _SPEAK))
    return needed


def channels_of_types(config: Config) -> list[NeededChannel]:
    """The channels that ticket types have for their threads and their cards, each once, with all who read there."""
    found: dict[tuple[str | int, Purpose], list[str | int]] = {}
    for kind in config.tickets.types:
        for name, purpose in ((kind.channel, Purpose.THREADS), (kind.queue, Purpose.CARDS)):
            if name is not None:
                found.setdefault((name, purpose), []).extend(kind.staff or config.roles.staff)
    permissions = {Purpose.THREADS: (TICKETS, STAFF_IN_TICKETS), Purpose.CARDS: (QUEUE, STAFF_IN_QUEUE)}
    return [
        NeededChannel(name, Kind.TEXT, purpose, *permissions[purpose], tuple(dict.fromkeys(readers)))
        for (name, purpose), readers in found.items()
    ]


def needed_roles(config: Config) -> list[str | int]:
    """Every role of config.yaml, each once."""
    return list(
        dict.fromkeys(
            [
                *config.roles.staff,
                *config.roles.helpers,
                *config.roles.leads,
                *pinged_roles(config),
                *config.reputation.named_roles,
            ]
        )
    )


def pinged_roles(config: Config) -> list[str | int]:
    """The roles that hear of new tickets, or of those that are passed on to them."""
    of_types = [kind.staff_ping.role for kind in config.tickets.types if kind.staff_ping is not None]
    return [*of_types, *(tier.role for tier in config.tickets.tiers[1:])]


def needed_tags(config: Config) -> tuple[str, ...]:
    """The tags that the bot sets in every help forum."""
    return tuple(dict.fromkeys((config.faq.solved_tag, config.faq.needs_human_tag)))


def needed_permissions(config: Config) -> list[str]:
    """The least permissions that the features need in all, sorted."""
    of_ranks = {MANAGE_ROLES} if config.reputation.named_roles else set[str]()
    return sorted({*of_ranks, *(name for channel in needed_channels(config) for name in channel.permissions)})


def gaps(
    config: Config,
    channels: Mapping[str | int, FoundChannel],
    roles: Sequence[str | int],
    *,
    has_message_content: bool,
    unmentionable: Collection[str | int] = (),
    of_staff: Mapping[str, Collection[str]] | None = None,
) -> list[Gap]:
    """What is missing. `channels` and `roles` hold what was found, under the names of config.yaml; `unmentionable`
    are the roles that not everybody may mention, and `of_staff` is what each role of staff may do in the whole server.
    """
    missing = []
    for need in needed_channels(config):
        found = channels.get(need.name)
        if found is None:
            missing.append(Gap(GapKind.CHANNEL, need.name, purpose=need.purpose))
            continue
        if found.kind is not need.kind:
            missing.append(Gap(GapKind.CHANNEL_KIND, need.name, wanted=need.kind))
            continue
        lacking = tuple(one for one in need.permissions if one not in found.permissions)
        if lacking:
            missing.append(Gap(GapKind.PERMISSION, need.name, permissions=lacking))
        for role, allowed in found.staff_permissions.items():
            lacking = tuple(one for one in need.staff_permissions if one not in allowed)
            if lacking:
                missing.append(Gap(GapKind.STAFF_ACCESS, need.name, permissions=lacking, role=role))
        if need.purpose is Purpose.HELP_FORUM:
            untagged = tuple(tag for tag in needed_tags(config) if tag not in found.tags)
            missing += [Gap(GapKind.TAG, need.name, tags=untagged)] if untagged else []
    missing += [Gap(GapKind.ROLE, name) for name in needed_roles(config) if name not in roles]
    asked_in = [channels[name] for name in (*config.channels.help, *config.channels.forums) if name in channels]
    if any(MENTION_ROLES not in channel.permissions for channel in asked_in):
        missing += [Gap(GapKind.MENTION, name) for name in config.roles.helpers if name in unmentionable]
    if (needed := config.discord.staff_needs) is not None:
        blind = [role for role, may in (of_staff or {}).items() if needed not in may]
        missing += [Gap(GapKind.STAFF_COMMANDS, role, permissions=(needed,)) for role in blind]
    queue = channels.get(config.channels.queue)
    if queue is not None and MENTION_ROLES not in queue.permissions:
        pinged = dict.fromkeys(pinged_roles(config))
        missing += [Gap(GapKind.PING, name) for name in pinged if name in unmentionable]
    if not has_message_content:
        missing.append(Gap(GapKind.INTENT))
    return missing
