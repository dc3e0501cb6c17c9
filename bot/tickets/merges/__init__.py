"""Tickets that go on in other tickets."""
