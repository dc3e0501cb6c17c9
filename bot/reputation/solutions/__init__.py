"""Solutions: which answer to a question was accepted, and where both stand."""
