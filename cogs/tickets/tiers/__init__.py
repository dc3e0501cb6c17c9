"""Passing tickets on to the next tier, and returning them, in Discord."""
