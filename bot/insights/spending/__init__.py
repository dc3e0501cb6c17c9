"""What staff's time goes to, and what of that would not have come to them with a better FAQ."""
