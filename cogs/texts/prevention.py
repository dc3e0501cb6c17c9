"""What is said of staff's work on what would otherwise become tickets."""

from __future__ import annotations

from bot.prevention import refused as kinds
from bot.prevention.service import OWN_DAYS
from bot.prevention.work import Work
from cogs.texts.costs import length
from cogs.texts.forms import flat, moment
from cogs.texts.language import Language

Refusal = kinds.NoWork | kinds.UnknownWork


def about_prevention(t: Language) -> str:
    return t("Staff: work that keeps tickets from coming")


def about_log(t: Language) -> str:
    return t("Staff: note what you did so that tickets do not come")


def about_minutes(t: Language) -> str:
    return t("How many minutes it took")


def about_what(t: Language) -> str:
    return t("What you did, in a few words")


def about_list(t: Language) -> str:
    return t("Staff: what you have noted, and take it back")


def logged(t: Language, work: Work) -> str:
    return t("Noted: {time} of preventing. `/report` counts it.", time=length(t, work.minutes))


def undone(t: Language, work: Work) -> str:
    return t("It is taken back: {time} of preventing.", time=length(t, work.minutes))


def own_title(t: Language) -> str:
    return t.n(
        "What you did against tickets on the last day",
        "What you did against tickets in the last {count} days",
        OWN_DAYS,
    )


def none(t: Language) -> str:
    return t("You have noted nothing. `/prevention log` does.")


def line(t: Language, work: Work) -> str:
    return f"{moment(work.at)} · **{length(t, work.minutes)}** · {flat(work.what)}"


def button_undo(t: Language, place: int) -> str:
    """`place` is that of the line above."""
    return t.c("button: take back the line of this number", "Undo {number}", number=place)


def button_older(t: Language) -> str:
    return t.c("button: what was noted before that", "Older")


def refusal(t: Language, refused: Refusal) -> str:
    match refused:
        case kinds.NoWork():
            return t("Please say what you did, in a few words.")
        case kinds.UnknownWork():
            return t("There is nothing of yours to take back here. `/prevention list` shows what you have noted.")
