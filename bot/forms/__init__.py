"""Forms that were refused: what was typed is kept for a day, so that it can be opened again as it was."""
