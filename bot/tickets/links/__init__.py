"""Tickets that staff have said have to do with each other."""
