"""What staff promise to a requester, a call at a time that both agreed to among it; and whether it was kept."""
