"""What is said once a week to those who help."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reputation.weekly.service import Thanks, Told
from cogs.texts.forms import both, member, moment
from cogs.texts.language import Language


def about_notes(t: Language) -> str:
    return t("A message to you each week: what your help was good for")


def about_wanted(t: Language) -> str:
    return t("Whether you want it")


def thanks(t: Language, week: Thanks, named: Sequence[int], *, are_all: bool) -> str:
    """For all to read; `named` are some of those who helped."""
    names = [member(one) for one in named]
    whom = both(t, names) if are_all else t("{names} and others", names=", ".join(names))
    lines = [t("🙏 **Thank you!** In the week until {end}, {names} helped here.", end=week_of(week), names=whom)]
    if week.people:
        lines.append(t.n("{count} person got an answer.", "{count} people got an answer.", week.people))
    lines.append(
        t(
            "-# In random order, and without those who hide themselves with `/privacy`. `/rep notes` tells you alone what your own"
            " help was good for."
        )
    )
    return "\n".join(lines)


def week_of(week: Thanks) -> str:
    """The same in every language: by this it is known again."""
    return moment(week.ends_at, "D")


def notes_wanted(t: Language, told: str) -> str:
    return t(
        "You alone get a direct message each week in which your help was good for something, the first on {moment} or later. I"
        " can send it only if you take direct messages from this server.",
        moment=told,
    )


def notes_not_wanted(t: Language) -> str:
    return t("You get no such message.")


def note(t: Language, told: Told, community: str) -> str:
    """What somebody's help was good for, as they alone read it."""
    impact = told.impact
    lines = [
        t(
            "🙏 **What your help in {community} was good for**, since {start}:",
            community=community,
            start=moment(told.note.from_at, "D"),
        )
    ]
    settled = impact.accepted + impact.deflected
    if settled:
        lines.append(
            t.n("Your answers settled {count} question.", "Your answers settled {count} questions.", settled)
        )
    if impact.deflected:
        lines.append(
            t.n(
                "{count} of them by an entry of the FAQ that was made of one.",
                "{count} of them by entries of the FAQ that were made of them.",
                impact.deflected,
            )
        )
    if impact.people:
        lines.append(t.n("You helped {count} person.", "You helped {count} people.", impact.people))
    if not settled and not impact.people:
        lines.append(t("What you wrote was found helpful."))
    lines.append(t("-# You wanted to know. `/rep notes` ends it. Week until {end}", end=note_end(told)))
    return "\n".join(lines)


def note_end(told: Told) -> str:
    """By this it is known again, too."""
    return moment(told.until, "D")
