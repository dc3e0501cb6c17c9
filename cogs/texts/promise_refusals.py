"""What a person reads when the answer about a promise or a call-back is no."""

from __future__ import annotations

from typing import assert_never

from bot.tickets.promises import refused as kinds
from bot.tickets.promises.times import UnclearTime
from bot.zones import UnknownZone
from cogs.texts import promises as texts
from cogs.texts.forms import day, moment, quoted
from cogs.texts.language import Language

Refusal = (
    UnclearTime
    | UnknownZone
    | kinds.UnknownPromise
    | kinds.PromiseSettled
    | kinds.TooManyPromises
    | kinds.NothingPromised
    | kinds.NoContact
    | kinds.NotTheCaller
    | kinds.NoCallbacks
    | kinds.CallAgreed
    | kinds.NotAgreed
    | kinds.SlotGone
    | kinds.NotOneToThree
)


def refusal(t: Language, refused: Refusal) -> str:
    """Why not, and what to do instead."""
    match refused:
        case UnclearTime(typed, why, unread, on):
            return texts.unclear_time(t, typed, why, unread, day(on) if on else "")
        case UnknownZone(typed, ""):
            return t(
                "I know no time zone {typed}. Name a large city near you, such as `Berlin`, or hours such as `UTC+2`.",
                typed=quoted(typed),
            )
        case UnknownZone(typed, hint):
            return t(
                "I know no time zone {typed}. Did you mean {hint}? Or name hours, such as `UTC+2`.",
                typed=quoted(typed),
                hint=quoted(hint),
            )
        case kinds.UnknownPromise():
            return t("I no longer know this promise.")
        case kinds.PromiseSettled():
            return t("That was kept or withdrawn already: the message in the ticket's thread says so.")
        case kinds.TooManyPromises(number):
            return t(
                "Five promises are open in ticket #{number} already. Keep or withdraw one first: see `/promises`.",
                number=number,
            )
        case kinds.NothingPromised():
            return t("Please say what you promise: the customer reads it.")
        case kinds.NoContact():
            return t("Please say how we can call you.")
        case kinds.NotTheCaller(number, True):
            return t(
                "Only the customers of ticket #{number} can ask to be called, and say what time suits them. Write in its thread"
                " what you need: staff read it there.",
                number=number,
            )
        case kinds.NotTheCaller(number):
            return t(
                "Only the customers of ticket #{number} can ask to be called, and say what time suits them.",
                number=number,
            )
        case kinds.NoCallbacks():
            return t("Call-backs are not offered here. Write in your ticket's thread instead.")
        case kinds.CallAgreed(due_at):
            return t(
                "A call-back is agreed already: {when}. If that no longer suits you, say so in your ticket's thread.",
                when=moment(due_at, "F"),
            )
        case kinds.NotAgreed():
            return t("No time is agreed for this call-back yet. Choose one of the customer's, or propose one.")
        case kinds.SlotGone():
            return t("This time is over, or others were named since. Please look at the newest message about it.")
        case kinds.NotOneToThree():
            return t("Please name one to three times, each on a line of its own.")
        case _:
            assert_never(refused)
