"""Entries of which somebody has said that they are wrong."""
