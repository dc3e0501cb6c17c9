"""Who of staff is away, and gets no ticket meanwhile."""
