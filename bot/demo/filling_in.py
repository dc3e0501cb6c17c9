"""Forms of tickets as the demo fills them in, and who sends one still wants a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcord import InteractionResult
from simcord.components import walk_components
from simcord.enums import ComponentType

from bot.simulated.simulation import Person, Simulation


async def insist(
    simulation: Simulation, person: Person, modal: InteractionResult, answers: Mapping[str, Any]
) -> InteractionResult:
    """Send the form; where something is shown before the ticket, it does not help, and the community is not asked."""
    sent = await simulation.submit(person, modal, answers)
    for further in ("chance:still:", "chance:private:"):
        if (button := button_in(sent, further)) is not None and sent.response is not None:
            sent = await person.click(sent.response, custom_id=button)
    return sent


def button_in(result: InteractionResult, prefix: str) -> str | None:
    """The first button of an answer whose custom_id begins so."""
    shown = result.response
    parts = walk_components(shown.components if shown else [])
    return next((one for part in parts if (one := part.get("custom_id") or "").startswith(prefix)), None)


def plausible_answers(modal: InteractionResult) -> dict[str, str]:
    """Something for every field of a ticket's modal but files, by label: the first choice, or a sentence."""
    assert modal.modal is not None
    answers = {}
    for row in modal.modal["components"]:
        control = row["component"]
        if options := control.get("options"):
            answers[row["label"]] = options[0]["label"]
        elif control["type"] == ComponentType.TEXT_INPUT:
            example = control.get("placeholder") or "LM-2026-0412"
            is_short = control["style"] == 1
            answers[row["label"]] = example if is_short else "The invoice lists two seats; we have one."
    return answers
