"""What waits for one member of staff, and the digest of it that they may have each day."""
