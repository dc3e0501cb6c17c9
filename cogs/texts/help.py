"""What `/help` says: what each person can do here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reputation_settings import Points, Rank
from cogs.texts.forms import both
from cogs.texts.language import Language


def about_help(t: Language) -> str:
    return t("What you can do here")


def title_ask(t: Language) -> str:
    return t("Get help")


def questions_in(t: Language, channels: Sequence[str]) -> str:
    return t(
        "Ask in {channels}: where I am sure, I answer; the community reads it, too.", channels=both(t, channels)
    )


def mentions_in(t: Language, channels: Sequence[str], search: str) -> str:
    """Where messages are not read; `search` is a mention of the command."""
    return t(
        "Ask in {channels}. I do not read what is written there: mention me with your question, or use {search}.",
        channels=both(t, channels),
        search=search,
    )


def posts_in(t: Language, forums: Sequence[str]) -> str:
    return t("Or open a post in {forums}.", forums=both(t, forums))


def write_to_me(t: Language) -> str:
    return t("Or write me a direct message, and go on to a private ticket from there.")


def panel_in(t: Language, channel: str) -> str:
    return t("The buttons in {channel} open a private ticket with staff.", channel=channel)


def title_help_others(t: Language) -> str:
    return t("Help others")


def earn(t: Language, points: Points) -> str:
    return t(
        "Reputation: +{accepted} for an answer that is accepted or that solves a ticket, +{entry} for one that becomes"
        " an entry of the FAQ.",
        accepted=points.accepted_answer,
        entry=points.faq_entry,
    )


def ranks(t: Language, earned: Sequence[Rank]) -> str:
    steps = " · ".join(t("{rank} from {points} on", rank=one.title(t.code), points=one.points) for one in earned)
    return t("Ranks: {ranks}", ranks=steps)


def title_staff(t: Language) -> str:
    return t("For staff")


def title_server(t: Language) -> str:
    return t("Run this server")


def administrators_set_up(t: Language, setup: str) -> str:
    return t("Administrators use {setup}: it shows what I lack here.", setup=setup)


def under_apps(t: Language) -> str:
    return t("On a message, under *Apps*:")


def command(mention: str, about: str) -> str:
    """One line of a list."""
    return f"{mention} · {about}"


def menu(name: str, about: str) -> str:
    """One line of a list; menus are called the same in every language."""
    return f"`{name}` · {about}"


def about_look_up(t: Language) -> str:
    return t("What the FAQ says to it; only you see that")


def about_escalate(t: Language) -> str:
    return t("Make a ticket of your message; staff of anybody's")


def about_accept(t: Language) -> str:
    return t("It answered your question: its author earns reputation")


def about_why_this(t: Language) -> str:
    return t("Why I answered your message, or was silent")


def about_make_draft(t: Language) -> str:
    return t("Staff and helpers: propose it as an entry of the FAQ")
