"""Where the commands print: figures and answers on stdout, what is wrong on stderr."""

from __future__ import annotations

from rich.console import Console

# `emoji=False`: or else `config.yaml:100: …` would be printed as `config.yaml💯 …`.
out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
