"""Tests of routing: who is told of a question that nobody answers, when, and what ends it."""
