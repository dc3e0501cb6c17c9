"""What is said of how urgent a ticket is: the facts that are asked, what follows from them, and what staff set."""

from __future__ import annotations

from bot.ticket_urgency import Priority
from bot.tickets.priority import Grounds, Impact
from bot.tickets.ticket import Ticket
from cogs.texts.forms import member, quoted
from cogs.texts.language import Language

PRIORITIES = {
    Priority.P1: "🔴 P1",
    Priority.P2: "🟠 P2",
    Priority.P3: "🟡 P3",
    Priority.P4: "⚪ P4",
}
"""As they are shown; they are called so in every language."""


def about_priority(t: Language) -> str:
    return t("Staff: set a ticket's priority, and say why")


def label_priority(t: Language) -> str:
    return t("Priority")


def in_words(t: Language, value: Priority) -> str:
    """A priority for who need not know what P1 is."""
    match value:
        case Priority.P1:
            return t.c("priority of a ticket", "urgent")
        case Priority.P2:
            return t.c("priority of a ticket", "high")
        case Priority.P3:
            return t.c("priority of a ticket", "normal")
        case Priority.P4:
            return t.c("priority of a ticket", "low")


def ask_impact(t: Language) -> str:
    return t("Who is affected?")


def option_impact(t: Language, value: Impact) -> str:
    match value:
        case Impact.ONE:
            return t("Only me")
        case Impact.SEVERAL:
            return t("Several people")
        case Impact.ALL:
            return t("Nobody can work")


def ask_workaround(t: Language) -> str:
    return t("Is there another way for now?")


def option_workaround(t: Language, has_one: bool) -> str:
    if has_one:
        return t("Yes, with more effort")
    return t("No")


def for_requester(t: Language, ticket: Ticket) -> str:
    """The priority in words, and below it what it rests on."""
    return f"**{in_words(t, ticket.priority)}**{_below(t, ticket.grounds)}"


def for_staff(t: Language, ticket: Ticket) -> str:
    """The same, as staff call it."""
    return f"{PRIORITIES[ticket.priority]}{_below(t, ticket.grounds)}"


def _below(t: Language, grounds: Grounds | None) -> str:
    if grounds is None:
        return ""
    lines = [_facts(t, grounds)]
    if grounds.set_by is not None:
        # As code, for the opening message has no room for more signs than were typed.
        reason = quoted(grounds.note, 100) if grounds.note else "–"
        lines.insert(0, t("Set by {staff}: {reason}", staff=member(grounds.set_by), reason=reason))
    elif grounds.is_capped:
        lines.append(t("Requests of this kind are never more urgent by themselves."))
    return "".join(f"\n{line}" for line in lines)


def _facts(t: Language, grounds: Grounds) -> str:
    """The answers of the form that count."""
    match grounds.impact, grounds.has_workaround:
        case None, _:
            return t("As with all requests of this kind.")
        case Impact.ONE, None:
            return t("One person is affected.")
        case Impact.ONE, True:
            return t("One person is affected, and there is another way meanwhile.")
        case Impact.ONE, _:
            return t("One person is affected, and there is no other way meanwhile.")
        case Impact.SEVERAL, None:
            return t("Several people are affected.")
        case Impact.SEVERAL, True:
            return t("Several people are affected, but there is another way meanwhile.")
        case Impact.SEVERAL, _:
            return t("Several people are affected, and there is no other way meanwhile.")
        case _, None:
            return t("Nobody can work.")
        case _, True:
            return t("Nobody can work as usual, but there is another way meanwhile.")
        case _:
            return t("Nobody can work, and there is no other way meanwhile.")


def button_priority(t: Language) -> str:
    return t.c("button", "Priority")


def title_priority(t: Language, ticket: Ticket) -> str:
    return t("Priority of ticket #{number}", number=ticket.number)


def ask_priority(t: Language) -> str:
    return t("How urgent is it?")


def option_priority(t: Language, value: Priority) -> str:
    return f"{PRIORITIES[value]} · {in_words(t, value)}"


def ask_reason(t: Language) -> str:
    return t("Why?")


def hint_reason(t: Language) -> str:
    return t("The requester reads this.")


def prioritised(t: Language, ticket: Ticket) -> str:
    return t(
        "Ticket #{number} is now {priority}.",
        number=ticket.number,
        priority=PRIORITIES[ticket.priority],
    )
