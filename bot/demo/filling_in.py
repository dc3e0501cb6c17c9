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
    """Send the form; where something is shown before the ticket, it does not help."""
    sent = await simulation.submit(person, modal, answers)
    shown = sent.response
    for part in walk_components(shown.components if shown else []):
        if shown and (custom_id := part.get("custom_id") or "").startswith("chance:still:"):
            return await person.click(shown, custom_id=custom_id)
    return sent


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
