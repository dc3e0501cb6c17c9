"""Ranks as members hold them, and the roles that go with them."""
