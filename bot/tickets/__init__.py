"""Tickets: a request that staff take from a tracked queue, from opening to resolution."""
