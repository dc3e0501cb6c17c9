"""Homes that load quickly: a small knowledge base, three ticket types, and the settings that a journey is about."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import discord
import yaml
from simcord import ChannelHandle, InteractionResult
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.simulated.community import shipped_home
from tests.conftest import World, shown

KNOWLEDGE = """\
category: Mail
entries:
  - id: spf
    title: How do I set up SPF?
    questions: [how do i set up spf, what is an spf record]
    answer: Add a TXT record that starts with v=spf1.
    ticket_type: feature
  - id: parking
    title: Can I park a domain?
    questions: [can i park a domain, is domain parking possible]
    answer: Yes, for as long as you like.
  - id: forwarding
    title: Where do I forward my letters?
    questions: [where do i forward my letters, send letters on to another address]
    answer: Under **Settings**.
    ticket_type: community
  - id: calendar-phone
    title: How do I share a calendar on a telephone?
    questions: [share a calendar on a telephone, calendar sharing from the telephone]
    answer: Hold the calendar and press **Share**.
  - id: calendar-tablet
    title: How do I share a calendar on a tablet?
    questions: [share a calendar on a tablet, calendar sharing from the tablet]
    answer: Drag the calendar to **Share**.
  - id: calendar-browser
    title: How do I share a calendar in a browser?
    questions: [share a calendar in a browser, calendar sharing from the browser]
    answer: Click on **Share**.
"""
SPF, SPF_TITLE, SPF_ANSWER = (
    "how do i set up spf",
    "How do I set up SPF?",
    "Add a TXT record that starts with v=spf1.",
)
PARKING, PARKING_ANSWER = "can i park a domain", "Yes, for as long as you like."
FORWARDING = "where do i forward my letters"
CALENDAR = "how do i share a calendar"
"""Near to three entries alike, so that none of them is sure."""

UNKNOWN = "does anybody have a recipe for lemon cake"


def staff_have_it_at_once(content: dict[str, Any]) -> None:
    """No type asks the community first, but in the journeys that are about that."""
    for kind in content["tickets"]["types"]:
        kind.pop("community_first", None)


def small_home(folder: Path, *, knowledge: str = KNOWLEDGE, **faq: Any) -> Path:
    """A home with this knowledge base and these settings of the FAQ."""
    (folder / "faq").mkdir(parents=True)
    (folder / "config.yaml").write_text(_small_config(json.dumps(faq)), encoding="utf-8")
    (folder / "faq" / "mail.yaml").write_text(knowledge, encoding="utf-8")
    return folder


@cache
def _small_config(faq: str) -> str:
    """The shipped config.yaml with three of its ticket types, and these settings of the FAQ, as JSON."""
    content = read_yaml(shipped_home() / "config.yaml")
    kept = ("billing", "feature", "community")
    content["tickets"]["types"] = [kind for kind in content["tickets"]["types"] if kind["id"] in kept]
    staff_have_it_at_once(content)
    # Nobody is told of what runs out, reminded or asked but where a test is about that.
    for setting in ("working_hours", "sla", "csat", "csat_low_from", "silence"):
        del content["tickets"][setting]
    content["routing"] = {"is_on": False}
    content["faq"] |= {"suggest_from": 0.1, **json.loads(faq)}
    return as_yaml(content)


def read_yaml(file: Path) -> Any:
    """What stands in the file; by the parser in C where there is one, which is seven times as quick."""
    return yaml.load(file.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def as_yaml(content: Any) -> str:
    """As somebody would have written it, in the order of `content`."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(content, Dumper=dumper, allow_unicode=True, sort_keys=False))


def forget_types(content: dict[str, Any], is_gone: Callable[[str], bool]) -> None:
    """The operator takes ticket types out of config.yaml, and what is for them alone."""
    settings = content["tickets"]
    settings["types"] = [kind for kind in settings["types"] if not is_gone(kind["id"])]
    kept = {kind["id"] for kind in settings["types"]}
    settings["macros"] = [one for one in settings.get("macros", []) if kept.issuperset(one.get("types", []))]


def show_staffs_commands(content: dict[str, Any]) -> None:
    """Discord shows staff's commands to all: what protects them is the service."""
    content["discord"]["staff_permission"] = "none"


def configure(home: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """The operator edits config.yaml; a running bot reads it at its next start."""
    file = home / "config.yaml"
    content = read_yaml(file)
    change(content)
    file.write_text(as_yaml(content), encoding="utf-8")


def response(result: InteractionResult) -> Any:
    """The message that answers what was pressed or typed."""
    assert result.response is not None
    return result.response


def ours(world: World, channel: ChannelHandle) -> list[str]:
    """What the bot has to say in this channel, a message each."""
    own = world.sim.bot.user
    assert own is not None
    return [shown(message) for message in world.sim.messages(channel) if message.author.id == own.id]


async def tags(world: World, *names: str) -> None:
    """A moderator gives the forum these tags and no others."""
    backend, forum = world.sim.env.backend, world.people.forum
    plain = {"moderated": False, "emoji_id": None, "emoji_name": None}
    available = [{"id": str(backend.snowflake()), "name": name, **plain} for name in names]
    backend.edit_channel(forum.id, {"available_tags": available})
    await world.sim.settle()


def forbid(world: World, channel: ChannelHandle, **flags: bool) -> Callable[[], None]:
    """Take permissions from the bot in a channel; what is returned gives them back."""
    backend, taken = world.sim.env.backend, discord.Permissions(**flags).value
    own = backend.bot_user.id
    before = next((one for one in backend.get_channel(channel.id).overwrites if one.target_id == own), None)
    kept = before.allow & ~taken if before else 0
    backend.set_overwrite(channel.id, Overwrite(own, OverwriteType.MEMBER, kept, taken))
    return lambda: backend.set_overwrite(channel.id, before or Overwrite(own, OverwriteType.MEMBER, taken, 0))
