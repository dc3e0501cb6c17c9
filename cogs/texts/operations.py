"""What administrators and the operator are told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.requirements import ChannelKind, Gap, GapKind, Purpose
from cogs.texts import english


def setup_title(complete: bool) -> str:
    return "Everything is in place" if complete else "What is missing"


def setup_complete() -> str:
    return "Channels, roles and permissions are as config.yaml wants them."


def setup_panel(panel: str | None) -> str:
    return f"The panel stands in {panel}." if panel else "The panel is not posted yet: press the button."


def gap(missing: Gap) -> str:
    """One thing that is missing, and what to do."""
    names = ", ".join(permission_name(name) for name in missing.permissions)
    match missing.kind:
        case GapKind.CHANNEL:
            return f"❌ Channel **#{missing.name}** ({purpose(missing.purpose)}) is missing."
        case GapKind.CHANNEL_KIND:
            return f"❌ **#{missing.name}** must be a {channel_kind(missing.wanted)}; rename it or name another in config.yaml."
        case GapKind.ROLE:
            return f"❌ Role **{missing.name}** is missing."
        case GapKind.PERMISSION:
            return f"❌ In **#{missing.name}** I lack: {names}."
        case GapKind.STAFF_ACCESS:
            return f"❌ In **#{missing.name}** the role {missing.role} lacks: {names}."
        case GapKind.INTENT:
            return (
                "⚠️ The intent *Message Content* is off: the FAQ answers only when it is mentioned or asked by a"
                " command. Switch it on in Discord's developer portal and in config.yaml."
            )


def purpose(value: Purpose | None) -> str:
    """What a channel of config.yaml is for."""
    match value:
        case Purpose.HELP:
            return "help"
        case Purpose.HELP_FORUM:
            return "help forum"
        case Purpose.TICKETS:
            return "panel and ticket threads"
        case Purpose.QUEUE:
            return "staff queue"
        case None:
            return "–"


def channel_kind(value: ChannelKind | None) -> str:
    """As Discord calls it."""
    return "forum" if value is ChannelKind.FORUM else "text channel"


def permission_name(name: str) -> str:
    """As Discord's settings call it."""
    special = {
        "view_channel": "View Channel",
        "send_messages": "Send Messages",
        "send_messages_in_threads": "Send Messages in Threads",
        "create_private_threads": "Create Private Threads",
        "create_public_threads": "Create Public Threads",
        "manage_threads": "Manage Threads",
        "embed_links": "Embed Links",
        "attach_files": "Attach Files",
        "read_message_history": "Read Message History",
        "manage_channels": "Manage Channels",
        "manage_roles": "Manage Roles",
    }
    return special.get(name, name.replace("_", " ").title())


def setup_can_create() -> str:
    return "I can create the channels and roles, and post the panel. Existing ones are left as they are."


def setup_cannot_create(permissions: Sequence[str]) -> str:
    names = " and ".join(permission_name(name) for name in permissions)
    return f"To create them for you I need {names}. Give me these for a moment, or create them yourself."


def label_setup_create() -> str:
    return "Create what is missing"


def label_setup_panel() -> str:
    return "Post or refresh the panel"


def setup_done(created: Sequence[str], panel: str | None) -> str:
    lines = [f"✅ Created {name}" for name in created]
    if panel:
        lines.append(f"✅ The panel stands in {panel}")
    return "\n".join(lines) or "Nothing had to be created."


def setup_reason() -> str:
    """Stands in the server's audit log."""
    return "Created by /setup as config.yaml wants it"


def setup_failed(name: str, why: str) -> str:
    return f"❌ Discord refused to create {name}: {why}"


def no_guilds() -> str:
    return "The bot is in no server yet. Invite it: signpost check --invite prints the link."


def gap_here(guild_id: int, missing: Gap) -> str:
    """A line for the log at start-up."""
    return f"server {guild_id}: {english.plain(gap(missing))} /setup helps."
