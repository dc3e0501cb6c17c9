"""What the bot needs of a server, at the least, and how what is missing is named."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest

from bot.config import Channels, Discord, Roles, StaffPermission
from bot.requirements import (
    TO_CREATE,
    FoundChannel,
    Gap,
    GapKind,
    Kind,
    Purpose,
    gaps,
    needed_channels,
    needed_permissions,
    needed_roles,
    needed_tags,
)
from bot.ticket_community import CommunityFirst
from tests.services import configuration

CONFIG = configuration().model_copy(
    update={
        "channels": Channels(help=["help", 4711], forums=["forum"], tickets="get-support", queue="staff-queue"),
        "roles": Roles(staff=["Support", 42], helpers=["Trusted Helper"]),
    }
)
ROLES: list[str | int] = ["Support", 42, "Trusted Helper"]

Found = dict[str | int, FoundChannel]


def everything() -> Found:
    """A server that has all that is needed, and not a permission more."""
    return {
        need.name: FoundChannel(
            need.kind,
            frozenset(need.permissions),
            {role: frozenset(need.staff_permissions) for role in ("Support", "42")},
            frozenset(needed_tags(CONFIG)) if need.kind is Kind.FORUM else frozenset(),
        )
        for need in needed_channels(CONFIG)
    }


def missing(found: Found, roles: list[str | int] | None = None, *, has_message_content: bool = True) -> list[Gap]:
    return gaps(CONFIG, found, ROLES if roles is None else roles, has_message_content=has_message_content)


def without(name: str | int, *permissions: str, of_staff: str | None = None) -> Found:
    """Everything, but for these permissions of the bot, or of a staff role, in one channel."""
    found = everything()
    channel = found[name]
    if of_staff is None:
        found[name] = replace(channel, permissions=channel.permissions - set(permissions))
    else:
        left = channel.staff_permissions[of_staff] - set(permissions)
        found[name] = replace(channel, staff_permissions={**channel.staff_permissions, of_staff: left})
    return found


def test_a_server_that_has_all_that_is_needed_lacks_nothing() -> None:
    assert missing(everything()) == []


def test_where_the_community_is_asked_first_a_post_can_be_made() -> None:
    [kind, *others] = CONFIG.tickets.types
    asking = kind.model_copy(update={"community_first": CommunityFirst(channel="forum")})
    tickets = CONFIG.tickets.model_copy(update={"types": [asking, *others]})
    config = CONFIG.model_copy(update={"tickets": tickets})
    lacking = gaps(config, everything(), ROLES, has_message_content=True)
    assert lacking == [Gap(GapKind.PERMISSION, "forum", permissions=("send_messages",))]


def test_an_empty_server_lacks_every_channel_and_role_in_the_order_of_the_settings() -> None:
    assert missing({}, [], has_message_content=False) == [
        Gap(GapKind.CHANNEL, "help", Purpose.HELP),
        Gap(GapKind.CHANNEL, 4711, Purpose.HELP),
        Gap(GapKind.CHANNEL, "forum", Purpose.HELP_FORUM),
        Gap(GapKind.CHANNEL, "get-support", Purpose.TICKETS),
        Gap(GapKind.CHANNEL, "staff-queue", Purpose.QUEUE),
        Gap(GapKind.ROLE, "Support"),
        Gap(GapKind.ROLE, 42),
        Gap(GapKind.ROLE, "Trusted Helper"),
        Gap(GapKind.INTENT),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("help", Kind.FORUM, Kind.TEXT),
        ("forum", Kind.TEXT, Kind.FORUM),
        ("get-support", Kind.FORUM, Kind.TEXT),
        ("staff-queue", None, Kind.TEXT),
    ],
)
def test_a_channel_of_the_wrong_kind_is_named_once_with_the_kind_it_should_be(
    name: str, kind: Kind | None, wanted: Kind
) -> None:
    found = everything() | {name: FoundChannel(kind, frozenset(), {"Support": frozenset()})}
    assert missing(found) == [Gap(GapKind.CHANNEL_KIND, name, wanted=wanted)]


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("help", ("send_messages",)),
        ("help", ("create_public_threads", "send_messages_in_threads")),
        (4711, ("view_channel", "send_messages", "embed_links", "read_message_history")),
        ("forum", ("send_messages_in_threads",)),
        ("get-support", ("create_private_threads", "send_messages_in_threads", "manage_threads")),
        ("staff-queue", ("view_channel", "embed_links")),
        ("staff-queue", ("create_public_threads", "send_messages_in_threads")),
    ],
)
def test_what_the_bot_may_not_do_in_a_channel_is_listed_together(
    name: str | int, lacking: tuple[str, ...]
) -> None:
    assert missing(without(name, *lacking)) == [Gap(GapKind.PERMISSION, name, permissions=lacking)]


def test_it_may_do_more_than_it_needs() -> None:
    found = {
        name: replace(channel, permissions=channel.permissions | {"administrator"})
        for name, channel in everything().items()
    }
    assert missing(found, [*ROLES, "Somebody"]) == []


def test_a_staff_role_that_cannot_see_tickets_or_the_queue_is_named_with_the_channel() -> None:
    assert missing(without("get-support", "manage_threads", of_staff="Support")) == [
        Gap(GapKind.STAFF_ACCESS, "get-support", permissions=("manage_threads",), role="Support")
    ]
    assert missing(without("staff-queue", "view_channel", of_staff="42")) == [
        Gap(GapKind.STAFF_ACCESS, "staff-queue", permissions=("view_channel",), role="42")
    ]


def test_staff_need_no_access_to_be_given_where_everybody_asks() -> None:
    found = everything()
    found["help"] = replace(found["help"], staff_permissions={"Support": frozenset()})
    assert missing(found) == []


@pytest.mark.parametrize("lost", ROLES)
def test_each_role_that_is_missing_is_named(lost: str | int) -> None:
    assert missing(everything(), [role for role in ROLES if role != lost]) == [Gap(GapKind.ROLE, lost)]


def test_each_tag_that_a_forum_lacks_is_listed_and_can_be_created() -> None:
    found = everything()
    found["forum"] = replace(found["forum"], tags=frozenset({"Solved", "Billing"}))
    (gap,) = missing(found)
    assert gap == Gap(GapKind.TAG, "forum", tags=("Needs human",))
    assert gap.can_be_created
    found["forum"] = replace(found["forum"], tags=frozenset())
    assert [gap.tags for gap in missing(found)] == [("Solved", "Needs human")]


def test_a_helpers_role_that_nobody_may_mention_is_named_unless_the_bot_may_mention_everybody() -> None:
    def silent(found: Found, *roles: str | int) -> list[Gap]:
        return gaps(CONFIG, found, ROLES, has_message_content=True, unmentionable=roles)

    assert silent(everything(), "Trusted Helper", "Support") == [Gap(GapKind.MENTION, "Trusted Helper")]
    assert silent(everything(), "Support") == []
    found = {
        name: replace(channel, permissions=channel.permissions | {"mention_everyone"})
        for name, channel in everything().items()
    }
    assert silent(found, "Trusted Helper") == []
    found["forum"] = everything()["forum"]
    assert silent(found, "Trusted Helper") == [Gap(GapKind.MENTION, "Trusted Helper")]


def test_setup_can_create_what_has_a_name_and_nothing_else() -> None:
    assert [gap.name for gap in missing({}, []) if gap.can_be_created] == [
        "help",
        "forum",
        "get-support",
        "staff-queue",
        "Support",
        "Trusted Helper",
    ]
    for found in (without("help", "send_messages"), without("staff-queue", "view_channel", of_staff="42")):
        assert [gap.can_be_created for gap in missing(found, has_message_content=False)] == [False, False]


def test_the_bot_asks_for_the_least_that_its_features_need() -> None:
    assert needed_permissions(CONFIG) == [
        "add_reactions",
        "attach_files",
        "create_private_threads",
        "create_public_threads",
        "embed_links",
        "manage_threads",
        "read_message_history",
        "send_messages",
        "send_messages_in_threads",
        "view_channel",
    ]
    too_much = {"administrator", "manage_guild", "mention_everyone", "manage_messages", "ban_members", *TO_CREATE}
    assert not too_much.intersection(needed_permissions(CONFIG))


def test_without_a_forum_and_helpers_nothing_is_asked_for_them() -> None:
    small = CONFIG.model_copy(
        update={
            "channels": Channels(help=["help"], tickets="get-support", queue="staff-queue"),
            "roles": Roles(staff=["Support"]),
        }
    )
    assert [need.name for need in needed_channels(small)] == ["help", "get-support", "staff-queue"]
    assert needed_roles(small) == ["Support"]
    led = small.model_copy(update={"roles": Roles(staff=["Support"], leads=["Leads"])})
    assert needed_roles(led) == ["Support", "Leads"]


def test_every_permission_has_the_name_that_discord_gives_it() -> None:
    staff = {name for need in needed_channels(CONFIG) for name in need.staff_permissions}
    for name in (*needed_permissions(CONFIG), *staff, *TO_CREATE):
        assert name in discord.Permissions.VALID_FLAGS, name


def test_roles_of_staff_that_do_not_see_their_commands_are_named_unless_all_see_them() -> None:
    of_staff = {"Support": {"manage_threads"}, "Leads": {"manage_messages"}}
    for permission, blind in (("manage_threads", ["Leads"]), ("ban_members", ["Support", "Leads"]), ("none", [])):
        settings = CONFIG.model_copy(update={"discord": Discord(staff_permission=StaffPermission(permission))})
        found = gaps(settings, everything(), ROLES, has_message_content=True, of_staff=of_staff)
        assert found == [Gap(GapKind.STAFF_COMMANDS, role, permissions=(permission,)) for role in blind]
