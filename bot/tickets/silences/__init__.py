"""Requesters who do not answer, and those who are asked whether it is solved."""
