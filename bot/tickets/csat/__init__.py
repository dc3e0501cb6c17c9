"""CSAT: what customers say of how their tickets were resolved, and who follows up where that is little."""
