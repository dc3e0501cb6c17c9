"""`python -m bench`: runs every benchmark in this folder, one after the other."""

import importlib
import pkgutil

from rich.console import Console

import bench


def main() -> None:
    """Call `run(console)` of each module beside this one that has it: the others make files, and are run by hand."""
    console = Console()
    for module in sorted(pkgutil.iter_modules(bench.__path__), key=lambda module: module.name):
        if module.name != "__main__":
            run = getattr(importlib.import_module(f"bench.{module.name}"), "run", None)
            if run is not None:
                run(console)


if __name__ == "__main__":
    main()
