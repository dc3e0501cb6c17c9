"""What staff chose of a ticket's cost is read from the form, and nothing that it did not offer."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import FormChanged
from bot.tickets.costs.cost import NOTHING, Estimate, Finding
from cogs.tickets.costs.asking import estimated
from cogs.ui.filled import Filled

SELECT, RADIO = 3, 21


def filled(minutes: str | None = None, cause: str | None = None, finding: str | None = None) -> Filled:
    def field(kind: int, name: str, **given: Any) -> dict[str, Any]:
        return {"type": 18, "component": {"type": kind, "custom_id": name, **given}}

    chosen = [
        field(SELECT, name, values=[value] if value else [])
        for name, value in (("cause", cause), ("finding", finding))
    ]
    return Filled.of({"components": [field(RADIO, "minutes", value=minutes), *chosen]})


@pytest.mark.parametrize(
    ("chosen", "estimate"),
    [
        (filled(), NOTHING),
        (Filled.of({"components": []}), NOTHING),
        (filled("0"), NOTHING),
        (filled("60", "bug", "missing"), Estimate(60, "bug", Finding.MISSING)),
        (filled(finding="wrong"), Estimate(finding=Finding.WRONG)),
        (filled("5", finding="not_found:spf"), Estimate(5, None, Finding.NOT_FOUND, "spf")),
    ],
)
def test_what_was_chosen_is_an_estimate_and_nothing_is_nothing(chosen: Filled, estimate: Estimate) -> None:
    assert estimated(chosen) == estimate


@pytest.mark.parametrize(
    "forged",
    [
        filled("7"),
        filled("-5"),
        filled("1e9"),
        filled(cause="A bug"),
        filled(cause="x" * 41),
        filled(finding="odd"),
        filled(finding="fine:spf"),
        filled(finding="wrong:" + "x" * 41),
        filled(finding="wrong:a:b"),
        filled(finding=":spf"),
    ],
)
def test_what_no_form_offers_is_refused(forged: Filled) -> None:
    with pytest.raises(FormChanged):
        estimated(forged)
