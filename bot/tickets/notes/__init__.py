"""What staff note about tickets, for each other."""
