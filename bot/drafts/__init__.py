"""Drafts: entries that people propose in Discord, until staff put them into the FAQ files or turn them down."""
