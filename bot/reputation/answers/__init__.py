"""Answers that were accepted: who helped with a question, where they were thanked, and what trusted members wish."""
