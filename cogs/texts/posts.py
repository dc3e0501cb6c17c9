"""What stands below a post of the knowledge channel."""

from __future__ import annotations

from bot.drafts.post import Standing
from cogs.texts.forms import quoted
from cogs.texts.language import Language


def line(t: Language, standing: Standing) -> str:
    """What has become of it."""
    if standing.waiting is not None:
        return (
            t("The draft of this still says what it said before it was edited.")
            if standing.is_behind
            else t("The draft of this waits for staff.")
        )
    if not standing.title:
        return t("Is this for the FAQ?")
    title = quoted(standing.title)
    if standing.is_behind:
        return t("{title} in the FAQ still says what this said before it was edited.", title=title)
    return t("In the FAQ: {title}", title=title)


def button(t: Language, standing: Standing) -> str:
    """What can be done with a post; nothing where all is done."""
    if standing.is_behind:
        return t("Change the draft") if standing.waiting is not None else t("Propose the change")
    if standing.waiting is not None or standing.title:
        return ""
    return t("Make FAQ draft")
