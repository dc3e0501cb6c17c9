"""What is said of a replay of the ledger under other numbers."""

from __future__ import annotations

from bot.reputation.boards import refused as kinds
from bot.reputation.boards.moves import Balance, Move
from bot.reputation.boards.simulating import Simulated
from cogs.texts.forms import flat, member
from cogs.texts.language import Language

Refusal = kinds.SimulationRunning | kinds.WrongNumbers


def about_simulate(t: Language) -> str:
    return t("See who would move under other points and limits, before adopting them")


def simulation_title(t: Language) -> str:
    return t("Reputation under other numbers")


def ask_points(t: Language) -> str:
    return t("Points")


def ask_limits(t: Language) -> str:
    return t("Limits")


def hint(t: Language) -> str:
    return t("As they are now; change any. What you take out stays as it is.")


def summary(t: Language, found: Simulated) -> str:
    lines = t.n("{count} line of the ledger", "{count} lines of the ledger", found.lines)
    if not found.moves:
        return t("Replayed: {lines}. Nobody's balance would be another.", lines=lines)
    return t.n(
        "Replayed: {lines}. {count} member of {members} would have another balance, by the change:",
        "Replayed: {lines}. {count} members of {members} would have another balance, by the change:",
        len(found.moves),
        lines=lines,
        members=found.members,
    )


def moved(t: Language, one: Move) -> str:
    """Facts beside each other: who, from what, to what."""
    return f"{member(one.member_id)} · {_balance(t, one.now)} → {_balance(t, one.then)}"


def _balance(t: Language, one: Balance) -> str:
    said = t("**{points}** (place {place})", points=one.points, place=one.place)
    return f"{said} {one.rank.title(t.code)}" if one.rank else said


def nothing_stored(t: Language) -> str:
    return t(
        "Nothing was changed. To adopt numbers, write them into config.yaml: they judge what comes from then on."
    )


def refusal(t: Language, refused: Refusal) -> str:
    match refused:
        case kinds.SimulationRunning():
            return t("Somebody simulates right now. Please try again when that is over.")
        case kinds.WrongNumbers():
            return t(
                "I cannot use this: {lines}. Each line is a name of config.yaml and a whole number within its limits, such as"
                " `helpful: 5`, and comes once.",
                lines=", ".join(f"*{flat(one[:100])}*" for one in refused.lines[:5]),
            )
