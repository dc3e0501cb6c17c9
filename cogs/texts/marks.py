"""What is said of ✅, of thanks, of commendations, and of answers that change."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reputation.prompts.prompt import Answerer
from bot.reputation.refused import AlreadyCommended, NotTheirs, PromptGone
from cogs.texts.forms import member, message_link
from cogs.texts.language import Language


def answer_emptied(t: Language, author_id: int, link: str) -> str:
    return t(
        "✏️ {author} has edited an answer that was awarded so that it says next to nothing: {link} The award stands until"
        " you reverse it.",
        author=member(author_id),
        link=link,
    )


def who_helped(t: Language, guild_id: int, channel_id: int, candidates: Sequence[Answerer]) -> str:
    """The question, and what each of those who are offered has written."""
    lines = [f"{member(one.author_id)} {message_link(guild_id, channel_id, one.message_id)}" for one in candidates]
    asked = t("Who helped? Press it, and their answer is accepted. Nobody else is awarded by your thanks.")
    return "\n".join([asked, *lines])


def button_helped(t: Language, name: str) -> str:
    return t("{name} helped", name=name)


def about_commend(t: Language) -> str:
    return t("Staff: commend somebody for a message")


def about_commended(t: Language) -> str:
    return t("Whom")


def about_commended_message(t: Language) -> str:
    return t("For what: a link to the message, or its id")


def about_commendation_reason(t: Language) -> str:
    return t("Why; kept with the award")


def commended(t: Language, helper_id: int, link: str, points: int) -> str:
    return t(
        "🏅 Staff commend {helper} for this: {link} **+{points}** reputation.",
        helper=member(helper_id),
        link=link,
        points=points,
    )


def commended_quietly(t: Language, helper_id: int, link: str, points: int) -> str:
    """To staff alone."""
    return t(
        "🏅 {helper} is commended for this: {link} **+{points}** reputation. They do not want to be shown, so I do not say it in"
        " public.",
        helper=member(helper_id),
        link=link,
        points=points,
    )


Refusal = AlreadyCommended | PromptGone | NotTheirs


def refusal(t: Language, refused: Refusal) -> str:
    """What of these is said no to, and what to do instead."""
    match refused:
        case AlreadyCommended():
            return t("Somebody was commended for this message already, so nothing was done.")
        case NotTheirs(author_id):
            return t(
                "That message was written by {author}, so nobody else can be commended for it.",
                author=member(author_id),
            )
        case PromptGone():
            return t(
                "That is not asked here any more: an answer is accepted, or a day has gone by. Accept another answer by"
                " its menu: Apps → *Accept answer*."
            )
