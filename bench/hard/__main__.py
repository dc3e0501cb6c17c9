"""`python -m bench.hard [fit] [test] [--semantic]` judges one half of the hard questions or both, with examples."""

from __future__ import annotations

import sys
from typing import get_args

from rich.console import Console

from bench.hard import Part
from bench.hard.judging import judge_all

EXAMPLES = 3


def main() -> None:
    """Judge the halves named in the arguments, or both."""
    parts = [part for part in get_args(Part) if part in sys.argv[1:]] or list(get_args(Part))
    encoder = None
    if "--semantic" in sys.argv[1:]:
        from bench.fit_confidence import Remembering
        from bot.matching.encoder import load_encoder

        encoder = Remembering(load_encoder())
    judge_all(Console(soft_wrap=True, highlight=False), parts, EXAMPLES, encoder)


if __name__ == "__main__":
    main()
