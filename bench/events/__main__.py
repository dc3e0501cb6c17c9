"""`python -m bench.events`."""

from bench.events import main

main()
