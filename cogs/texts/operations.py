"""What administrators and the operator are told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.jobs.obstacle import MetObstacle, Obstacle, ObstacleKind
from bot.requirements import MENTION_ROLES, Gap, GapKind, Kind, Purpose
from cogs.texts import ranks
from cogs.texts.forms import both, moment, plain, quoted
from cogs.texts.language import Language


def about_setup(t: Language) -> str:
    return t("Administrators: see and create what the bot needs here")


def setup_title(t: Language, complete: bool) -> str:
    return t("Everything is in place") if complete else t("What is missing")


def setup_complete(t: Language) -> str:
    return t("Channels, roles and permissions are as config.yaml wants them.")


def setup_panel(t: Language, channels: Sequence[str]) -> str:
    """Where the panels stand."""
    if not channels:
        return t("The panel is not posted yet: press the button.")
    return t.n(
        "The panel stands in {channels}.",
        "{count} panels stand in {channels}.",
        len(channels),
        channels=both(t, [*dict.fromkeys(channels)]),
    )


def gap(t: Language, missing: Gap) -> str:
    """One thing that is missing, and what to do."""
    name = missing.name
    permissions = ", ".join(permission_name(t, one) for one in missing.permissions)
    match missing.kind:
        case GapKind.CHANNEL:
            return t(
                "❌ Channel **#{name}** ({purpose}) is missing.", name=name, purpose=purpose(t, missing.purpose)
            )
        case GapKind.CHANNEL_KIND if missing.wanted is Kind.FORUM:
            return t("❌ **#{name}** must be a forum; rename it or name another in config.yaml.", name=name)
        case GapKind.CHANNEL_KIND:
            return t("❌ **#{name}** must be a text channel; rename it or name another in config.yaml.", name=name)
        case GapKind.ROLE:
            return t("❌ Role **{name}** is missing.", name=name)
        case GapKind.TAG:
            return t.n(
                "❌ In the forum **#{name}** a tag is missing: {tags}.",
                "❌ In the forum **#{name}** {count} tags are missing: {tags}.",
                len(missing.tags),
                name=name,
                tags=", ".join(missing.tags),
            )
        case GapKind.MENTION:
            return t(
                "❌ The role **{name}** hears nothing when the community is asked: let everybody mention it, or give me"
                " the permission {permission} in the help channels.",
                name=name,
                permission=permission_name(t, MENTION_ROLES),
            )
        case GapKind.PING:
            return t(
                "❌ The role **{name}** hears nothing of new tickets: let everybody mention it, or give me the permission"
                " {permission} in the queue channel.",
                name=name,
                permission=permission_name(t, MENTION_ROLES),
            )
        case GapKind.PERMISSION:
            return t("❌ In **#{name}** I lack: {permissions}.", name=name, permissions=permissions)
        case GapKind.STAFF_ACCESS:
            return t(
                "❌ In **#{name}** the role {role} lacks: {permissions}.",
                name=name,
                role=missing.role,
                permissions=permissions,
            )
        case GapKind.ONLOOKER:
            return _seen(t, missing, permissions)
        case GapKind.STAFF_COMMANDS:
            return t(
                "❌ The role **{name}** lacks {permissions}, so Discord does not show it the commands that only staff can"
                " use. Give it that, or allow it each of them in the server's settings under Integrations: what is set"
                " there I do not see. Or write `staff_permission: none` into config.yaml.",
                name=name,
                permissions=permissions,
            )
        case GapKind.NAMESAKE if missing.wanted is Kind.ROLE:
            return t(
                "❌ In config.yaml **{name}** means the role **{called}**, which was renamed; another role is called"
                " **{name}** by now. Put the id of the one you mean into config.yaml.",
                name=name,
                called=missing.called,
            )
        case GapKind.NAMESAKE:
            return t(
                "❌ In config.yaml **#{name}** means **#{called}**, which was renamed; another channel is called"
                " **#{name}** by now. Put the id of the one you mean into config.yaml.",
                name=name,
                called=missing.called,
            )
        case GapKind.ROLE_OUT_OF_REACH:
            return f"❌ {ranks.out_of_reach(t, str(name))}"
        case GapKind.ROLE_POWERFUL:
            return f"❌ {ranks.powerful(t, str(name))}"
        case GapKind.INTENT:
            return t(
                "⚠️ The intent *Message Content* is off: the FAQ answers only when it is mentioned or asked by a"
                " command. Switch it on in Discord's developer portal and in config.yaml."
            )


def _seen(t: Language, missing: Gap, permission: str) -> str:
    """What a role sees that it does not read, and what to do about it."""
    name, role, types = missing.name, missing.role, ", ".join(missing.types)
    match missing.purpose:
        case Purpose.TICKETS:
            return t(
                "❌ In **#{name}** the role {role} sees all threads, also of the tickets {types}, which it does not read: give"
                " these a `channel` of their own in config.yaml.",
                name=name,
                role=role,
                types=types,
            )
        case Purpose.THREADS:
            return t(
                "❌ In **#{name}** the role {role} sees all threads, also of the tickets {types}, which it does not read: take"
                " {permission} from it there.",
                name=name,
                role=role,
                types=types,
                permission=permission,
            )
        case Purpose.QUEUE:
            return t(
                "❌ In **#{name}** the role {role} sees the cards of the tickets {types}, which it does not read: give these a"
                " `queue` of their own in config.yaml.",
                name=name,
                role=role,
                types=types,
            )
        case _:
            return t(
                "❌ In **#{name}** the role {role} sees the cards of the tickets {types}, which it does not read: take"
                " {permission} from it there.",
                name=name,
                role=role,
                types=types,
                permission=permission,
            )


def purpose(t: Language, value: Purpose | None) -> str:
    """What a channel of config.yaml is for, in brackets after its name."""
    match value:
        case Purpose.HELP:
            return t.c("what a channel is for", "help")
        case Purpose.HELP_FORUM:
            return t.c("what a channel is for", "help forum")
        case Purpose.TICKETS:
            return t.c("what a channel is for", "panel and ticket threads")
        case Purpose.QUEUE:
            return t.c("what a channel is for", "staff queue")
        case Purpose.KNOWLEDGE:
            return t.c("what a channel is for", "knowledge of staff")
        case Purpose.PANEL:
            return t.c("what a channel is for", "ticket panel")
        case Purpose.THREADS:
            return t.c("what a channel is for", "threads of some tickets")
        case Purpose.CARDS:
            return t.c("what a channel is for", "staff queue of some tickets")
        case Purpose.THANKS:
            return t.c("what a channel is for", "weekly thanks")
        case None:
            return "–"


def permission_name(t: Language, name: str) -> str:
    """As Discord's settings call it, in the reader's language. Raises KeyError for one that we never need."""
    names = {
        "view_channel": t("View Channel"),
        "send_messages": t("Send Messages"),
        "send_messages_in_threads": t("Send Messages in Threads"),
        "create_private_threads": t("Create Private Threads"),
        "create_public_threads": t("Create Public Threads"),
        "manage_threads": t("Manage Threads"),
        "embed_links": t("Embed Links"),
        "attach_files": t("Attach Files"),
        "read_message_history": t("Read Message History"),
        "add_reactions": t("Add Reactions"),
        "manage_channels": t("Manage Channels"),
        "manage_roles": t("Manage Roles"),
        "manage_messages": t("Manage Messages"),
        "manage_guild": t("Manage Server"),
        "moderate_members": t("Timeout Members"),
        "kick_members": t("Kick Members"),
        "ban_members": t("Ban Members"),
        "mention_everyone": t("Mention @everyone, @here and All Roles"),
    }
    return names[name]


def setup_can_create(t: Language) -> str:
    return t("I can create channels, roles and tags, and post the panel. What exists is left as it is.")


def setup_cannot_create(t: Language, permissions: Sequence[str]) -> str:
    return t(
        "To create them for you I need {permissions}. Give me these for a moment, or create them yourself.",
        permissions=both(t, [permission_name(t, name) for name in permissions]),
    )


def button_create(t: Language) -> str:
    return t("Create what is missing")


def button_panel(t: Language) -> str:
    return t("Post or refresh the panel")


def setup_created(t: Language, name: str) -> str:
    return t("✅ Created {name}", name=name)


def setup_posted(t: Language, channels: Sequence[str]) -> str:
    return t.n(
        "✅ The panel stands in {channels}",
        "✅ {count} panels stand in {channels}",
        len(channels),
        channels=both(t, [*dict.fromkeys(channels)]),
    )


def setup_nothing(t: Language) -> str:
    return t("Nothing had to be created.")


def setup_reason(t: Language) -> str:
    """Stands in the server's audit log."""
    return t("Created by /setup as config.yaml wants it")


