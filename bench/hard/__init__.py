"""Questions that look like those of a knowledge base and are not, made by rule from any knowledge base.

Words, templates and rules of each kind come in two halves: those of `fit` may be learnt from, those of `test` judge.
All makers are pure: the same base, half, seed and number give the same questions.
"""

from rich.console import Console

from bench.hard.foreign import foreign
from bench.hard.labelled import Base, Hard, Part
from bench.hard.lookalikes import lookalikes
from bench.hard.mentions import mentions
from bench.hard.reversals import reversals

__all__ = ["Base", "Hard", "Part", "foreign", "lookalikes", "mentions", "reversals"]


def run(console: Console) -> None:
    """Print how often the half that judges is answered. Takes two minutes."""
    from bench.hard.judging import judge_all  # stands on bench.fit_confidence, which learns from these questions

    judge_all(console, ["test"], examples=0)
