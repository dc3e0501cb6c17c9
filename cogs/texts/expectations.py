"""What is said of how long it takes: the place in the queue, by when staff usually answer, and that an answer is late."""

from __future__ import annotations

from datetime import timedelta

from bot.ticket_types import TicketType
from bot.tickets.expectation import EXACT, FURTHEST, Expectation, Span
from bot.tickets.ticket import Event
from cogs.texts.forms import moment
from cogs.texts.language import Language

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def told(t: Language, expected: Expectation, kind: TicketType | None) -> list[str]:
    """To who has just opened a ticket."""
    return [*([] if expected.ahead is None else [place(t, expected.ahead)]), *answer(t, expected, kind)]


def place(t: Language, ahead: int) -> str:
    """How many come before, as `expectation.roughly` has it."""
    if not ahead:
        return t("You are next in line.")
    if ahead > FURTHEST:
        return t.n(
            "More than {count} ticket is ahead of yours.",
            "More than {count} tickets are ahead of yours.",
            FURTHEST,
        )
    if ahead > EXACT:
        return t.n("About {count} ticket is ahead of yours.", "About {count} tickets are ahead of yours.", ahead)
    return t.n("One ticket is ahead of yours.", "{count} tickets are ahead of yours.", ahead)


def answer(t: Language, expected: Expectation, kind: TicketType | None) -> list[str]:
    """By when staff answer first, as far as that is known; else what the operator says of the type."""
    if not expected.is_awaited:
        return []
    if expected.put_off_to is not None:
        until = moment(expected.put_off_to, "f")
        return [t("Sorry that it takes longer than usual: we expect an answer by {moment}.", moment=until)]
    if expected.usual is not None:
        span = _span(t, expected.usual, is_of_work=expected.is_of_work)
        return [t("Staff usually answer such requests within {span}.", span=span)]
    sentence = kind.wording(t.code).expectation if kind else None
    return [sentence] if sentence else []


def late(t: Language, event: Event) -> str | None:
    """The excuse, before the time that was said is past, or after it."""
    if event.until is None:
        return None
    if event.is_late:
        return t(
            "⏳ Sorry, we are late: staff should have answered by now. We expect an answer by {moment} ({relative}).",
            moment=moment(event.until, "f"),
            relative=moment(event.until),
        )
    return t(
        "⏳ Sorry, this takes longer than usual. We expect an answer by {moment} ({relative}).",
        moment=moment(event.until, "f"),
        relative=moment(event.until),
    )


def _span(t: Language, span: Span, *, is_of_work: bool) -> str:
    """As it stands after *within*."""
    if is_of_work and span.high >= HOUR:
        return _of_work(t, span)
    high = _length(t, span.high)
    if span.low == span.high:
        return high
    low = str(_amount(span.low)) if _unit(span.low) == _unit(span.high) else _length(t, span.low)
    return t.c("two lengths of time after *within*", "{low} to {high}", low=low, high=high)


def _of_work(t: Language, span: Span) -> str:
    """Hours however many: a day of them is three days of work."""
    high = t.n("one working hour", "{count} working hours", span.high // HOUR)
    if span.low == span.high:
        return high
    low = str(span.low // HOUR) if span.low >= HOUR else _length(t, span.low)
    return t.c("two lengths of time after *within*", "{low} to {high}", low=low, high=high)


def _length(t: Language, length: timedelta) -> str:
    unit, amount = _unit(length), _amount(length)
    if unit == DAY:
        return t.n("one day", "{count} days", amount)
    if unit == HOUR:
        return t.n("one hour", "{count} hours", amount)
    return t.n("one minute", "{count} minutes", amount)


def _unit(length: timedelta) -> timedelta:
    return next(unit for unit in (DAY, HOUR, MINUTE) if length >= unit)


def _amount(length: timedelta) -> int:
    return length // _unit(length)
