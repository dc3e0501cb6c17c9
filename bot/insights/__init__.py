"""Insights: what the numbers say about a period, computed from facts."""