def setup_failed(t: Language, name: str, why: str) -> str:
    """`why` is what Discord said, in its own words."""
    return t("❌ Discord refused to create {name}: {why}", name=name, why=quoted(why))


def no_guilds(t: Language) -> str:
    return t("The bot is in no server yet. Invite it: signpost check --invite prints the link.")


def obstacle(t: Language, met: Obstacle) -> str:
    """What keeps us from doing our work, and what to do."""
    match met.kind:
        case ObstacleKind.CHANNEL_MISSING:
            return t(
                "⛔ The channel **{name}** is missing. Create it with `/setup`, or name another in config.yaml.",
                name=met.what,
            )
        case ObstacleKind.ROLE_MISSING:
            return t(
                "⛔ The role **{name}** is missing. Create it with `/setup`, or name another in config.yaml.",
                name=met.what,
            )
        case ObstacleKind.ROLE_OUT_OF_REACH:
            return f"⛔ {ranks.out_of_reach(t, met.what)}"
        case ObstacleKind.ROLE_POWERFUL:
            return f"⛔ {ranks.powerful(t, met.what)}"
        case ObstacleKind.TAG_MISSING:
            return t(
                "⛔ The forum **{name}** lacks a tag by which I show what is solved and what waits for people. Create it with"
                " `/setup`, or name another in config.yaml.",
                name=met.what,
            )
        case ObstacleKind.POST_FULL:
            return t(
                "⛔ The post {post} has five tags, so I cannot show there whether it is solved. Take one of them away.",
                post=met.what,
            )
        case ObstacleKind.THREADS_FULL:
            return t(
                "⛔ This server has 1,000 active threads, as many as Discord allows, so I can open no more of them in **{name}**."
                " Close some: mine follow as soon as there is room. Nobody's ticket is lost meanwhile.",
                name=met.what,
            )
        case ObstacleKind.FORBIDDEN:
            return t("⛔ Discord does not let me work in **{name}**. `/setup` shows what I lack.", name=met.what)
        case ObstacleKind.REFUSED:
            return t("⛔ Discord refuses what I want to do (**{name}**). The log has its answer.", name=met.what)
        case ObstacleKind.DISK:
            return t(
                "⛔ My own disk takes no more: files that people send in tickets are not saved. Whoever runs me: make room, and"
                " see that I may write in the folder **{name}** beside my database. `/setup` tries it again; Discord keeps"
                " the files for a day or so.",
                name=met.what,
            )
        case ObstacleKind.BROKEN:
            return t(
                "⛔ Something is broken on my side (**{name}**). The log has the incident; a restart tries it again.",
                name=met.what,
            )


