"""Entries that staff send into tickets as their reply."""
