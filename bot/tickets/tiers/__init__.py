"""Levels of support: a ticket is passed on to those who know more, and comes back with what they know."""
