"""Filled-in forms that are kept before their ticket is opened: what may answer them is shown first."""
