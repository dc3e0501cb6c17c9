"""What staff are told of what went before a ticket."""

from __future__ import annotations

from bot.tickets.past.past import Past
from cogs.texts.forms import moment
from cogs.texts.language import Language


def label_history(t: Language) -> str:
    return t("Tickets before")


def history(t: Language, past: Past) -> str:
    """How many the requester had, how many of all are open besides this, and the last one; facts beside each other."""
    said = [t("None: this is their first.") if past.last is None else str(past.before)]
    if past.live:
        said.append(t.n("{count} other open", "{count} others open", past.live))
    if past.last is not None:
        when = moment(past.last.opened_at)
        said.append(t("last: #{number} {when}", number=past.last.number, when=when))
    return " · ".join(said)
