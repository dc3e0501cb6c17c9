"""Solved questions: found by whoever asks the same again."""
