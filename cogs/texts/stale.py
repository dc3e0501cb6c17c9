"""What is said of entries that somebody should look at again."""

from __future__ import annotations

from datetime import date

from bot.insights.deflection import Tally
from bot.insights.staleness import Suspicion
from cogs.texts.forms import member, moment, quoted
from cogs.texts.language import Language


def about_stale(t: Language) -> str:
    return t("Staff: entries that are marked as wrong, fail, or should be read again")


def stale_title(t: Language) -> str:
    return t("Entries to look at again")


def none(t: Language) -> str:
    return t("No entry is marked as wrong, fails, or is past its review date.")


def label_suspect(t: Language) -> str:
    return t("🚩 Marked as wrong; they answer nobody")


def suspect(t: Language, one: Suspicion, title: str | None, link: str | None) -> str:
    """`title` is None where the entry is gone, `link` where the question is."""
    name = title or t("{entry}, which is no longer there", entry=quoted(one.entry_id))
    facts = [f"**{name}**", t("by {member} {moment}", member=member(one.marked_by), moment=moment(one.marked_at))]
    if link:
        facts.append(t("[the question]({link})", link=link))
    return " · ".join(facts)


def label_failing(t: Language) -> str:
    return t("📉 Help less than half of the askers (90 days)")


def failing(t: Language, title: str, counted: Tally) -> str:
    return t(
        "**{title}** · {deflected} of {judged} deflected",
        title=title,
        deflected=counted.deflected,
        judged=counted.judged,
    )


def label_overdue(t: Language) -> str:
    return t("📅 Past their review date")


def overdue(title: str, due: date | None, owner: str | None) -> str:
    return f"**{title}** · {due}" + (f" · {owner}" if owner else "")


def label_unused(t: Language) -> str:
    return t("💤 Not served for 90 days")


def button_it_is_right(t: Language, title: str) -> str:
    return t("It is right: {title}", title=title)
