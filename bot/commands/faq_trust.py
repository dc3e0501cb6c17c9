"""What `signpost faq eval` and `lint` print of how far a knowledge base can be trusted, and what more phrasings would bring."""

from __future__ import annotations

from rich import box
from rich.table import Table

from bot.commands.console import out
from bot.matching.calibration import calibrate
from bot.matching.trial import Trials
from bot.matching.trust import BySize, Trust, trust

TELLING_FROM = 20  # phrasings; below, one more or less moves a share by over 5 %


def report_trust(trials: Trials, threshold: float) -> None:
    """Print it."""
    calibration = calibrate(trials.decisive)
    found = trust(trials.decisive, calibration, threshold)
    out.print(_told(found, threshold), soft_wrap=False)
    if (asked := sum(size.asked for size in found.by_size)) < TELLING_FROM:
        out.print(
            f"Asked were {asked} of its phrasings, which is too few to tell: with {TELLING_FROM} or more these shares mean something."
        )
    out.print(
        f"So its scores are calibrated: P(correct) as a logit times {calibration.slope:.2f},"
        f" {'plus' if calibration.shift >= 0 else 'minus'} {abs(calibration.shift):.2f}."
    )
    if found.by_size:
        out.print(_by_size(found.by_size), soft_wrap=False)


def _told(found: Trust, threshold: float) -> Table:
    table = Table(title="The FAQ asked of itself", title_justify="left", box=box.SIMPLE_HEAD, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim")
    lines, answered = found.chat
    for name, value, meaning in (
        ("found first", _percent(found.found_first), "of its phrasings, each left out while it is asked"),
        ("answered", _percent(found.answered), f"of these, rightly, from a score of {threshold}"),
        (
            "precision",
            _percent(found.precision),
            "right answers, of all; phrasings of entries left out were asked too",
        ),
        ("chat", f"{answered} of {lines}", "lines of ordinary chat that got an answer"),
    ):
        table.add_row(name, value, meaning)
    return table


def _by_size(sizes: tuple[BySize, ...]) -> Table:
    """An author sees here what more phrasings bring."""
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("phrasings an entry", "asked", "found first", "answered"):
        table.add_column(column, justify="right")
    for one in sizes:
        name = f"{one.least}–{one.most}" if one.most is not None else f"{one.least} and more"
        table.add_row(name, str(one.asked), _percent(one.found_first), _percent(one.answered))
    return table


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
