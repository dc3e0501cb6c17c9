"""Members who want no automatic answers."""
