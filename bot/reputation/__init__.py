"""Reputation: what helpers earn, as an append-only ledger of awards."""