def obstacle_met(t: Language, met: Obstacle) -> str:
    """Staff are told, once."""
    return t(
        "{obstacle}\nWhat waits for it is kept, and done when this is changed. `/setup` lists it until then.",
        obstacle=obstacle(t, met),
    )


def obstacle_in(t: Language, server: str, met: Obstacle) -> str:
    """An administrator is told directly, because the staff channel cannot be used."""
    return t("In the server **{server}**: {text}", server=server, text=obstacle_met(t, met))


def obstacle_passed(t: Language, name: str) -> str:
    """What stands in the queue channel in place of the line that told of it."""
    return t("✅ **{name}**: what kept me has passed, and nothing waits for it any more.", name=name)


def obstacle_listed(t: Language, met: MetObstacle) -> str:
    """As `/setup` lists it, which tries again what waits."""
    return t.n(
        "{obstacle} Since {moment}; {count} thing waits for it, and is tried again now.",
        "{obstacle} Since {moment}; {count} things wait for it, and are tried again now.",
        met.waiting,
        obstacle=_obstacle_seen(t, met.obstacle),
        moment=moment(met.since_at),
    )


def gap_listed(t: Language, missing: Gap, waiting: int) -> str:
    """As `/setup` lists what is missing, and how much waits for it."""
    line = gap(t, missing)
    if not waiting:
        return line
    return t.n("{gap} {count} thing waits for it.", "{gap} {count} things wait for it.", waiting, gap=line)


def _obstacle_seen(t: Language, met: Obstacle) -> str:
    """What to look at, for who reads it in `/setup` and sees there no gap that says it."""
    match met.kind:
        case ObstacleKind.CHANNEL_MISSING:
            return t("⛔ The channel **{name}** was missing.", name=met.what)
        case ObstacleKind.ROLE_MISSING:
            return t("⛔ The role **{name}** was missing.", name=met.what)
        case ObstacleKind.TAG_MISSING:
            return t("⛔ The forum **{name}** lacked a tag.", name=met.what)
        case ObstacleKind.FORBIDDEN:
            return t(
                "⛔ Discord did not let me work in **{name}**. If that goes on, look at what my role may do in that"
                " channel and in its category.",
                name=met.what,
            )
        case (
            ObstacleKind.REFUSED
            | ObstacleKind.BROKEN
            | ObstacleKind.DISK
            | ObstacleKind.POST_FULL
            | ObstacleKind.THREADS_FULL
            | ObstacleKind.ROLE_OUT_OF_REACH
            | ObstacleKind.ROLE_POWERFUL
        ):
            return obstacle(t, met)


def undecided(t: Language, servers: Sequence[str]) -> str:
    """For the operator: what to write, each an id, perhaps with its server's name."""
    return t(
        "The bot is in several servers and config.yaml names none, so it serves none. Write the ids of those to serve"
        " under discord.servers: {servers}",
        servers=", ".join(servers),
    )


def absent(t: Language, guild_id: int) -> str:
    """For the operator."""
    return t(
        "config.yaml names the server {server}, and the bot is not in it. Invite it: signpost check --invite prints"
        " the link.",
        server=guild_id,
    )


def gap_here(t: Language, guild_id: int, missing: Gap) -> str:
    """A line for the log at start-up."""
    return t("server {server}: {gap} /setup helps.", server=guild_id, gap=plain(gap(t, missing)))
