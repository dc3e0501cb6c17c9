"""Closed tickets of the bot that a community had before: read from its own files, and kept under their numbers."""
