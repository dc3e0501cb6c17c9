"""Nobody is left with silence: a question that nobody answers goes to helpers, a few at a time, and then to a ticket."""
